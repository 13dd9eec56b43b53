"""Bundles for tests: a good one, and ways to spoil it."""

import io
import json
import stat
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lullaby.bundles.archive import MIME_TYPE, facts_of, write_bundle
from lullaby.bundles.manifest import BundleKind, GivenSong, GivenTake, Manifest, to_json
from lullaby.library.take import TakePlace
from lullaby.units import Ms

SCORE = b"X:1\nT:Song\nM:4/4\nL:1/4\nK:C\nC D E F|G4|]\nw:la la la la la\n"
WORDS = b"[00:01.00]<00:01.00>la <00:02.00>la<00:03.00>\n"
TAKE = b"OggS" + bytes(range(256)) * 8

CONTENTS: Mapping[str, bytes] = {
    "songs/1/score.abc": SCORE,
    "songs/1/words.lrc": WORDS,
    "songs/1/takes/1.opus": TAKE,
}

SONG = GivenSong(
    "Song",
    "traditional",
    "cy",
    "song",
    duration_ms=Ms(60_000),
    score="songs/1/score.abc",
    words="songs/1/words.lrc",
    takes=(
        GivenTake(
            "songs/1/takes/1.opus",
            "Singer",
            datetime(2026, 12, 1, 19, 0, tzinfo=UTC),
            Ms(8_000),
            TakePlace(1_000.0, 0.9, -2.0, 5.0),
            music_audible=True,
        ),
    ),
)


def manifest_of(song: GivenSong = SONG, contents: Mapping[str, bytes] = CONTENTS) -> Manifest:
    facts = {name: facts_of(data) for name, data in contents.items()}
    return Manifest(BundleKind.SONG, "Song", (song,), facts, "Giver", "Lullaby")


def values_of(manifest: Manifest) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(to_json(manifest))
    return values


def good(path: Path) -> Path:
    write_bundle(path, manifest_of(), CONTENTS)
    return path


def pack(
    path: Path,
    entries: list[tuple[str | ZipInfo, bytes]],
    manifest: bytes | None = None,
    kind: bytes = MIME_TYPE.encode(),
) -> Path:
    """An archive of these entries after type and manifest."""
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind, ZIP_STORED)
        if manifest is not None:
            archive.writestr("manifest.json", manifest, ZIP_DEFLATED)
        for name, data in entries:
            archive.writestr(name, data, ZIP_DEFLATED)
    return path


def packed(path: Path, contents: Mapping[str, bytes], **changes: Any) -> Path:
    """A bundle whose manifest tells of these files, with some of its values replaced."""
    values = values_of(manifest_of(contents=contents)) | changes
    return pack(path, list(contents.items()), json.dumps(values).encode())


def link(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def twice(path: Path) -> Path:
    """A bundle that holds one name twice, with other bytes the second time."""
    held = io.BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("mimetype", MIME_TYPE)
        archive.writestr("manifest.json", to_json(manifest_of()))
        for name, data in CONTENTS.items():
            archive.writestr(name, data)
        archive._writecheck = lambda zinfo: None  # type: ignore[method-assign]
        archive.writestr("songs/1/score.abc", b"other")
    path.write_bytes(held.getvalue())
    return path


Spoil = Callable[[Path], Path]

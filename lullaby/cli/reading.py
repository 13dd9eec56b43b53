"""The commands `scan` and `tempo`."""

import sys
import textwrap
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lullaby.background import scan_folders
from lullaby.cli.wording import as_json, complain, count_of, fault_words, name_of, say
from lullaby.clock import SystemClock
from lullaby.helpers import Helpers
from lullaby.jobs import Job
from lullaby.library.found import FoundFile, KnownFile, ScanBatch, Tags
from lullaby.library.in_helper import sounds_of
from lullaby.library.scanner import ScanProgress
from lullaby.lyrics.language_hints import own_languages
from lullaby.stores import Stores

NAMING_S = 3.0
"""Seconds for identifying recordings after a scan, or this share of the scan's time."""

NAMING_SHARE = 0.2

AT_A_TIME = 50
"""Recordings identified before they are stored."""


def tempo(
    inputs: list[Path], wants_json: bool, helpers: Helpers, stores: Stores | None = None
) -> int:
    """Print each file's tempo and calmness; folders stand for all files inside.

    With `stores`, also write the person's tempo or else a steady analysed one into the file.
    """
    from lullaby.cli import tempo, tempo_tags

    troubled = False

    def answers() -> Iterator[tuple[tempo.JudgedFile, tempo_tags.TagOutcome | None]]:
        nonlocal troubled
        for row in tempo.judge(inputs, helpers):
            if row is None:
                troubled = True
                continue
            written = None if stores is None else tempo_tags.write(row, stores, helpers)
            troubled = troubled or (written is not None and written.troubled)
            yield row, written

    if wants_json:
        print_json_rows(
            tempo.as_json(row) | (tempo_tags.as_json(written) if written else {})
            for row, written in answers()
        )
    else:
        for row, written in answers():
            say(tempo.as_line(row), flush=True)
            line = tempo_tags.as_line(written) if written else ""
            if line:
                say(f"{'':12}{line}", flush=True)
    return int(troubled)


def scan_folder(
    folder: Path, wants_json: bool, helpers: Helpers, stores: Stores | None = None
) -> int:
    """Read all songs of a folder; with `stores`, add them to the library."""
    folder = folder.absolute()
    watched = stores is not None and folder in [each.path for each in stores.library.folders()]
    if not watched and not folder.is_dir():
        complain(folder, "no folder of that name")
        return 1
    known: dict[str, KnownFile] = {}
    elsewhere: dict[str, KnownFile] = {}
    if stores is not None:
        stores.library.add_folder(folder)
        for path, file in stores.scans.known().items():
            (known if folder in Path(path).parents else elsewhere)[path] = file
    found: list[FoundFile] = []

    def deliver(batch: ScanBatch) -> None:
        found.extend(batch.found)
        if stores is not None:
            stores.scans.apply(batch)

    begun = time.monotonic()
    summary = scan_folders(
        [folder], known, Job(), deliver, _report, helpers, elsewhere, own_languages
    )
    taken_s = time.monotonic() - begun
    if sys.stderr.isatty():
        print(file=sys.stderr)
    notes = {file.path: file.fault_note for file in found}
    for path, fault in summary.faults:
        complain(path, fault_words(fault, notes.get(path, "")))
    for closed in summary.closed:
        complain(closed, "this folder may not be opened")
    if stores is not None:
        stores.scans.scanned(folder, SystemClock().now())
        _name_sounds(folder, stores, helpers, max(NAMING_S, NAMING_SHARE * taken_s))
        tracks = [
            track
            for track in stores.library.tracks()
            if folder in track.path.parents and track.fault is None
        ]
        say(f"{count_of(len(tracks), 'song')} from this folder in the library", file=sys.stderr)
    good = [file for file in found if file.fault is None]
    if wants_json:
        print_json(
            {
                "folder": name_of(folder),
                "songs": [{"file": name_of(f.path), **_tags_json(f.tags)} for f in good],
                "unreadable": [
                    {"file": name_of(path), "reason": fault.value} for path, fault in summary.faults
                ],
                "new": summary.new,
                "changed": summary.changed,
                "moved": summary.moved,
                "missing": summary.missing,
                "away": summary.away,
                "unchanged": summary.unchanged,
            }
        )
    else:
        for file in good:
            by = f" – {file.tags.artist}" if file.tags.artist else ""
            say(f"{file.tags.title}{by}")
    return int(bool(summary.faults or summary.closed))


def _name_sounds(folder: Path, stores: Stores, helpers: Helpers, most_s: float) -> None:
    """Identify the folder's recordings, so that moved files are found again.

    The window identifies those for which there is no time here."""
    until = time.monotonic() + most_s

    def late() -> bool:
        return time.monotonic() > until

    nameless = {
        str(path): named for path, named in stores.scans.nameless() if folder in path.parents
    }
    paths = list(nameless)
    for at in range(0, len(paths), AT_A_TIME):
        sounds = sounds_of(paths[at : at + AT_A_TIME], helpers, late)
        named = [replace(nameless[path], content=sound) for path, sound in sounds.items() if sound]
        stores.scans.apply(ScanBatch(named=tuple(named)))
        if late():
            break


def _tags_json(tags: Tags) -> dict[str, Any]:
    return {
        "title": tags.title,
        "artist": tags.artist,
        "album": tags.album,
        "genre": tags.genre,
        "duration_ms": tags.duration_ms,
        "bpm": tags.bpm,
        "words": tags.words.value,
        "gain_db": tags.loudness and round(tags.loudness.gain_db, 2),
        "peak": tags.loudness and tags.loudness.peak,
        "cover": tags.has_cover,
    }


def _report(progress: ScanProgress) -> None:
    if sys.stderr.isatty() and progress.total:
        print(f"\r{progress.done} of {progress.total}", end="", file=sys.stderr, flush=True)


def print_json(value: object) -> None:
    print(as_json(value))


def print_json_rows(rows: Iterable[object]) -> None:
    """Print a JSON list, each row as soon as it is ready."""
    before, after = "[", "[]"
    for row in rows:
        text = textwrap.indent(as_json(row), "  ")
        print(f"{before}\n{text}", end="", flush=True)
        before, after = ",", "\n]"
    print(after)

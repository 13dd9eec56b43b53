"""Tags and lengths of the songs in a folder: ours beside TagLib, tinytag and FFmpeg.

`python -m benchmarks.tags FOLDER` reads all files below the folder whose names are those of music.
TagLib (pytaglib) and tinytag are compared where they can be imported; FFmpeg is the one in PyAV. A
field counts where another reader has a value. It is right if it equals that of any of them, as they
rarely agree, or shows the letters of what they show as Latin-1; what we differ from, all of them
differ from too, and is printed; decision 64 has the reasons. A length is right within 250 ms or
2 %, against the seconds that FFmpeg decodes.
"""

import importlib
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import av

from lullaby.audio.decoder import RATE, Decoder
from lullaby.audio.file_access import CannotPlay
from lullaby.library.tags import LONGEST_TEXT, read_tags
from lullaby.library.walk import AUDIO

FIELDS = ("title", "artist", "album")
NEAR_MS, NEAR = 250, 0.02
LONGEST_S = 600
"""A recording is decoded up to here to find its length."""

OLD = ("utf-8", "shift_jis", "euc-jp", "gb18030", "cp1251")
"""Encodings of tags that state none."""

Fields = dict[str, str]


def taglib(path: Path) -> Fields:
    with importlib.import_module("taglib").File(str(path)) as file:
        return {field: file.tags.get(field.upper(), [""])[0] for field in FIELDS}


def tinytag(path: Path) -> Fields:
    tag: Any = importlib.import_module("tinytag").TinyTag.get(str(path))
    return {field: getattr(tag, field) or "" for field in FIELDS}


def ffmpeg(path: Path) -> Fields:
    with av.open(str(path), metadata_errors="replace") as file:
        found = dict(file.metadata)
        for stream in file.streams.audio:
            found |= stream.metadata
    lower = {key.lower(): value for key, value in found.items()}
    return {field: lower.get(field, "") for field in FIELDS}


def others(path: Path) -> Iterator[tuple[str, Fields]]:
    for read in (taglib, tinytag, ffmpeg):
        with suppress(Exception):  # the readers raise what they like
            yield read.__name__, {k: plain(v) for k, v in read(path).items()}


def plain(text: str) -> str:
    """The first value, without what nobody sees."""
    return unicodedata.normalize(
        "NFC", " ".join(text[:LONGEST_TEXT].split("\0", maxsplit=1)[0].split())
    )


def is_spelling(own: str, theirs: str) -> bool:
    """Whether `theirs` shows as Latin-1 the bytes that `own` shows by their letters."""
    for encoding in OLD:
        with suppress(UnicodeError):
            if " ".join(theirs.encode("latin-1").decode(encoding).split()) == own:
                return True
    return False


def seconds(path: Path) -> float | None:
    """Of sound that can be decoded; None where there is none or very much."""
    frames = 0
    try:
        decoder = Decoder(path)
        while (block := decoder.read()) is not None and frames < LONGEST_S * RATE:
            frames += len(block)
        decoder.close()
    except CannotPlay:
        return None
    return frames / RATE if frames < LONGEST_S * RATE else None


def main(folder: Path) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in AUDIO or not path.is_file():
            continue
        ours, fault = read_tags(path)
        sound = seconds(path)
        total["song or not"] += 1
        right["song or not"] += (fault is None) == (sound is not None)
        if (fault is None) != (sound is not None):
            print(f"{path}: {fault}, decoded {sound} s")
        if fault is not None or sound is None:
            continue
        total["length"] += 1
        stated = (ours.duration_ms or 0) / 1000
        near = abs(stated - sound) <= max(NEAR_MS / 1000, NEAR * sound)
        right["length"] += near
        if not near:
            print(f"{path}: length {stated:.2f} s, decoded {sound:.2f} s")
        said = list(others(path))
        for field in FIELDS:
            theirs = {name: found[field] for name, found in said if found[field]}
            if not theirs:
                continue
            own = getattr(ours, field)
            total[field] += 1
            same = any(own == text or is_spelling(own, text) for text in theirs.values())
            right[field] += same
            if not same:
                print(f"{path}: {field} {own!r}, others {theirs}")
    for what, count in total.items():
        print(f"{what:12} {right[what]:6} of {count:6} right, {100 * right[what] / count:6.2f} %")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

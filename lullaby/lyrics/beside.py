"""Finds words files beside a recording by their names alone."""

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

SUFFIXES = (
    *(".lrc", ".elrc", ".ttml", ".vtt", ".srt", ".sbv"),
    *(".kar", ".mid", ".midi", ".txt"),
)
"""Sidecar suffixes in order of preference, in any case; the content decides the format."""

FOLDERS = frozenset(("lyrics",))
"""Names of folders beside recordings that hold their words, in any case."""


def folded(name: str) -> str:
    """Normalise a name, so that equal-looking names with different accent encodings match."""
    return (name if name.isascii() else unicodedata.normalize("NFC", name)).casefold()


def sidecars(audio: Path) -> Iterator[Path]:
    """Words files of the recording's name: beside it first, then in a folder for words."""
    stem = folded(audio.stem)
    beside = _names(audio.parent)
    yield from _of_stem(audio.parent, beside, stem)
    for name in sorted(beside):
        if name.casefold() in FOLDERS:
            folder = audio.parent / name
            yield from _of_stem(folder, _names(folder), stem)


def _of_stem(folder: Path, names: list[str], stem: str) -> Iterator[Path]:
    found = {
        Path(name).suffix.casefold(): name for name in names if folded(Path(name).stem) == stem
    }
    yield from (folder / found[suffix] for suffix in SUFFIXES if suffix in found)


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 (names alone, without a Path for each)
    except OSError:
        return []

"""Finds words files beside a recording by their names alone."""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from lullaby.lyrics.language_codes import KNOWN, NAMES
from lullaby.lyrics.languages import base_of

SUFFIXES = (
    *(".lrc", ".elrc", ".ttml", ".vtt", ".srt", ".sbv", ".ass", ".ssa", ".yaml", ".json"),
    *(".qrc", ".krc", ".yrc", ".lys", ".lyl", ".lqe", ".trc", ".ksc"),
    *(".smi", ".sub", ".json3", ".srv3", ".srv2", ".srv1"),
    *(".kar", ".mid", ".midi"),
    *(".cho", ".chopro", ".chordpro", ".crd", ".pro", ".xml", ".usr", ".txt"),
)
"""Sidecar suffixes in order of preference, in any case; the content decides the format."""

FOLDERS = frozenset(("lyrics",))
"""Names of folders beside recordings that hold their words, in any case."""


_ARTIST = " - "
_NO_LANGUAGES = frozenset(("bak",))
"""Bashkir, but at the end of a name a backup."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def folded(name: str) -> str:
    """Normalise a name, so that equal-looking names with different accent encodings match."""
    return (name if name.isascii() else unicodedata.normalize("NFC", name)).casefold()


def recordings_of(stem: str) -> list[str]:
    """Folded names of recordings, without or with their suffix, that words may belong to.

    `stem` is the name of the words file without its suffix: `song`, `song.mp3`, `song.en`,
    `song.lrc` (of `song.lrc.txt`) or `Artist - song`; the likeliest comes first.
    """
    bare = _without_suffix(stem)
    name, _ = _apart(bare)
    found = [folded(stem), folded(bare), folded(name)]
    for each in (stem, bare, name):
        parts = each.split(_ARTIST)
        found += [folded(_ARTIST.join(parts[place:])) for place in range(1, len(parts))]
    return list(dict.fromkeys(each for each in found if each))


def sidecars(audio: Path, languages: Sequence[str] = ()) -> Iterator[Path]:
    """Words files of the recording's name: beside it first, then in a folder for words.

    Its own name comes first, then names with a language, those of `languages` before others, then
    names with an artist. What is named like another recording belongs to that one.
    """
    beside = _names(audio.parent)
    wanted = _Wanted(audio, beside, languages)
    yield from wanted.among(audio.parent, beside)
    for name in sorted(beside):
        if name.casefold() in FOLDERS:
            folder = audio.parent / name
            yield from wanted.among(folder, _names(folder))


class _Wanted:
    """Which names of words files belong to one recording."""

    def __init__(self, audio: Path, beside: Sequence[str], languages: Sequence[str]) -> None:
        self._own = (folded(audio.stem), folded(audio.name))
        self._likes = [base_of(language) for language in languages]
        stems = (Path(name).stem for name in beside if _suffix(name) not in SUFFIXES)
        self._others = {folded(stem) for stem in stems} - {self._own[0]}

    def among(self, folder: Path, names: Sequence[str]) -> Iterator[Path]:
        ranked = sorted((rank, name) for name in names if (rank := self._rank(name)) is not None)
        artists = {rank[2] for rank, _ in ranked if rank[0] == _BY_ARTIST}
        yield from (folder / name for rank, name in ranked if rank[2] == "" or len(artists) == 1)

    def _rank(self, name: str) -> tuple[int, int, str, int] | None:
        """The kind of name, the language's place, the artist, the suffix's place."""
        suffix = _suffix(name)
        if suffix not in SUFFIXES:
            return None
        stem = Path(name).stem
        kind = SUFFIXES.index(suffix)
        whole = folded(stem)
        if whole in self._own:
            return self._own.index(whole), 0, "", kind
        if whole in self._others or not set(self._own) & set(recordings_of(stem)):
            return None
        bare = _without_suffix(stem)
        if folded(bare) in self._own:
            return _BY_SUFFIX, 0, "", kind
        song, language = _apart(bare)
        liked = self._likes.index(language) if language in self._likes else len(self._likes)
        if folded(song) in self._own:
            return _BY_LANGUAGE, liked, "", kind
        if folded(song) in self._others:
            return None
        return _BY_ARTIST, liked, folded(song), kind


_BY_SUFFIX, _BY_LANGUAGE, _BY_ARTIST = 2, 3, 4


def _without_suffix(stem: str) -> str:
    """A name without a second suffix of words: a browser saves `song.lrc` as `song.lrc.txt`."""
    return Path(stem).stem if _suffix(stem) in SUFFIXES else stem


def _apart(stem: str) -> tuple[str, str]:
    """A name and the language that it ends with, or none."""
    name, dot, last = stem.rpartition(".")
    if not dot or not name:
        return stem, ""
    base = "" if last.casefold() in _NO_LANGUAGES else base_of(last.removesuffix("-orig"))
    known = base in KNOWN and (_LANGUAGE.fullmatch(last) or last.casefold() in NAMES)
    return (name, base) if known else (stem, "")


def _suffix(name: str) -> str:
    return Path(name).suffix.casefold()


def _names(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 (names alone, without a Path for each)
    except OSError:
        return []

"""Checks text underlay: whether syllables of a score are on the right notes."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from lullaby.frozen import frozen
from lullaby.lyrics.languages import base_of
from lullaby.lyrics.syllables import split_word
from lullaby.songbook.notes import HOLD, SKIP, Phrase, Score, Verse


class Misfit(Enum):
    """A suspicious syllable, which may still be intended."""

    INSIDE_SLUR = auto()
    """It starts on a note slurred to the previous one."""
    ON_ONE_NOTE = auto()
    """Two sung syllables of its word share this note."""


@frozen
class Misplaced:
    """A suspicious syllable's position; `line` and `verse` count from 1."""

    line: int
    verse: int
    syllable: str
    misfit: Misfit


def misplaced(score: Score) -> tuple[Misplaced, ...]:
    """Every suspicious syllable, in score order.

    Words joined by `~` share a note on purpose, and so do the pieces in `on_one_note`.
    """
    found: list[Misplaced] = []
    for line, phrase in enumerate(score.phrases, start=1):
        for number, verse in enumerate(phrase.verses, start=1):
            for syllable, misfit in _misfits(score, phrase, verse):
                found.append(Misplaced(line, number, syllable, misfit))
    return tuple(found)


def _misfits(score: Score, phrase: Phrase, verse: Verse) -> Iterator[tuple[str, Misfit]]:
    sung = [note for note in phrase.notes if note.pitch is not None]
    for note, slot in zip(sung, verse.slots, strict=True):
        if slot in (HOLD, SKIP):
            continue
        syllable = slot.strip()
        if note.slurred:
            yield syllable, Misfit.INSIDE_SLUR
        for piece in syllable.split():
            word = piece.strip(_MARKS)
            if word.casefold() in score.about.on_one_note:
                continue
            if _sung_vowels(word, base_of(score.about.language)) > 1:
                yield syllable, Misfit.ON_ONE_NOTE


def _sung_vowels(word: str, language: str) -> int:
    pieces = split_word(word, language)
    silent = language in _SILENT_E and pieces[-1:] != (word,) and _ENDS_SILENT.search(word)
    return len(pieces) - 1 if silent else len(pieces)


_SILENT_E = frozenset(("fr", "en"))
"""Languages in which a final e may be silent."""

_ENDS_SILENT = re.compile(r"[^aeiouyâéèêëîïôûù]es?$", re.IGNORECASE)
_MARKS = ".,;:!?¡¿…“”„«»\"'‘’()[]–—-"

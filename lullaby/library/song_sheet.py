"""The words of a song for printing, each verse once."""

import re
from collections.abc import Sequence

from lullaby.frozen import frozen
from lullaby.lyrics.model import Chord, Line, Lyrics
from lullaby.songbook.notes import HOLD, SKIP, Phrase, Score

VERSE_GAP_MS = 4_000
"""A longer pause, in ms, separates two verses."""


@frozen
class SheetLine:
    text: str
    below: tuple[str, ...] = ()
    """Other versions of the line: original script, translation."""
    chords: tuple[Chord, ...] = ()


Verse = tuple[SheetLine, ...]


@frozen
class SongSheet:
    title: str
    by: str
    verses: tuple[Verse, ...]
    source: str = ""
    """The author of the words, or the name of their file."""
    found: bool = False
    """Whether `source` is a file name."""


def from_score(title: str, score: Score) -> SongSheet:
    """Every verse once, with chords over the first, if the line is spelled as sung."""
    about = score.about
    verses = tuple(_sung_verse(score.phrases, verse) for verse in range(score.verses))
    return SongSheet(
        title, about.composer or about.origin, _filled(verses), _first_sentence(about.words_by)
    )


def from_words(title: str, by: str, words: Lyrics) -> SongSheet:
    """Split words into verses at empty lines and long pauses, without repeated ones."""
    verses: list[list[Line]] = [[]]
    for line in words.lines:
        last = verses[-1][-1] if verses[-1] else None
        if not line.text:
            verses.append([])
            continue
        if last is not None and _rests_between(last, line):
            verses.append([])
        verses[-1].append(line)
    made = tuple(tuple(_line(line) for line in verse) for verse in verses)
    return SongSheet(title, by, _once(_filled(made)), words.source, bool(words.source))


def _first_sentence(text: str) -> str:
    """The first sentence of a credit; the rest are notes for editors."""
    return re.split(r"[.;] ", text, maxsplit=1)[0].rstrip(".")


def _rests_between(before: Line, after: Line) -> bool:
    if before.end_ms is None or after.start_ms is None:
        return False
    return after.start_ms - before.end_ms > VERSE_GAP_MS


def _line(line: Line) -> SheetLine:
    below = tuple(part for part in line.translation.split("\n") if part)
    return SheetLine(line.text, below, line.chords)


def _filled(verses: Sequence[Verse]) -> tuple[Verse, ...]:
    return tuple(verse for verse in verses if verse)


def _once(verses: tuple[Verse, ...]) -> tuple[Verse, ...]:
    """Drop repeated verses, which recordings add to last longer."""
    for period in range(1, len(verses)):
        if all(verse == verses[at % period] for at, verse in enumerate(verses)):
            return verses[:period]
    return verses


def _sung_verse(phrases: Sequence[Phrase], verse: int) -> Verse:
    lines: list[SheetLine] = []
    for phrase in phrases:
        if verse >= len(phrase.verses):
            continue
        words = phrase.verses[verse]
        text, chords = _spelled(phrase, words.slots)
        if not text:
            continue
        if words.script:
            below = tuple(part for part in (text, words.meaning) if part)
            lines.append(SheetLine(words.script, below))
        else:
            below = (words.meaning,) if words.meaning else ()
            lines.append(SheetLine(text, below, chords if verse == 0 else ()))
    return tuple(lines)


def _spelled(phrase: Phrase, slots: Sequence[str]) -> tuple[str, tuple[Chord, ...]]:
    text = ""
    chords: list[Chord] = []
    sung = iter(slots)
    for note in phrase.notes:
        if note.chord and (not chords or chords[-1].name != note.chord):
            chords.append(Chord(note.chord, len(text)))
        if note.pitch is None:
            continue
        slot = next(sung, SKIP)
        if slot not in (HOLD, SKIP):
            text += slot
    return text.rstrip(), tuple(chords)

"""The words of a song as phones show them: the lines that become current, in their order.

Nothing else of a song goes to a phone: no recording, nothing from the journal, no child's name.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum

from lullaby.frozen import frozen
from lullaby.lyrics.chord_names import transposed_names
from lullaby.lyrics.cursor import Cursor, LineTurn
from lullaby.lyrics.model import Chord, Line, Lyrics, Part
from lullaby.lyrics.steady import steady_words
from lullaby.units import Ms

USUAL_BEAT_MS = 1_000.0


class Direction(StrEnum):
    """How the words are read."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@frozen
class SharedSyllable:
    """A piece of a line; the wipe enters it at `start_ms` and leaves it at `end_ms`."""

    text: str
    start_ms: Ms
    end_ms: Ms


@frozen
class SharedLine:
    """A line, current from `at_ms` until the next one begins; it is sung until `end_ms`."""

    at_ms: Ms
    end_ms: Ms
    text: str
    part: Part = Part.EVERYONE
    translation: str = ""
    syllables: tuple[SharedSyllable, ...] = ()
    """Their texts, joined, are the line's; empty if the line is timed as a whole."""
    chords: tuple[Chord, ...] = ()
    """As they sound, in the key that is sung."""


@frozen
class SharedWords:
    """The words of one song in one key; times are ms of the song at its own speed."""

    song: str
    """Names these words: other words, verses or another key of the same song have another name."""
    title: str
    language: str = ""
    """BCP 47, or as the words file spells it; empty if unknown."""
    direction: Direction = Direction.LEFT_TO_RIGHT
    singers: tuple[str, str] = ("", "")
    """The names of the first and the second singer; empty if not given."""
    lines: tuple[SharedLine, ...] = ()
    beat_ms: float = USUAL_BEAT_MS
    """One beat of the count-in after a gap."""


def shared_words(
    lyrics: Lyrics,
    *,
    song: str,
    title: str,
    singers: tuple[str, str] = ("", ""),
    semitones: int = 0,
    beat_ms: float = USUAL_BEAT_MS,
) -> SharedWords:
    """The words for phones; `semitones` is by how much the song is sung higher than they say.

    Words without times get the steady ones by which a singer without a recording is prompted.
    """
    cursor = Cursor(lyrics)
    if not cursor.timed:
        lyrics = steady_words(lyrics)
        cursor = Cursor(lyrics)
    names = transposed_names(
        (chord.name for line in lyrics.lines for chord in line.chords), semitones
    )
    return SharedWords(
        song,
        title,
        lyrics.language,
        direction_of(line.text for line in lyrics.lines),
        singers,
        tuple(_line(turn, lyrics.lines[turn.line], names) for turn in cursor.turns),
        beat_ms,
    )


def direction_of(texts: Iterable[str]) -> Direction:
    """The reading direction of most lines, each by its first letter that has one."""
    kinds = [kind for kind in map(_first_direction, texts) if kind is not None]
    right = sum(kind is Direction.RIGHT_TO_LEFT for kind in kinds)
    return Direction.RIGHT_TO_LEFT if 2 * right > len(kinds) else Direction.LEFT_TO_RIGHT


def _first_direction(text: str) -> Direction | None:
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return Direction.RIGHT_TO_LEFT
        if kind == "L":
            return Direction.LEFT_TO_RIGHT
    return None


def _line(turn: LineTurn, line: Line, names: Mapping[str, str]) -> SharedLine:
    return SharedLine(
        turn.start,
        turn.end,
        line.text,
        line.part,
        line.translation,
        _syllables(turn, line),
        tuple(Chord(names[chord.name], chord.at) for chord in line.chords),
    )


def _syllables(turn: LineTurn, line: Line) -> tuple[SharedSyllable, ...]:
    return tuple(
        SharedSyllable(syllable.text, Ms(begin), Ms(end))
        for syllable, begin, end in zip(line.syllables, turn.begins, turn.ends, strict=False)
    )

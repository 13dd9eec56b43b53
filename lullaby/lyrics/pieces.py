"""Lines as written in their file, before they are combined."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lullaby.lyrics.model import Part

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_BLANKS = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""Unicode white space that separates words, except spaces of a special width."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff]+")


class RawNote(NamedTuple):
    """A note in semitones from C4, with times in ms."""

    pitch: int
    start: int
    end: int


class RawSyllable(NamedTuple):
    """A syllable with times as stamped, in ms; a line's last syllable may lack its end."""

    text: str
    start: int
    end: int | None
    notes: tuple[RawNote, ...] = ()


class RawLine(NamedTuple):
    """A line with times as stamped, in ms; `number` is its row in the file."""

    number: int
    text: str
    start: int | None = None
    end: int | None = None
    syllables: tuple[RawSyllable, ...] = ()
    part: Part = Part.EVERYONE
    marked: bool = False
    """Whether the line names its own voice."""
    element: int = 0
    """Distinguishes lines in one row of the file; repeats of a line share it."""
    translations: tuple[str, ...] = ()
    """Translations and romanisations in the file."""
    alone: bool = False
    """A background voice in a stamped row of its own; a second, unmarked one translates it."""


def split_rows(text: str) -> list[str]:
    """Split a text into rows at any kind of line end."""
    return _LINE_ENDS.split(text)


def moved(line: RawLine, by: int) -> RawLine:
    """The line and its words `by` ms later, or earlier down to zero."""
    if by == 0:
        return line
    syllables = tuple(
        RawSyllable(
            s.text, max(0, s.start + by), None if s.end is None else max(0, s.end + by), s.notes
        )
        for s in line.syllables
    )
    start = None if line.start is None else max(0, line.start + by)
    end = None if line.end is None else max(0, line.end + by)
    return timed(line, start, end, syllables)


def timed(
    line: RawLine, start: int | None, end: int | None, syllables: tuple[RawSyllable, ...] = ()
) -> RawLine:
    """The line with these times, in ms; several times faster than `replace`."""
    return RawLine(
        line.number,
        line.text,
        start,
        end,
        syllables,
        line.part,
        line.marked,
        line.element,
        line.translations,
        line.alone,
    )


class Joined(NamedTuple):
    """Pieces joined to a line; `end` is the closing stamp of a line without inner stamps."""

    text: str
    syllables: tuple[RawSyllable, ...] = ()
    end: int | None = None
    disordered: bool = False


@dataclass(slots=True)
class _Piece:
    text: str
    start: int | None
    end: int | None = None


def clean(text: str) -> str:
    """One line of text without control characters and with single spaces."""
    if text.isprintable() and "  " not in text:
        return text
    return _BLANKS.sub(" ", _CONTROLS.sub("", text))


def join_pieces(pieces: Iterable[tuple[int | None, str]], line_start: int | None) -> Joined:
    """Join (stamp, text) pieces to a line; only the first may lack its stamp.

    A space belongs to the piece before it; a piece without text ends the one before it.
    """
    pieces = tuple(pieces)
    if len(pieces) == 1 and pieces[0][0] is None:
        return Joined(clean(pieces[0][1]).strip())
    found: list[_Piece] = []
    disordered = False
    latest: int | None = None
    for stamp, written in pieces:
        text = clean(written)
        if stamp is not None:
            if latest is not None and stamp < latest:
                disordered = True
            latest = stamp if latest is None else max(latest, stamp)
            if found and found[-1].end is None:
                found[-1].end = latest
        bare = text.lstrip()
        blanks = text[: len(text) - len(bare)]
        if blanks and found and not found[-1].text[-1].isspace():
            found[-1].text += blanks
        if bare:
            found.append(_Piece(bare, latest if stamp is not None else None))
            latest = line_start if stamp is None else latest
    if not found:
        return Joined("", disordered=disordered)
    found[-1].text = found[-1].text.rstrip()
    text = "".join(piece.text for piece in found)
    if len(found) == 1 and found[0].start is None:
        return Joined(text, end=found[0].end, disordered=disordered)
    return Joined(text, _syllables(found, line_start), disordered=disordered)


def _syllables(found: list[_Piece], line_start: int | None) -> tuple[RawSyllable, ...]:
    if found[0].start is None and line_start is None:
        found[0].start = found[1].start
        found[0].end = found[1].end
        found[0].text += found.pop(1).text
    elif found[0].start is None:
        found[0].start = line_start
    syllables: list[RawSyllable] = []
    floor = 0
    for piece in found:
        start = max(floor, piece.start or 0)
        end = None if piece.end is None else max(start, piece.end)
        syllables.append(RawSyllable(piece.text, start, end))
        floor = start if end is None else end
    return tuple(syllables)

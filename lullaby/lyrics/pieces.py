"""Lines as written in their file, before they are combined."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from lullaby.lyrics.model import Chord, Note, Part

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_BLANKS = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""Unicode white space that separates words, except spaces of a special width."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff]+")


class RawSyllable(NamedTuple):
    """A syllable with times as stamped, in ms; a line's last syllable may lack its end."""

    text: str
    start: int
    end: int | None
    notes: tuple[Note, ...] = ()


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
    chords: tuple[Chord, ...] = ()


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
        line.chords,
    )


class Joined(NamedTuple):
    """Pieces joined to a line; `end` is the closing stamp of a line without inner stamps."""

    text: str
    syllables: tuple[RawSyllable, ...] = ()
    end: int | None = None
    disordered: bool = False


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
    texts, starts, ends, disordered = _gathered(pieces, line_start)
    if not texts:
        return Joined("", disordered=disordered)
    texts[-1] = texts[-1].rstrip()
    text = "".join(texts)
    if len(texts) == 1 and starts[0] is None:
        return Joined(text, end=ends[0], disordered=disordered)
    if starts[0] is None and line_start is None:
        first, second = texts[:2]
        texts[:2] = [first + second]
        del starts[0], ends[0]
    elif starts[0] is None:
        starts[0] = line_start
    return Joined(text, _syllables(texts, starts, ends), disordered=disordered)


_Times = list[int | None]


def _gathered(
    pieces: Iterable[tuple[int | None, str]], line_start: int | None
) -> tuple[list[str], _Times, _Times, bool]:
    """The pieces with letters, their starts and ends, and whether stamps go backwards."""
    texts: list[str] = []
    starts: _Times = []
    ends: _Times = []
    disordered = False
    latest: int | None = None
    for stamp, written in pieces:
        text = written if written.isprintable() and "  " not in written else clean(written)
        start = None
        if stamp is not None:
            if latest is None or stamp >= latest:
                latest = stamp
            else:
                disordered = True
            start = latest
            if ends and ends[-1] is None:
                ends[-1] = latest
        bare = text.lstrip()
        if len(bare) < len(text) and texts and not texts[-1][-1].isspace():
            texts[-1] += text[: len(text) - len(bare)]
        if bare:
            texts.append(bare)
            starts.append(start)
            ends.append(None)
            latest = line_start if stamp is None else latest
    return texts, starts, ends, disordered


def _syllables(texts: list[str], starts: _Times, ends: _Times) -> tuple[RawSyllable, ...]:
    """Syllables that begin where the one before has ended, or later."""
    made: list[RawSyllable] = []
    floor = 0
    for text, start, end in zip(texts, starts, ends, strict=True):
        begins = floor if start is None or start < floor else start
        until = begins if end is not None and end < begins else end
        made.append(RawSyllable(text, begins, until))
        floor = begins if until is None else until
    return tuple(made)

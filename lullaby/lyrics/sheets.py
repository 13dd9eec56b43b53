"""What song sheets of every kind share: rows with chords above them, headings, and verses."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lullaby.frozen import frozen
from lullaby.lyrics.model import Chord, Line

MOST_REPEATED = 100_000
"""Characters that the repeats of verses may add; later repeats are left out."""

_PARTS = (
    r"verse|stanza|strophe|vers|chorus|refrain|refr[aã]o|estribillo|coro|bridge|pre-?chorus|"
    r"post-?chorus|intro|outro|interlude|instrumental|tag|solo|ending|coda|turnaround|misc|vamp|rap"
)
_HEADING = re.compile(
    rf"[\[({{]?\s*(?:{_PARTS})\s*(?:[0-9]{{1,2}}[a-z]?)?\s*(?:\(?x ?[0-9]\)?)?\s*[\])}}]?\s*:?",
    re.IGNORECASE,
)
_CHORD = re.compile(
    r"\(?[A-H](?:[#b\u266f\u266d]|is|es|s)?"
    r"(?:maj|min|mi|ma|dim|aug|sus|add|omit|no|alt|[mM+\-\u00b0\u00f8\u0394o0-9#b\u266f\u266d()/,]){0,12}"
    r"(?:/[A-Ha-h](?:[#b\u266f\u266d]|is|es|s)?)?\)?\*?",
)
_SMALL_CHORD = re.compile(
    r"(?!bis|his)[a-h](?:[#b\u266f\u266d]|is|es|s(?!us))?"
    r"(?:maj|moll|min|mi|ma|dim|aug|sus|add|[m+\-\u00b00-9#b()]){0,8}"
    r"(?:/[a-h](?:[#b\u266f\u266d]|is|es|s)?)?"
)
_OTHER_CHORDS = frozenset(("n.c.", "nc", "n.c", "/", "%"))


@frozen
class SheetRow:
    """A row of a sheet: the sung text, and chords by their place in it; empty between verses."""

    text: str = ""
    chords: tuple[Chord, ...] = ()
    translation: str = ""

    def after(self, count: int) -> "SheetRow":
        """The row without its first characters; their chords stand at its beginning."""
        chords = tuple(Chord(chord.name, max(0, chord.at - count)) for chord in self.chords)
        return replace(self, text=self.text[count:], chords=chords)


GAP = SheetRow()


def is_heading(text: str) -> bool:
    """Whether a row only names a part of the song, such as `Verse 1` or `[Chorus]`."""
    return len(text) < 40 and _HEADING.fullmatch(text.strip()) is not None


def is_chord(text: str) -> bool:
    """Whether a word is the name of a chord: `Am7`, `F#/C`, `Bb`, `N.C.`."""
    return len(text) < 20 and (
        _CHORD.fullmatch(text) is not None or text.casefold() in _OTHER_CHORDS
    )


def is_small_chord(text: str) -> bool:
    """Whether a text is the name of a chord in small letters: `am7`, `g`, or `fis` in German.

    Most are words too, so that this tells nothing of a word without brackets around it.
    """
    return len(text) < 20 and _SMALL_CHORD.fullmatch(text) is not None


def is_chord_row(row: str) -> bool:
    """Whether a row has at least two words, and all are names of chords; or chords and bars."""
    words = row.split(maxsplit=40)[:40]
    if "|" in words:
        words = [word for word in words if word.strip("|.:/-")] or words
        return all(is_chord(word) for word in words)
    return len(words) > 1 and all(is_chord(word) for word in words)


def row_of(pieces: Iterable[tuple[str, str]]) -> SheetRow:
    """Join the (chord, text) pieces of a cleaned row; a piece may lack its chord."""
    chords: list[tuple[str, int]] = []
    parts: list[str] = []
    length = 0
    blank = True
    for chord, written in pieces:
        if chord:
            chords.append((chord, length))
        text = written.lstrip(" ") if blank else written
        if text:
            parts.append(text)
            length += len(text)
            blank = text.endswith(" ")
    text = "".join(parts).rstrip()
    return SheetRow(text, tuple(Chord(name, min(at, len(text))) for name, at in chords))


def lines_of(rows: Iterable[SheetRow]) -> tuple[Line, ...]:
    """Untimed lines; rows without text part the verses, however many there are."""
    lines: list[Line] = []
    gap = False
    for row in rows:
        if not row.text:
            gap = True
            continue
        if gap and lines:
            lines.append(Line(""))
        gap = False
        lines.append(Line(row.text, translation=row.translation, chords=row.chords))
    return tuple(lines)


class Repeats:
    """Decides whether one more repeat of a verse still fits."""

    def __init__(self) -> None:
        self._left = MOST_REPEATED

    def fits(self, rows: Sequence[SheetRow]) -> bool:
        """Whether to sing these rows again; counts them."""
        if self._left < 0:
            return False
        self._left -= sum(len(row.text) + 20 for row in rows)
        return self._left >= 0


def in_order(verses: Mapping[str, Sequence[SheetRow]], order: Sequence[str]) -> Iterator[SheetRow]:
    """The verses as they are sung; those that the order does not name come last.

    `v1` in the order also means `v1a` and `v1b`, if there is no `v1`.
    """
    parts: dict[str, list[str]] = {}
    for name in verses:
        parts.setdefault(name[:-1], []).append(name)
    repeats = Repeats()
    sung: set[str] = set()
    for name in order:
        for each in [name] if name in verses else parts.get(name, ()):
            rows = verses[each]
            if each not in sung or repeats.fits(rows):
                sung.add(each)
                yield from (*rows, GAP)
    for name, rows in verses.items():
        if name not in sung:
            yield from (*rows, GAP)

"""Reads sheets with the chords in rows above the words, as web pages give them, as ChordPro.

    [Verse 1]
    C        G
    Hush now my dear

Tablature, headings and rows of chords alone are not sung.
"""

import re
from collections.abc import Iterator, Sequence

from lullaby.lyrics import chordpro
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.pieces import split_rows
from lullaby.lyrics.sheets import is_chord, is_heading
from lullaby.lyrics.stamps import LINE_STAMP
from lullaby.units import Ms

_TAGS = re.compile(r"\[/?(?:ch|tab)\]")
_TABLATURE = re.compile(
    r"\s*(?:[A-Ga-g][#b]?\s*)?\|[-0-9hpbrx/\\~|() ]*-{2}[-0-9hpbrx/\\~|() ]*\|?"
)
_FINGERS = re.compile(r"\s*(\S{1,12}?)\s*[:=]?\s*\|?\s*(?:[xXoO0-9][ \t]{0,3}){4,6}\|?\s*")
"""The name of a chord, and where it is gripped on four to six strings: `Dm: x00231`."""
_ABOUT = re.compile(
    r"\s*(?:(title|song|artist|by)|(?:capo|key|tuning|tempo|bpm|difficulty|strumming|album))"
    r"\s*:\s*(.{0,80})",
    re.IGNORECASE,
)
_CHORD = re.compile(r"\S+")
_NAMES = {"title": "title", "song": "title", "artist": "artist", "by": "artist"}
_FEWEST = 2
_LONGEST_ROW = 300
"""Characters of a row of tablature at most."""
_LOOKED_AT = 400
"""Rows examined."""


def is_chords_above(head: str) -> bool:
    """Whether a text has rows of chords above rows of words.

    A song may be about letters, so that one of the chords must be more than one, or stand apart.
    """
    if head.count("[ch]") >= _FEWEST and "[/ch]" in head:
        return LINE_STAMP.search(head) is None
    rows = [row for row in _TAGS.sub("", head).split("\n")[:_LOOKED_AT] if row.strip()]
    chords = [row for row in rows if _is_chords(row)]
    if len(chords) < _FEWEST or len(chords) * 5 < len(rows) or len(chords) * 3 > len(rows) * 2 + 3:
        return False
    if LINE_STAMP.search(head):
        return False
    longer = any(len(word) > 1 for row in chords for word in row.split())
    apart = sum("  " in row.strip() or row[:1].isspace() for row in chords) * 2 >= len(chords)
    return longer or apart


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a sheet; never raises. Sheets have no times, so the length is not used."""
    rows = split_rows(_TAGS.sub("", text.removeprefix("\ufeff")))
    return chordpro.parse("\n".join(_written(rows)), duration_ms=duration_ms, source=source)


def _written(rows: Sequence[str]) -> Iterator[str]:
    """The rows as ChordPro, one for each."""
    waiting: str | None = None
    for row in rows:
        about = _ABOUT.fullmatch(row)
        if _is_chords(row):
            waiting = row
            yield "#"
        elif not row.strip() or is_heading(row) or _is_tablature(row):
            waiting = None
            yield ""
        elif about is not None:
            name = _NAMES.get((about[1] or "").casefold(), "comment")
            yield f"{{{name}: {about[2].strip()}}}"
        else:
            yield row if waiting is None else _joined(waiting, row)
            waiting = None


def _is_tablature(row: str) -> bool:
    if len(row) > _LONGEST_ROW:
        return False
    fingers = _FINGERS.fullmatch(row)
    named = fingers is not None and is_chord(fingers[1].rstrip(":="))
    return named or _TABLATURE.fullmatch(row) is not None


def _joined(chords: str, words: str) -> str:
    made: list[str] = []
    place = 0
    for found in _CHORD.finditer(chords.expandtabs()):
        at = min(len(words), found.start())
        made += [words[place:at], f"[{found[0]}]"]
        place = at
    return "".join((*made, words[place:]))


def _is_chords(row: str) -> bool:
    """Whether a row has nothing but names of chords, and bars."""
    words = [word for word in row.split(maxsplit=40)[:40] if word.strip("|/-.")]
    return bool(words) and all(is_chord(word) for word in words)

"""Reads rows whose times have no square brackets, or stand behind their words, as LRC.

    00:01.00 Hush now        0:01 Hush now        (00:01.00) Hush now        00:00:01:Hush now
    Hush now [00:01.00]

Two rows in three must have such a time, and the times must not go back, as a song may well begin
some lines with a time of day.
"""

import re

from lullaby.lyrics import lrc
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.pieces import split_rows
from lullaby.lyrics.stamps import LINE_STAMP
from lullaby.units import Ms

_TIME = r"((?:\d{1,2}:)?\d{1,3}:\d\d(?:[.,]\d{1,3})?)"
_BEFORE = re.compile(rf"(?:\({_TIME}\)|{_TIME}(?=[\s:\-–]))[ \t:\-–]*(\S.*)?")
_CLOCK = re.compile(r"\d{1,3}:\d\d(?:[.,]\d{1,3})?")
_FEWEST = 3
_LOOKED_AT = 8_000
"""Characters that decide."""
_TAG = re.compile(r"\[[A-Za-z]+:[^\[\]]*\]")


def is_bare(head: str) -> bool:
    """Whether a text has times of this kind."""
    return ":" in head and _rewritten(head[:_LOOKED_AT]) is not None


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a text; never raises."""
    return lrc.parse(_rewritten(text) or text, duration_ms=duration_ms, source=source)


def _rewritten(text: str) -> str | None:
    """The text as LRC, row by row; None where its rows have no times of this kind."""
    made: list[str] = []
    timed = others = 0
    latest = -1.0
    for row in split_rows(text.removeprefix("\ufeff")):
        bare = row.strip()
        if not bare or (bare[0] == "[" and _TAG.fullmatch(bare)):
            made.append(row)
            continue
        found = _timed(bare)
        if found is None:
            if LINE_STAMP.match(bare):
                return None
            others += 1
            made.append(row)
            continue
        time, words = found
        seconds = _seconds(time)
        if seconds < latest:
            return None
        timed, latest = timed + 1, seconds
        made.append(f"[{int(seconds) // 60:02d}:{seconds % 60:06.3f}]{words}")
    return "\n".join(made) if timed >= _FEWEST and timed >= 2 * others and latest > 0 else None


def _timed(row: str) -> tuple[str, str] | None:
    """The time before or behind the words of a row, and the words."""
    if row[0] == "(" or row[0].isdecimal():
        before = _BEFORE.fullmatch(row)
        if before is not None:
            return before[1] or before[2], before[3] or ""
    return _behind(row) if row[-1] == "]" else None


def _behind(row: str) -> tuple[str, str] | None:
    """The time at the end of a row without other brackets, and the words before it."""
    words, _, time = row[:-1].rpartition("[")
    alone = words.strip() and "[" not in words and "]" not in words
    return (time, words.rstrip()) if alone and _CLOCK.fullmatch(time) else None


def _seconds(time: str) -> float:
    *clock, last = time.replace(",", ".").split(":")
    seconds = 0
    for part in clock:
        seconds = seconds * 60 + int(part)
    return seconds * 60 + float(last)

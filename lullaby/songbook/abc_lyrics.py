"""Puts the syllables of `w:` lines on notes, as generously as other programs do."""

import re
from collections.abc import Sequence
from enum import Enum, auto

from lullaby.songbook.notes import HOLD, SKIP

NUMBER = re.compile(r"\s*\d{1,2}[.):]?~+|\s*\d{1,2}[.)]\s*")
TOKEN = re.compile(
    r"(?P<bar>\|)|(?P<mark>[_*])|(?P<dash>-)|(?P<blank>\s+)|(?P<text>(?:\\.|[^\s|_*-])+)"
)
ESCAPED = re.compile(r"\\(.)")


class Bar(Enum):
    """The advance to the next bar."""

    NEXT = auto()


Item = str | Bar


def items(text: str) -> list[Item]:
    r"""The slots of a `w:` line, and its advances to the next bar.

    `-` parts syllables, after a blank or another `-` it holds one, as `_` does; `*` leaves a note
    without words; `~` is a blank inside a syllable; a backslash takes the next sign as it is. A
    syllable that ends its word carries the blank after it. A verse number in front is left out.
    """
    found: list[Item] = []
    number = NUMBER.match(text)
    last = -1
    after_dash = True
    for match in TOKEN.finditer(text, number.end() if number else 0):
        kind = match.lastgroup
        if kind == "text":
            found.append(ESCAPED.sub(r"\1", match[0].replace("~", " ")))
            last = len(found) - 1
        elif kind == "dash":
            if after_dash:
                found.append(HOLD)
        elif kind == "mark":
            last = _word_ends(found, last)
            found.append(match[0])
        else:
            last = _word_ends(found, last)
            if kind == "bar":
                found.append(Bar.NEXT)
        if kind == "dash" and last >= 0:
            last = -1
        after_dash = kind in ("dash", "blank")
    _word_ends(found, last)
    return found


def _word_ends(found: list[Item], last: int) -> int:
    if last >= 0:
        found[last] = f"{found[last]} "
    return -1


def needed(found: Sequence[Item]) -> int:
    """How many notes the slots need."""
    return sum(1 for item in found if item is not Bar.NEXT)


def aligned(
    found: Sequence[Item], bars: Sequence[int], ties: Sequence[bool], slurs: Sequence[bool]
) -> list[str]:
    """One slot for each note, of which `bars` tells the bar, `ties` and `slurs` whether it only
    continues the note before it.

    A line with just as many syllables as there are notes that do not continue others was written
    without `_`; it gets them. Syllables without a note join the last one.
    """
    slots = [SKIP] * len(bars)
    if not bars:
        return slots
    count = needed(found)
    held = [False] * len(bars)
    if count < len(bars) and Bar.NEXT not in found:
        for marks in (ties, [tie or slur for tie, slur in zip(ties, slurs, strict=True)]):
            if any(marks) and count == len(bars) - sum(marks):
                held = list(marks)
                break
    at = 0
    bar = bars[0]
    for item in found:
        while at < len(bars) and held[at]:
            slots[at] = HOLD
            at += 1
        if isinstance(item, Bar):
            bar += 1
            while at < len(bars) and bars[at] < bar:
                at += 1
        elif at < len(bars):
            slots[at] = item
            bar = bars[at]
            at += 1
        elif item not in (HOLD, SKIP):
            _join(slots, item)
    while at < len(bars) and held[at]:
        slots[at] = HOLD
        at += 1
    return slots


def _join(slots: list[str], text: str) -> None:
    for at in range(len(slots) - 1, -1, -1):
        if slots[at] not in (HOLD, SKIP):
            slots[at] += text
            return
    slots[-1] = text

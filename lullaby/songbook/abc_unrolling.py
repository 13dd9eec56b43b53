"""Writes out the repeats and endings of a tune."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from lullaby.frozen import frozen

MOST_NOTES = 1_500
"""Most notes of one verse with its repeats written out: about a quarter of an hour of singing."""

TOO_MANY = "the song has more notes than any song"

MOST_SECTIONS = 200
"""Most parts of a tune, counted as often as they are sung."""

LONGEST = 2_000
"""Greatest length of one verse with its repeats and rests, in whole notes."""


@dataclass(slots=True)
class WrittenNote:
    """A note or rest as written, with its slots of all `w:` lines below it."""

    pitch: int | None
    length: Fraction
    line: int
    bar: int
    chord: str = ""
    tied: bool = False
    slurred: bool = False
    words: tuple[str, ...] = ()


@frozen
class BarSign:
    ends: int = 0
    """How often what came before is sung again."""
    starts: bool = False
    endings: tuple[int, ...] = ()
    strong: bool = False
    """Whether it is a double bar, which ends an ending."""
    section: str = ""
    """The name of the part of the tune that begins here (`P:` in ABC)."""


@frozen
class Sung:
    """A note at one of its turns, which count from 0 within a part; so do the parts."""

    note: WrittenNote
    turn: int
    part: int


def in_order(events: Sequence[WrittenNote | BarSign], order: str) -> list[Sung]:
    """The notes with the parts of the tune as `order` names them, such as `AABA` or `(AB)2C`.

    What stands before the first part comes first. Without an order, or where it names a part that
    is not there or stands twice, the tune is sung as it is written. Raises ValueError if it is too
    long.
    """
    names = section_names(order)
    at = [place for place, each in enumerate(events) if isinstance(each, BarSign) and each.section]
    begins: dict[str, int] = {}
    ends: dict[str, int] = {}
    for place, end in pairwise([*at, len(events)]):
        sign = events[place]
        name = sign.section if isinstance(sign, BarSign) else ""
        if name in begins:
            return unrolled(events)
        begins[name], ends[name] = place, end
    if not names or not begins.keys() >= set(names):
        return unrolled(events)
    sections = {name: unrolled(events[begins[name] : ends[name]]) for name in set(names)}
    found = unrolled(events[: at[0]])
    first = max((each.part for each in found), default=-1) + 1
    parts: dict[str, int] = {}
    turns: dict[str, int] = {}
    for name in names:
        sung = sections[name]
        if name not in parts:
            parts[name], turns[name] = first, 0
            first += max((each.part for each in sung), default=0) + 1
        found += [
            replace(each, part=parts[name] + each.part, turn=turns[name] + each.turn)
            for each in sung
        ]
        turns[name] += max((each.turn for each in sung), default=0) + 1
        if len(found) > MOST_NOTES:
            raise ValueError(TOO_MANY)
    return found


def section_names(order: str) -> list[str]:
    """The parts in an order, one by one: `A2(BC)2` is A A B C B C. Empty if it is too long."""
    groups: list[list[str]] = [[]]
    for sign, count in _ORDER.findall(order):
        if sign == "(":
            groups.append([])
            continue
        if sign == ")" and len(groups) == 1:
            continue
        repeated = groups.pop() if sign == ")" else [sign]
        groups[-1] += repeated * int(count or 1)
        if len(groups[-1]) > MOST_SECTIONS:
            return []
    return [name for group in groups for name in group]


_ORDER = re.compile(r"([A-Z()])(\d{0,2})")


def unrolled(events: Sequence[WrittenNote | BarSign]) -> list[Sung]:
    """The notes in the order in which they sound. Raises ValueError if it is too long."""
    found: list[Sung] = []
    at = start = part = 0
    turn = most = 1
    length = Fraction(0)
    skips = in_ending = False
    while at < len(events):
        event = events[at]
        at += 1
        if isinstance(event, WrittenNote):
            if not skips:
                found.append(Sung(event, turn - 1, part))
                length += event.length
                if len(found) > MOST_NOTES:
                    raise ValueError(TOO_MANY)
                if length > LONGEST:
                    raise ValueError("the song is longer than any song")
            continue
        most = max(most, *event.endings, 1)
        if event.ends and not skips and turn < max(most, 1 + event.ends):
            turn += 1
            at = start
            in_ending = False
            continue
        over = (event.ends or (event.strong and in_ending)) and not event.endings
        if over or event.starts:
            start, turn, most, part = at, 1, 1, part + 1
            skips = in_ending = False
        if event.endings:
            skips = turn not in event.endings
            in_ending = True
    return found

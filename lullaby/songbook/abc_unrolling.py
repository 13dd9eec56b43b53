"""Writes out the repeats, endings and jumps of a tune."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from lullaby.frozen import frozen
from lullaby.songbook.abc_events import BarSign, WrittenNote
from lullaby.songbook.abc_jumps import Route, route_of

MOST_NOTES = 1_500
"""Most notes of one verse with its repeats written out: about a quarter of an hour of singing."""

TOO_MANY = "the song has more notes than any song"

MOST_SECTIONS = 200
"""Most parts of a tune, counted as often as they are sung."""

LONGEST = 2_000
"""Greatest length of one verse with its repeats and rests, in whole notes."""


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
    sections = {name: _with_repeats(events[begins[name] : ends[name]])[0] for name in set(names)}
    found, _ = _with_repeats(events[: at[0]])
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
    """The notes in the order in which they sound. Raises ValueError if it is too long.

    After D.C. and D.S. repeats are not sung again, and of endings the last is.
    """
    route = route_of(events)
    if route is None:
        return _with_repeats(events)[0]
    found, parts = _with_repeats(events[: route.jump])
    turns: dict[int, int] = {}
    for each in found:
        turns[each.part] = max(turns.get(each.part, 0), each.turn + 1)
    found += _once_more(events[: route.stop], route.target, parts, turns)
    if route.coda is not None:
        after = max(turns, default=0) + 1
        last, _ = _with_repeats(events[route.coda :])
        found += [replace(each, part=after + each.part) for each in last]
    if len(found) > MOST_NOTES:
        raise ValueError(TOO_MANY)
    return _parted(found, events, route)


def _parted(
    found: Sequence[Sung], events: Sequence[WrittenNote | BarSign], route: Route
) -> list[Sung]:
    """The notes with parts of their own for what is sung again and what is not."""
    edges = (route.target, route.stop, route.jump)
    pieces = {id(event): bisect_right(edges, place) for place, event in enumerate(events)}
    numbers: dict[tuple[int, int], int] = {}
    return [
        replace(
            each,
            part=numbers.setdefault((each.part, pieces[id(each.note)]), len(numbers)),
        )
        for each in found
    ]


def _once_more(
    events: Sequence[WrittenNote | BarSign],
    target: int,
    parts: Sequence[int],
    turns: Mapping[int, int],
) -> Iterator[Sung]:
    """What is sung after a jump; each part has its next turn."""
    skips = False
    for place in range(target, len(events)):
        event, part = events[place], parts[place]
        if isinstance(event, WrittenNote):
            if not skips:
                yield Sung(event, turns.get(part, 0), part)
        elif event.endings:
            skips = turns.get(part, 1) not in event.endings
        elif event.ends or event.strong or event.starts:
            skips = False


def _with_repeats(events: Sequence[WrittenNote | BarSign]) -> tuple[list[Sung], list[int]]:
    """The notes with repeats and endings written out, and the part of each place."""
    found: list[Sung] = []
    parts = [0] * len(events)
    at = start = part = 0
    turn = most = 1
    length = Fraction(0)
    skips = in_ending = False
    while at < len(events):
        event = events[at]
        parts[at] = part
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
    return found, parts

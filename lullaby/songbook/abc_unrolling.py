"""Writes out the repeats and endings of a tune."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

MOST_NOTES = 1_500
"""Most notes of one verse with its repeats written out: about a quarter of an hour of singing."""

TOO_MANY = "the song has more notes than any song"

LONGEST = 2_000
"""Greatest length of one verse with its repeats and rests, in whole notes."""


@dataclass(slots=True)
class Written:
    """A note or rest as written, with its slots of all `w:` lines below it."""

    pitch: int | None
    length: Fraction
    line: int
    bar: int
    chord: str = ""
    tied: bool = False
    slurred: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BarSign:
    ends: int = 0
    """How often what came before is sung again."""
    starts: bool = False
    endings: tuple[int, ...] = ()
    strong: bool = False
    """Whether it is a double bar, which ends an ending."""


@dataclass(frozen=True, slots=True)
class Sung:
    """A note at one of its turns, which count from 0 within a part; so do the parts."""

    note: Written
    turn: int
    part: int


def unrolled(events: Sequence[Written | BarSign]) -> list[Sung]:
    """The notes in the order in which they sound. Raises ValueError if it is too long."""
    found: list[Sung] = []
    at = start = part = 0
    turn = most = 1
    length = Fraction(0)
    skips = in_ending = False
    while at < len(events):
        event = events[at]
        at += 1
        if isinstance(event, Written):
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

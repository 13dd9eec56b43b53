"""Which takes go together as a choir, and where each begins."""

from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path

from lullaby.library.take import Take
from lullaby.takes.exporting import SungAt
from lullaby.units import Decibels, Ms

MOST_VOICES = 12

SAME_PACE = 0.0005
"""Paces that differ by less are one: a minute apart from the start, that is 30 ms."""


class WhyApart(Enum):
    """Why a take does not go with another."""

    SONG = auto()
    KEY = auto()
    PACE = auto()


def why_apart(take: Take, other: Take) -> WhyApart | None:
    """Why they cannot sound together; None if they can. An octave apart is one key."""
    one, two = take.facts, other.facts
    if one.song != two.song:
        return WhyApart.SONG
    if (one.place.semitones - two.place.semitones) % 12:
        return WhyApart.KEY
    if abs(one.place.pace / two.place.pace - 1) > SAME_PACE:
        return WhyApart.PACE
    return None


def voices_of(
    takes: Sequence[Take],
    path_of: Callable[[Take], Path],
    later_ms: Callable[[Take], Ms] = lambda _: Ms(0),
    gain_db: Callable[[Take], Decibels] = lambda _: Decibels(0.0),
) -> tuple[SungAt, ...]:
    """Each take at its place, moved by hand if asked."""
    return tuple(
        SungAt(
            path_of(take),
            take.facts.place.first_ms / take.facts.place.pace + later_ms(take),
            take.facts.length_ms,
            gain_db(take),
        )
        for take in takes
    )

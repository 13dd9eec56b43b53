"""An agreed time at which two people in different places begin the same song."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import NewType

from lullaby.frozen import frozen
from lullaby.library.track import TrackId
from lullaby.units import Ms

AppointmentId = NewType("AppointmentId", int)

INVITED_BEFORE = timedelta(minutes=2)
"""How long before the time the person is invited."""

READY_BEFORE = timedelta(minutes=15)
"""How long before the time its song is made ready, so that a slow computer has it."""

AFTERWARDS = timedelta(minutes=5)
"""A song of unknown length can be joined for so long."""

JOINING_MS = Ms(1_500)
"""Who comes late begins this much later, further on in the song."""


@frozen
class Appointment:
    id: AppointmentId
    track: TrackId
    at: datetime
    """When the song begins, with a zone."""
    beats: int
    """Beats that are counted in before that."""
    partner: str = ""
    """Who sings at the other end; empty if nobody told."""


class Due(Enum):
    """How near an appointment is."""

    LATER = auto()
    INVITED = auto()
    """The person can say that they are here."""
    BEGUN = auto()
    """The other one may be singing; it can still be joined."""
    OVER = auto()


@frozen
class Beginning:
    """How a song begins on this computer."""

    at_ms: Ms
    """On the monotonic clock."""
    position_ms: Ms
    """In the song, at its own tempo."""


def due(at: datetime, now: datetime, length_ms: Ms | None) -> Due:
    """How near `at` is; `length_ms` is how long the song sounds."""
    length = AFTERWARDS if length_ms is None else timedelta(milliseconds=length_ms)
    if now >= at + length:
        return Due.OVER
    if now >= at:
        return Due.BEGUN
    return Due.INVITED if now >= at - INVITED_BEFORE else Due.LATER


def next_change(at: datetime, now: datetime, length_ms: Ms | None) -> timedelta | None:
    """After how long `due` answers otherwise; None if it never will."""
    length = AFTERWARDS if length_ms is None else timedelta(milliseconds=length_ms)
    moments = (at - INVITED_BEFORE, at, at + length)
    return next((moment - now for moment in moments if moment > now), None)


def beginning(at: datetime, now: datetime, monotonic_ms: Ms, pace: float) -> Beginning:
    """When and where a song that began, or will begin, at `at` begins here.

    `now` and `monotonic_ms` are one moment on both clocks. The song's own position moves `pace`
    times as fast as time.
    """
    left_ms = (at - now) / timedelta(milliseconds=1)
    if left_ms >= 0:
        return Beginning(Ms(round(monotonic_ms + left_ms)), Ms(0))
    passed_ms = JOINING_MS - left_ms
    return Beginning(Ms(monotonic_ms + JOINING_MS), Ms(round(passed_ms * pace)))


def beats_left(at: datetime, now: datetime, beat_ms: float, beats: int) -> int | None:
    """How many beats are still to be counted; None before the first of them, 0 from `at` on."""
    left = -(-((at - now) / timedelta(milliseconds=1)) // beat_ms)
    return None if left > beats else max(0, int(left))


def soonest(appointments: Iterable[Appointment], now: datetime) -> Appointment | None:
    """The next one that is not long over."""
    coming = [each for each in appointments if each.at + AFTERWARDS > now]
    return min(coming, key=lambda each: each.at, default=None)

"""When an agreed time is due, how the song begins then, and what is stored."""

import sqlite3
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.appointment import (
    AFTERWARDS,
    JOINING_MS,
    Appointment,
    AppointmentId,
    Beginning,
    Due,
    beats_left,
    beginning,
    due,
    next_change,
    soonest,
)
from lullaby.library.track import TrackId
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.stores import Stores, over
from lullaby.units import Ms

CET = timezone(timedelta(hours=1))
SEVEN = datetime(2026, 12, 24, 19, tzinfo=CET)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-121, Due.LATER),
        (-120, Due.INVITED),
        (-1, Due.INVITED),
        (0, Due.BEGUN),
        (59, Due.BEGUN),
        (60, Due.OVER),
    ],
)
def test_the_person_is_invited_two_minutes_before(seconds: int, expected: Due) -> None:
    assert due(SEVEN, SEVEN + seconds * SECOND, Ms(60_000)) is expected


@given(st.integers(-500_000, 500_000), st.none() | st.integers(1, 300_000))
def test_looking_at_each_change_misses_none(after_ms: int, length: int | None) -> None:
    now = SEVEN + timedelta(milliseconds=after_ms)
    length_ms = None if length is None else Ms(length)
    wait = next_change(SEVEN, now, length_ms)
    before = due(SEVEN, now, length_ms)
    if wait is None:
        assert before is Due.OVER
        return
    assert wait > timedelta(0)
    assert due(SEVEN, now + wait, length_ms) is not before
    assert due(SEVEN, now + wait - timedelta(microseconds=1), length_ms) is before


def test_a_song_begins_when_the_wall_clock_says_so() -> None:
    start = beginning(SEVEN, SEVEN - 3 * SECOND, Ms(500_000), 0.8)
    assert start == Beginning(Ms(503_000), Ms(0))


def test_who_comes_late_is_where_the_other_one_is() -> None:
    start = beginning(SEVEN, SEVEN + 10 * SECOND, Ms(500_000), 0.8)
    assert start == Beginning(Ms(500_000 + JOINING_MS), Ms(round(0.8 * (10_000 + JOINING_MS))))


@given(
    st.floats(-200_000, 200_000),
    st.floats(0.6, 1.1),
    st.integers(0, 10_000_000),
    st.floats(-5e3, 5e3),
)
def test_both_are_as_far_apart_as_their_clocks(
    now_ms: float, pace: float, monotonic: int, apart_ms: float
) -> None:
    """At one moment, on two computers whose wall clocks differ."""
    moment = SEVEN + timedelta(milliseconds=now_ms)
    one = beginning(SEVEN, moment, Ms(monotonic), pace)
    other = beginning(SEVEN, moment + timedelta(milliseconds=apart_ms), Ms(monotonic), pace)
    later = monotonic + 400_000

    def place(start: Beginning) -> float:
        return start.position_ms + (later - start.at_ms) * pace

    assert place(other) - place(one) == pytest.approx(apart_ms * pace, abs=2.5)


@pytest.mark.parametrize(("ms", "left"), [(8_001, None), (8_000, 8), (7_999, 8), (1, 1), (0, 0)])
def test_beats_are_counted_down(ms: int, left: int | None) -> None:
    assert beats_left(SEVEN, SEVEN - timedelta(milliseconds=ms), 1_000.0, 8) == left


def test_the_soonest_is_the_next_that_is_not_over() -> None:
    def at(moment: datetime) -> Appointment:
        return Appointment(AppointmentId(1), TrackId(1), moment, 8)

    gone, next_one, last = at(SEVEN - AFTERWARDS), at(SEVEN + SECOND), at(SEVEN + 2 * SECOND)
    assert soonest([last, gone, next_one], SEVEN) is next_one
    assert soonest([gone], SEVEN) is None


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    return over(memory, catalogue(assets() / "songs"))


def test_an_appointment_is_kept_once_with_its_zone(stores: Stores) -> None:
    song = stores.library.songbook()[0].id
    number, new = stores.appointments.keep(song, SEVEN, 8, "Gran")
    assert new
    elsewhere = SEVEN.astimezone(timezone(timedelta(hours=-5)))
    assert stores.appointments.keep(song, elsewhere, 6, "") == (number, False)
    (kept,) = stores.appointments.all()
    assert (kept.track, kept.at, kept.beats, kept.partner) == (song, SEVEN, 8, "Gran")
    assert kept.at.utcoffset() == timedelta(hours=1)


def test_what_is_over_is_forgotten(stores: Stores) -> None:
    songs = stores.library.songbook()
    first, _ = stores.appointments.keep(songs[0].id, SEVEN, 8, "")
    stores.appointments.keep(songs[1].id, SEVEN + SECOND, 8, "")
    stores.appointments.forget_before(SEVEN + SECOND)
    (left,) = stores.appointments.all()
    assert left.track == songs[1].id
    stores.appointments.forget(first)
    stores.appointments.forget(left.id)
    assert stores.appointments.all() == []

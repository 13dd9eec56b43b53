"""Tapping along: the tempo of the taps, whatever a hand does now and then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.tempo.tapping import (
    BOUNCE_MS,
    FEWEST_TAPS,
    MOST_TAPS,
    NEW_START_MS,
    Steadiness,
    Taps,
    tapped,
)
from lullaby.units import Ms

INTERVALS = st.integers(BOUNCE_MS, NEW_START_MS)


def tap(intervals: list[int], begin: int = 5_000) -> Taps:
    taps, now = tapped(Taps(), Ms(begin)), begin
    for interval in intervals:
        now += interval
        taps = tapped(taps, Ms(now))
    return taps


@given(INTERVALS, st.integers(FEWEST_TAPS - 1, 40))
def test_even_taps_give_their_tempo(interval: int, count: int) -> None:
    taps = tap([interval] * count)
    assert taps.bpm == pytest.approx(60_000 / interval, abs=0.06)
    assert taps.steadiness is Steadiness.STEADY
    assert len(taps.at_ms) <= MOST_TAPS


@given(st.lists(INTERVALS, max_size=40))
def test_the_tempo_lies_between_the_slowest_and_the_quickest_tap(intervals: list[int]) -> None:
    taps = tap(intervals)
    if len(intervals) < FEWEST_TAPS - 1:
        assert (taps.bpm, taps.steadiness) == (None, Steadiness.TOO_FEW)
        return
    counted = intervals[-(MOST_TAPS - 1) :]
    assert taps.bpm is not None
    assert 60_000 / max(counted) - 0.06 <= taps.bpm <= 60_000 / min(counted) + 0.06


@given(st.integers(400, 1_000), st.integers(0, 7))
def test_a_beat_left_out_does_not_count(interval: int, at: int) -> None:
    intervals = [interval] * 8
    intervals[at] *= 2
    assert tap(intervals).bpm == tap([interval] * 8).bpm


@given(st.lists(INTERVALS, max_size=20), st.integers(0, 10**9))
def test_the_start_time_does_not_matter(intervals: list[int], begin: int) -> None:
    assert tap(intervals, begin).bpm == tap(intervals).bpm


def test_a_bounce_is_no_tap_and_a_pause_begins_anew() -> None:
    once = tapped(Taps(), Ms(0))
    assert tapped(once, Ms(BOUNCE_MS - 1)) == once
    assert tap([500] * 6 + [NEW_START_MS + 1]).at_ms == (5_000 + 3_000 + NEW_START_MS + 1,)


@pytest.mark.parametrize(
    ("spread", "steadiness"),
    [
        (0.02, Steadiness.STEADY),
        (0.09, Steadiness.FAIRLY),
        (0.25, Steadiness.WANDERING),
    ],
)
def test_steadiness_is_reported(spread: float, steadiness: Steadiness) -> None:
    long, short = round(1_000 * (1 + spread)), round(1_000 * (1 - spread))
    assert tap([long, 1_000, short] * 3 + [long, short] * 3).steadiness is steadiness

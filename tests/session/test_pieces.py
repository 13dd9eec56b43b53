"""The decisions of the session, one by one."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.track import Loudness
from lullaby.session import fade, queue
from lullaby.session.loudness import cue_gain
from lullaby.session.timer import NO_END, next_choice, started
from lullaby.session.volume import gain_of
from lullaby.units import Decibels, Gain, Ms
from tests.session.evening import track


def test_half_way_through_the_fade_is_half_as_loud() -> None:
    half = fade.level(30_000, 60_000)
    assert 20 * math.log10(half) == pytest.approx(-10.03, abs=0.05)


@given(remaining=st.integers(1, 3_600_000), share=st.floats(0.05, 1), lead=st.integers(0, 5_000))
def test_a_course_falls_to_silence_at_the_deadline(remaining: int, share: float, lead: int) -> None:
    fade_ms = max(1, round(remaining * share))
    points = fade.gain_envelope(remaining, fade_ms, Gain(1.0), lead)
    assert points[-1].after_ms == remaining
    assert points[-1].gain == 0.0
    times = [point.after_ms for point in points]
    gains = [point.gain for point in points]
    assert times == sorted(times)
    assert gains == sorted(gains, reverse=True)
    assert times[0] >= min(lead, remaining - 1) - 1


@given(remaining=st.integers(1_000, 600_000))
def test_the_straight_parts_of_a_course_keep_close_to_the_curve(remaining: int) -> None:
    points = fade.gain_envelope(remaining, remaining)
    for before, after in pairwise(points):
        middle = (before.after_ms + after.after_ms) // 2
        wanted = fade.level(remaining - middle, remaining)
        if wanted > 0.01 and after.after_ms > before.after_ms:
            share = (middle - before.after_ms) / (after.after_ms - before.after_ms)
            straight = before.gain + share * (after.gain - before.gain)
            assert abs(20 * math.log10(straight / wanted)) < 0.1


def test_a_fade_is_never_longer_than_half_the_timer() -> None:
    assert fade.usual_fade(Ms(600_000), Ms(480_000)) == 300_000
    assert fade.usual_fade(Ms(2_700_000), Ms(480_000)) == 480_000


@given(
    total=st.integers(0, 10_000_000), held=st.integers(0, 10_000_000), later=st.integers(0, 10**9)
)
def test_a_held_timer_loses_nothing(total: int, held: int, later: int) -> None:
    timer = started(total, Ms(0)).hold(Ms(held))
    left = timer.remaining(Ms(held + later))
    assert left == max(0, total - held)
    assert timer.run(Ms(held + later)).remaining(Ms(held + later)) == left


def test_no_end_stays_without_an_end() -> None:
    assert NO_END.remaining(Ms(10**9)) is None
    assert started(None, Ms(0)) is NO_END


@pytest.mark.parametrize(
    ("minutes", "direction", "following"),
    [
        (10, 1, 20),
        (45, 1, None),
        (None, 1, 10),
        (10, -1, None),
        (30, -1, 20),
        (25, 1, 30),
    ],
)
def test_the_next_choice(minutes: int | None, direction: int, following: int | None) -> None:
    total = None if minutes is None else Ms(minutes * 60_000)
    assert next_choice(total, direction) == following


def test_no_song_is_made_louder_than_it_is() -> None:
    assert cue_gain(Loudness(Decibels(20.0))) == 0.0
    assert cue_gain(Loudness(Decibels(-7.0))) == -12.0
    assert cue_gain(None) == 0.0
    assert cue_gain(Loudness(Decibels(math.nan))) == 0.0


def test_steps_of_volume_are_even_and_end_in_silence() -> None:
    assert gain_of(0) == 0.0
    assert gain_of(20) == 1.0
    assert gain_of(25) == 1.0
    for step in range(1, 20):
        assert 20 * math.log10(gain_of(step + 1) / gain_of(step)) == pytest.approx(1.5)


def test_the_queue_passes_over_what_cannot_be_played() -> None:
    tracks = tuple(track(number) for number in range(1, 5))
    broken = {track(2).id, track(4).id}
    assert queue.following(tracks, 0, broken) == 2
    assert queue.following(tracks, 2, broken) is None
    assert queue.following(tracks, None, broken) is None
    assert queue.preceding(tracks, None, broken) == 2
    assert queue.preceding(tracks, 2, broken) == 0
    assert queue.preceding(tracks, 0, broken) is None
    assert queue.first(tracks, 1, broken) == 2
    assert queue.first(tracks, 9, broken) is None

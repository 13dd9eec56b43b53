"""The fade: the intended loudness at every moment, and silence in time."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.port import FadePoint
from lullaby.session import fade
from lullaby.units import SILENCE, UNITY, Gain, Ms

MINUTE = 60_000


def course(*points: tuple[int, float]) -> tuple[FadePoint, ...]:
    return tuple(FadePoint(Ms(after), Gain(gain)) for after, gain in points)


def test_halfway_through_the_fade_is_half_as_loud() -> None:
    half = fade.level(30_000, 60_000)
    assert 20 * math.log10(half) == pytest.approx(-10.03, abs=0.05)


@given(remaining=st.integers(1, 3_600_000), share=st.floats(0.05, 1), lead=st.integers(0, 5_000))
def test_an_envelope_falls_to_silence_at_the_deadline(
    remaining: int, share: float, lead: int
) -> None:
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
def test_the_linear_parts_of_an_envelope_stay_close_to_the_curve(remaining: int) -> None:
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


def test_the_persons_fade_takes_a_minute_and_taking_it_back_five_seconds() -> None:
    assert fade.FADE_OUT_MS == MINUTE
    assert fade.RETURN_MS == 5_000


@pytest.mark.parametrize(
    ("remaining", "gain"),
    [
        (-1, 0.0),
        (0, 0.0),
        (1, (1 / MINUTE) ** (1 / 0.6)),
        (MINUTE // 4, 0.25 ** (1 / 0.6)),
        (MINUTE - 1, (59_999 / 60_000) ** (1 / 0.6)),
        (MINUTE, 1.0),
        (2 * MINUTE, 1.0),
    ],
)
def test_the_loudness_falls_evenly_from_the_first_to_the_last_moment(
    remaining: int, gain: float
) -> None:
    assert fade.level(remaining, MINUTE) == pytest.approx(gain)


@pytest.mark.parametrize("remaining", [0, -300])
def test_a_deadline_that_has_passed_is_silence_at_once(remaining: int) -> None:
    assert fade.gain_envelope(remaining, MINUTE) == course((0, 0.0))


def test_one_millisecond_before_silence_there_is_still_an_envelope() -> None:
    assert fade.gain_envelope(1, MINUTE) == course((1, 0.0))


def test_a_fade_that_begins_now_starts_where_the_sound_is() -> None:
    points = fade.gain_envelope(MINUTE, MINUTE)
    assert points[0] == FadePoint(Ms(0), UNITY)
    assert points[-1] == FadePoint(Ms(MINUTE), SILENCE)
    assert len(points) == 1 + fade.POINTS == 129
    for point in points:
        assert point.gain == fade.level(MINUTE - point.after_ms, MINUTE)


def test_the_level_holds_until_the_fade() -> None:
    points = fade.gain_envelope(10 * MINUTE, MINUTE, Gain(0.5))
    assert points[:2] == course((0, 0.5), (9 * MINUTE, 0.5))
    assert 0.49 < points[2].gain < 0.5
    assert points[-1] == FadePoint(Ms(10 * MINUTE), SILENCE)


def test_an_envelope_to_a_held_level_reaches_it_in_time_and_holds_it() -> None:
    points = fade.gain_envelope(10 * MINUTE, MINUTE, Gain(0.5), lead_ms=5_000)
    assert points[:2] == course((5_000, 0.5), (9 * MINUTE, 0.5))


def test_an_envelope_sent_again_during_the_fade_continues_from_the_current_gain() -> None:
    points = fade.gain_envelope(MINUTE // 2, MINUTE)
    assert len(points) == fade.POINTS // 2
    assert points[0].after_ms == round(MINUTE / fade.POINTS)
    assert points[0].gain == fade.level(MINUTE // 2 - points[0].after_ms, MINUTE)


def test_a_lead_within_the_fade_ends_on_the_fade() -> None:
    points = fade.gain_envelope(MINUTE // 2, MINUTE, Gain(0.5), lead_ms=5_000)
    assert points[0] == FadePoint(Ms(5_000), Gain(0.5 * fade.level(25_000, MINUTE)))
    assert len(points) == 1 + round(fade.POINTS * 25 / 60)


def test_a_lead_longer_than_the_night_still_ends_in_silence() -> None:
    points = fade.gain_envelope(1_000, MINUTE, lead_ms=5_000)
    assert [point.after_ms for point in points] == [999, 1_000]
    assert points[-1].gain == 0.0


def test_a_lead_up_to_the_fade_holds_no_level_in_between() -> None:
    points = fade.gain_envelope(MINUTE + 5_000, MINUTE, lead_ms=5_000)
    assert [point.after_ms for point in points[:2]] == [5_000, 5_469]


def test_without_a_fade_the_sound_stops_at_the_deadline() -> None:
    points = fade.gain_envelope(9_000, 0)
    assert points == course((0, 1.0), (9_000, 0.0), (9_000, 0.0))


def test_a_negative_lead_counts_as_zero() -> None:
    assert fade.gain_envelope(MINUTE, MINUTE, lead_ms=-5) == fade.gain_envelope(MINUTE, MINUTE)


def test_a_rise_from_silence_starts_at_minus_sixty_decibels() -> None:
    points = fade.rise(SILENCE, FadePoint(Ms(5_000), UNITY))
    assert points[0].after_ms == 0
    assert 20 * math.log10(points[0].gain) == pytest.approx(-60)
    assert [point.after_ms for point in points] == [round(5_000 * n / 64) for n in range(64)]
    assert points[32].gain == pytest.approx(((0.001 ** (1 / 6) + 1) / 2) ** 6)
    roots = [point.gain ** (1 / 6) for point in points] + [1.0]
    steps = [after - before for before, after in pairwise(roots)]
    assert steps == pytest.approx([(1 - 0.001 ** (1 / 6)) / 64] * 64)


def test_a_rise_starts_at_the_current_gain_and_reaches_its_goal() -> None:
    points = fade.rise(Gain(0.25), FadePoint(Ms(5_000), Gain(0.5)))
    assert points[0].gain == pytest.approx(0.25)
    assert points[-1].gain < 0.5
    assert points[-1].gain ** (1 / 6) == pytest.approx(
        0.25 ** (1 / 6) + (0.5 ** (1 / 6) - 0.25 ** (1 / 6)) * 63 / 64
    )


def test_a_rise_is_never_sudden() -> None:
    points = [*fade.rise(SILENCE, FadePoint(Ms(5_000), UNITY)), FadePoint(Ms(5_000), UNITY)]
    for before, after in pairwise(points):
        over = after.after_ms - before.after_ms
        assert 20 * math.log10(after.gain / before.gain) / over * 20 <= 0.55


@pytest.mark.parametrize(("now", "goal"), [(0.5, 0.5), (0.5, 0.4), (0.0, 0.001), (0.0, 0.0)])
def test_if_the_goal_is_no_louder_nothing_rises(now: float, goal: float) -> None:
    assert fade.rise(Gain(now), FadePoint(Ms(5_000), Gain(goal))) == ()


def test_a_rise_without_time_has_no_points_of_its_own() -> None:
    assert fade.rise(Gain(0.1), FadePoint(Ms(0), UNITY)) == ()
    short = fade.rise(Gain(0.1), FadePoint(Ms(10), UNITY))
    assert max(point.after_ms for point in short) == 9

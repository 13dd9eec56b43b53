"""The wind-down curve: small steps down in tempo and level, never in pitch."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.port import FASTEST, SLOWEST, SpeedPitch
from lullaby.lyrics.prompting import LineTimes
from lullaby.session.wind_down import (
    NOT_WOUND_DOWN,
    WindDown,
    WindDownCourse,
    WindDownPoint,
    own_pace,
    paced,
    share_elapsed,
    wind_down_at,
)
from lullaby.units import UNITY, Ms
from tests.session.evening import MINUTE, Evening, programme

CURVES = st.builds(
    WindDown,
    first_pace=st.floats(0.9, 1.1),
    last_pace=st.floats(0.6, 0.9),
    fall_db=st.floats(0, 9),
)


@given(curve=CURVES, total=st.integers(60_000, 5_400_000))
def test_it_falls_from_start_to_end_in_small_steps(curve: WindDown, total: int) -> None:
    way = [wind_down_at(curve, share_elapsed(at * total // 200, total)) for at in range(260)]
    assert abs(way[0].pace - curve.first_pace) <= 0.011
    assert abs(way[-1].pace - curve.last_pace) <= 0.011
    for before, after in pairwise(way):
        assert 0 <= before.pace - after.pace <= 0.0201
        assert 1.0 <= before.gain / after.gain <= 10 ** (0.51 / 20)


@given(curve=CURVES, pace=st.floats(0.6, 1.1), key=st.integers(-6, 6), at=st.integers(0, 100))
def test_the_key_stays_and_the_speed_can_be_played(
    curve: WindDown, pace: float, key: int, at: int
) -> None:
    led = paced(SpeedPitch(pace, key), wind_down_at(curve, at / 100))
    assert led.semitones == key
    assert SLOWEST <= led.pace <= FASTEST


def test_without_a_curve_nothing_falls() -> None:
    assert wind_down_at(None, 0.5) == NOT_WOUND_DOWN == WindDownPoint(1.0, UNITY)
    speed_pitch = SpeedPitch(0.9, 2)
    assert paced(speed_pitch, NOT_WOUND_DOWN) == speed_pitch


@pytest.mark.parametrize(
    ("elapsed", "total", "share"),
    [
        (0, 600_000, 0.0),
        (300_000, 600_000, 0.5),
        (600_000, 600_000, 1.0),
        (900_000, 600_000, 1.0),
        (450_000, None, 0.25),
        (1_800_000, None, 1.0),
    ],
)
def test_the_curve_takes_the_timer_or_half_an_hour(
    elapsed: int, total: int | None, share: float
) -> None:
    assert share_elapsed(elapsed, total) == share


@pytest.mark.parametrize(
    ("share", "slower", "softer_db"),
    [(0.0, 1.0, 0.0), (0.02, 1.0, 0.0), (0.05, 0.99, 0.25), (0.5, 0.92, 2.0), (1.0, 0.85, 4.0)],
)
def test_the_usual_curve_ends_fifteen_percent_slower_and_four_decibels_softer(
    share: float, slower: float, softer_db: float
) -> None:
    point = wind_down_at(WindDown(), share)
    assert point.pace == slower
    assert point.gain == pytest.approx(10 ** (-softer_db / 20))


def test_the_pace_falls_by_hundredths() -> None:
    paces = [wind_down_at(WindDown(), at / 300).pace for at in range(301)]
    assert sorted(set(paces)) == [hundredth / 100 for hundredth in range(85, 101)]


def test_a_curve_begins_at_its_beginning() -> None:
    course = WindDownCourse(WindDown(first_pace=1.1, last_pace=0.9))
    assert course.point.pace == 1.1
    assert course.after(0, 600_000).point.pace == 1.1
    half = course.after(300_000, 600_000)
    assert half.point.pace == 1.0
    assert half.after(300_000, 1_200_000).point.pace == 1.0, "a longer timer never goes back up"


def test_a_song_that_already_sounds_as_asked_keeps_its_own_pace() -> None:
    point = WindDownPoint(pace=0.84)
    assert paced(SpeedPitch(0.72), point).pace == 0.605
    assert own_pace(SpeedPitch(0.72), 0.6, point).pace == 0.72
    assert own_pace(SpeedPitch(0.72, -2), 0.9, WindDownPoint(pace=0.93)) == SpeedPitch(0.97, -2)
    assert own_pace(SpeedPitch(1.0), 1.1, WindDownPoint(pace=0.85)).pace == FASTEST
    assert own_pace(SpeedPitch(1.0), 0.6, WindDownPoint(pace=1.1)).pace == SLOWEST


def test_a_songs_tempo_falls_as_far_as_it_can_be_played() -> None:
    point = wind_down_at(WindDown(last_pace=0.8), 1.0)
    assert paced(SpeedPitch(0.9), point).pace == 0.72
    assert paced(SpeedPitch(0.7), point).pace == SLOWEST
    quick = wind_down_at(WindDown(first_pace=1.1), 0.0)
    assert paced(SpeedPitch(1.05), quick).pace == FASTEST
    assert paced(SpeedPitch(0.777), wind_down_at(WindDown(last_pace=0.99), 1.0)).pace == 0.769


def pace(evening: Evening) -> float:
    """The speed of the recording, as heard."""
    before = evening.player.status().position_ms
    evening.clock.advance(10_000)
    return (evening.player.status().position_ms - before) / 10_000


def test_an_evening_slows_and_softens_and_the_song_keeps_its_own_settings() -> None:
    evening = Evening()
    evening.session.set_wind_down(WindDown(1.0, 0.8, 6.0))
    evening.session.start_session(programme(songs=40, minutes=20))
    loud = evening.player.volume
    evening.session.set_speed_pitch(SpeedPitch(0.9, -2))
    evening.pass_time(10 * MINUTE, beat=1_000)
    assert abs(pace(evening) - 0.9) < 0.011
    assert evening.state.speed_pitch.pace == 1.0, "the song's own"
    assert abs(evening.player.volume / loud - 10 ** (-3 / 20)) < 0.02
    evening.session.still_awake()
    before = evening.player.volume
    evening.pass_time(MINUTE)
    assert evening.player.volume <= before, "more time never takes a step back up"


def test_switched_off_the_songs_are_as_before() -> None:
    evening = Evening()
    evening.session.set_wind_down(WindDown(1.0, 0.8, 6.0))
    evening.session.start_session(programme(songs=40, minutes=20))
    loud = evening.player.volume
    evening.pass_time(10 * MINUTE, beat=1_000)
    evening.session.set_wind_down(None)
    evening.pass_time(1_000)
    assert evening.player.volume == loud
    assert pace(evening) == 1.0


def sounding_pace(evening: Evening) -> float:
    """The speed of song or words, as heard."""
    before = evening.session.sing_along.status().position_ms
    evening.clock.advance(10_000)
    return (evening.session.sing_along.status().position_ms - before) / 10_000


def test_a_singer_who_takes_over_continues_at_the_audible_tempo() -> None:
    evening = Evening()
    evening.session.set_wind_down(WindDown(1.0, 0.8, 6.0))
    evening.session.start_session(programme(songs=40, minutes=20))
    evening.pass_time(10 * MINUTE, beat=1_000)
    evening.session.sing_along.set_line_times(LineTimes((Ms(1_000),), Ms(170_000)))
    assert abs(sounding_pace(evening) - 0.9) < 0.011
    evening.session.switch_lead()
    assert abs(sounding_pace(evening) - 0.9) < 0.011, "the words go on as they were heard"
    evening.session.switch_lead()
    assert evening.session.tick().speed_pitch.pace == 1.0, "the song keeps its own"
    assert abs(pace(evening) - 0.9) < 0.011, "and is heard as before"


def test_a_returning_recording_takes_the_singers_tempo() -> None:
    evening = Evening()
    evening.session.set_wind_down(WindDown(1.0, 0.8, 6.0))
    evening.session.start_session(programme(songs=40, minutes=20))
    evening.pass_time(10 * MINUTE, beat=1_000)
    evening.session.switch_lead()
    evening.session.sing_along.pace(-2)
    sung = sounding_pace(evening)
    evening.session.switch_lead()
    assert abs(pace(evening) - sung) < 0.011

"""The time of an evening: what is left, the gain envelope, and sleep of the machine."""

from datetime import timedelta

import pytest

from lullaby.audio.port import FadePoint
from lullaby.session import fade
from lullaby.session.session_clock import SessionClock
from lullaby.units import SILENCE, UNITY, Gain, Ms
from tests.fakes import A_NIGHT, FakeClock

MINUTE = 60_000


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def begun(clock: FakeClock, minutes: float | None = 30, fade_minutes: int = 8) -> SessionClock:
    night = SessionClock(clock)
    night.start_clock(minutes, fade_minutes)
    return night


def beat(clock: FakeClock, night: SessionClock, ms: int) -> tuple[Ms, bool]:
    clock.advance(ms)
    return night.advance()


def test_an_evening_starts_with_its_whole_time_and_nothing_played(clock: FakeClock) -> None:
    night = begun(clock)
    assert (night.remaining(), night.left, night.elapsed_ms) == (30 * MINUTE, 30 * MINUTE, 0)
    assert night.fade_ms == 8 * MINUTE
    assert night.silent_at() == A_NIGHT + timedelta(minutes=30)
    assert night.softer_at() == A_NIGHT + timedelta(minutes=22)
    going = (night.fading, night.over, night.fade_requested, night.final_fade, night.waits)
    assert going == (False,) * 5
    endless = begun(clock, None)
    assert (endless.remaining(), endless.fade_ms, endless.silent_at()) == (None, 0, None)
    assert endless.softer_at() is None
    assert not endless.fading


def test_before_an_evening_time_passes_and_nothing_fades(clock: FakeClock) -> None:
    night = SessionClock(clock)
    night.set_minutes(10)
    assert beat(clock, night, 200) == (200, False)
    assert night.remaining() == 10 * MINUTE - 200
    assert (night.fade_ms, night.moment()) == (0, A_NIGHT + timedelta(milliseconds=200))


def test_time_stands_still_while_something_else_has_the_player(clock: FakeClock) -> None:
    night = begun(clock)
    night.lend(True)
    assert beat(clock, night, 9_000) == (0, False)
    assert (night.left, night.remaining(), night.silent_at()) == (None, None, None)
    night.lend(False)
    clock.advance(1_000)
    assert night.remaining() == 30 * MINUTE - 1_000


def test_without_a_timer_a_fade_takes_its_own_time(clock: FakeClock) -> None:
    night = begun(clock, None)
    night.fade_out(UNITY)
    assert night.remaining() == MINUTE


def test_more_minutes_take_back_the_wait_for_a_song(clock: FakeClock) -> None:
    night = begun(clock)
    night.wait_for_song(True)
    night.extend(5)
    assert (night.waits, night.remaining(), night.fade_ms) == (False, 35 * MINUTE, 8 * MINUTE)


def test_playback_is_counted_and_pauses_are_not(clock: FakeClock) -> None:
    night = begun(clock)
    assert beat(clock, night, 200) == (200, False)
    night.hold()
    assert beat(clock, night, 10_000) == (0, False)
    night.run()
    assert beat(clock, night, 300) == (300, False)
    assert night.elapsed_ms == 500
    assert night.remaining() == 30 * MINUTE - 500


def test_time_stops_for_a_lost_loudspeaker_and_for_a_pause(clock: FakeClock) -> None:
    night = begun(clock)
    night.wait_for_device(True)
    clock.advance(5_000)
    night.hold()
    night.wait_for_device(False)
    clock.advance(5_000)
    assert night.remaining() == 30 * MINUTE
    night.run()
    clock.advance(5_000)
    assert night.remaining() == 30 * MINUTE - 5_000


@pytest.mark.parametrize(("stopped", "slept"), [(5_000, False), (5_001, True)])
def test_a_machine_that_stood_still_for_more_than_five_seconds_has_slept(
    clock: FakeClock, stopped: int, slept: bool
) -> None:
    night = begun(clock)
    clock.jump_wall(stopped)
    assert beat(clock, night, 200) == (Ms(0 if slept else 200), slept)
    passed = 200 + (stopped if slept else 0)
    assert night.moment() == A_NIGHT + timedelta(milliseconds=passed)


@pytest.mark.parametrize(("gap", "slept"), [(60_000, False), (60_001, True)])
def test_a_minute_without_a_tick_counts_as_sleep(clock: FakeClock, gap: int, slept: bool) -> None:
    night = begun(clock)
    beat(clock, night, 1_000)
    assert beat(clock, night, gap) == (Ms(0 if slept else gap), slept)


def test_after_sleep_everything_is_as_before(clock: FakeClock) -> None:
    night = begun(clock)
    beat(clock, night, 1_000)
    night.hold()
    night.run()
    clock.advance(100_000)
    assert night.advance() == (0, True)
    assert night.remaining() == 30 * MINUTE - 1_000
    assert beat(clock, night, 200) == (200, False)
    assert night.remaining() == 30 * MINUTE - 1_200


def test_the_end_of_a_night_follows_the_monotonic_clock(clock: FakeClock) -> None:
    night = begun(clock)
    beat(clock, night, 10_000)
    clock.jump_wall(3_600_000)
    beat(clock, night, 200)
    clock.jump_wall(-7_200_000)
    beat(clock, night, 300)
    assert night.moment() == A_NIGHT + timedelta(milliseconds=3_600_000 + 10_500)


def test_a_resumed_evening_continues_counting(clock: FakeClock) -> None:
    night = begun(clock)
    beat(clock, night, 10_000)
    clock.jump_wall(60_000)
    night.start_clock(10, 8, Ms(10_000))
    assert (night.elapsed_ms, night.remaining()) == (10_000, 10 * MINUTE)
    assert beat(clock, night, 200) == (200, False), "the sleep before it is over"
    assert night.moment() == A_NIGHT + timedelta(milliseconds=70_200)


def test_the_persons_fade_takes_a_minute_or_what_the_timer_leaves(clock: FakeClock) -> None:
    night = begun(clock)
    night.fade_out(UNITY)
    assert night.fade_requested
    assert night.fading
    assert not night.final_fade
    assert night.remaining() == MINUTE
    night.keep_playing()
    assert night.remaining() == 30 * MINUTE
    clock.advance(29 * MINUTE + 30_000)
    night.fade_out(UNITY)
    assert night.remaining() == 30_000
    clock.advance(30_000)
    assert night.over


def test_background_sounds_fade_out_by_themselves_at_the_end(clock: FakeClock) -> None:
    night = begun(clock)
    night.wait_for_song(True)
    night.fade_out(Gain(0.5), Ms(20_000), final_fade=True)
    assert night.final_fade
    assert not night.fade_requested
    assert night.remaining() == 20_000
    assert night.gain_envelope(Gain(0.5))[0] == FadePoint(Ms(0), Gain(0.5))
    clock.advance(20_000)
    assert night.over


def test_a_song_playing_to_its_end_is_neither_faded_nor_cut(clock: FakeClock) -> None:
    night = begun(clock, 10)
    night.wait_for_song(True)
    assert (night.fade_ms, night.softer_at()) == (0, None)
    clock.advance(10 * MINUTE)
    assert night.left == 0
    assert not night.over
    assert night.gain_envelope(UNITY, 500) == (FadePoint(Ms(500), UNITY),)
    night.fade_out(UNITY)
    assert night.remaining() == MINUTE, "the deadline has passed, and the fade has its minute"


def test_a_late_fade_takes_the_time_left(clock: FakeClock) -> None:
    night = begun(clock, 20)
    night.wait_for_song(True)
    clock.advance(17 * MINUTE)
    night.wait_for_song(False)
    assert night.fade_ms == 3 * MINUTE
    assert night.fading
    early = begun(clock, 20)
    early.wait_for_song(True)
    early.wait_for_song(False)
    assert early.fade_ms == 8 * MINUTE


def test_extending_takes_back_a_fade_and_fades_over_half_of_it_at_most(clock: FakeClock) -> None:
    night = begun(clock, 10)
    clock.advance(9 * MINUTE)
    night.fade_out(UNITY)
    night.extend(10)
    assert (night.remaining(), night.fade_requested) == (11 * MINUTE, False)
    assert night.fade_ms == 11 * MINUTE // 2
    endless = begun(clock, None)
    endless.extend(10)
    assert endless.remaining() is None
    assert endless.fade_ms == 0


def test_a_new_timer_waits_with_the_pause_it_is_set_in(clock: FakeClock) -> None:
    night = begun(clock)
    night.fade_out(UNITY)
    night.hold()
    clock.advance(MINUTE)
    night.set_minutes(20)
    clock.advance(MINUTE)
    assert (night.remaining(), night.fade_requested) == (20 * MINUTE, False)
    night.run()
    clock.advance(MINUTE)
    assert night.remaining() == 19 * MINUTE
    night.set_minutes(None)
    assert (night.remaining(), night.fade_ms) == (None, 0)


def test_the_persons_fade_waits_in_a_pause(clock: FakeClock) -> None:
    night = begun(clock)
    night.fade_out(UNITY)
    clock.advance(20_000)
    night.hold()
    clock.advance(50_000)
    assert night.remaining() == 40_000
    night.run()
    clock.advance(10_000)
    assert night.remaining() == 30_000


def test_an_envelope_to_a_much_louder_level_rises_slowly(clock: FakeClock) -> None:
    night = begun(clock)
    points = night.gain_envelope(Gain(0.5))
    assert points[0].gain == pytest.approx(0.5)
    assert points[fade.RISE_POINTS] == FadePoint(Ms(5_000), UNITY)
    near = night.gain_envelope(Gain(1 / 1.2))
    assert near[0] == FadePoint(Ms(0), UNITY), "a fifth more is no rise"
    patient = night.gain_envelope(Gain(0.5), 9_000)
    assert patient[fade.RISE_POINTS] == FadePoint(Ms(9_000), UNITY)


def test_the_persons_fade_starts_at_the_current_gain(clock: FakeClock) -> None:
    night = begun(clock)
    night.fade_out(Gain(0.4))
    points = night.gain_envelope(Gain(0.4))
    assert points[0] == FadePoint(Ms(0), Gain(0.4))
    assert points[-1] == FadePoint(Ms(MINUTE), SILENCE)


def test_a_running_envelope_is_sent_again_every_ten_seconds(clock: FakeClock) -> None:
    night = begun(clock, 1)
    night.gain_envelope(UNITY)
    clock.advance(9_999)
    assert not night.due_for_sync()
    clock.advance(1)
    assert night.due_for_sync()
    night.gain_envelope(UNITY)
    assert not night.due_for_sync()
    clock.advance(46_000)
    assert not night.due_for_sync(), "four seconds before silence it is left alone"
    endless = begun(clock, None)
    clock.advance(20_000)
    assert not endless.due_for_sync()


def test_no_song_starts_within_two_seconds_of_silence(clock: FakeClock) -> None:
    night = begun(clock, 1)
    clock.advance(57_999)
    assert not night.too_late_for_a_song()
    clock.advance(1)
    assert night.too_late_for_a_song()
    assert not begun(clock, None).too_late_for_a_song()


def test_the_fade_is_running_from_its_first_moment(clock: FakeClock) -> None:
    night = begun(clock, 10, fade_minutes=4)
    clock.advance(6 * MINUTE - 1)
    assert not night.fading
    clock.advance(1)
    assert night.fading

"""A loudspeaker that stands still and runs again: position kept, sound returns once."""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lullaby.audio.driver import Driver
from lullaby.audio.engine import Engine
from lullaby.audio.engine_player import EnginePlayer
from lullaby.audio.port import Cue, CueId, Device, Phase
from lullaby.audio.standstill import STANDSTILL, STEADY_MS, Standstill
from lullaby.units import Decibels, Ms
from tests.audio.hand_driven import TICK_MS, HandDriven, HandSpeaker
from tests.audio.sounds import RATE, Sound, write
from tests.audio.standstills import CASES, play_through
from tests.audio.sweep import SweepReading, read_places, sweep
from tests.fakes import FakeClock
from tests.sound_server import available

LEVEL = 0.1
SONG_S = 40.0


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("songs") / "song.flac", sweep(SONG_S, LEVEL))


def playing(song: Path) -> HandDriven:
    stage = HandDriven(FakeClock(), HandSpeaker())
    stage.player.play(Cue(CueId(1), song, Decibels(0.0), ramp_ms=Ms(0)))
    stage.pass_ms(2_000)
    return stage


def stand_still(stage: HandDriven, ms: int, missed: float = 0.0) -> None:
    """Let the loudspeaker take nothing, and then at once a share of what it missed, up to 3 s."""
    stage.speaker.stands_still = True
    stage.pass_ms(ms)
    stage.speaker.stands_still = False
    for _ in range(round(missed * min(ms, 3_000) / TICK_MS)):
        stage.speaker.tick()


def whole(stage: HandDriven) -> SweepReading:
    return read_places(stage.speaker.sound())


def returns_softly(back: Sound) -> bool:
    """Whether it rises from silence to full level over four seconds, and never exceeds that."""
    peaks = np.abs(back[: len(back) // 4_800 * 4_800, 0]).reshape(-1, 4_800).max(axis=1)
    heard = peaks[np.argmax(peaks > 1e-5) :]
    return bool(heard[5] < 0.1 * LEVEL and heard[19] < 0.6 * LEVEL and heard.max() < 1.01 * LEVEL)


@pytest.mark.parametrize("missed", [0.0, 1.0], ids=["runs on", "asks for what it missed"])
@pytest.mark.parametrize("ms", [700, 8_000])
def test_the_position_is_kept_and_sound_returns_softly(song: Path, ms: int, missed: float) -> None:
    stage = playing(song)
    place = stage.player.status().position_ms
    stand_still(stage, ms, missed)
    assert stage.player.status().position_ms == pytest.approx(place, abs=150)
    back = stage.hear(6_000)
    reading = whole(stage)
    assert (reading.skipped, reading.repeated) == (pytest.approx(0, abs=100), 0)
    assert returns_softly(back[RATE // 5 :])
    assert back[-RATE // 2 :].max() == pytest.approx(LEVEL, rel=0.01)
    assert np.diff(stage.speaker.sound()[:, 0]).max() < 0.1


def test_a_short_stall_is_only_a_gap(song: Path) -> None:
    stage = playing(song)
    stand_still(stage, 300, 1.0)
    back = stage.hear(2_000)
    reading = whole(stage)
    assert (reading.skipped, reading.repeated) == (0, 0)
    assert np.abs(back[-RATE:]).max() == pytest.approx(LEVEL, rel=0.01)


def test_after_sleep_the_machine_starts_silent(song: Path) -> None:
    stage = playing(song)
    stage.clock.jump_wall(8 * 3_600_000)
    back = stage.hear(6_000)
    reading = whole(stage)
    assert (reading.skipped, reading.repeated) == (pytest.approx(0, abs=100), 0)
    assert np.abs(back[RATE // 4 : RATE // 2]).max() < 0.1 * LEVEL
    assert returns_softly(back[RATE // 4 :])


def test_a_long_standstill_is_reported_as_a_lost_loudspeaker(song: Path) -> None:
    stage = playing(song)
    stage.speaker.stands_still = True
    stage.pass_ms(1_000)
    assert stage.player.status().device is Device.READY
    stage.pass_ms(2_000)
    assert (stage.player.status().device, stage.player.status().phase) == (
        Device.LOST,
        Phase.PLAYING,
    )
    stage.speaker.stands_still = False
    stage.pass_ms(1_000)
    assert stage.player.status().device is Device.READY


def test_commands_take_effect_while_it_stands_still(song: Path) -> None:
    stage = playing(song)
    stage.speaker.stands_still = True
    stage.pass_ms(3_000)
    stage.player.seek(Ms(20_000))
    stage.pass_ms(100)
    assert stage.player.status().position_ms == pytest.approx(20_000, abs=50)
    stage.player.pause()
    stage.pass_ms(100)
    stage.speaker.stands_still = False
    assert not stage.hear(2_000)[RATE // 4 :].any()
    stage.player.resume()
    stage.pass_ms(1_000)
    stage.speaker.stands_still = True
    stage.pass_ms(3_000)
    stage.player.stop()
    stage.pass_ms(100)
    assert stage.player.status().phase is Phase.IDLE


def test_a_hanging_sound_system_does_not_delay_closing(song: Path) -> None:
    stage = playing(song)
    driver = Driver(Engine(), stage.speaker, stage.clock, lambda: None)
    player = EnginePlayer(driver, stage.feeder)
    player.play(Cue(CueId(1), song))
    stage.clock.advance(3_000)
    player.stop()
    assert player.status().phase is Phase.IDLE


def test_another_loudspeaker_can_be_chosen_while_one_stands_still(song: Path) -> None:
    stage = playing(song)
    stage.speaker.stands_still = True
    stage.pass_ms(3_000)
    stage.player.use_speaker("there")
    stage.speaker.stands_still = False
    stage.pass_ms(2_000)
    assert stage.speaker.chosen[-1] == "there"
    assert stage.player.status().device is Device.READY


def test_a_device_that_reads_a_burst_does_not_run_yet() -> None:
    still = Standstill.at(Ms(0), 0)
    for now in range(20, 1_000, 20):
        still = still.look(Ms(now), 0, 4_096)
        assert not still.is_over(Ms(now))
    still = still.look(Ms(1_000), 40_000, 4_096)
    assert not still.is_over(Ms(1_200))
    for now in range(1_020, 1_000 + STEADY_MS, 20):
        still = still.look(Ms(now), 40_000 + (now - 1_000) * 48 // 4_096 * 4_096, 4_096)
        assert not still.is_over(Ms(now))
    assert still.is_over(Ms(1_000 + STEADY_MS))


MISHAPS = st.lists(
    st.tuples(st.integers(20, 3_000), st.sampled_from([0.0, 0.5, 1.0]), st.integers(600, 3_000)),
    min_size=1,
    max_size=3,
)


@pytest.mark.long
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(MISHAPS)
def test_nothing_is_ever_skipped_or_heard_twice(
    song: Path, mishaps: list[tuple[int, float, int]]
) -> None:
    stage = playing(song)
    for ms, missed, then in mishaps:
        stand_still(stage, ms, missed if ms > STANDSTILL * 1_000 // RATE + 400 else 0.0)
        stage.pass_ms(then)
    stage.pass_ms(3_000)
    reading = whole(stage)
    assert reading.repeated == 0
    assert reading.skipped <= 110 * len(mishaps)


ALWAYS = ("the sink is suspended for 1 s",)


@pytest.mark.sound
@pytest.mark.skipif(not available() or sys.platform == "win32", reason="needs PulseAudio")
@pytest.mark.parametrize(
    "case", [pytest.param(c, marks=() if c in ALWAYS else pytest.mark.long) for c in CASES]
)
def test_a_real_loudspeaker_keeps_the_position(case: str, tmp_path: Path) -> None:
    outcome = play_through(tmp_path, CASES[case], before_ms=1_000, after_ms=3_000)
    reading = outcome.reading
    print(f"{case}: skipped {reading.skipped:.0f} ms, repeated {reading.repeated:.0f} ms")
    assert reading.skipped < 100
    assert reading.repeated < 100
    assert reading.returns <= 1
    assert reading.levels.max() < 1.02 * LEVEL

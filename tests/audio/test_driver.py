"""The sound that leaves the loudspeaker, whatever happens to it and whatever commands come."""

import logging
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lullaby.audio.driver import LOOK_WITHIN, WATCH_WITHIN
from lullaby.audio.output_stream import EVEN_LOOKS
from lullaby.audio.port import (
    AS_RECORDED,
    AmbientSound,
    Cue,
    CueId,
    Device,
    FadePoint,
    Phase,
    SpeedPitch,
)
from lullaby.audio.ring import TAIL, Ring
from lullaby.units import Decibels, Gain, Ms
from tests.audio.hand_driven import BUFFER, TICK_MS, HandDriven, HandSpeaker
from tests.audio.sounds import RATE, Sound, steady, write
from tests.examples import share
from tests.fakes import FakeClock

GRAIN = 3 / 32_768
"""The resolution of 16 bits with dither."""

LATENCY_MS = 120
STALL_MS = 2_500
LOOKS_IN_3_S = 20


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A constant with a fade at its end, so that it shows every gain of the player."""
    sound = steady(60.0, 0.4)
    sound[-RATE // 2 :] *= np.linspace(1, 0, RATE // 2, dtype=np.float32)[:, None]
    return write(tmp_path_factory.mktemp("songs") / "song.flac", sound)


def hand_driven(plugged: bool = True) -> HandDriven:
    return HandDriven(FakeClock(), HandSpeaker(plugged), lambda _name, _rate: steady(1.0, 0.1))


def play(stage: HandDriven, song: Path, start_ms: int = 0, ramp_ms: int = 200) -> None:
    stage.player.play(Cue(CueId(1), song, Decibels(0.0), Ms(start_ms), Ms(ramp_ms)))


def level(sound: Sound) -> float:
    return float(np.abs(sound).max()) if len(sound) else 0.0


def steepest(sound: Sound) -> float:
    return float(np.abs(np.diff(sound[:, 0])).max()) if len(sound) > 1 else 0.0


def test_a_song_is_heard_soon_and_softly(song: Path) -> None:
    stage = hand_driven()
    stage.pass_ms(5_000)
    play(stage, song)
    assert level(stage.hear(LATENCY_MS + 60)) > 0.02
    assert np.allclose(stage.hear(1_000)[RATE // 2 :], 0.4, atol=GRAIN)
    assert steepest(stage.speaker.sound()) < 0.4 * np.pi / 2 / (RATE / 5) + GRAIN
    assert stage.driver.underruns == 0


def test_a_command_is_heard_long_before_sound_rendered_earlier(song: Path) -> None:
    stage = hand_driven()
    play(stage, song)
    stage.pass_ms(2_000)
    stage.player.set_volume(Gain(0.5))
    assert level(stage.hear(LATENCY_MS + 200)[-480:]) < 0.21


@pytest.mark.parametrize("rested_ms", [1_000, 30_000])
def test_a_song_is_heard_from_its_moment_on(song: Path, rested_ms: int) -> None:
    stage = hand_driven()
    stage.pass_ms(rested_ms)
    begins = Ms(stage.clock.monotonic_ms() + 3_000)
    stage.player.play(Cue(CueId(1), song, ramp_ms=Ms(0), begins_ms=begins))
    heard = np.flatnonzero(np.abs(stage.hear(5_000)[:, 0]) > 0.01)
    assert abs(int(heard[0]) - 3 * RATE) <= BUFFER
    assert stage.player.status().position_ms == pytest.approx(2_000, abs=2)


def test_silence_is_exact(song: Path) -> None:
    stage = hand_driven()
    assert not stage.hear(1_000).any()
    play(stage, song)
    stage.player.fade((FadePoint(Ms(2_000), Gain(0.0)),))
    fading, after = stage.hear(2_000), stage.hear(1_000)
    assert level(fading[-RATE // 10 :]) > 0
    assert not after[BUFFER:].any()


def test_a_late_block_leaves_a_soft_gap_and_no_echo(
    song: Path, caplog: pytest.LogCaptureFixture
) -> None:
    stage = hand_driven()
    play(stage, song)
    stage.pass_ms(2_000)
    place = stage.player.status().position_ms
    before = len(stage.speaker.played)
    for _ in range(STALL_MS // 20):
        stage.clock.advance(20)
        stage.speaker.tick()
    missed = stage.speaker.sound()[before * BUFFER :]
    assert level(missed[2 * RATE :]) == 0.0
    ready_ms = np.count_nonzero(missed[:, 0]) * 1_000 // RATE
    assert steepest(missed) < 0.4 / TAIL * 1.2 + GRAIN
    with caplog.at_level(logging.WARNING):
        after = stage.hear(3_000)
    assert stage.driver.underruns == 1
    assert "late" in caplog.text
    assert steepest(after) < 0.4 / TAIL * 1.2 + GRAIN
    assert np.allclose(after[RATE:], 0.4, atol=GRAIN)
    assert stage.player.status().position_ms == pytest.approx(place + ready_ms + 3_000, abs=200)


def test_a_device_that_runs_evenly_is_looked_at_rarely_and_its_loss_noticed_at_once(
    song: Path,
) -> None:
    stage = hand_driven()
    play(stage, song)
    stage.pass_ms(EVEN_LOOKS * TICK_MS)
    assert stage.speaker.asked_for_taken >= EVEN_LOOKS
    stage.pass_ms(1_000)
    stage.speaker.asked_for_taken = 0
    stage.pass_ms(3_000)
    assert stage.speaker.asked_for_taken < LOOKS_IN_3_S
    stage.speaker.plugged = False
    stage.driver.step()
    assert stage.player.status().device is Device.LOST


def test_a_device_that_tells_when_it_is_lost_is_asked_rarely_and_nothing_is_heard_twice(
    song: Path,
) -> None:
    stage = hand_driven()
    play(stage, song)
    stage.pass_ms(EVEN_LOOKS * TICK_MS + 1_000)
    assert stage.driver.step() == pytest.approx(WATCH_WITHIN)
    stage.speaker.tells_loss = True
    stage.pass_ms(480)
    assert stage.driver.step() == pytest.approx(LOOK_WITHIN)
    for _ in range(200 // TICK_MS):
        stage.clock.advance(TICK_MS)
        stage.speaker.tick()
    place = stage.player.status().position_ms
    stage.speaker.plugged = False
    stage.driver.step()
    status = stage.player.status()
    assert status.device is Device.LOST
    assert status.position_ms == pytest.approx(place, abs=100)


def test_a_command_in_steady_sound_is_heard_as_soon_as_at_first(song: Path) -> None:
    stage = hand_driven()
    play(stage, song)
    stage.pass_ms(5_000)
    stage.player.set_volume(Gain(0.5), Ms(0))
    assert level(stage.hear(LATENCY_MS)[-480:]) < 0.21


def test_a_lost_loudspeaker_keeps_the_position_and_returns_softly(song: Path) -> None:
    stage = hand_driven()
    play(stage, song)
    stage.pass_ms(5_000)
    stage.speaker.plugged = False
    stage.pass_ms(1_100)
    status = stage.player.status()
    assert (status.device, status.phase) == (Device.LOST, Phase.PLAYING)
    stage.pass_ms(60_000)
    assert stage.player.status().position_ms == status.position_ms
    assert not stage.player.look_again()
    stage.speaker.plugged = True
    back = stage.hear(6_000)
    assert stage.player.status().device is Device.READY
    assert stage.player.status().position_ms == pytest.approx(
        status.position_ms + len(back) * 1000 / RATE, abs=1_100
    )
    assert steepest(back) < 0.4 / TAIL + GRAIN
    rising = back[np.argmax(back[:, 0] > 0) :]
    assert level(rising[: RATE // 2]) < 0.02
    assert level(rising[: 2 * RATE]) == pytest.approx(0.2, abs=0.02)
    assert np.allclose(back[-RATE // 2 :], 0.4, atol=GRAIN)


def test_commands_without_a_loudspeaker_are_kept(song: Path) -> None:
    stage = hand_driven()
    play(stage, song)
    stage.player.set_ambient_sounds((AmbientSound("rain", Gain(1.0)),))
    stage.pass_ms(3_000)
    stage.speaker.plugged = False
    stage.pass_ms(1_100)
    stage.player.stop()
    stage.pass_ms(1_100)
    assert stage.player.status().phase is Phase.IDLE
    play(stage, song, start_ms=30_000)
    stage.player.pause()
    stage.pass_ms(2_000)
    assert stage.player.status().position_ms == 30_000
    stage.player.resume()
    stage.speaker.plugged = True
    assert stage.player.look_again()
    stage.pass_ms(6_000)
    assert np.allclose(stage.speaker.sound()[-480:], 0.4, atol=GRAIN)
    assert stage.player.status().position_ms > 34_000


def test_a_loudspeaker_that_appears_later_is_found_when_asked(song: Path) -> None:
    stage = hand_driven(plugged=False)
    play(stage, song)
    stage.pass_ms(3_000)
    assert stage.player.status().device is Device.NONE
    assert not stage.player.look_again()
    stage.speaker.plugged = True
    stage.pass_ms(3_000)
    assert stage.player.status().device is Device.NONE
    place = stage.player.status().position_ms
    assert stage.player.look_again()
    assert stage.player.status().device is Device.READY
    back = stage.hear(6_000)
    assert stage.player.status().position_ms == pytest.approx(place + 6_000, abs=LATENCY_MS)
    assert steepest(back) < 0.4 / TAIL + GRAIN
    assert np.allclose(back[-RATE:], 0.4, atol=GRAIN)


def test_an_unknown_ambient_sound_is_left_out(song: Path, caplog: pytest.LogCaptureFixture) -> None:
    stage = HandDriven(FakeClock())
    stage.player.set_ambient_sounds((AmbientSound("thunder", Gain(1.0)),))
    play(stage, song)
    stage.pass_ms(1_000)
    assert np.allclose(stage.speaker.sound()[-480:], 0.4, atol=GRAIN)
    assert "thunder" in caplog.text


def test_ambient_sounds_continue_after_the_song(song: Path) -> None:
    stage = hand_driven()
    stage.player.set_ambient_sounds((AmbientSound("rain", Gain(0.5)),), Ms(200))
    play(stage, song, start_ms=59_000)
    stage.pass_ms(2_000)
    assert stage.player.status().ended
    assert np.allclose(stage.hear(5_000), 0.05, atol=GRAIN)


COMMANDS = {
    "play": lambda player, song: player.play(Cue(CueId(2), song)),
    "follow": lambda player, song: player.play(Cue(CueId(3), song, ramp_ms=Ms(400))),
    "missing": lambda player, song: player.play(Cue(CueId(4), song / "none")),
    "then": lambda player, song: player.queue_next(Cue(CueId(5), song, ramp_ms=Ms(400)), Ms(0)),
    "crossing": lambda player, song: player.queue_next(Cue(CueId(6), song), Ms(3_000)),
    "no more": lambda player, _: player.queue_next(None),
    "near the end": lambda player, _: player.seek(Ms(58_500)),
    "slower": lambda player, _: player.set_speed_pitch(SpeedPitch(0.7)),
    "lower": lambda player, _: player.set_speed_pitch(SpeedPitch(1.0, -3.0)),
    "as it was": lambda player, _: player.set_speed_pitch(AS_RECORDED),
    "warm": lambda player, _: player.set_warmth(1.0),
    "plain": lambda player, _: player.set_warmth(0.0, Ms(0)),
    "mono": lambda player, _: player.set_stereo(True, 0.0),
    "stereo, right": lambda player, _: player.set_stereo(False, 0.6),
    "drop": lambda player, _: player.drop(),
    "pause": lambda player, _: player.pause(),
    "resume": lambda player, _: player.resume(),
    "stop": lambda player, _: player.stop(),
    "seek": lambda player, _: player.seek(Ms(20_000)),
    "back": lambda player, _: player.seek(Ms(0)),
    "soft": lambda player, _: player.set_volume(Gain(0.2)),
    "loud": lambda player, _: player.set_volume(Gain(1.0)),
    "rain": lambda player, _: player.set_ambient_sounds((AmbientSound("rain", Gain(0.8)),)),
    "rain, ocean": lambda player, _: player.set_ambient_sounds(
        (AmbientSound("rain", Gain(0.2)), AmbientSound("ocean", Gain(1.0)))
    ),
    "dry": lambda player, _: player.set_ambient_sounds(()),
    "ceiling": lambda player, _: player.set_ceiling(Gain(0.4)),
    "fade": lambda player, _: player.fade((FadePoint(Ms(700), Gain(0.1)),)),
    "cut": lambda player, _: player.fade((FadePoint(Ms(0), Gain(0.0)),)),
    "return": lambda player, _: player.fade((FadePoint(Ms(500), Gain(1.0)),)),
}


@share(0.15)
@given(st.lists(st.tuples(st.sampled_from(sorted(COMMANDS)), st.integers(0, 40)), max_size=12))
@example([("missing", 0), ("then", 0)])
def test_no_command_at_any_moment_makes_a_click(
    song: Path, commands: list[tuple[str, int]]
) -> None:
    stage = hand_driven()
    stage.player.set_ceiling(Gain(0.5))
    play(stage, song)
    stage.pass_ms(400)
    for command, ticks in commands:
        COMMANDS[command](stage.player, song)
        stage.player.status()
        stage.pass_ms(20 * ticks)
    stage.pass_ms(400)
    heard = stage.speaker.sound()
    assert level(heard) <= 0.5 + GRAIN
    assert steepest(heard) < 0.002
    assert stage.driver.underruns == 0


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 300), st.integers(0, 200))))
def test_a_ring_holds_the_latest_sound_and_silence_elsewhere(
    writes: list[tuple[int, int, int]],
) -> None:
    """Each write goes back up to `back` frames, but never to before what was read."""
    ring = Ring(memory := np.zeros((2_000, 2), np.int16))
    expected = np.zeros((200_000, 2), np.int16)
    head = read = 0
    for frames, back, ahead in writes:
        at = max(read, head - back)
        block = np.full((frames, 2), 0.5, np.float32)
        ring.write(at, block, read)
        expected[at:] = 0
        expected[at : at + frames] = 16_384
        head = at + frames
        seen = memory[np.arange(read, head) % 2_000]
        assert np.all(np.abs(seen.astype(int) - expected[read:head]) <= 2)
        tail = min(TAIL, frames)
        rest = memory[np.arange(head + tail, read + 2_000) % 2_000]
        assert not rest.any()
        read = max(read, head - ahead)

"""From one song, speed or pitch to the next: no gap, no bump, no lost position."""

from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import RATE
from lullaby.audio.limiter import DELAY
from lullaby.audio.port import AS_RECORDED, Cue, CueId, SpeedPitch
from lullaby.audio.voice import RELEASE
from lullaby.units import Decibels, Ms
from tests.audio.hand_driven import HandDriven
from tests.audio.sounds import Sound, steady, tone, write
from tests.audio.test_engine import ReadySource, Stage, db, playing, steepest, steps_in_db
from tests.fakes import FakeClock


def power(sound: Sound) -> float:
    return db(float(np.sqrt(np.mean(sound[:, 0] ** 2))))


def dominant_hz(sound: Sound) -> float:
    """The strongest frequency, from a parabola through the peak of the spectrum."""
    window = sound[:, 0] * np.hanning(len(sound))
    size = 1 << 18
    spectrum = np.log(np.abs(np.fft.rfft(window, size)) + 1e-12)
    peak = int(np.argmax(spectrum))
    low, mid, high = spectrum[peak - 1 : peak + 2]
    return (peak + (low - high) / (2 * (low - 2 * mid + high))) * RATE / size


def test_the_next_song_starts_with_the_very_next_sample() -> None:
    whole = tone(8.0, 0.5, 441.0)
    cut = 3 * RATE + 17
    stage = Stage(playing(ReadySource(whole[:cut])))
    stage.do(lambda mix: mix.queue_next(ReadySource(whole[cut:]), 1.0, Ms(0), Ms(0)))
    heard = stage.hear(6_000)
    assert np.allclose(heard, whole[: len(heard)], atol=1e-6)


def test_the_next_song_may_fade_in() -> None:
    stage = Stage(playing(ReadySource(steady(1.0))))
    stage.do(lambda mix: mix.queue_next(ReadySource(steady(3.0)), 1.0, Ms(0), Ms(400)))
    heard = stage.hear(2_000)
    assert np.allclose(heard[RATE // 2 : RATE - RELEASE], 0.5, atol=1e-6)
    assert heard[RATE + 48, 0] < 0.01
    assert np.allclose(heard[RATE + 400 * 48 + 48 :], 0.5, atol=1e-6)


@pytest.mark.parametrize("sound", [tone(2.0, 0.5, 437.3)[: RATE + 31], steady(1.0, 0.5)])
def test_a_cut_recording_ends_without_a_click(sound: Sound) -> None:
    stage = Stage(playing(ReadySource(sound)))
    heard = stage.hear(1_200)
    assert np.allclose(heard[: len(sound) - RELEASE], sound[:-RELEASE], atol=1e-6)
    end = heard[len(sound) - RELEASE - 2_000 : len(sound) + 2_000, 0]
    spectrum = np.abs(np.fft.rfft(end * np.hanning(len(end)))) / len(end) * 4
    assert db(float(spectrum[len(end) * 3_000 // RATE :].max())) < -100


def test_only_a_late_transition_is_softened() -> None:
    whole = tone(4.0, 0.5, 437.3)
    late = ReadySource(whole[RATE:], ready=0)
    stage = Stage(playing(ReadySource(whole[:RATE])))
    stage.do(lambda mix: mix.queue_next(late, 1.0, Ms(0), Ms(0)))
    assert steepest(stage.hear(1_200)) < 0.04
    late.ready = len(late.sound)
    assert steepest(stage.hear(1_200)) < 0.04


def test_an_immediate_next_song_is_no_louder_than_the_one_before() -> None:
    stage = Stage(playing(ReadySource(tone(9.0, 0.3, 440.0))))
    usual = power(stage.hear(400))
    stage.do(lambda mix: mix.play(ReadySource(tone(9.0, 0.3, 990.0)), 1.0, Ms(400)))
    levels = [power(stage.hear(80)) for _ in range(30)]
    assert max(levels) < usual + 0.5


def test_a_crossfade_keeps_its_power_and_starts_on_time() -> None:
    old, new = ReadySource(tone(8.0, 0.3, 440.0)), ReadySource(tone(9.0, 0.3, 990.0))
    stage = Stage(playing(old))
    stage.do(lambda mix: mix.queue_next(new, 1.0, Ms(3_000), Ms(0)))
    heard = stage.hear(10_000)
    before = heard[: 5 * RATE]
    assert dominant_hz(before) == pytest.approx(440.0, abs=1.0)
    assert not np.allclose(
        heard[5 * RATE + RATE // 2 : 6 * RATE], old.sound[5 * RATE + RATE // 2 : 6 * RATE]
    )
    levels = [power(heard[at : at + 3_840]) for at in range(0, len(heard) - 3_840, 3_840)]
    assert max(levels) - min(levels) < 1.0
    assert np.allclose(heard[8 * RATE + DELAY :], new.sound[3 * RATE + DELAY : 5 * RATE], atol=1e-5)


def test_the_queue_is_cleared_by_a_drop_and_kept_by_a_seek() -> None:
    new = ReadySource(tone(4.0, 0.3, 990.0))
    stage = Stage(playing(ReadySource(tone(2.0, 0.3))))
    stage.do(lambda mix: mix.queue_next(new, 1.0, Ms(0), Ms(0)))
    stage.do(lambda mix: mix.move(ReadySource(tone(1.0, 0.3)), 1.0, Ms(100)))
    stage.hear(1_200)
    assert stage.hear(400).any()
    stage = Stage(playing(ReadySource(tone(1.0, 0.3))))
    stage.do(lambda mix: mix.queue_next(new, 1.0, Ms(0), Ms(0)))
    stage.do(lambda mix: mix.drop(Ms(200)))
    stage.hear(400)
    assert not stage.hear(1_200)[DELAY:].any()


def test_a_pause_holds_the_queue() -> None:
    new = ReadySource(tone(4.0, 0.3, 990.0))
    stage = Stage(playing(ReadySource(tone(1.0, 0.3))))
    stage.do(lambda mix: mix.queue_next(new, 1.0, Ms(0), Ms(0)))
    stage.hear(400)
    stage.do(lambda mix: mix.pause_over(Ms(200)))
    stage.hear(400)
    assert not stage.hear(4_000)[DELAY:].any()
    stage.do(lambda mix: mix.resume_over(Ms(200)))
    stage.hear(2_000)
    assert dominant_hz(stage.hear(400)) == pytest.approx(990.0, abs=3.0)


def test_a_handover_of_the_same_sound_keeps_its_position() -> None:
    whole = tone(8.0, 0.3, 441.0)
    old, new = ReadySource(whole), ReadySource(whole[RATE:])
    stage = Stage(playing(old))
    stage.hear(2_000)
    stage.do(lambda mix: mix.hand_over(old, new, 1.0, lambda at: round(at) - RATE, Ms(300)))
    crossing, after = stage.hear(400), stage.hear(2_000)
    crossing = crossing[DELAY:]
    assert steps_in_db(crossing) < 0.5
    assert np.allclose(after, whole[RATE * 24 // 10 :][: len(after)], atol=1e-5)


def test_full_warmth_removes_brightness_and_nothing_else() -> None:
    low, high = tone(9.0, 0.3, 220.0), tone(9.0, 0.3, 9_000.0)
    stage = Stage(playing(ReadySource(low + high)))
    plain = stage.hear(400)
    stage.do(lambda mix: mix.set_warmth(1.0, Ms(400)))
    gliding, warm = stage.hear(400), stage.hear(2_000)
    assert steps_in_db(gliding) < 3.0

    def part(sound: Sound, hz: float) -> float:
        time = np.arange(len(sound)) / RATE
        return float(np.abs(np.mean(sound[:, 0] * np.exp(-2j * np.pi * hz * time)))) * 2

    assert part(plain, 9_000.0) == pytest.approx(0.3, rel=0.02)
    assert part(warm, 9_000.0) < 0.06
    assert part(warm, 220.0) == pytest.approx(0.3, rel=0.02)
    assert dominant_hz(warm) == pytest.approx(220.0, abs=0.5)


def test_warmth_keeps_the_position() -> None:
    whole = tone(6.0, 0.3, 300.0)
    stage = Stage(playing(ReadySource(whole)), lambda mix: mix.set_warmth(1.0, Ms(0)))
    heard = stage.hear(4_000)
    assert np.allclose(heard[RATE : 2 * RATE], whole[RATE : 2 * RATE], atol=0.01)


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("song") / "song.flac", tone(20.0, 0.3, 440.0))


def playing_engine(song: Path, speed_pitch: SpeedPitch = AS_RECORDED) -> HandDriven:
    engine = HandDriven(FakeClock())
    engine.player.play(Cue(CueId(1), song, Decibels(0.0), ramp_ms=Ms(0), speed_pitch=speed_pitch))
    return engine


@pytest.mark.parametrize(
    "speed_pitch",
    [SpeedPitch(0.6), SpeedPitch(1.1), SpeedPitch(1.0, -6.0), SpeedPitch(0.8, 4.0)],
    ids=str,
)
def test_another_speed_and_pitch_apply_without_a_gap(song: Path, speed_pitch: SpeedPitch) -> None:
    engine = playing_engine(song)
    engine.pass_ms(3_000)
    engine.player.set_speed_pitch(speed_pitch)
    changing, after = engine.hear(1_500), engine.hear(2_000)
    usual = power(after)
    parts = [power(changing[at : at + 1_920]) for at in range(0, len(changing) - 1_920, 960)]
    assert min(parts) > usual - 3.5
    assert max(parts) < usual + 3.5
    assert steepest(changing) < 2 * np.pi * 700 / RATE * 0.5, "no click"
    assert dominant_hz(after) == pytest.approx(440.0 * 2 ** (speed_pitch.semitones / 12), rel=0.002)
    before = engine.player.status().position_ms
    engine.pass_ms(4_000)
    passed = engine.player.status().position_ms - before
    assert passed == pytest.approx(4_000 * speed_pitch.pace, abs=25)
    assert engine.player.status().duration_ms == 20_000


def test_the_position_continues_through_a_change_of_speed_and_pitch(song: Path) -> None:
    engine = playing_engine(song)
    engine.pass_ms(2_000)
    engine.player.set_speed_pitch(SpeedPitch(0.6))
    before = engine.player.status().position_ms
    for _ in range(100):
        engine.pass_ms(20)
        position = engine.player.status().position_ms
        assert 0 <= position - before <= 60
        before = position
    assert 2_000 + 2_000 * 0.6 - 250 <= before <= 4_000


def test_of_several_quick_changes_the_last_wins(song: Path) -> None:
    engine = playing_engine(song)
    engine.pass_ms(2_000)
    for step in range(8):
        engine.player.set_speed_pitch(SpeedPitch(1.0 - step * 0.05))
        engine.pass_ms(60)
    engine.pass_ms(1_000)
    before = engine.player.status().position_ms
    engine.pass_ms(4_000)
    assert engine.player.status().position_ms - before == pytest.approx(4_000 * 0.65, abs=25)


def test_speed_and_pitch_last_through_pause_and_seek(song: Path) -> None:
    engine = playing_engine(song, SpeedPitch(0.8))
    engine.pass_ms(2_000)
    engine.player.pause(Ms(0))
    engine.pass_ms(400)
    engine.player.set_speed_pitch(SpeedPitch(0.7, -2.0))
    engine.pass_ms(1_000)
    held = engine.player.status().position_ms
    engine.player.seek(Ms(8_000))
    engine.player.resume(Ms(0))
    engine.pass_ms(3_000)
    assert held < 3_000
    assert engine.player.status().position_ms == pytest.approx(8_000 + 3_000 * 0.7, abs=100)


@pytest.mark.parametrize(("pace", "semitones"), [(0.5, 0.0), (1.2, 0.0), (1.0, 7.0), (1.0, -7.0)])
def test_speed_and_pitch_stay_within_bounds(pace: float, semitones: float) -> None:
    with pytest.raises(ValueError, match="no recording"):
        SpeedPitch(pace, semitones)

"""The mix in numbers: every gain is a ramp, nothing exceeds the ceiling, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from lullaby.audio.decoder import RATE
from lullaby.audio.engine import BLOCK, Engine, audible_at
from lullaby.audio.limiter import DELAY, STEP
from lullaby.audio.mix import Mix
from lullaby.audio.port import FadePoint
from lullaby.audio.source import LoopSource
from lullaby.units import Gain, Ms
from tests.audio.sounds import Sound, steady, tone


class ReadySource:
    """A source that is ready, or as far as `ready` says."""

    def __init__(self, sound: Sound, ready: int | None = None) -> None:
        self.sound = sound
        self.ready = len(sound) if ready is None else ready
        self.wanted = True

    def read(self, at: int, frames: int) -> Sound:
        return self.sound[at : min(at + frames, self.ready)].copy()

    def over(self, at: int) -> bool:
        return at >= len(self.sound)

    @property
    def length(self) -> int | None:
        return len(self.sound)

    expected = length

    def release(self) -> None:
        self.wanted = False


class Stage:
    """An engine whose output is aligned with its input: a change shows after `DELAY` frames."""

    def __init__(self, *changes: Callable[[Mix], Mix]) -> None:
        self.engine = Engine()
        for change in changes:
            self.engine.apply(change)
        self.engine.render(DELAY)

    def do(self, change: Callable[[Mix], Mix]) -> None:
        self.engine.apply(change)

    def hear(self, ms: int) -> Sound:
        """The next `ms` of sound, a multiple of 40."""
        return np.concatenate([self.engine.render(BLOCK) for _ in range(ms // 40)])


def playing(source: ReadySource, ramp_ms: int = 0, gain: float = 1.0) -> Callable[[Mix], Mix]:
    return lambda mix: mix.play(source, gain, Ms(ramp_ms))


def level(sound: Sound) -> float:
    return float(np.abs(sound).max())


def db(gain: float) -> float:
    return 20 * np.log10(gain)


def steepest(sound: Sound) -> float:
    """The largest step from one frame to the next."""
    return float(np.abs(np.diff(sound[:, 0])).max())


def steps_in_db(sound: Sound) -> float:
    """The largest change of level within 20 ms, where the level is above -60 dB."""
    peaks = np.abs(sound[: len(sound) // 960 * 960, 0]).reshape(-1, 960).max(axis=1)
    pairs = [(a, b) for a, b in pairwise(peaks) if min(a, b) > 1e-3]
    return max(abs(db(b / a)) for a, b in pairs)


def test_a_cue_rises_over_its_ramp_and_then_holds() -> None:
    stage = Stage(playing(ReadySource(steady(8.0)), ramp_ms=4_000))
    rise, after = stage.hear(4_000), stage.hear(2_000)
    assert level(rise[:48]) < 0.001
    assert np.all(np.diff(rise[:, 0]) >= 0)
    assert level(rise[2 * RATE : 2 * RATE + 1]) == pytest.approx(0.5 * np.sqrt(0.5), rel=0.01)
    assert steps_in_db(rise[RATE // 2 :]) < 0.5
    assert np.allclose(after, 0.5, atol=1e-6)


def test_a_cue_has_its_own_gain() -> None:
    stage = Stage(playing(ReadySource(steady(1.0)), gain=0.25))
    assert np.allclose(stage.hear(800), 0.125, atol=1e-6)


def test_one_cue_follows_another_at_equal_power() -> None:
    def power(sound: Sound) -> float:
        return db(float(np.sqrt(np.mean(sound**2))))

    old, new = ReadySource(tone(10.0, 0.3, 440)), ReadySource(tone(10.0, 0.3, 990))
    stage = Stage(playing(old))
    usual = power(stage.hear(400))
    stage.do(playing(new, ramp_ms=1_500))
    crossing = [power(stage.hear(80)) for _ in range(25)]
    assert all(abs(part - usual) < 0.5 for part in crossing)
    stage.engine.forget(stage.engine.frame)
    assert (old.wanted, new.wanted) == (False, True)


def test_a_pause_loses_nothing_and_comes_back_as_it_was() -> None:
    whole = tone(6.0, 0.5, 101.0)
    stage = Stage(playing(ReadySource(whole)))
    stage.hear(1_000)
    stage.do(lambda mix: mix.pause_over(Ms(1_000)))
    fading = stage.hear(1_000)
    assert steepest(fading) < 0.01
    assert not stage.hear(2_000)[STEP * 5 :].any()
    stage.do(lambda mix: mix.resume_over(Ms(1_000)))
    rising = stage.hear(1_000)
    assert steepest(rising) < 0.01
    again = stage.hear(400)
    place = 3 * RATE
    assert np.allclose(again[DELAY:], whole[place + DELAY : place + len(again)], atol=1e-5)


def test_a_pause_resumes_at_the_exact_frame() -> None:
    source = ReadySource(steady(6.0))
    stage = Stage(playing(source))
    stage.do(lambda mix: mix.pause_over(Ms(1_010)))
    stage.hear(3_000)
    position = audible_at(stage.engine.past, stage.engine.frame).position_of(source)
    assert position == DELAY + 1_010 * STEP


def test_stop_reaches_silence_and_releases_everything() -> None:
    music, sound = ReadySource(steady(9.0, 0.3)), ReadySource(steady(9.0, 0.2))
    stage = Stage(
        playing(music), lambda mix: mix.set_ambient_sounds([("rain", sound, Gain(1.0))], Ms(0))
    )
    stage.hear(1_000)
    stage.do(lambda mix: mix.stop(Ms(1_500)))
    fading = stage.hear(1_520)
    assert np.all(np.diff(fading[DELAY:, 0]) <= 0)
    assert not stage.hear(1_000).any()
    stage.engine.forget(stage.engine.frame)
    assert not music.wanted
    assert not sound.wanted


def test_sound_after_a_stop_is_not_delayed_by_it() -> None:
    stage = Stage(playing(ReadySource(steady(9.0, 0.3))))
    stage.do(lambda mix: mix.fade([FadePoint(Ms(500), Gain(0.1))], 0))
    stage.hear(1_000)
    stage.do(lambda mix: mix.stop(Ms(1_000)))
    stage.do(playing(ReadySource(steady(9.0, 0.5)), ramp_ms=1_000))
    both = stage.hear(1_000)
    assert steepest(both) < 0.001
    assert np.allclose(stage.hear(400)[DELAY:], 0.5, atol=1e-6)


def test_a_fade_is_silent_at_its_deadline_and_not_before() -> None:
    stage = Stage(playing(ReadySource(steady(12.0))))
    stage.do(
        lambda mix: mix.fade([FadePoint(Ms(1_000), Gain(1)), FadePoint(Ms(9_000), Gain(0))], 0)
    )
    before, fading, after = stage.hear(1_000), stage.hear(8_000), stage.hear(1_000)
    assert np.allclose(before[DELAY:], 0.5, atol=1e-6)
    assert steepest(fading) < 0.5 / (8 * RATE) * 1.5
    assert level(fading[-480:]) > 0
    assert not after[DELAY:].any()


def test_a_late_envelope_catches_up_without_a_jump() -> None:
    stage = Stage(playing(ReadySource(steady(9.0))))
    stage.hear(400)
    late = 200 * STEP
    stage.do(lambda mix: mix.fade([FadePoint(Ms(4_000), Gain(0))], late))
    fading = stage.hear(3_800)
    assert steepest(fading) < 1e-4
    assert level(fading[-STEP:]) < 1e-3
    assert not stage.hear(400)[DELAY:].any()


def test_even_a_sudden_end_is_a_ramp() -> None:
    stage = Stage(playing(ReadySource(steady(9.0))))
    stage.hear(400)
    stage.do(lambda mix: mix.fade([FadePoint(Ms(0), Gain(0))], 5_000))
    assert steepest(stage.hear(400)) < 1e-4
    assert not stage.hear(400).any()


def test_volume_changes_smoothly_and_leaves_ambient_sounds_alone() -> None:
    sound = ReadySource(steady(9.0, 0.1))
    stage = Stage(playing(ReadySource(steady(9.0, 0.4))))
    stage.do(lambda mix: mix.set_ambient_sounds([("rain", sound, Gain(1.0))], Ms(0)))
    assert np.allclose(stage.hear(400)[DELAY:], 0.5, atol=1e-6)
    stage.do(lambda mix: mix.set_volume(0.5, Ms(200)))
    assert steepest(stage.hear(200)) < 1e-4
    assert np.allclose(stage.hear(400)[DELAY:], 0.3, atol=1e-6)


def test_ambient_sounds_start_change_and_stop_softly() -> None:
    rain, ocean = ReadySource(steady(20.0, 0.4)), ReadySource(steady(20.0, 0.2))
    stage = Stage(lambda mix: mix.set_ambient_sounds([("rain", rain, Gain(1.0))], Ms(1_000)))
    coming = stage.hear(1_000)
    stage.do(
        lambda mix: mix.set_ambient_sounds(
            [("ocean", ocean, Gain(1.0)), ("rain", rain, Gain(0.5))], Ms(1_000)
        )
    )
    changing = stage.hear(1_000)
    assert np.allclose(stage.hear(200)[DELAY:], 0.4, atol=1e-6)
    stage.do(lambda mix: mix.set_ambient_sounds([("ocean", ocean, Gain(1.0))], Ms(1_000)))
    going = stage.hear(1_000)
    assert max(map(steepest, (coming, changing, going))) < 1e-4
    assert np.allclose(stage.hear(200)[DELAY:], 0.2, atol=1e-6)


def test_an_ambient_sound_switched_back_on_rises_again() -> None:
    rain = ReadySource(steady(20.0, 0.4))
    wanted = [("rain", rain, Gain(1.0))]
    stage = Stage(lambda mix: mix.set_ambient_sounds(wanted, Ms(0)))
    stage.hear(400)
    stage.do(lambda mix: mix.set_ambient_sounds([], Ms(1_000)))
    stage.hear(400)
    stage.do(lambda mix: mix.set_ambient_sounds(wanted, Ms(1_000)))
    assert steepest(stage.hear(1_040)) < 1e-4
    assert np.allclose(stage.hear(400)[DELAY:], 0.4, atol=1e-6)


def test_a_source_that_runs_dry_fades_out_waits_and_loses_nothing() -> None:
    whole = steady(4.0)
    source = ReadySource(whole, ready=RATE + 100)
    stage = Stage(playing(source))
    dry = stage.hear(2_000)
    assert not dry[RATE + 500 + DELAY :].any()
    source.ready = len(whole)
    wet = stage.hear(2_000)
    assert max(steepest(dry[DELAY:]), steepest(wet)) < 0.5 / 400
    place = audible_at(stage.engine.past, stage.engine.frame - BLOCK + DELAY).position_of(source)
    assert place == RATE + 100 + 2 * RATE - BLOCK


def test_a_source_that_is_not_ready_keeps_its_ramp() -> None:
    source = ReadySource(steady(4.0), ready=0)
    stage = Stage(playing(source, ramp_ms=1_000))
    assert not stage.hear(2_000).any()
    source.ready = len(source.sound)
    rise = stage.hear(1_000)
    assert level(rise[: DELAY + 48]) < 0.001
    assert steepest(rise) < 1e-4


def test_a_lower_ceiling_is_reached_softly() -> None:
    stage = Stage(playing(ReadySource(tone(9.0, 0.9, 50.0))))
    stage.hear(400)
    stage.do(lambda mix: mix.set_ceiling(0.3))
    assert steps_in_db(stage.hear(400)) < 2
    assert level(stage.hear(2_000)) <= 0.3


def test_sound_rendered_ahead_can_be_rendered_again() -> None:
    stage = Stage(playing(ReadySource(tone(9.0)), ramp_ms=3_000))
    stage.hear(400)
    place = stage.engine.frame
    first = stage.hear(600)
    assert stage.engine.rewind(place) == place
    assert np.array_equal(first, stage.hear(600))


def a_full_evening(ms: int, most: int) -> Sound:
    """A song followed by another, over rain that runs dry, with a pause and a fade, rendered
    at most `most` ms at a time."""
    song, rain = (
        ReadySource(tone(3.0, 0.3)),
        ReadySource(tone(30.0, 0.2, 97.0), ready=5 * RATE + 100),
    )
    stage = Stage(
        playing(song, ramp_ms=700),
        lambda mix: mix.set_ambient_sounds([("rain", rain, Gain(0.5))], Ms(1_500)),
        lambda mix: mix.queue_next(ReadySource(tone(9.0, 0.9, 330.0)), 0.8, Ms(1_000), Ms(0)),
        lambda mix: mix.fade([FadePoint(Ms(12_000), Gain(0.2))], 0),
    )
    parts: list[Sound] = []

    def hear(ms: int) -> None:
        parts.extend(stage.engine.render(min(left, most) * STEP) for left in range(ms, 0, -most))

    hear(4_000)
    stage.do(lambda mix: mix.set_ceiling(0.4))
    hear(1_200)
    stage.do(lambda mix: mix.pause_over(Ms(510)))
    hear(1_000)
    stage.do(lambda mix: mix.resume_over(Ms(400)))
    hear(ms)
    return np.concatenate(parts)


@pytest.mark.parametrize("most", [120, 400, 1_000])
def test_long_blocks_sound_as_short_ones(most: int) -> None:
    long, short = a_full_evening(3_000, most), a_full_evening(3_000, 40)
    assert len(long) == len(short)
    assert np.allclose(long, short, atol=2e-6)


def test_steady_sound_is_rendered_in_long_blocks() -> None:
    stage = Stage(playing(ReadySource(tone(30.0))))
    for _ in range(10):
        stage.engine.render(400 * STEP)
    assert len(stage.engine.past) <= 12


def test_a_sound_that_is_still_being_made_costs_little(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[int] = []
    render = Mix.render

    def counted(mix: Mix, frames: int) -> tuple[Mix, Sound]:
        rendered.append(frames)
        return render(mix, frames)

    monkeypatch.setattr(Mix, "render", counted)
    stage = Stage(lambda mix: mix.set_ambient_sounds([("rain", LoopSource(), Gain(1))], Ms(0)))
    rendered.clear()
    stage.engine.render(800 * STEP)
    assert sum(rendered) <= 2 * 800 * STEP


def test_a_command_is_heard_from_its_millisecond_on_inside_a_long_block() -> None:
    whole = tone(9.0, 0.5)
    stage = Stage(playing(ReadySource(whole)))
    stage.hear(400)
    before = stage.engine.frame
    stage.engine.render(400 * STEP)
    place = before + 123 * STEP
    assert stage.engine.rewind(place - 5) == place
    again = stage.hear(400)
    begin = place - DELAY
    assert np.allclose(again, whole[begin : begin + len(again)], atol=1e-6)


def test_what_was_not_there_when_a_place_was_rendered_is_not_skipped() -> None:
    source = ReadySource(tone(9.0, 0.5), ready=0)
    stage = Stage(playing(source))
    stage.engine.render(400 * STEP)
    source.ready = len(source.sound)
    place = stage.engine.rewind(stage.engine.frame - 190 * STEP)
    assert np.allclose(stage.hear(80)[DELAY:], source.sound[: 80 * STEP - DELAY], atol=1e-6)
    assert place <= stage.engine.frame


def test_music_that_begins_by_itself_is_told_within_a_short_block() -> None:
    following = ReadySource(tone(9.0))
    stage = Stage(playing(ReadySource(tone(2.0))))
    stage.do(lambda mix: mix.queue_next(following, 1.0, Ms(0), Ms(0)))
    for _ in range(6):
        stage.engine.render(400 * STEP)
    begun = 2 * RATE + DELAY
    assert audible_at(stage.engine.past, begun - 2 * STEP).position_of(following) is None
    assert audible_at(stage.engine.past, begun + BLOCK).position_of(following) == BLOCK


def test_going_back_never_undoes_a_command() -> None:
    stage = Stage(playing(ReadySource(steady(9.0))))
    stage.hear(400)
    place = stage.engine.frame
    stage.do(lambda mix: mix.stop(Ms(200)))
    stage.hear(400)
    assert stage.engine.rewind(0) == place
    assert not stage.hear(400)[-BLOCK:].any()


def test_only_whole_milliseconds_are_rendered() -> None:
    with pytest.raises(ValueError, match="whole milliseconds"):
        Engine().render(100)


def test_a_return_takes_four_seconds() -> None:
    stage = Stage(playing(ReadySource(steady(9.0))))
    stage.do(Mix.return_softly)
    back = stage.hear(6_000)
    assert level(back[:DELAY]) == 0.0
    assert level(back[: DELAY + 48]) < 0.0001
    assert level(back[200 * STEP : 400 * STEP]) == pytest.approx(0.01, rel=0.4)
    assert level(back[1_900 * STEP : 2_100 * STEP]) == pytest.approx(0.25, rel=0.1)
    assert steepest(back) < 1e-5
    assert back.max() <= 0.5
    assert np.allclose(back[4_000 * STEP + DELAY :], 0.5, atol=1e-6)


def test_a_loop_of_16_bits_sounds_as_one_of_floats() -> None:
    fine, coarse = LoopSource(), LoopSource()
    whole = tone(0.5, 0.3)
    fine.take(whole)
    coarse.take(np.rint(whole * 32_767).astype(np.int16))
    for at, frames in ((0, BLOCK), (20_000, 3 * RATE), (7 * RATE + 5, 400 * STEP)):
        heard = coarse.read(at, frames)
        assert heard.dtype == np.float32
        assert np.allclose(heard, fine.read(at, frames), atol=1 / 32_767)


def test_a_mix_is_a_value() -> None:
    mix = Mix().play(ReadySource(steady(1.0)), 1.0, Ms(0))
    after, _ = mix.render(BLOCK)
    again, _ = mix.render(BLOCK)
    assert mix.frame == 0
    assert (after.frame, after.music[0].at) == (again.frame, again.music[0].at)
    assert replace(mix, frame=0).music == mix.music

"""A loudspeaker with nothing to play is closed, inaudibly."""

from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.port import AmbientSound, Cue, CueId, Device, FadePoint, Phase
from lullaby.audio.rest import REST_AFTER
from lullaby.units import Decibels, Gain, Ms
from tests.audio.hand_driven import HandDriven, HandSpeaker
from tests.audio.sounds import steady, write
from tests.fakes import FakeClock

LONG = REST_AFTER + 1_000


class CountedSpeaker(HandSpeaker):
    opened = 0
    closed = 0

    def open_device(self) -> object:  # type: ignore[override]
        self.opened += 1
        return super().open_device()

    def close(self) -> None:
        self.closed += 1
        super().close()


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("songs") / "song.flac", steady(60.0, 0.4))


@pytest.fixture
def speaker() -> CountedSpeaker:
    return CountedSpeaker()


@pytest.fixture
def stage(speaker: CountedSpeaker) -> HandDriven:
    return HandDriven(FakeClock(), speaker, lambda _name, _rate: steady(1.0, 0.1))


def play(stage: HandDriven, song: Path) -> None:
    stage.player.play(Cue(CueId(1), song, Decibels(0.0), Ms(0), Ms(200)))


def test_with_nothing_to_play_no_step_is_due_until_a_command(
    stage: HandDriven, speaker: CountedSpeaker
) -> None:
    stage.pass_ms(LONG)
    assert speaker.closed == 1
    assert [stage.driver.step() for _ in range(3)] == [None] * 3
    assert stage.player.status().device is Device.READY
    stage.player.set_volume(Gain(0.5), Ms(0))
    stage.player.set_ceiling(Gain(0.8))
    assert speaker.opened == 1, "what makes no sound needs no loudspeaker"


def test_after_a_rest_sound_is_the_same_as_on_an_open_device(
    stage: HandDriven, speaker: CountedSpeaker, song: Path
) -> None:
    fresh = HandDriven(FakeClock(), HandSpeaker())
    stage.pass_ms(LONG)
    heard = []
    for each in (fresh, stage):
        play(each, song)
        heard.append(each.hear(3_000))
    assert speaker.opened == 2
    late = (np.abs(heard[0]).max(axis=1) > 0).argmax() - (np.abs(heard[1]).max(axis=1) > 0).argmax()
    first, second = (np.roll(heard[0], -late, axis=0), heard[1])
    assert np.abs(first - second)[2_000:100_000].max() < 1e-3


def test_a_long_pause_keeps_the_position_and_the_commands_in_it(
    stage: HandDriven, speaker: CountedSpeaker, song: Path
) -> None:
    play(stage, song)
    stage.pass_ms(5_000)
    stage.player.pause(Ms(200))
    stage.pass_ms(1_000)
    at = stage.player.status().position_ms
    stage.pass_ms(LONG)
    assert (speaker.opened, speaker.closed) == (1, 1)
    assert stage.player.status().phase is Phase.PAUSED
    assert stage.player.status().position_ms == at
    stage.player.resume(Ms(200))
    heard = stage.hear(2_000)
    assert speaker.opened == 2
    assert np.abs(heard).max() == pytest.approx(0.4, abs=0.01)
    assert stage.player.status().position_ms == pytest.approx(at + 1_900, abs=300)
    assert np.abs(np.diff(heard[:, 0])).max() < 0.01, "it rises without a click"


def test_a_stop_in_a_long_pause_takes_effect(stage: HandDriven, song: Path) -> None:
    play(stage, song)
    stage.pass_ms(1_000)
    stage.player.pause(Ms(100))
    stage.pass_ms(LONG)
    stage.player.stop(Ms(100))
    stage.pass_ms(200)
    assert stage.player.status().phase is Phase.IDLE


def test_a_fade_runs_on_through_silence(
    stage: HandDriven, speaker: CountedSpeaker, song: Path
) -> None:
    """A song that starts late in a fade is as soft as the fade is by then."""
    stage.player.fade((FadePoint(Ms(2 * LONG), Gain(0.0)),))
    stage.pass_ms(LONG)
    assert speaker.closed == 0
    play(stage, song)
    assert np.abs(stage.hear(1_000)).max() == pytest.approx(0.2, abs=0.03)


def test_ambient_sounds_alone_keep_the_device_open(
    stage: HandDriven, speaker: CountedSpeaker
) -> None:
    stage.player.set_ambient_sounds((AmbientSound("rain", Gain(1.0)),), Ms(100))
    stage.pass_ms(LONG)
    assert speaker.closed == 0


def test_speakers_are_looked_up_afresh(stage: HandDriven, speaker: CountedSpeaker) -> None:
    stage.pass_ms(LONG)
    speaker.names = ("here", "there", "new")
    assert stage.player.speakers() == ("here", "there", "new")


def test_a_loudspeaker_lost_during_a_rest_is_awaited(
    stage: HandDriven, speaker: CountedSpeaker, song: Path
) -> None:
    stage.pass_ms(LONG)
    speaker.plugged = False
    play(stage, song)
    stage.pass_ms(500)
    assert stage.player.status().device is Device.LOST
    assert stage.player.status().position_ms == 0
    speaker.plugged = True
    stage.pass_ms(3_000)
    assert stage.player.status().device is Device.READY
    assert stage.player.status().position_ms > 0


def test_another_speaker_can_be_chosen_during_a_rest(
    stage: HandDriven, speaker: CountedSpeaker
) -> None:
    stage.pass_ms(LONG)
    stage.player.use_speaker("there")
    stage.pass_ms(2_000)
    assert speaker.using == "there"

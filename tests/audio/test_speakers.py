"""Switching to another loudspeaker: softly, only on request, and to no other."""

from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.port import Cue, CueId, Device
from lullaby.units import Decibels, Ms
from tests.audio.hand_driven import HandDriven, HandSpeaker
from tests.audio.sounds import RATE, steady, write
from tests.fakes import FakeClock


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("songs") / "song.flac", steady(60.0, 0.4))


def playing(song: Path) -> HandDriven:
    stage = HandDriven(FakeClock(), HandSpeaker())
    stage.player.play(Cue(CueId(1), song, Decibels(0.0), ramp_ms=Ms(200)))
    stage.pass_ms(2_000)
    return stage


def test_sound_fades_out_before_it_is_heard_elsewhere(song: Path) -> None:
    stage = playing(song)
    stage.player.use_speaker("there")
    place = stage.player.status().position_ms
    fading = stage.hear(700)
    assert float(np.abs(np.diff(fading[:, 0])).max()) < 0.002
    rising = stage.hear(6_000)
    assert float(np.abs(np.diff(rising[:, 0])).max()) < 0.002
    assert rising[2 * RATE, 0] < 0.32
    assert rising[-1, 0] == pytest.approx(0.4, abs=0.001)
    assert stage.player.status().position_ms == pytest.approx(place + 6_700, abs=300)
    assert stage.speaker.chosen[-1] == "there"


def test_a_missing_speaker_is_awaited_and_no_other_is_used(song: Path) -> None:
    stage = playing(song)
    stage.player.use_speaker("bedroom")
    stage.pass_ms(3_000)
    assert stage.player.status().device is Device.LOST
    place = stage.player.status().position_ms
    stage.pass_ms(5_000)
    assert stage.player.status().position_ms == place
    stage.speaker.plugged = True
    stage.pass_ms(2_000)
    assert stage.player.status().device is Device.READY
    assert stage.player.status().position_ms > place
    assert None not in stage.speaker.chosen


def test_looking_again_opens_the_chosen_speaker(song: Path) -> None:
    stage = playing(song)
    stage.speaker.plugged = False
    stage.pass_ms(100)
    assert stage.player.status().device is Device.LOST
    stage.speaker.plugged = True
    assert stage.player.look_again()
    assert stage.speaker.chosen == [None]


def test_a_chosen_speaker_that_appears_later_is_used(song: Path) -> None:
    speaker = HandSpeaker(plugged=False)
    stage = HandDriven(FakeClock(), speaker)
    stage.player.use_speaker("bedroom")
    stage.player.play(Cue(CueId(1), song, Decibels(0.0), ramp_ms=Ms(200)))
    stage.pass_ms(2_000)
    assert stage.player.status().device is Device.NONE
    speaker.plugged = True
    stage.pass_ms(4_000)
    assert stage.player.status().device is Device.READY
    assert stage.hear(400).any()


def test_of_several_quick_choices_the_last_wins(song: Path) -> None:
    stage = playing(song)
    for name in ("there", "here", "there"):
        stage.player.use_speaker(name)
        stage.pass_ms(100)
    stage.pass_ms(6_000)
    assert stage.speaker.chosen[-1] == "there"
    assert stage.hear(400)[-1, 0] == pytest.approx(0.4, abs=0.001)


def test_the_speakers_are_reported(song: Path) -> None:
    assert playing(song).player.speakers() == ("here", "there")

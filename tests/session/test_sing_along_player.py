"""What reaches the player of the recordings, and what follows what, while the person sings."""

from dataclasses import replace
from pathlib import Path

import pytest

from lullaby.audio.port import (
    AMBIENT_RAMP,
    LEVEL_RAMP,
    WARMTH_RAMP,
    AmbientSound,
    Cue,
    CueId,
    Device,
    FadePoint,
    Phase,
    SpeedPitch,
)
from lullaby.lyrics.prompting import LineTimes
from lullaby.session.sing_along_player import SingAlongPlayer
from lullaby.session.vocal_mode import LeadSource
from lullaby.units import UNITY, Gain, Ms
from tests.fakes import FakeClock, FakePlayer

ONE, TWO, THREE = (Cue(CueId(n), Path(f"/songs/{n}.ogg")) for n in (1, 2, 3))
SHEET = LineTimes((Ms(1_000), Ms(3_000)), Ms(5_000))


class Hall:
    """The player on top of a fake one, with a clock."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.recording = FakePlayer(self.clock)
        self.player = SingAlongPlayer(self.recording, self.clock)

    def sing(self, cue: Cue = ONE) -> None:
        self.player.choose_lead(by_voice=True)
        self.player.play(cue)

    def heard(self) -> CueId | None:
        return self.player.status().cue

    def position(self) -> Ms:
        return self.player.status().position_ms


class Noting(FakePlayer):
    """Notes the ramps and names that it is told."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.told: list[object] = []

    def set_ambient_sounds(
        self, sounds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None:
        self.told.append((sounds, ramp_ms))

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self.told.append((gain, ramp_ms))

    def set_stereo(self, mono: bool, balance: float, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self.told.append((mono, balance, ramp_ms))

    def set_warmth(self, amount: float, ramp_ms: Ms = WARMTH_RAMP) -> None:
        self.told.append((amount, ramp_ms))

    def speakers(self) -> tuple[str, ...]:
        return ("Kitchen",)

    def use_speaker(self, name: str | None) -> None:
        self.told.append(name)


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_what_singing_leaves_alone_reaches_the_recordings() -> None:
    recording = Noting(FakeClock())
    player = SingAlongPlayer(recording, FakeClock())
    rain = (AmbientSound("rain", Gain(0.5)),)
    player.set_ambient_sounds(rain, Ms(3))
    player.set_volume(Gain(0.25), Ms(4))
    player.set_stereo(True, -0.5, Ms(5))
    player.set_warmth(0.75, Ms(6))
    player.use_speaker("Kitchen")
    assert recording.told == [(rain, 3), (0.25, 4), (True, -0.5, 5), (0.75, 6), "Kitchen"]
    assert player.speakers() == ("Kitchen",)
    player.set_ceiling(Gain(0.4))
    assert recording.ceiling == 0.4
    player.fade((FadePoint(Ms(0), Gain(0.1)),))
    assert recording.status().master == pytest.approx(0.1)
    player.close()
    assert recording.closed
    assert player.look_again()
    recording.unplug()
    assert not player.look_again()


def test_what_is_queued_reaches_the_recording_and_follows_it(hall: Hall) -> None:
    hall.player.queue_next(TWO)
    hall.player.play(ONE)
    hall.clock.advance(180_000)
    assert hall.heard() == ONE.id, "nothing is queued behind nothing"
    hall.player.play(ONE)
    hall.player.set_line_times(SHEET)
    hall.player.queue_next(TWO, Ms(2_000))
    hall.clock.advance(178_500)
    assert (hall.heard(), hall.position()) == (TWO.id, 500)
    hall.player.switch_lead()
    assert hall.player.vocal_mode.prompt.line_times == LineTimes(), "those were of another song"
    hall.player.switch_lead()
    assert hall.recording.cues[-1].path == TWO.path


def test_what_is_no_longer_queued_does_not_follow(hall: Hall) -> None:
    hall.player.play(ONE)
    hall.player.queue_next(TWO)
    hall.player.queue_next(None)
    hall.clock.advance(180_000)
    status = hall.player.status()
    assert (status.cue, status.ended) == (ONE.id, True)


def test_what_is_queued_while_the_person_sings_follows_when_the_recording_is_back(
    hall: Hall,
) -> None:
    hall.sing()
    hall.player.queue_next(TWO, Ms(1_000))
    hall.clock.advance(200_000)
    assert hall.heard() == ONE.id, "who sings is not interrupted"
    hall.player.seek(Ms(170_000))
    hall.player.switch_lead()
    hall.clock.advance(9_000)
    assert hall.heard() == TWO.id
    assert hall.player.vocal_mode.lead is LeadSource.RECORDING


def test_another_rendition_counts_from_when_it_is_heard(hall: Hall) -> None:
    hall.player.play(ONE)
    hall.clock.advance(10_000)
    hall.player.crossfade_to(TWO, Ms(500))
    assert (hall.heard(), hall.position()) == (TWO.id, 10_500)
    hall.player.switch_lead()
    hall.player.switch_lead()
    assert hall.recording.cues[-1].path == TWO.path


def test_a_rendition_that_is_never_heard_changes_nothing(hall: Hall) -> None:
    missing = replace(THREE, path=Path("/songs/gone.ogg"))
    hall.player.play(ONE)
    hall.recording.stop(Ms(60_000))
    hall.player.crossfade_to(missing)
    assert hall.heard() == ONE.id
    hall.player.switch_lead()
    assert hall.player.status().cue == ONE.id


def test_while_the_person_sings_another_rendition_moves_the_words_alone(hall: Hall) -> None:
    hall.sing()
    hall.clock.advance(4_000)
    hall.player.crossfade_to(TWO, Ms(-1_500))
    assert (hall.heard(), hall.position()) == (TWO.id, 2_500)
    assert hall.recording.cues == []
    hall.player.crossfade_to(THREE)
    assert (hall.heard(), hall.position()) == (THREE.id, 2_500)
    hall.player.crossfade_to(ONE, Ms(-9_000))
    assert hall.position() == 0, "words do not begin before the song"


def test_the_lead_changes_only_while_a_song_goes_on(hall: Hall) -> None:
    hall.player.switch_lead()
    assert hall.player.vocal_mode.lead is LeadSource.RECORDING
    hall.player.play(ONE)
    hall.player.stop(Ms(1_000))
    hall.player.switch_lead()
    assert hall.player.vocal_mode.lead is LeadSource.RECORDING
    hall.clock.advance(1_000)
    status = hall.player.status()
    assert (status.phase, status.cue) == (Phase.IDLE, None)


def test_nobody_is_alone_without_a_song(hall: Hall) -> None:
    hall.player.choose_lead(by_voice=True)
    assert hall.player.alone is False
    hall.player.play(ONE)
    assert hall.player.alone is True
    hall.player.drop()
    assert hall.player.alone is False
    assert hall.player.status() == hall.recording.status()


def test_a_song_that_is_sung_lasts_as_long_as_its_recording_or_its_words(hall: Hall) -> None:
    hall.sing()
    hall.player.set_line_times(SHEET)
    assert hall.player.status().duration_ms == 5_000
    hall.player.choose_lead(by_voice=False)
    hall.player.play(ONE)
    hall.player.set_line_times(SHEET)
    hall.player.switch_lead()
    assert hall.player.status().duration_ms == 180_000


def test_tempo_and_key_hold_for_the_recording_that_returns(hall: Hall) -> None:
    slow = SpeedPitch(0.8)
    hall.sing()
    hall.player.set_speed_pitch(slow)
    assert hall.recording.cues == []
    hall.player.switch_lead()
    assert hall.recording.cues[-1].speed_pitch == slow


def test_a_recording_without_a_loudspeaker_leaves_the_person_in_the_lead(hall: Hall) -> None:
    hall.sing()
    hall.clock.advance(2_000)
    hall.recording.unplug(Device.LOST)
    hall.player.switch_lead()
    status = hall.player.status()
    assert (status.phase, status.position_ms) == (Phase.PLAYING, 2_000)
    assert hall.player.vocal_mode.refused
    assert hall.recording.status().cue is None


def test_a_loudspeaker_lost_on_the_way_back_keeps_the_recording(hall: Hall) -> None:
    hall.sing()
    hall.player.pace(1)
    hall.clock.advance(2_000)
    hall.player.switch_lead()
    hall.clock.advance(600)
    hall.player.status()
    assert hall.player.vocal_mode.gap_ms is not None
    hall.recording.unplug(Device.LOST)
    hall.player.status()
    assert hall.player.vocal_mode.lead is LeadSource.RETURNING


def test_a_pause_is_told_as_one_and_nothing_ends_by_itself(hall: Hall) -> None:
    hall.sing()
    hall.player.pause()
    assert hall.player.status().phase is Phase.PAUSED
    hall.player.resume()
    hall.clock.advance(900_000)
    status = hall.player.status()
    assert (status.phase, status.ended, status.trouble) == (Phase.PLAYING, False, None)
    assert status.master == UNITY

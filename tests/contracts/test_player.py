"""What every player keeps: the fake, the silent one, and the engine with and without a device."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lullaby.audio.decoder import duration_of
from lullaby.audio.port import (
    PAUSE_RAMP,
    STOP_RAMP,
    Bed,
    Cue,
    CueId,
    FadePoint,
    Phase,
    Player,
    PlayerStatus,
    Trouble,
)
from lullaby.audio.silent import SilentPlayer
from lullaby.units import Gain, Ms
from tests.audio.hand_driven import HandDriven, HandSpeaker
from tests.audio.sounds import steady, tone, write
from tests.fakes import FakeClock, FakePlayer

SONG_MS = 6_000
LAG = 200
"""How much later than the command its effect may be heard, in ms."""


@dataclass(frozen=True)
class Stage:
    player: Player
    pass_ms: Callable[[int], None]
    song: Path
    missing: Path
    unreadable: Path

    @property
    def status(self) -> PlayerStatus:
        return self.player.status()

    def play(self, number: int = 1, start_ms: int = 0, path: Path | None = None) -> CueId:
        cue = Cue(CueId(number), path or self.song, start_ms=Ms(start_ms))
        self.player.play(cue)
        return cue.id


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("songs")
    write(folder / "song.flac", tone(SONG_MS / 1000))
    (folder / "unreadable.mp3").write_text("once upon a time")
    return folder


@pytest.fixture(params=["fake", "silent", "engine", "engine without a device"])
def stage(request: pytest.FixtureRequest, files: Path) -> Stage:
    clock = FakeClock()
    song, missing, bad = files / "song.flac", files / "missing.mp3", files / "unreadable.mp3"
    if request.param == "fake":
        troubles = {missing: Trouble.MISSING, bad: Trouble.UNREADABLE}
        fake = FakePlayer(clock, {song: Ms(SONG_MS)}, troubles)
        return Stage(fake, clock.advance, song, missing, bad)
    if request.param == "silent":
        return Stage(SilentPlayer(clock, duration_of), clock.advance, song, missing, bad)
    speaker = HandSpeaker(plugged=request.param == "engine")
    engine = HandDriven(clock, speaker, beds=lambda _name, _rate: steady(1.0, 0.1))
    return Stage(engine.player, engine.pass_ms, song, missing, bad)


def near(time: int) -> object:
    """Up to `LAG` less."""
    return pytest.approx(time - LAG / 2, abs=LAG / 2 + 1)


def test_nothing_is_played_at_first(stage: Stage) -> None:
    status = stage.status
    assert (status.phase, status.cue, status.position_ms) == (Phase.IDLE, None, 0)
    assert (status.duration_ms, status.ended, status.trouble) == (None, False, None)
    assert status.master == 1.0


def test_a_cue_is_spoken_of_at_once_and_then_moves(stage: Stage) -> None:
    cue = stage.play()
    assert (stage.status.cue, stage.status.phase) == (cue, Phase.PLAYING)
    assert stage.status.position_ms == 0
    stage.pass_ms(2_000)
    assert stage.status.position_ms == near(2_000)
    assert stage.status.duration_ms == SONG_MS
    assert not stage.status.ended


def test_a_cue_begins_where_it_is_told(stage: Stage) -> None:
    stage.play(start_ms=2_500)
    assert stage.status.position_ms == 2_500
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(3_500)
    assert stage.status.duration_ms == SONG_MS


def test_the_position_never_goes_back_or_ahead(stage: Stage) -> None:
    stage.play()
    before = 0
    for passed in range(0, 4_000, 100):
        position = stage.status.position_ms
        assert before <= position <= passed
        before = position
        stage.pass_ms(100)


def test_a_cue_is_heard_to_its_end(stage: Stage) -> None:
    cue = stage.play(start_ms=5_000)
    stage.pass_ms(900)
    assert not stage.status.ended
    stage.pass_ms(100 + LAG)
    status = stage.status
    assert (status.phase, status.ended, status.cue) == (Phase.IDLE, True, cue)
    assert status.position_ms == SONG_MS


@pytest.mark.parametrize("trouble", Trouble)
def test_a_file_that_cannot_be_played_is_a_fact_not_an_error(
    stage: Stage, trouble: Trouble
) -> None:
    path = stage.missing if trouble is Trouble.MISSING else stage.unreadable
    cue = stage.play(path=path)
    stage.pass_ms(LAG)
    status = stage.status
    assert (status.phase, status.cue, status.trouble) == (Phase.IDLE, cue, trouble)
    assert (status.ended, status.duration_ms) == (False, None)
    stage.play(2)
    stage.pass_ms(500)
    assert (stage.status.phase, stage.status.trouble) == (Phase.PLAYING, None)


def test_a_new_cue_takes_the_place_of_the_old(stage: Stage) -> None:
    stage.play(1)
    stage.pass_ms(3_000)
    cue = stage.play(2)
    assert (stage.status.cue, stage.status.position_ms) == (cue, 0)
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(1_000)


def test_a_pause_holds_the_place(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(2_000)
    stage.player.pause()
    assert stage.status.phase is Phase.PAUSED
    stage.pass_ms(PAUSE_RAMP + LAG)
    held = stage.status.position_ms
    assert held == pytest.approx(2_000 + PAUSE_RAMP, abs=LAG)
    stage.pass_ms(60_000)
    assert (stage.status.position_ms, stage.status.phase) == (held, Phase.PAUSED)
    stage.player.resume()
    assert stage.status.phase is Phase.PLAYING
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(held + 1_000)


def test_a_second_pause_changes_nothing(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(1_000)
    stage.player.pause()
    stage.pass_ms(1_000)
    stage.player.pause()
    stage.pass_ms(2_000)
    assert stage.status.position_ms <= 1_000 + PAUSE_RAMP + LAG


def test_what_is_played_in_a_pause_waits(stage: Stage) -> None:
    stage.play(1)
    stage.pass_ms(1_000)
    stage.player.pause()
    stage.pass_ms(PAUSE_RAMP + LAG)
    cue = stage.play(2, start_ms=1_500)
    stage.pass_ms(3_000)
    status = stage.status
    assert (status.phase, status.cue, status.position_ms) == (Phase.PAUSED, cue, 1_500)
    stage.player.resume()
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(2_500)


def test_resume_without_a_pause_does_nothing(stage: Stage) -> None:
    stage.player.resume()
    assert stage.status.phase is Phase.IDLE
    stage.play()
    stage.player.resume()
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(1_000)


@pytest.mark.parametrize("target", [0, 500, 4_000])
def test_seek_moves_within_the_cue(stage: Stage, target: int) -> None:
    cue = stage.play()
    stage.pass_ms(2_000)
    stage.player.seek(Ms(target))
    assert (stage.status.position_ms, stage.status.cue) == (target, cue)
    assert stage.status.duration_ms == SONG_MS
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(target + 1_000)


def test_seek_past_the_end_ends_the_cue(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(1_000)
    stage.player.seek(Ms(SONG_MS + 5_000))
    stage.pass_ms(LAG)
    assert (stage.status.ended, stage.status.position_ms) == (True, SONG_MS)
    assert stage.status.phase is Phase.IDLE


def test_seek_back_from_the_end_plays_again(stage: Stage) -> None:
    stage.play(start_ms=5_500)
    stage.pass_ms(1_000)
    assert stage.status.ended
    stage.player.seek(Ms(1_000))
    stage.pass_ms(1_000)
    assert (stage.status.ended, stage.status.phase) == (False, Phase.PLAYING)
    assert stage.status.position_ms == near(2_000)


def test_seek_in_a_pause_is_kept(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(1_000)
    stage.player.pause(Ms(0))
    stage.pass_ms(LAG)
    stage.player.seek(Ms(3_000))
    stage.pass_ms(2_000)
    assert (stage.status.position_ms, stage.status.phase) == (3_000, Phase.PAUSED)


def test_seek_without_a_cue_does_nothing(stage: Stage) -> None:
    stage.player.seek(Ms(3_000))
    stage.pass_ms(LAG)
    assert stage.status == PlayerStatus(device=stage.status.device)


def test_drop_lets_the_cue_go(stage: Stage) -> None:
    stage.player.set_beds((Bed("rain", Gain(0.5)),))
    stage.play()
    stage.pass_ms(1_000)
    stage.player.drop()
    stage.pass_ms(LAG)
    status = stage.status
    assert (status.phase, status.cue, status.position_ms) == (Phase.IDLE, None, 0)
    assert not status.ended


def test_stop_sinks_and_then_lets_go(stage: Stage) -> None:
    cue = stage.play()
    stage.pass_ms(1_000)
    stage.player.stop()
    assert (stage.status.phase, stage.status.cue) == (Phase.PLAYING, cue)
    stage.pass_ms(STOP_RAMP - 100)
    assert stage.status.phase is Phase.PLAYING
    stage.pass_ms(100 + LAG)
    assert stage.status == PlayerStatus(device=stage.status.device)


def test_a_second_stop_takes_no_longer(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(1_000)
    stage.player.stop()
    stage.pass_ms(1_000)
    stage.player.stop()
    stage.pass_ms(STOP_RAMP - 1_000 + LAG)
    assert stage.status.phase is Phase.IDLE


def test_stop_in_a_silent_pause_is_done_soon(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(1_000)
    stage.player.pause()
    stage.pass_ms(PAUSE_RAMP + LAG)
    stage.player.stop()
    stage.pass_ms(LAG)
    assert stage.status.phase is Phase.IDLE
    stage.play(2)
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(1_000)


def test_what_is_played_while_all_sinks_comes_to_stay(stage: Stage) -> None:
    stage.play(1)
    stage.player.fade((FadePoint(Ms(500), Gain(0.25)),))
    stage.pass_ms(1_000)
    stage.player.stop()
    stage.pass_ms(500)
    cue = stage.play(2)
    assert (stage.status.cue, stage.status.master) == (cue, 1.0)
    stage.pass_ms(2_000)
    assert (stage.status.cue, stage.status.phase) == (cue, Phase.PLAYING)
    assert stage.status.position_ms == near(2_000)
    assert stage.status.master == 1.0


def test_a_fade_goes_through_its_points_and_holds(stage: Stage) -> None:
    stage.play()
    points = (
        FadePoint(Ms(1_000), Gain(1.0)),
        FadePoint(Ms(2_000), Gain(0.5)),
        FadePoint(Ms(4_000), Gain(0.0)),
    )
    stage.player.fade(points)
    for passed, gain in ((1_000, 1.0), (500, 0.75), (500, 0.5), (1_000, 0.25), (1_000, 0.0)):
        stage.pass_ms(passed)
        assert stage.status.master == pytest.approx(gain, abs=0.002)
    stage.pass_ms(500)
    assert stage.status.master == 0.0


def test_a_new_course_begins_where_the_old_one_was(stage: Stage) -> None:
    stage.player.fade((FadePoint(Ms(2_000), Gain(0.0)),))
    stage.pass_ms(1_000)
    stage.player.fade((FadePoint(Ms(1_000), Gain(1.0)),))
    assert stage.status.master == pytest.approx(0.5, abs=0.1)
    stage.pass_ms(500)
    assert stage.status.master == pytest.approx(0.75, abs=0.1)
    stage.pass_ms(500)
    assert stage.status.master == 1.0


def test_a_fade_stands_still_in_a_pause(stage: Stage) -> None:
    stage.play()
    stage.player.fade((FadePoint(Ms(4_000), Gain(0.0)),))
    stage.pass_ms(1_000)
    stage.player.pause(Ms(0))
    stage.pass_ms(LAG)
    held = stage.status.master
    assert held == pytest.approx(0.75, abs=0.05)
    stage.pass_ms(10_000)
    assert stage.status.master == held
    stage.player.resume(Ms(0))
    stage.pass_ms(1_000)
    assert stage.status.master == pytest.approx(held - 0.25, abs=0.05)


def test_a_course_for_what_comes_next_is_not_lost_with_what_stops(stage: Stage) -> None:
    stage.play(1)
    stage.pass_ms(1_000)
    stage.player.stop()
    stage.pass_ms(100)
    stage.player.fade((FadePoint(Ms(1_000), Gain(0.5)),))
    stage.play(2)
    stage.pass_ms(1_500)
    assert stage.status.master == pytest.approx(0.5)


def test_a_stop_gives_the_master_back(stage: Stage) -> None:
    stage.play()
    stage.player.fade((FadePoint(Ms(500), Gain(0.0)),))
    stage.pass_ms(500 + LAG)
    stage.player.stop()
    assert stage.status.master == 0.0
    stage.pass_ms(STOP_RAMP + LAG)
    assert stage.status.master == 1.0


def test_beds_alone_are_no_cue(stage: Stage) -> None:
    stage.player.set_beds((Bed("rain", Gain(0.5)), Bed("ocean", Gain(0.2))))
    stage.pass_ms(1_000)
    assert (stage.status.phase, stage.status.cue) == (Phase.IDLE, None)
    stage.player.set_beds(())
    stage.pass_ms(3_000)
    assert stage.status.phase is Phase.IDLE


def test_no_command_fails_with_nothing_to_do(stage: Stage) -> None:
    player = stage.player
    player.set_volume(Gain(0.0))
    player.set_ceiling(Gain(0.0))
    player.fade(())
    player.drop()
    player.pause()
    player.pause(Ms(0))
    player.stop()
    stage.pass_ms(STOP_RAMP + LAG)
    assert stage.status == PlayerStatus(device=stage.status.device)


def test_close_may_come_at_any_time_and_twice(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(500)
    stage.player.close()
    stage.player.close()

"""The contract of every player: cues and their positions."""

import pytest

from lullaby.audio.port import PAUSE_RAMP, Phase, PlayerStatus, Trouble
from lullaby.units import Ms
from tests.contracts.stage import LAG, PATIENCE_MS, SONG_MS, Stage, near


def test_nothing_is_played_at_first(stage: Stage) -> None:
    status = stage.status
    assert (status.phase, status.cue, status.position_ms) == (Phase.IDLE, None, 0)
    assert (status.duration_ms, status.ended, status.trouble) == (None, False, None)
    assert status.master == 1.0


def test_a_cue_is_reported_at_once_and_then_moves(stage: Stage) -> None:
    cue = stage.play()
    assert (stage.status.cue, stage.status.phase) == (cue, Phase.PLAYING)
    assert stage.status.position_ms == 0
    stage.pass_ms(2_000)
    assert stage.status.position_ms == near(2_000)
    assert stage.status.duration_ms == SONG_MS
    assert not stage.status.ended


def test_a_cue_starts_at_its_start_position(stage: Stage) -> None:
    stage.play(start_ms=2_500)
    assert stage.status.position_ms == 2_500
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(3_500)
    assert stage.status.duration_ms == SONG_MS


def test_a_cue_waits_for_its_moment(stage: Stage) -> None:
    cue = stage.play(start_ms=1_000, begins_in=1_500)
    stage.pass_ms(1_480)
    status = stage.status
    assert (status.cue, status.phase, status.position_ms) == (cue, Phase.PLAYING, 1_000)
    stage.pass_ms(1_020)
    assert stage.status.position_ms == pytest.approx(2_000, abs=3)


def test_a_moment_that_has_passed_is_now(stage: Stage) -> None:
    stage.play(begins_in=-5_000)
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(1_000)


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
def test_an_unplayable_file_is_reported_and_raises_nothing(stage: Stage, trouble: Trouble) -> None:
    cue = stage.play(path=stage.bad(trouble))
    stage.pass_ms(PATIENCE_MS if trouble is Trouble.NOT_IN_TIME else LAG)
    status = stage.status
    assert (status.phase, status.cue, status.trouble) == (Phase.IDLE, cue, trouble)
    assert (status.ended, status.duration_ms) == (False, None)
    stage.play(2)
    stage.pass_ms(500)
    assert (stage.status.phase, stage.status.trouble) == (Phase.PLAYING, None)


def test_a_new_cue_replaces_the_old_one(stage: Stage) -> None:
    stage.play(1)
    stage.pass_ms(3_000)
    cue = stage.play(2)
    assert (stage.status.cue, stage.status.position_ms) == (cue, 0)
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(1_000)


def test_a_pause_holds_the_position(stage: Stage) -> None:
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


def test_a_cue_played_in_a_pause_waits(stage: Stage) -> None:
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


def test_a_length_is_counted_once_the_end_of_the_file_was_read(stage: Stage) -> None:
    assert not stage.status.counted
    stage.play()
    stage.pass_ms(SONG_MS - 1_000)
    assert (stage.status.counted, stage.status.duration_ms) == (True, SONG_MS)
    stage.pass_ms(1_000 + LAG)
    assert stage.status.counted, "also when it has ended"


def test_nothing_is_counted_of_a_file_that_cannot_be_played(stage: Stage) -> None:
    stage.play(path=stage.bad(Trouble.UNREADABLE))
    stage.pass_ms(LAG)
    assert not stage.status.counted

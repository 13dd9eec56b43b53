"""The contract of every player: replacing one recording by another of the same music."""

import pytest

from lullaby.audio.port import AS_RECORDED, Cue, CueId, Phase, SpeedPitch, Trouble
from lullaby.units import Ms
from tests.contracts.stage import LAG, SONG_MS, Stage, near


def again(
    stage: Stage,
    number: int = 2,
    speed_pitch: SpeedPitch = AS_RECORDED,
    made: SpeedPitch = AS_RECORDED,
) -> Cue:
    return Cue(CueId(number), stage.song, speed_pitch=speed_pitch, made=made)


def test_the_position_continues_in_the_new_cue(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(2_000)
    stage.player.crossfade_to(again(stage))
    stage.pass_ms(1_000)
    assert (stage.status.cue, stage.status.phase) == (2, Phase.PLAYING)
    assert stage.status.position_ms == near(3_000)
    assert stage.status.duration_ms == SONG_MS


def test_it_may_continue_from_another_position(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(1_000)
    stage.player.crossfade_to(again(stage), Ms(2_000))
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(4_000)
    stage.player.crossfade_to(again(stage, 3), Ms(-3_000))
    stage.pass_ms(1_000)
    assert (stage.status.cue, stage.status.position_ms) == (3, near(2_000))


def test_positions_refer_to_the_song_however_its_file_was_made(stage: Stage) -> None:
    """A file made at speed 0.8 lasts longer than the song."""
    made = SpeedPitch(pace=0.8, semitones=-2.0)
    stage.player.play(Cue(CueId(1), stage.song, start_ms=Ms(800), speed_pitch=made, made=made))
    assert stage.status.position_ms == 800
    stage.pass_ms(2_000)
    assert stage.status.position_ms == pytest.approx(800 + 1_600, abs=LAG)
    assert stage.status.duration_ms == pytest.approx(SONG_MS * 0.8, abs=2)
    stage.pass_ms(3_000 - LAG)
    assert not stage.status.ended
    stage.pass_ms(2 * LAG)
    assert stage.status.ended


def test_a_recording_made_slower_replaces_one_played_slower(stage: Stage) -> None:
    slower = SpeedPitch(pace=0.75)
    stage.player.play(Cue(CueId(1), stage.song, speed_pitch=slower))
    stage.pass_ms(2_000)
    stage.player.crossfade_to(again(stage, speed_pitch=slower, made=slower))
    stage.pass_ms(1_000)
    before = stage.status.position_ms
    assert before == pytest.approx(3_000 * 0.75, abs=LAG)
    stage.pass_ms(1_000)
    assert stage.status.position_ms - before == pytest.approx(750, abs=60)


@pytest.mark.parametrize("trouble", Trouble)
def test_an_unplayable_file_changes_nothing(stage: Stage, trouble: Trouble) -> None:
    cue = stage.play()
    stage.pass_ms(1_000)
    stage.player.crossfade_to(Cue(CueId(2), stage.bad(trouble)))
    stage.pass_ms(1_000)
    status = stage.status
    assert (status.cue, status.phase, status.trouble) == (cue, Phase.PLAYING, None)
    assert status.position_ms == near(2_000)


def test_speed_and_pitch_set_right_after_apply_to_the_new_recording(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(1_000)
    stage.player.crossfade_to(again(stage), Ms(500))
    stage.player.set_speed_pitch(SpeedPitch(pace=0.6))
    stage.pass_ms(1_000)
    before = stage.status.position_ms
    assert stage.status.cue == 2
    assert before == pytest.approx(1_000 + 500 + 600, abs=2 * LAG)
    stage.pass_ms(2_000)
    assert stage.status.position_ms - before == pytest.approx(1_200, abs=60)


def test_a_seek_right_after_applies_to_the_new_recording(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(1_000)
    stage.player.crossfade_to(again(stage))
    stage.player.seek(Ms(3_000))
    stage.pass_ms(1_000)
    assert (stage.status.cue, stage.status.position_ms) == (2, near(4_000))


def test_the_queued_cue_still_follows(stage: Stage) -> None:
    stage.play(start_ms=4_000)
    stage.player.queue_next(again(stage, 3))
    stage.player.crossfade_to(again(stage, 2))
    stage.pass_ms(1_000)
    assert stage.status.cue == 2
    stage.pass_ms(1_000 + LAG)
    assert stage.status.cue == 3


def test_crossfading_from_nothing(stage: Stage) -> None:
    stage.player.crossfade_to(again(stage))
    stage.pass_ms(500)
    assert (stage.status.cue, stage.status.phase) == (None, Phase.IDLE)

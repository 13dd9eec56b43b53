"""The contract of every player: the queued cue, speed and pitch."""

import pytest

from lullaby.audio.port import Cue, CueId, Phase, SpeedPitch
from lullaby.units import Ms
from tests.contracts.stage import LAG, SONG_MS, Stage, near


def following(stage: Stage, number: int = 2, start_ms: int = 0) -> Cue:
    return Cue(CueId(number), stage.song, start_ms=Ms(start_ms))


def test_a_queued_cue_starts_by_itself(stage: Stage) -> None:
    cue = stage.play(start_ms=4_000)
    stage.player.queue_next(following(stage))
    stage.pass_ms(1_500)
    assert (stage.status.cue, stage.status.ended) == (cue, False)
    stage.pass_ms(500 + LAG)
    assert (stage.status.cue, stage.status.phase) == (2, Phase.PLAYING)
    assert not stage.status.ended
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(1_000 + LAG)


def test_no_end_is_reported_when_a_cue_is_queued(stage: Stage) -> None:
    stage.play(start_ms=5_000)
    stage.player.queue_next(following(stage))
    for _ in range(150):
        stage.pass_ms(20)
        assert not stage.status.ended
        assert stage.status.phase is Phase.PLAYING


def test_a_queued_cue_may_overlap(stage: Stage) -> None:
    stage.play(start_ms=2_000)
    stage.player.queue_next(following(stage), Ms(2_000))
    stage.pass_ms(1_800)
    assert stage.status.cue == 1
    stage.pass_ms(200 + LAG)
    assert stage.status.cue == 2
    stage.pass_ms(1_000)
    assert stage.status.position_ms == near(1_000 + LAG)


def test_a_queued_cue_can_be_removed(stage: Stage) -> None:
    stage.play(start_ms=5_000)
    stage.player.queue_next(following(stage))
    stage.player.queue_next(None)
    stage.pass_ms(1_000 + LAG)
    assert (stage.status.cue, stage.status.ended) == (1, True)


def test_a_later_cue_replaces_the_queued_one(stage: Stage) -> None:
    stage.play(start_ms=5_000)
    stage.player.queue_next(following(stage, 2))
    stage.player.queue_next(following(stage, 3))
    stage.pass_ms(1_000 + LAG)
    assert stage.status.cue == 3


@pytest.mark.parametrize("command", ["play", "drop", "stop"])
def test_the_queue_is_cleared(stage: Stage, command: str) -> None:
    stage.play(start_ms=4_000)
    stage.player.queue_next(following(stage))
    if command == "play":
        stage.play(3, start_ms=5_000)
    else:
        getattr(stage.player, command)()
    stage.pass_ms(4_000)
    assert stage.status.cue == (3 if command == "play" else None)
    assert stage.status.phase is Phase.IDLE


def test_nothing_starts_after_nothing(stage: Stage) -> None:
    stage.player.queue_next(following(stage))
    stage.pass_ms(1_000)
    assert (stage.status.cue, stage.status.phase) == (None, Phase.IDLE)


def test_an_unplayable_queued_cue_is_reported(stage: Stage) -> None:
    stage.play(start_ms=5_000)
    stage.player.queue_next(Cue(CueId(2), stage.missing))
    stage.pass_ms(1_000 + 2 * LAG)
    status = stage.status
    assert status.cue == 2
    assert status.trouble is not None


def test_a_pause_holds_the_queue(stage: Stage) -> None:
    stage.play(start_ms=5_000)
    stage.player.queue_next(following(stage))
    stage.player.pause(Ms(0))
    stage.pass_ms(5_000)
    assert stage.status.cue == 1
    stage.player.resume(Ms(0))
    stage.pass_ms(1_500)
    assert stage.status.cue == 2


def test_a_slower_cue_takes_its_time(stage: Stage) -> None:
    cue = Cue(CueId(1), stage.song, speed_pitch=SpeedPitch(pace=0.6, semitones=-3.0))
    stage.player.play(cue)
    stage.pass_ms(5_000)
    assert stage.status.position_ms == pytest.approx(3_000, abs=LAG)
    assert stage.status.duration_ms == SONG_MS
    stage.pass_ms(4_800)
    assert not stage.status.ended
    stage.pass_ms(200 + LAG)
    assert (stage.status.ended, stage.status.position_ms) == (True, SONG_MS)


def test_the_speed_changes_during_playback(stage: Stage) -> None:
    stage.play()
    stage.pass_ms(1_000)
    stage.player.set_speed_pitch(SpeedPitch(pace=0.6))
    stage.pass_ms(1_000)
    before = stage.status.position_ms
    stage.pass_ms(3_000)
    assert stage.status.position_ms - before == pytest.approx(1_800, abs=60)


def test_speed_and_pitch_without_a_cue_do_nothing(stage: Stage) -> None:
    stage.player.set_speed_pitch(SpeedPitch(pace=0.6))
    stage.play()
    stage.pass_ms(2_000)
    assert stage.status.position_ms == near(2_000)

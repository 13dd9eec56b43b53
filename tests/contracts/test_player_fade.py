"""The contract of every player: stopping, fading and background sounds."""

import pytest

from lullaby.audio.port import PAUSE_RAMP, STOP_RAMP, AmbientSound, FadePoint, Phase, PlayerStatus
from lullaby.units import Gain, Ms
from tests.contracts.stage import LAG, Stage, near


def test_drop_ends_the_cue(stage: Stage) -> None:
    stage.player.set_ambient_sounds((AmbientSound("rain", Gain(0.5)),))
    stage.play()
    stage.pass_ms(1_000)
    stage.player.drop()
    stage.pass_ms(LAG)
    status = stage.status
    assert (status.phase, status.cue, status.position_ms) == (Phase.IDLE, None, 0)
    assert not status.ended


def test_stop_fades_out_and_then_ends_the_cue(stage: Stage) -> None:
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


def test_a_cue_played_during_a_stop_continues(stage: Stage) -> None:
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


def test_a_fade_follows_its_points_and_holds(stage: Stage) -> None:
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


def test_a_new_envelope_starts_from_the_current_gain(stage: Stage) -> None:
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


def test_an_envelope_for_the_next_cue_survives_a_stop(stage: Stage) -> None:
    stage.play(1)
    stage.pass_ms(1_000)
    stage.player.stop()
    stage.pass_ms(100)
    stage.player.fade((FadePoint(Ms(1_000), Gain(0.5)),))
    stage.play(2)
    stage.pass_ms(1_500)
    assert stage.status.master == pytest.approx(0.5)


def test_a_stop_resets_the_master_gain(stage: Stage) -> None:
    stage.play()
    stage.player.fade((FadePoint(Ms(500), Gain(0.0)),))
    stage.pass_ms(500 + LAG)
    stage.player.stop()
    assert stage.status.master == 0.0
    stage.pass_ms(STOP_RAMP + LAG)
    assert stage.status.master == 1.0


def test_ambient_sounds_alone_are_no_cue(stage: Stage) -> None:
    stage.player.set_ambient_sounds(
        (AmbientSound("rain", Gain(0.5)), AmbientSound("ocean", Gain(0.2)))
    )
    stage.pass_ms(1_000)
    assert (stage.status.phase, stage.status.cue) == (Phase.IDLE, None)
    stage.player.set_ambient_sounds(())
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

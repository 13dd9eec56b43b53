"""A song that the person sings keeps the player's contract, except for its end."""

from pathlib import Path

from lullaby.audio.port import AmbientSound, Cue, CueId, Phase, Trouble
from lullaby.lyrics.prompting import LineTimes, Way
from lullaby.session.sing_along_player import SingAlongPlayer
from lullaby.units import Gain, Ms
from tests.fakes import FakeClock
from tests.silent_player import SilentPlayer

SONG = Path("/songs/none.ogg")
SHEET = LineTimes((Ms(1_000), Ms(3_000)), Ms(5_000))


def sung(start_ms: int = 0) -> tuple[SingAlongPlayer, FakeClock]:
    """On top of the silent player, which finds no file."""
    clock = FakeClock()
    player = SingAlongPlayer(SilentPlayer(clock, lambda _: Trouble.MISSING), clock)
    player.choose_lead(by_voice=True)
    player.play(Cue(CueId(1), SONG, start_ms=Ms(start_ms)))
    player.set_line_times(SHEET)
    return player, clock


def test_it_plays_from_its_position_and_moves() -> None:
    player, clock = sung(start_ms=2_500)
    status = player.status()
    assert (status.phase, status.cue, status.position_ms) == (Phase.PLAYING, 1, 2_500)
    clock.advance(1_000)
    assert player.status().position_ms == 3_500
    assert (player.status().trouble, player.status().ended) == (None, False)


def test_a_pause_holds_the_position() -> None:
    player, clock = sung()
    clock.advance(1_000)
    player.pause()
    clock.advance(60_000)
    assert (player.status().phase, player.status().position_ms) == (Phase.PAUSED, 1_000)
    player.resume()
    clock.advance(500)
    assert player.status().position_ms == 1_500


def test_a_stop_fades_out_and_ends_the_cue() -> None:
    player, clock = sung()
    player.set_ambient_sounds((AmbientSound("rain", Gain(0.5)),))
    player.stop()
    assert player.status().phase is Phase.PLAYING
    clock.advance(1_600)
    assert (player.status().phase, player.status().cue) == (Phase.IDLE, None)


def test_seek_turn_and_vocal_mode_move_within_the_words() -> None:
    player, clock = sung()
    player.seek(Ms(3_200))
    assert player.status().position_ms == 3_200
    player.lead(Way.HAND)
    clock.advance(9_000)
    assert player.status().position_ms == 3_200
    player.turn(-1)
    assert player.status().position_ms == 1_000
    player.turn(+1)
    player.turn(+1)
    assert player.status().position_ms == 1_000, "behind the last line comes the first"


def test_a_missing_recording_is_reported_once_it_should_lead() -> None:
    player, clock = sung()
    player.switch_lead()
    clock.advance(200)
    status = player.status()
    assert (status.phase, status.trouble, player.alone) == (Phase.PLAYING, None, True)
    assert player.vocal_mode.refused
    assert status.position_ms == 200

"""Levels of music and background sounds: in steps, and never above the gentle limit."""

import pytest

from lullaby.audio.port import LEVEL_RAMP, SKIP_RAMP, AmbientSound
from lullaby.library.routine import AmbientStep
from lullaby.session.levels import Levels
from lullaby.session.volume import gain_of
from lullaby.session.wind_down import STEP_RAMP
from lullaby.units import Gain, Ms
from tests.fakes import FakeClock, FakePlayer

RAIN, FAN = AmbientStep("rain", 6), AmbientStep("fan", 12)


class LevelPlayer(FakePlayer):
    """Records every change of volume with its duration, and how often sounds were sent."""

    def __init__(self) -> None:
        super().__init__(FakeClock())
        self.changes: list[tuple[Gain, Ms]] = []
        self.sendings = 0

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self.changes.append((gain, ramp_ms))
        super().set_volume(gain, ramp_ms)

    def set_ambient_sounds(self, sounds: tuple[AmbientSound, ...], ramp_ms: Ms = Ms(2_000)) -> None:
        self.sendings += 1
        super().set_ambient_sounds(sounds, ramp_ms)


@pytest.fixture
def player() -> LevelPlayer:
    return LevelPlayer()


def test_from_the_start_no_sample_exceeds_the_limit(player: LevelPlayer) -> None:
    assert Levels(player, 14).music_step == 8
    assert player.ceiling == gain_of(14)
    assert Levels(player, 5).music_step == 5


def test_an_evening_starts_at_its_own_levels_within_the_limit(player: LevelPlayer) -> None:
    levels = Levels(player, 10)
    levels.apply_levels(13, (RAIN, FAN, AmbientStep("sea", 0)))
    assert (levels.music_step, player.volume) == (10, gain_of(10))
    assert levels.ambient == (RAIN, AmbientStep("fan", 10), AmbientStep("sea", 0))
    assert player.ambient == (
        AmbientSound("rain", gain_of(6)),
        AmbientSound("fan", gain_of(10)),
    )
    assert not levels.at_limit, "nobody asked for more"


def test_a_request_beyond_the_limit_stops_there_and_is_reported(player: LevelPlayer) -> None:
    levels = Levels(player, 10)
    levels.set_music(10)
    assert not levels.at_limit
    levels.set_music(11)
    assert (levels.music_step, levels.at_limit) == (10, True)
    levels.set_music(-3)
    assert (levels.music_step, player.volume, levels.at_limit) == (0, 0.0, False)


def test_a_song_with_its_own_level_stays_below_the_limit(
    player: LevelPlayer,
) -> None:
    levels = Levels(player, 10)
    levels.set_music(8)
    levels.set_louder(1)
    assert player.changes[-1] == (gain_of(9), SKIP_RAMP)
    levels.set_louder(1)
    assert len(player.changes) == 2, "nothing is sent twice"
    levels.set_louder(9)
    assert player.volume == gain_of(10)
    levels.set_louder(-20)
    assert player.volume == gain_of(1), "softer, but never gone"
    levels.set_music(0)
    assert player.changes[-1] == (0.0, LEVEL_RAMP)


def test_a_background_sound_changes_without_changing_the_order(player: LevelPlayer) -> None:
    levels = Levels(player, 10)
    levels.apply_levels(8, (RAIN, AmbientStep("fan", 4)))
    levels.set_ambient_sound("rain", 7)
    assert [sound.step for sound in levels.ambient] == [7, 4]
    levels.set_ambient_sound("sea", 3)
    assert [sound.name for sound in levels.ambient] == ["rain", "fan", "sea"]
    levels.set_ambient_sound("rain", 0)
    assert levels.ambient[0] == AmbientStep("rain", 0)
    assert [sound.name for sound in player.ambient] == ["fan", "sea"]
    levels.set_ambient_sound("sea", 10)
    assert not levels.at_limit
    levels.set_ambient_sound("sea", 11)
    assert (levels.ambient[2].step, levels.at_limit) == (10, True)


def test_louder_and_softer_change_the_music_while_a_song_plays(player: LevelPlayer) -> None:
    levels = Levels(player, 10)
    levels.apply_levels(8, (RAIN,))
    levels.nudge(+1, song_on=True)
    assert (levels.music_step, levels.ambient) == (9, (RAIN,))
    levels.nudge(-1, song_on=True)
    assert levels.music_step == 8


def test_louder_and_softer_change_the_background_sounds_if_they_are_alone(
    player: LevelPlayer,
) -> None:
    levels = Levels(player, 10)
    levels.apply_levels(8, (AmbientStep("rain", 10), AmbientStep("fan", 1), AmbientStep("sea", 0)))
    levels.nudge(+1, song_on=False)
    assert [sound.step for sound in levels.ambient] == [10, 2, 0]
    assert levels.at_limit, "one of them met it"
    levels.nudge(-1, song_on=False)
    levels.nudge(-1, song_on=False)
    assert [sound.step for sound in levels.ambient] == [8, 1, 0], (
        "softer never switches a sound off"
    )
    assert (levels.music_step, levels.at_limit) == (8, False)


def test_without_background_sounds_the_music_level_changes_even_without_a_song(
    player: LevelPlayer,
) -> None:
    levels = Levels(player, 10)
    levels.apply_levels(8, (AmbientStep("rain", 0),))
    assert not levels.ambient_sounds_on
    levels.nudge(+1, song_on=False)
    assert levels.music_step == 9


def test_a_lower_limit_lowers_what_is_above_it(player: LevelPlayer) -> None:
    levels = Levels(player, 20)
    levels.apply_levels(12, (RAIN, FAN))
    levels.set_limit(9)
    assert (levels.music_step, player.volume, player.ceiling) == (9, gain_of(9), gain_of(9))
    assert levels.ambient == (RAIN, AmbientStep("fan", 9))
    assert player.ambient[1] == AmbientSound("fan", gain_of(9))
    assert not levels.at_limit
    sent = player.sendings
    levels.set_limit(9)
    assert player.sendings == sent, "sounds that stay are not sent again"
    levels.set_limit(30)
    assert player.ceiling == gain_of(20)
    levels.set_limit(-1)
    assert player.ceiling == 0.0


def test_winding_down_softens_music_and_sounds_together(player: LevelPlayer) -> None:
    levels = Levels(player, 10)
    levels.apply_levels(8, (RAIN,), Gain(0.8))
    assert player.volume == pytest.approx(0.8 * gain_of(8))
    levels.wind_down(Gain(0.5))
    assert player.changes[-1] == (pytest.approx(0.5 * gain_of(8)), STEP_RAMP)
    (rain,) = player.ambient
    assert rain.gain == pytest.approx(0.5 * gain_of(6))
    sent = (len(player.changes), player.sendings)
    levels.wind_down(Gain(0.5))
    assert (len(player.changes), player.sendings) == sent, "nothing is sent twice"

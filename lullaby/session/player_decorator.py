"""A player laid over another one: everything is handed on, until a class says otherwise."""

from lullaby.audio.port import (
    AMBIENT_RAMP,
    LEVEL_RAMP,
    PAUSE_RAMP,
    STOP_RAMP,
    WARMTH_RAMP,
    AmbientSound,
    FadePoint,
    Player,
)
from lullaby.units import Gain, Ms


class PlayerDecorator:
    """What no layer has a word on; cues, their manner and the status are left to each."""

    def __init__(self, player: Player) -> None:
        self._player = player

    def pause(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        self._player.pause(ramp_ms)

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        self._player.resume(ramp_ms)

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None:
        self._player.stop(ramp_ms)

    def seek(self, position_ms: Ms) -> None:
        self._player.seek(position_ms)

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self._player.set_volume(gain, ramp_ms)

    def set_ambient_sounds(
        self, beds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None:
        self._player.set_ambient_sounds(beds, ramp_ms)

    def set_warmth(self, amount: float, ramp_ms: Ms = WARMTH_RAMP) -> None:
        self._player.set_warmth(amount, ramp_ms)

    def set_ceiling(self, gain: Gain) -> None:
        self._player.set_ceiling(gain)

    def fade(self, points: tuple[FadePoint, ...]) -> None:
        self._player.fade(points)

    def speakers(self) -> tuple[str, ...]:
        return self._player.speakers()

    def use_speaker(self, name: str | None) -> None:
        self._player.use_speaker(name)

    def look_again(self) -> bool:
        return self._player.look_again()

    def close(self) -> None:
        self._player.close()

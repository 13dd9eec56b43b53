"""Volume of music and background sounds, never above the gentle limit."""

from lullaby.audio.port import AMBIENT_RAMP, LEVEL_RAMP, SKIP_RAMP, AmbientSound, Player
from lullaby.library.routine import STEPS, AmbientStep
from lullaby.session.volume import gain_of
from lullaby.session.wind_down import STEP_RAMP
from lullaby.units import UNITY, Gain, Ms


class Levels:
    """Holds volumes in steps of 0 to 20 and sends each change to the player at once."""

    def __init__(self, player: Player, limit: int) -> None:
        self._player = player
        self._limit = limit
        self.music_step = min(8, limit)
        self.ambient: tuple[AmbientStep, ...] = ()
        self._louder = 0
        self._wound_down = UNITY
        self.at_limit = False
        """Whether the last request exceeded the gentle limit."""
        player.set_ceiling(gain_of(limit))

    @property
    def ambient_sounds_on(self) -> bool:
        return any(sound.step for sound in self.ambient)

    def apply_levels(
        self, music_step: int, ambient: tuple[AmbientStep, ...], wound_down: Gain = UNITY
    ) -> None:
        """Set the levels of a new evening; `wound_down` is the gain at the start of its curve."""
        self._wound_down = wound_down
        self.ambient = tuple(AmbientStep(sound.name, self._within(sound.step)) for sound in ambient)
        self.set_music(music_step)
        self.at_limit = False
        self._send_ambient_sounds()

    def set_music(self, step: int) -> None:
        self.music_step = self._within(step)
        self.at_limit = step > self._limit
        self._send_music()

    def set_louder(self, steps: int) -> None:
        """Raise the current song by these steps, as far as the gentle limit allows."""
        if steps != self._louder:
            self._louder = steps
            self._send_music(SKIP_RAMP)

    def wind_down(self, gain: Gain) -> None:
        """Set the wind-down gain that multiplies every level."""
        if gain != self._wound_down:
            self._wound_down = gain
            self._send_music(STEP_RAMP)
            self._send_ambient_sounds(STEP_RAMP)

    def set_ambient_sound(self, name: str, step: int) -> None:
        """Set a background sound's step; 0 silences it but keeps its entry."""
        changed = AmbientStep(name, self._within(step))
        known = any(sound.name == name for sound in self.ambient)
        kept = tuple(changed if sound.name == name else sound for sound in self.ambient)
        self.ambient = kept if known else (*kept, changed)
        self.at_limit = step > self._limit
        self._send_ambient_sounds()

    def nudge(self, direction: int, song_on: bool) -> None:
        """One step louder (+1) or softer (-1): the music, or the background sounds alone."""
        if song_on or not self.ambient_sounds_on:
            self.set_music(self.music_step + direction)
            return
        met = False
        for sound in self.ambient:
            if sound.step:
                self.set_ambient_sound(sound.name, max(1, sound.step + direction))
                met = met or self.at_limit
        self.at_limit = met

    def set_limit(self, step: int) -> None:
        """Set the gentle limit; anything above it is lowered."""
        self._limit = max(0, min(step, STEPS))
        self._player.set_ceiling(gain_of(self._limit))
        self.set_music(self.music_step)
        if any(sound.step > self._limit for sound in self.ambient):
            self.ambient = tuple(
                AmbientStep(sound.name, self._within(sound.step)) for sound in self.ambient
            )
            self._send_ambient_sounds()
        self.at_limit = False

    def _within(self, step: int) -> int:
        return max(0, min(step, self._limit))

    def _send_music(self, ramp_ms: Ms = LEVEL_RAMP) -> None:
        step = max(1, self.music_step + self._louder) if self.music_step else 0
        self._player.set_volume(self._gain_of_step(self._within(step)), ramp_ms)

    def _send_ambient_sounds(self, ramp_ms: Ms = AMBIENT_RAMP) -> None:
        audible = tuple(
            AmbientSound(sound.name, self._gain_of_step(sound.step))
            for sound in self.ambient
            if sound.step
        )
        self._player.set_ambient_sounds(audible, ramp_ms)

    def _gain_of_step(self, step: int) -> Gain:
        return Gain(gain_of(step) * self._wound_down)

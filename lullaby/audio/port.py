"""The application's interface to sound: commands in, facts out.

Every implementation (the engine, the silent player, the test fake) passes the suite in
`tests/contracts/`. No command blocks, and none raises for a bad file or a missing device:
`status()` reports what happened. All calls come from one thread.
"""

from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Any, NewType, Protocol

from lullaby.frozen import frozen
from lullaby.units import UNITY, Decibels, Gain, Lufs, Ms

CueId = NewType("CueId", int)
"""Identifies one request to play; never reused by a player."""

START_RAMP = Ms(4_000)
AMBIENT_RAMP = Ms(2_000)
PAUSE_RAMP = Ms(1_500)
STOP_RAMP = Ms(1_500)
SKIP_RAMP = Ms(1_500)
LEVEL_RAMP = Ms(200)
RETURN_RAMP = Ms(4_000)
WARMTH_RAMP = Ms(1_000)

SLOWEST, FASTEST = 0.6, 1.1
LOWEST, HIGHEST = -6.0, 6.0


@frozen
class SpeedPitch:
    """How a recording is played: speed, as a factor from 0.6 to 1.1, and pitch, from -6 to 6
    semitones. The two are independent."""

    pace: float = 1.0
    semitones: float = 0.0

    def __post_init__(self) -> None:
        if not (SLOWEST <= self.pace <= FASTEST and LOWEST <= self.semitones <= HIGHEST):
            raise ValueError(f"no recording is played like this: {self}")


AS_RECORDED = SpeedPitch()


class LaidSound(Protocol):
    """Mono sound that is laid over a song while it plays, and may still be coming."""

    def read(self, first: int, frames: int) -> Any:
        """An array of float32 from frame `first`, counted as heard from the song's beginning at 48
        kHz; None if there is nothing."""
        ...

    def on_change(self, changed: Callable[[], None]) -> None:
        """Call this when what was rendered ahead should be rendered again."""
        ...


@frozen
class Cue:
    """A request to play a file from `start_ms`, fading in over `ramp_ms`, at its own `gain_db`."""

    id: CueId
    path: Path
    gain_db: Decibels = Decibels(0.0)
    start_ms: Ms = Ms(0)
    ramp_ms: Ms = START_RAMP
    speed_pitch: SpeedPitch = AS_RECORDED
    """How the song should sound."""
    made: SpeedPitch = AS_RECORDED
    """How it already sounds in the file; only the rest of the way to `speed_pitch` is done during
    playback. `start_ms` and every position refer to the song at `AS_RECORDED`."""
    level: Lufs | None = None
    """The loudness to which the night is levelled; None plays the song as it is."""
    begins_ms: Ms | None = None
    """When its first frame is to leave the loudspeaker, on the monotonic clock; the position stays
    until then. None and a moment that has passed: at once."""
    measured: bool = False
    """Whether `gain_db` brings the song to `level` because its whole file was measured. An
    unmeasured song is held to the loudest of the night so far, by looking ahead in its sound."""
    voice: LaidSound | None = None
    """Sound from elsewhere, heard with the song."""


@frozen
class AmbientSound:
    """A background sound by name, with its own level."""

    name: str
    gain: Gain


@frozen
class FadePoint:
    """The master gain to reach `after_ms` from now; linear between points."""

    after_ms: Ms
    gain: Gain


class Phase(Enum):
    IDLE = auto()
    """No cue: before the first, after `stop` has faded out, or after the cue has ended."""
    PLAYING = auto()
    PAUSED = auto()
    """Paused, or fading out for a pause."""


class Trouble(Enum):
    """Why a cue did not play."""

    MISSING = auto()
    UNREADABLE = auto()
    NOT_IN_TIME = auto()
    """Its disk or share did not answer; it may at another time."""


class Device(Enum):
    READY = auto()
    NONE = auto()
    """No loudspeaker was found when the player was created or last looked."""
    LOST = auto()
    """The loudspeaker went away while in use; the position is kept."""


@frozen
class PlayerStatus:
    """Facts at one moment. `position_ms` is what leaves the loudspeaker now, never ahead of it.

    Positions and durations refer to the song at its own speed, however it is played or was made.
    """

    phase: Phase = Phase.IDLE
    cue: CueId | None = None
    """The cue that `position_ms` refers to; stays set after it has ended or failed to play."""
    position_ms: Ms = Ms(0)
    duration_ms: Ms | None = None
    counted: bool = False
    """Whether `duration_ms` was counted to the end of the file, instead of stated by its header."""
    ended: bool = False
    """The cue was heard to its end."""
    trouble: Trouble | None = None
    device: Device = Device.READY
    speaker: str = ""
    """The name of the loudspeaker in use; empty if there is none or it is unknown."""
    master: Gain = UNITY
    """The current value of the fade, 0 to 1, without volume and cue gain."""


class Player(Protocol):
    """Plays one cue over any number of background sounds.

    The chain: pace and key, cue gain, warmth, volume; ambient sounds x their level; both x master
    (fade) x pause ramp, then mono and balance, then the ceiling. Every change is
    a ramp that the audio thread times.
    """

    def play(self, cue: Cue) -> None:
        """Play `cue`; what sounds before it fades out over `SKIP_RAMP` while this one rises."""
        ...

    def queue_next(self, cue: Cue | None, overlap_ms: Ms = Ms(0)) -> None:
        """Choose what plays by itself when the current cue ends; None cancels it.

        It starts `overlap_ms` before the end, as an equal-power crossfade; with 0 it starts with
        the very sample after the last one, at its own `ramp_ms`. `status().cue` names the one that
        is heard. `play`, `drop` and `stop` cancel it.
        """
        ...

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        """Continue the cue from its current position at another speed or pitch, without a gap."""
        ...

    def crossfade_to(self, cue: Cue, shift_ms: Ms = Ms(0)) -> None:
        """Continue in another recording of the same music, `shift_ms` after the current position.

        There is no gap. `status().cue` names the new cue from the moment it is heard. A file that
        cannot be played changes nothing; its `start_ms` and `ramp_ms` are ignored.
        """
        ...

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None:
        """Fade the cue out and drop it; the background sounds stay."""
        ...

    def pause(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        """Fade to silence and hold music, ambient sounds and fade where they are."""
        ...

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        """Rise from a pause to the level before it."""
        ...

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None:
        """Fade to silence, then release cue and ambient sounds. Master returns to 1 afterwards."""
        ...

    def seek(self, position_ms: Ms) -> None:
        """Move within the cue, softly; a position past the end ends it."""
        ...

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        """Set the music's volume, 0 to 1, for this cue and later ones."""
        ...

    def set_ambient_sounds(
        self, sounds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None:
        """Replace the background sounds; those not named fade out."""
        ...

    def set_warmth(self, amount: float, ramp_ms: Ms = WARMTH_RAMP) -> None:
        """Reduce the music's brightness by `amount`, 0 to 1."""
        ...

    def set_stereo(self, mono: bool, balance: float, ramp_ms: Ms = LEVEL_RAMP) -> None:
        """Play both channels alike if `mono`; `balance` is -1 (left only) to 1 (right only).

        Neither makes anything louder.
        """
        ...

    def set_ceiling(self, gain: Gain) -> None:
        """Set the gentle limit: no sample exceeds this amplitude."""
        ...

    def fade(self, points: tuple[FadePoint, ...]) -> None:
        """Move the master gain from its current value through `points` (in order of time), then
        hold.

        A pause also pauses the fade. A new call replaces the old envelope.
        """
        ...

    def status(self) -> PlayerStatus: ...

    def speakers(self) -> tuple[str, ...]:
        """The names of the available loudspeakers, as far as the system reports them."""
        ...

    def use_speaker(self, name: str | None) -> None:
        """Switch softly to this loudspeaker; None leaves the choice to the system.

        While it is away nothing sounds, on no other one either; it is used again when it returns.
        """
        ...

    def look_again(self) -> bool:
        """Look for a loudspeaker; True if there is one now and sound continues from its
        position."""
        ...

    def close(self) -> None:
        """Close the device. For a soft end, call `stop` and wait first."""
        ...

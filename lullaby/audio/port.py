"""What the rest of the application knows of sound: commands in, facts out.

Every implementation (the engine, the silent player, the test fake) passes the suite in
`tests/contracts/`. No command blocks, none raises for a bad file or a missing device: what
happened is read from `status()`. All calls come from one thread.
"""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import NewType, Protocol

from lullaby.units import UNITY, Decibels, Gain, Lufs, Ms

CueId = NewType("CueId", int)
"""Names one request to play; never used twice in the life of a player."""

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


@dataclass(frozen=True, slots=True)
class SpeedPitch:
    """How a recording is played: its pace, 0.6 to 1.1 times its own, and its key in semitones,
    6 lower to 6 higher. Either moves without the other."""

    pace: float = 1.0
    semitones: float = 0.0

    def __post_init__(self) -> None:
        if not (SLOWEST <= self.pace <= FASTEST and LOWEST <= self.semitones <= HIGHEST):
            raise ValueError(f"no recording is played like this: {self}")


AS_RECORDED = SpeedPitch()


@dataclass(frozen=True, slots=True)
class Cue:
    """One request to play a file from `start_ms`, rising over `ramp_ms`, at its own `gain_db`."""

    id: CueId
    path: Path
    gain_db: Decibels = Decibels(0.0)
    start_ms: Ms = Ms(0)
    ramp_ms: Ms = START_RAMP
    speed_pitch: SpeedPitch = AS_RECORDED
    """How the song is to sound."""
    made: SpeedPitch = AS_RECORDED
    """How it sounds in the file already; only the rest of the way to `speed_pitch` is done while it
    plays. `start_ms` and every position are those of the song as it is at `AS_RECORDED`."""
    level: Lufs | None = None
    """The loudness that the night is levelled to; None: the song is played as it is."""
    measured: bool = False
    """`gain_db` brings the song to `level`, as its whole file was measured. One that is not is
    held down to what the night has been, by what its sound shows ahead."""


@dataclass(frozen=True, slots=True)
class AmbientSound:
    """A background sound by name with its own level."""

    name: str
    gain: Gain


@dataclass(frozen=True, slots=True)
class FadePoint:
    """The master gain to have reached `after_ms` from now; between points it moves linearly."""

    after_ms: Ms
    gain: Gain


class Phase(Enum):
    IDLE = auto()
    """No cue: before the first, after `stop` has sunk to silence, or after the cue has ended."""
    PLAYING = auto()
    PAUSED = auto()
    """Paused or sinking into a pause."""


class Trouble(Enum):
    """Why a cue did not play."""

    MISSING = auto()
    UNREADABLE = auto()
    NOT_IN_TIME = auto()
    """Its disk or share did not answer; another time it may."""


class Device(Enum):
    READY = auto()
    NONE = auto()
    """No loudspeaker was found when the player was made or last looked."""
    LOST = auto()
    """The loudspeaker went away while in use; the place is kept."""


@dataclass(frozen=True, slots=True)
class PlayerStatus:
    """Facts at one moment. `position_ms` is what leaves the loudspeaker now, never ahead of it.

    Positions and durations are those of the song at its own pace, however it is played or made.
    """

    phase: Phase = Phase.IDLE
    cue: CueId | None = None
    """The cue that `position_ms` speaks of; stays set when it has ended or could not play."""
    position_ms: Ms = Ms(0)
    duration_ms: Ms | None = None
    ended: bool = False
    """The cue was heard to its end."""
    trouble: Trouble | None = None
    device: Device = Device.READY
    speaker: str = ""
    """The name of the loudspeaker in use; empty where there is none, or none that is known."""
    master: Gain = UNITY
    """Where the fade stands, 0 to 1, without volume and cue gain."""


class Player(Protocol):
    """Plays one cue over any number of background sounds.

    The chain: pace and key, cue gain, warmth, volume; ambient sounds x their level; both x master
    (fade) x pause ramp, then the ceiling. Every change is a ramp that the audio thread times.
    """

    def play(self, cue: Cue) -> None:
        """Play `cue`; what sounds before it sinks over `SKIP_RAMP` while this one rises."""
        ...

    def queue_next(self, cue: Cue | None, overlap_ms: Ms = Ms(0)) -> None:
        """What plays by itself when the present cue comes to its end; None takes it back.

        It begins `overlap_ms` before the end and both cross at even power; with 0 it begins with
        the very sample after the last one, at its own `ramp_ms`. `status().cue` tells which is
        heard. `play`, `drop` and `stop` forget it.
        """
        ...

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        """Play the cue on from where it is in another pace or key, without a gap."""
        ...

    def crossfade_to(self, cue: Cue, shift_ms: Ms = Ms(0)) -> None:
        """Play on in another recording of the same music, without a gap, from `shift_ms` after
        the place where it is.

        `status().cue` names the new cue from the moment it is heard. A file that cannot be played
        changes nothing; its `start_ms` and `ramp_ms` mean nothing.
        """
        ...

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None:
        """Let the cue sink and go; the background sounds stay."""
        ...

    def pause(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        """Sink to silence and hold music, ambient sounds and fade where they are."""
        ...

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        """Rise from a pause to the very level that was left."""
        ...

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None:
        """Fade to silence, then release cue and ambient sounds. Master returns to 1 afterwards."""
        ...

    def seek(self, position_ms: Ms) -> None:
        """Move within the cue, softly; past the end ends it."""
        ...

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        """The music's volume, 0 to 1, for this cue and later ones."""
        ...

    def set_ambient_sounds(
        self, sounds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None:
        """The background sounds from now on; those not named sink and go."""
        ...

    def set_warmth(self, amount: float, ramp_ms: Ms = WARMTH_RAMP) -> None:
        """How much of the music's brightness is taken back, 0 to 1."""
        ...

    def set_ceiling(self, gain: Gain) -> None:
        """The gentle limit: no sample leaves above this amplitude."""
        ...

    def fade(self, points: tuple[FadePoint, ...]) -> None:
        """Lead the master gain from where it is through `points` (rising `after_ms`), then hold.

        Time stands still for the fade while paused. A new call replaces the old course.
        """
        ...

    def status(self) -> PlayerStatus: ...

    def speakers(self) -> tuple[str, ...]:
        """The names of the loudspeakers there are, as far as the system tells."""
        ...

    def use_speaker(self, name: str | None) -> None:
        """Go over to this loudspeaker, softly; None leaves the choice to the system.

        While it is away nothing sounds, on no other one either; it is taken up when it comes.
        """
        ...

    def look_again(self) -> bool:
        """Look for a loudspeaker; true when there is one now and sound goes on from the place."""
        ...

    def close(self) -> None:
        """Let go of the device. Callers who want a soft end call `stop` and wait first."""
        ...

"""The recording in which a song is played: its own file, or one that was made from its score."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.library.track import Loudness, Track
from lullaby.songbook.passes import Passes


@dataclass(frozen=True, slots=True)
class Rendition:
    """A file with how it sounds already. A song without a score has only its own, and no
    `passes`."""

    path: Path
    made: SpeedPitch = AS_RECORDED
    singing: Singing = WHOLE_SONG
    loudness: Loudness | None = None
    passes: Passes | None = None
    recorded: bool = True
    """Of the instruments of the recordings that are shipped, not of our own."""


class Renditions(Protocol):
    """Asked at every tick; never waits."""

    def exact(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> Rendition | None:
        """What sounds just like this, if it is there; a song without a score always is."""
        ...

    def meanwhile(self, track: Track, singing: Singing) -> Rendition | None:
        """What can be played at once until the exact one is there; None: nothing."""
        ...

    def make(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> None:
        """Begin to make it, before all that was wished for earlier."""
        ...

    def prepare(self, track: Track) -> None:
        """Have it made as it is kept, when all that was wished for is made."""
        ...

    def discard(self, rendition: Rendition) -> bool:
        """It cannot be read; whether it can be made anew."""
        ...


class OwnFiles:
    """Every song in its own file: for evenings without songs made from scores."""

    def exact(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> Rendition | None:
        return Rendition(track.path, loudness=track.loudness)

    def meanwhile(self, track: Track, singing: Singing) -> Rendition | None:
        return self.exact(track, AS_RECORDED, singing)

    def make(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> None:
        """It is there."""

    def prepare(self, track: Track) -> None:
        """It is there."""

    def discard(self, rendition: Rendition) -> bool:
        return False

"""The file from which a song plays: its own, or one rendered from its score."""

from pathlib import Path
from typing import Protocol

from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.frozen import frozen
from lullaby.library.singing import WHOLE_SONG, Singing
from lullaby.library.track import Loudness, Track
from lullaby.songbook.passes import Passes


@frozen
class Rendition:
    """A file, and the settings it was rendered with. A song without a score has only its own file,
    and no `passes`."""

    path: Path
    made: SpeedPitch = AS_RECORDED
    singing: Singing = WHOLE_SONG
    loudness: Loudness | None = None
    passes: Passes | None = None
    recorded: bool = True
    """Whether it has the instruments of the shipped recordings, not the built-in ones."""


class Renditions(Protocol):
    """Provides renditions. Called on every tick; never blocks."""

    def exact(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> Rendition | None:
        """The rendition with these settings, if it exists; a song without a score always has it."""
        ...

    def meanwhile(self, track: Track, singing: Singing) -> Rendition | None:
        """A rendition that can play until the exact one is ready; None without any."""
        ...

    def make(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> None:
        """Start rendering it, ahead of earlier requests."""
        ...

    def prepare(self, track: Track) -> None:
        """Render it with its stored settings, after all other requests."""
        ...

    def discard(self, rendition: Rendition) -> bool:
        """Discard an unreadable rendition; return whether it can be rendered again."""
        ...


class OwnFiles:
    """`Renditions` for songs without scores: each plays from its own file."""

    def exact(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> Rendition | None:
        return Rendition(track.path, loudness=track.loudness)

    def meanwhile(self, track: Track, singing: Singing) -> Rendition | None:
        return self.exact(track, AS_RECORDED, singing)

    def make(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> None:
        """No-op: the file exists."""

    def prepare(self, track: Track) -> None:
        """No-op: the file exists."""

    def discard(self, rendition: Rendition) -> bool:
        return False

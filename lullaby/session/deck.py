"""The song that plays and the one lined up behind it, as cues of the player."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lullaby.audio.port import Player, PlayerStatus, SpeedPitch
from lullaby.library.rendition import OwnFiles, Rendition, Renditions
from lullaby.library.singing import Singing
from lullaby.library.track import Track
from lullaby.session.rendition_switcher import CuedRendition, CueMaker, RenditionSwitcher
from lullaby.session.transitions import QUEUE_BEFORE, Transition, transition
from lullaby.units import Decibels, Lufs, Ms

AsKnownNow = Callable[[Track], Track]
"""What the library knows of a track by now; its loudness may have been measured since."""


@dataclass(frozen=True, slots=True)
class QueuedTrack:
    """What follows by itself: its place in the programme, its track and how it will sound."""

    index: int
    track: Track
    cued: CuedRendition
    transition: Transition
    loud: tuple[Decibels, Lufs, bool]
    """How loud it was lined up; measured meanwhile, it is lined up anew."""

    @property
    def path(self) -> Path:
        return self.cued.rendition.path


class Deck:
    """Which track belongs to the cue that is heard is asked of `took_over`."""

    def __init__(
        self, player: Player, as_known_now: AsKnownNow, renditions: Renditions | None = None
    ) -> None:
        self._player = player
        self._as_known_now = as_known_now
        self._renditions = renditions or OwnFiles()
        self._make_cue = CueMaker()
        self._song = RenditionSwitcher(player, self._renditions, self._make_cue)
        self._queued: QueuedTrack | None = None
        self.overlap_s = 0

    @property
    def target(self) -> Lufs:
        return self._make_cue.target

    @target.setter
    def target(self, target: Lufs) -> None:
        self._make_cue.target = target

    @property
    def speed_pitch(self) -> SpeedPitch:
        """Pace and key of the song that plays."""
        return self._song.speed_pitch

    @property
    def louder(self) -> int:
        """Steps of volume by which the song that plays stands out."""
        return self._song.louder

    @louder.setter
    def louder(self, steps: int) -> None:
        self._song.louder = steps

    @property
    def singing(self) -> Singing:
        """What of the song that plays is to be sung."""
        return self._song.singing

    @property
    def verses(self) -> tuple[int, ...] | None:
        """The verses of what is heard of it."""
        return self._song.verses

    def play(self, track: Track, ramp_ms: Ms, at: Ms = Ms(0)) -> None:
        """Play `track` now, from `at` on; what sounded sinks while it rises."""
        self._queued = None
        self._song.play_track(self._as_known_now(track), ramp_ms, at)

    def drop(self) -> None:
        self._queued = None
        self._song.drop()

    def queue_next(self, before: Track, index: int | None, after: Track | None) -> None:
        """Let `after`, at `index` of the programme, follow the song `before`; None for nothing."""
        if index is None or after is None:
            self._take_back()
            return
        how = transition(before, after, self.overlap_s)
        known = self._as_known_now(after)
        rendition = self._ready(known)
        if rendition is None:
            self._take_back()
            return
        queued = self._queued
        loud = self._make_cue.loud(rendition)
        same = (index, how, rendition.path, loud)
        if queued is not None and same == (
            queued.index,
            queued.transition,
            queued.path,
            queued.loud,
        ):
            return
        cue = self._make_cue(rendition, known.speed_pitch, how.ramp_ms)
        self._queued = QueuedTrack(index, known, CuedRendition(cue.id, rendition), how, loud)
        self._player.queue_next(cue, how.overlap_ms)

    def took_over(self, status: PlayerStatus) -> int | None:
        """The place in the programme of what was lined up, once, when it has begun to sound."""
        self._song.update_rendition(status)
        queued = self._queued
        if queued is None or status.cue != queued.cued.cue:
            return None
        self._queued = None
        self._song.adopt(queued.track, queued.cued)
        return queued.index

    def is_heard(self, status: PlayerStatus) -> bool:
        """The player speaks of the song that plays here."""
        return self._song.is_heard(status)

    def near_the_end(self, status: PlayerStatus) -> bool:
        """It is time to say what follows."""
        if status.duration_ms is None:
            return True
        return status.duration_ms - status.position_ms <= QUEUE_BEFORE

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        """Another pace or key for the song that plays."""
        self._song.set_speed_pitch(speed_pitch)

    def set_singing(self, singing: Singing) -> None:
        """Another choice of tune and verses for the song that plays."""
        self._song.set_singing(singing)

    def _ready(self, track: Track) -> Rendition | None:
        """How a song that follows would sound if it began now."""
        exact = self._renditions.exact(track, track.speed_pitch, track.singing)
        if exact is None:
            self._renditions.prepare(track)
            return self._renditions.meanwhile(track, track.singing)
        return exact

    def _take_back(self) -> None:
        if self._queued is not None:
            self._queued = None
            self._player.queue_next(None)

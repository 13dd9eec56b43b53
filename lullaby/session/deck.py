"""The song that plays and the one lined up behind it, as cues of the player."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from lullaby.audio.port import Cue, Player, PlayerStatus, SpeedPitch
from lullaby.library.rendition import OwnFiles, Rendition, Renditions
from lullaby.library.singing import Singing
from lullaby.library.track import Track
from lullaby.session import queue
from lullaby.session.rendition_switcher import CuedRendition, CueMaker, RenditionSwitcher
from lullaby.session.state import SessionState
from lullaby.session.transitions import QUEUE_BEFORE, Transition, transition
from lullaby.session.wind_down import WindDownPoint
from lullaby.units import Decibels, Lufs, Ms

AsKnownNow = Callable[[Track], Track]
"""What the library knows of a track by now; its loudness may have been measured since."""


@dataclass(frozen=True, slots=True)
class QueuedTrack:
    """What follows by itself: its place in the programme, its track and how it will sound."""

    index: int
    track: Track
    cued: CuedRendition
    cue: Cue
    transition: Transition
    loud: tuple[Decibels, Lufs, bool]
    """How loud it was lined up; measured meanwhile, it is lined up anew."""

    @property
    def path(self) -> Path:
        return self.cued.rendition.path


class Deck:
    """Plays the songs of the programme; `follow` tells which of them is heard."""

    def __init__(
        self, player: Player, as_known_now: AsKnownNow, renditions: Renditions | None = None
    ) -> None:
        self._player = player
        self._as_known_now = as_known_now
        self._renditions = renditions or OwnFiles()
        self._make_cue = CueMaker()
        self._song = RenditionSwitcher(player, self._renditions, self._make_cue)
        self._queued: QueuedTrack | None = None
        self._from = Ms(0)
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

    def set_louder(self, steps: int) -> None:
        """Let it stand out by these steps; the caller keeps them for the next time."""
        self._song.louder = steps

    @property
    def singing(self) -> Singing:
        """What of the song that plays is to be sung."""
        return self._song.singing

    @property
    def verses(self) -> tuple[int, ...] | None:
        """The verses of what is heard of it."""
        return self._song.verses

    def play_index(
        self, state: SessionState, index: int | None, ramp_ms: Ms, at: Ms = Ms(0)
    ) -> SessionState:
        """Play a song of the programme from `at` on; what sounded sinks while it rises.

        None lets the songs go and leaves the background sounds.
        """
        state = replace(state, index=index, last_song=False)
        self._queued, self._from = None, at
        if state.track is None:
            self._song.drop()
        else:
            self._song.play_track(self._as_known_now(state.track), ramp_ms, at)
        return state

    def line_up(self, state: SessionState, status: PlayerStatus) -> None:
        """Near the end of a song, have the one that follows it begin by itself."""
        if state.track is not None and self.near_the_end(status):
            at = queue.following(state.tracks, state.index, state.skipped)
            self.queue_next(state.track, at, None if at is None else state.tracks[at])

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
        self._queued = QueuedTrack(index, known, CuedRendition(cue.id, rendition), cue, how, loud)
        self._player.queue_next(cue, how.overlap_ms)

    def follow(self, state: SessionState, status: PlayerStatus) -> SessionState:
        """With the song that was lined up, once it has begun to sound."""
        self._song.update_rendition(status)
        queued = self._queued
        if queued is None or status.cue != queued.cued.cue:
            return state
        self._queued, self._from = None, Ms(0)
        self._song.adopt(queued.track, queued.cued)
        return replace(state, index=queued.index)

    def is_heard(self, status: PlayerStatus) -> bool:
        """The player speaks of the song that plays here."""
        return self._song.is_heard(status)

    def never_heard(self, status: PlayerStatus) -> bool:
        """The song that was to play has not moved from where it was to begin."""
        return status.position_ms <= self._from

    def is_settled(self, status: PlayerStatus) -> bool:
        """What sounds is what was asked for, and goes on."""
        return self._song.is_settled(status)

    def near_the_end(self, status: PlayerStatus) -> bool:
        """It is time to say what follows."""
        if status.duration_ms is None:
            return True
        return status.duration_ms - status.position_ms <= QUEUE_BEFORE

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        """Another pace or key for the song that plays."""
        self._song.set_speed_pitch(speed_pitch)

    @property
    def pace(self) -> float:
        """What the own pace of every song is multiplied by just now."""
        return self._make_cue.wound_down.pace

    def start_at(self, point: WindDownPoint) -> None:
        """Where the curve of an evening stands before its first song."""
        self._make_cue.wound_down = point

    def wind_down(self, point: WindDownPoint) -> None:
        """The curve has come to `point`: what plays and what is lined up follow its pace."""
        slower = point.pace != self._make_cue.wound_down.pace
        self._make_cue.wound_down = point
        if not slower:
            return
        self._song.send_pace()
        queued = self._queued
        if queued is not None:
            cue = replace(queued.cue, speed_pitch=self._make_cue.paced(queued.track.speed_pitch))
            self._queued = replace(queued, cue=cue)
            self._player.queue_next(cue, queued.transition.overlap_ms)

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

"""The current song and the one queued after it, as cues for the player."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lullaby.audio.port import Cue, Player, PlayerStatus, SpeedPitch
from lullaby.frozen import frozen
from lullaby.library.rendition import OwnFiles, Rendition, Renditions
from lullaby.library.singing import Singing
from lullaby.library.track import Track
from lullaby.session import queue
from lullaby.session.rendition_switcher import CuedRendition, CueMaker, RenditionSwitcher
from lullaby.session.state import SessionState
from lullaby.session.transitions import QUEUE_BEFORE, SOFT_START, Transition, transition
from lullaby.session.wind_down import WindDownPoint
from lullaby.units import Decibels, Lufs, Ms

AsKnownNow = Callable[[Track], Track]
"""Returns the track as the library knows it now; its loudness may have been measured since. It may
be another one, the recording that is to be heard instead."""


@frozen
class QueuedTrack:
    """The song that the player will start by itself: its index, track and rendition."""

    index: int
    track: Track
    cued: CuedRendition
    cue: Cue
    transition: Transition
    loud: tuple[Decibels, Lufs, bool]
    """Its gain, target and whether it was measured; if that changes, the song is queued again."""

    @property
    def path(self) -> Path:
        return self.cued.rendition.path


class Deck:
    """Plays the songs of the programme; `follow` detects which of them is heard."""

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
        self._again = False
        """The current song repeats."""
        self.overlap_s = 0

    @property
    def target(self) -> Lufs:
        return self._make_cue.target

    @target.setter
    def target(self, target: Lufs) -> None:
        self._make_cue.target = target

    @property
    def speed_pitch(self) -> SpeedPitch:
        """Tempo and key of the current song."""
        return self._song.speed_pitch

    @property
    def louder(self) -> int:
        """Volume steps added to the current song."""
        return self._song.louder

    def set_louder(self, steps: int) -> None:
        """Add these volume steps to the current song; the caller stores them for the next time."""
        self._song.louder = steps

    @property
    def singing(self) -> Singing:
        """Which verses of the current song are requested, and whether with the tune."""
        return self._song.singing

    @property
    def verses(self) -> tuple[int, ...] | None:
        """The verses of the rendition that is heard."""
        return self._song.verses

    def play_index(
        self, state: SessionState, index: int | None, ramp_ms: Ms, at: Ms = Ms(0)
    ) -> SessionState:
        """Play a song of the programme from position `at`, crossfading from what plays now.

        With `index` None the songs stop and only the background sounds go on.
        """
        self._again = index is not None and index == state.index
        again = state.repeat and self._again
        state = replace(state, index=index, last_song=False, repeat=again)
        self._queued, self._from = None, at
        if state.track is None:
            self._song.drop()
        else:
            begins = None if state.programme is None else state.programme.begins(index)
            ramp = ramp_ms if begins is None else min(ramp_ms, SOFT_START)
            known = self._as_known_now(state.track)
            state = state.playing(index, known)
            self._song.play_track(known, ramp, at, begins)
        return state

    def line_up(self, state: SessionState, status: PlayerStatus) -> None:
        """Near the end of a song, queue the one that follows it."""
        if state.track is not None and near_the_end(state.track, status):
            at = queue.upcoming(state)
            self.queue_next(state.track, at, None if at is None else state.tracks[at])

    def queue_next(self, before: Track, index: int | None, after: Track | None) -> None:
        """Queue `after`, at `index` of the programme, behind `before`; None clears the queue."""
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
        """Return the state with the queued song as current, once it has started."""
        self._song.update_rendition(status)
        queued = self._queued
        if queued is None or status.cue != queued.cued.cue:
            return state
        self._again = queued.index == state.index
        self._queued, self._from = None, Ms(0)
        self._song.adopt(queued.track, queued.cued)
        return state.playing(queued.index, queued.track)

    def is_current(self, status: PlayerStatus) -> bool:
        """Whether the player's status is about the current song."""
        return self._song.is_current(status)

    def not_started(self, status: PlayerStatus) -> bool:
        """Whether the current song has not moved from its start position, nor played before."""
        return not self._again and status.position_ms <= self._from

    def heard_ms(self, status: PlayerStatus) -> Ms | None:
        """The length of the current song's own file, once it was decoded to its end."""
        return self._song.heard_ms(status)

    def is_settled(self, status: PlayerStatus) -> bool:
        """Whether the requested rendition plays and no switch is pending."""
        return self._song.is_settled(status)

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        """Change tempo or key of the current song."""
        self._song.set_speed_pitch(speed_pitch)

    @property
    def pace(self) -> float:
        """The wind-down factor that currently multiplies every song's own tempo."""
        return self._make_cue.wound_down.pace

    def start_at(self, point: WindDownPoint) -> None:
        """Set the wind-down point before the first song of an evening."""
        self._make_cue.wound_down = point

    def wind_down(self, point: WindDownPoint) -> None:
        """Apply wind-down point `point` to the current and the queued song."""
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
        """Change tune and verses of the current song."""
        self._song.set_singing(singing)

    def _ready(self, track: Track) -> Rendition | None:
        """The rendition with which a following song would start now."""
        exact = self._renditions.exact(track, track.speed_pitch, track.singing)
        if exact is None:
            self._renditions.prepare(track)
            return self._renditions.meanwhile(track, track.singing)
        return exact

    def _take_back(self) -> None:
        if self._queued is not None:
            self._queued = None
            self._player.queue_next(None)


def near_the_end(track: Track, status: PlayerStatus) -> bool:
    """Whether it is time to queue the song after `track`.

    Until the player has opened the file, the library tells how long it is. A song of unknown length
    may end at any time.
    """
    duration = track.duration_ms if status.duration_ms is None else status.duration_ms
    return duration is None or duration - status.position_ms <= QUEUE_BEFORE

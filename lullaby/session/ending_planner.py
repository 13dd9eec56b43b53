"""Drives the gain envelope and the wind-down, and plans which songs end the evening."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from random import Random

from lullaby.audio.port import START_RAMP, Player, PlayerStatus, SpeedPitch
from lullaby.journal.entry import Ending
from lullaby.library.routine import AmbientStep
from lullaby.library.track import Track, TrackId
from lullaby.session import fade, queue
from lullaby.session.deck import Deck
from lullaby.session.finish import (
    FINAL_FADE_MS,
    Finish,
    ends_near,
    is_last,
    planned,
    waits_for_song,
)
from lullaby.session.levels import Levels
from lullaby.session.session_clock import SessionClock
from lullaby.session.state import Programme, SessionState
from lullaby.session.timer import MS_PER_MINUTE
from lullaby.session.wind_down import WindDown, WindDownCourse, WindDownPoint, own_pace
from lullaby.units import UNITY, Ms

SYNC_LEAD_MS = 1_000
"""Milliseconds that the player takes to join a recomputed envelope."""

PATIENCE = 10_000
"""A plan that failed is retried when the time to fill has changed by this, in ms."""


class EndingPlanner:
    """Decides how the evening ends, and tells the player."""

    def __init__(self, player: Player, night: SessionClock, levels: Levels, deck: Deck) -> None:
        self._player = player
        self._levels = levels
        self._course = WindDownCourse()
        self._clock = night
        self._deck = deck
        self._pool: tuple[Track, ...] = ()
        self._listed: tuple[Track, ...] = ()
        self._repeat: bool | None = None
        self._shuffle: bool | None = None
        self._chance = Random()
        self._in_vain: object = None

    def start_planning(self, programme: Programme) -> None:
        """Start a new evening; plans choose from its songs."""
        self._listed = self._pool = programme.tracks
        self._in_vain = self._repeat = self._shuffle = None

    def set_repeat(self, repeat: bool) -> None:
        """Repeat the current song until the evening ends, or stop doing so."""
        self._repeat = repeat

    def set_shuffle(self, shuffle: bool) -> None:
        """Play the coming songs in a random order, or again in the programme's own."""
        self._shuffle = shuffle

    def ordered(self, state: SessionState) -> SessionState:
        """The state with the order that was asked for since the last call."""
        repeat, shuffle = self._repeat, self._shuffle
        self._repeat = self._shuffle = None
        programme, index = state.programme, state.index
        if not state.changeable or programme is None or index is None:
            return state
        if repeat is not None:
            state = replace(state, repeat=repeat)
        if shuffle is None or shuffle == state.shuffled:
            return state
        if shuffle:
            tracks = queue.shuffled(programme.tracks, index, self._chance)
            self._pool = queue.shuffled(self._listed, -1, self._chance)
        else:
            tracks = queue.in_order(programme.tracks, index, self._listed)
            self._pool = self._listed
        return replace(state, shuffled=shuffle, programme=replace(programme, tracks=tracks))

    def start_playing(self, music_step: int, ambient: tuple[AmbientStep, ...]) -> None:
        """Set levels and gain envelope before the first song."""
        self._course = replace(self._course, share=0.0)
        point = self._wound_down()
        self._deck.start_at(point)
        self._levels.apply_levels(music_step, ambient, point.gain)
        self._player.resume()
        self.send_envelope(START_RAMP if self._player.status().master < UNITY else 0)

    def send_envelope(self, lead_ms: int = 0) -> None:
        """Send the gain envelope to the player."""
        self._player.fade(self._clock.gain_envelope(self._player.status().master, lead_ms))

    def fade_out(self) -> None:
        """Start the person's one-minute fade from the current gain."""
        self._clock.fade_out(self._player.status().master)
        self.send_envelope()

    def start_final_fade(self, over_ms: Ms = FINAL_FADE_MS) -> None:
        """Fade out the background sounds after the last song, unless a fade is running already."""
        if self._clock.final_fade:
            return
        self._clock.fade_out(self._player.status().master, over_ms, final_fade=True)
        self.send_envelope()

    def set_minutes(self, minutes: float | None) -> None:
        """Restart the timer from now."""
        self._clock.set_minutes(minutes)
        self.send_envelope(fade.RETURN_MS)

    def extend(self, minutes: float) -> None:
        """Extend the timer; a fade that has begun is taken back."""
        self._clock.extend(minutes)
        self.send_envelope(fade.RETURN_MS)

    def keep_playing(self) -> None:
        """Take back the person's fade and return to the timer's envelope."""
        self._clock.keep_playing()
        self.send_envelope(fade.RETURN_MS)

    def set_wind_down(self, curve: WindDown | None) -> None:
        """Set the wind-down curve of tempo and level; None switches it off."""
        self._course = replace(self._course, curve=curve)

    def own_pace(self, sounding_pace: float) -> SpeedPitch:
        """The current song's own tempo and key for which it is heard at tempo `sounding_pace`."""
        return own_pace(self._deck.speed_pitch, sounding_pace, self._course.point)

    def follow_timer(self) -> Ending | None:
        """Advance wind-down and timer; at the end, return what ended the evening."""
        point = self._wound_down()
        self._deck.wind_down(point)
        self._levels.wind_down(point.gain)
        if self._clock.over:
            return Ending.STOPPED if self._clock.fade_requested else Ending.TIMER
        if self._clock.due_for_sync():
            self.send_envelope(SYNC_LEAD_MS)
        return None

    def line_up(self, state: SessionState, status: PlayerStatus) -> None:
        """Queue the next song, or none if the evening ends with the current one."""
        if state.track is None or not self._deck.is_current(status):
            return
        if state.last_song or self._clock.too_late_for_a_song():
            self._deck.queue_next(state.track, None, None)
        else:
            self._deck.line_up(state, status)

    def after_song(self, state: SessionState) -> queue.AfterSong:
        """Decide what comes after a song that ended or cannot be played."""
        too_late = self._clock.too_late_for_a_song()
        waits = self._clock.waits and too_late
        following = queue.upcoming(state)
        return queue.after_song(
            following,
            last=state.last_song or self._clock.final_fade or waits,
            ambient_sounds=self._levels.ambient_sounds_on,
            too_late=too_late,
        )

    def update_ending(self, state: SessionState, status: PlayerStatus) -> SessionState:
        """Decide again what ends the evening; this may change the coming songs."""
        programme, left = state.programme, self._clock.left
        if (
            programme is None
            or left is None
            or self._clock.fade_requested
            or self._clock.final_fade
        ):
            return replace(state, last_song=False, planned=False)
        song_left = self.song_left(state, status)
        waits = waits_for_song(programme.finish, left, song_left, state.track is not None)
        if self._clock.waits and not waits and left < fade.FADE_OUT_MS:
            self.start_final_fade(fade.FADE_OUT_MS)
            return replace(state, last_song=False, planned=False)
        if waits != self._clock.waits:
            self._clock.wait_for_song(waits)
            self.send_envelope(fade.RETURN_MS if waits else 0)
        if not waits or song_left is None:
            return replace(state, last_song=False, planned=False)
        if state.repeat:
            state = replace(state, planned=False)
        elif programme.finish is Finish.PLANNED:
            state = self._plan(state, programme, left, song_left)
        last = is_last(left, song_left) or (state.planned and queue.upcoming(state) is None)
        return replace(state, last_song=last)

    def end_after_song(self, state: SessionState, status: PlayerStatus) -> SessionState:
        """Make the current song the last; no change if none plays or it has no end."""
        left = self.song_left(state, status)
        if left is None or state.programme is None:
            return state
        self._clock.set_minutes(left / MS_PER_MINUTE)
        programme = replace(state.programme, finish=Finish.SONG)
        return self.update_ending(replace(state, programme=programme), status)

    def song_left(self, state: SessionState, status: PlayerStatus) -> Ms | None:
        """Milliseconds until the current song ends at its tempo.

        None without a recording, as a song sung by the person repeats.
        """
        track = state.track
        if track is None or state.vocal_mode.alone:
            return None
        current = self._deck.is_current(status)
        length = (status.duration_ms if current else None) or track.duration_ms
        if length is None:
            return None
        done = status.position_ms if current else 0
        return Ms(round(max(0, length - done) / (self._deck.speed_pitch.pace * self._deck.pace)))

    def songs_end_ms(self, state: SessionState, status: PlayerStatus) -> Ms | None:
        """Milliseconds until the last song ends; None unless the songs end the evening."""
        song_left = self.song_left(state, status)
        if not self._clock.waits or song_left is None or state.programme is None:
            return None
        if state.last_song:
            return song_left
        coming = self._coming(state.programme, state.index, state.skipped)
        return Ms(song_left + coming) if state.planned and coming is not None else None

    def _wound_down(self) -> WindDownPoint:
        self._course = self._course.after(self._clock.elapsed_ms, self._clock.timer.total_ms)
        return self._course.point

    def _plan(
        self, state: SessionState, programme: Programme, left: Ms, song_left: Ms
    ) -> SessionState:
        """Keep the coming songs if they end near the deadline, else choose again."""
        coming = self._coming(programme, state.index, state.skipped)
        if coming is not None and ends_near(left, song_left + coming):
            return replace(state, planned=True)
        wanted = left - song_left
        attempt = (state.index, state.skipped, wanted // PATIENCE, len(programme.tracks))
        if attempt == self._in_vain:
            return replace(state, planned=False)
        at = state.index or 0
        after = self._pool_after(programme.tracks[at], state.skipped)
        chosen: tuple[int, ...] | None = ()
        if not ends_near(left, song_left):
            chosen = planned([self._length(track) for track in after], wanted)
        if chosen is None:
            self._in_vain = attempt
            return replace(state, planned=False)
        self._in_vain = None
        tracks = programme.tracks[: at + 1] + tuple(after[place] for place in chosen)
        self._deck.queue_next(programme.tracks[at], None, None)
        return replace(state, programme=replace(programme, tracks=tracks), planned=True)

    def _pool_after(self, track: Track, skipped: AbstractSet[TrackId]) -> tuple[Track, ...]:
        """The evening's songs in order, from the one after `track` round to `track` itself."""
        at = next((n for n, each in enumerate(self._pool) if each.id == track.id), -1)
        turned = self._pool[at + 1 :] + self._pool[: at + 1]
        return tuple(each for each in turned if each.id not in skipped)

    def _coming(
        self, programme: Programme, index: int | None, skipped: AbstractSet[TrackId]
    ) -> int | None:
        """The total length of the songs after this one, in ms; None if one is unknown."""
        if index is None:
            return None
        total = 0
        for track in programme.tracks[index + 1 :]:
            if track.id in skipped:
                continue
            length = self._length(track)
            if length is None:
                return None
            total += length
        return total

    def _length(self, track: Track) -> Ms | None:
        """Milliseconds that a song adds: its length at its tempo, less the crossfade."""
        if track.duration_ms is None:
            return None
        crossing = min(self._deck.overlap_s * 1000, track.duration_ms // 4)
        return Ms(round(track.duration_ms / (track.speed_pitch.pace * self._deck.pace) - crossing))

"""The evening about to start: routine, duration, background sounds.

It connects the screens with the routine store. Changes are saved in the routine, so that the next
press repeats them.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from lullaby.clock import Clock
from lullaby.journal.entry import FROM_LIBRARY
from lullaby.library.routine import (
    STEPS,
    STEPS_PER_DOT,
    Playlist,
    Routine,
    RoutineId,
    with_sound,
)
from lullaby.library.routine_store import RoutineStore
from lullaby.library.track import Track
from lullaby.session.continuing import worth_returning
from lullaby.session.finish import Finish
from lullaby.session.state import Programme
from lullaby.session.timer import MS_PER_MINUTE, next_choice, stepped
from lullaby.settings import SettingsFile, in_night_hours
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.routine_schedule import routine_due
from lullaby.ui.shell.routine_songs import RoutineSongs
from lullaby.units import Ms

Keep = Callable[[Hashable, Callable[[], object]], object]
"""Writes something under a topic; a newer write replaces one that is still queued."""

CHOICE_HOLDS = timedelta(hours=1)
"""For this long after the person chose a routine, the hour does not change it."""

USUAL_MINUTES = 30
"""The timer after one without an end, if none was set before."""


class NextSession(QObject):
    """`start_session` starts it; everything else prepares it."""

    changed = Signal()
    """Another routine was chosen, or a detail of it changed."""
    replaced = Signal(object)
    """Other songs play instead of an evening to return to, which was in this `SessionState`."""

    def __init__(
        self,
        routines: RoutineStore,
        settings: SettingsFile,
        bridge: SessionBridge,
        clock: Clock,
        songs: RoutineSongs,
        keep: Keep = lambda _, write: write(),
        parent: QObject | None = None,
    ) -> None:
        """`keep` writes now or, if the disk refuses, later."""
        super().__init__(parent)
        self._clock = clock
        self._keep = keep
        self._chosen_at: datetime | None = None
        self._store = routines
        self._settings = settings
        self._bridge = bridge
        self._routines = tuple(routines.all())
        self.songs = songs
        songs.setParent(self)
        self._begun: RoutineId | None = None
        """The routine of the current or last evening."""
        self._timed: dict[RoutineId, int] = {}
        """The timer of each routine before it was last changed, in minutes."""
        self._seen = self.chosen.id
        self.changed.connect(self._see)
        songs.came.connect(self.changed)

    @property
    def routines(self) -> tuple[Routine, ...]:
        return self._routines

    def journal_names(self) -> tuple[str, ...]:
        """The routines as the journal names them."""
        return tuple(map(_stored_name, self._routines))

    @property
    def chosen(self) -> Routine:
        now = self._clock.now()
        just_chosen = self._chosen_at is not None and now - self._chosen_at < CHOICE_HOLDS
        return routine_due(self._routines, self._settings.now, now.hour, just_chosen)

    def tracks(self, routine: Routine) -> tuple[Track, ...]:
        """The playable songs of a routine, as far as they have been read."""
        return self.songs.of(routine)

    def choose(self, routine: Routine) -> None:
        self._chosen_at = self._clock.now()
        self._settings.change(last_routine=int(routine.id))
        self._remember_night(routine.id)
        self.changed.emit()

    def look(self) -> None:
        """Switch to the night's routine if its hour has come."""
        if self.chosen.id != self._seen:
            self.changed.emit()

    def set_minutes(self, minutes: int | None) -> None:
        if self.chosen.minutes is not None:
            self._timed[self.chosen.id] = self.chosen.minutes
        self._save(replace(self.chosen, minutes=minutes))

    def cycle_minutes(self, direction: int) -> None:
        """Choose the next (+1) or previous (-1) timer setting, cyclically."""
        minutes = self.chosen.minutes
        total = None if minutes is None else Ms(minutes * MS_PER_MINUTE)
        self.set_minutes(next_choice(total, direction))

    def step_minutes(self, steps: int) -> None:
        """Make the timer longer or shorter by steps; without an end, set it again."""
        minutes = self.chosen.minutes
        self.set_minutes(self._minutes_with_end() if minutes is None else stepped(minutes, steps))

    def set_endless(self, endless: bool) -> None:
        """Play without an end, or with the timer that was set before."""
        self.set_minutes(None if endless else self._minutes_with_end())

    def set_ambient_sound(self, name: str, step: int) -> None:
        """Set the level of a background sound, 0 to 20; 0 leaves it out."""
        self._save(replace(self.chosen, ambient=with_sound(self.chosen.ambient, name, step)))

    def set_dots(self, name: str, dots: int) -> None:
        """Set the level of a background sound by the five dots of its tile."""
        self.set_ambient_sound(name, dots * STEPS_PER_DOT)

    def set_music_step(self, step: int) -> None:
        self._save(replace(self.chosen, music_step=max(0, min(step, STEPS))))

    def set_volume(self, step: int) -> int:
        """Set the music's step, 0 to 20, for the next evening; returns it as kept within the limit.

        For use while nothing plays.
        """
        kept = max(0, min(step, self._settings.now.gentle_limit))
        self.set_music_step(kept)
        self._bridge.set_music_step(kept)
        return kept

    def nudge_volume(self, direction: int) -> tuple[int, int]:
        """One step louder (+1) or softer (-1) for the next evening; returns the step before and
        now.

        For a routine without songs it changes the background sounds.
        """
        if self.songs.count(self.chosen) != 0 or not self.chosen.ambient:
            before = min(self.chosen.music_step, self._settings.now.gentle_limit)
            return before, self.set_volume(before + direction)
        limit = self._settings.now.gentle_limit
        before = max(sound.step for sound in self.chosen.ambient)
        ambient = tuple(
            replace(sound, step=max(1, min(sound.step + direction, limit)))
            for sound in self.chosen.ambient
        )
        self._save(replace(self.chosen, ambient=ambient))
        return before, max(sound.step for sound in ambient)

    def keep(self, routine: Routine) -> None:
        """Restore a routine as it was before a change."""
        self._save(routine)

    def keep_levels(self) -> None:
        """Save the levels of this evening for the next one with its routine."""
        state = self._bridge.state
        begun = next((r for r in self._routines if r.id == self._begun), None)
        if begun is not None:
            self._save(replace(begun, music_step=state.music_step, ambient=state.ambient))

    def programme(self, first: int = 0) -> Programme:
        """What a press would start now."""
        return self.programme_of(self.chosen, self.tracks(self.chosen), first)

    def programme_of(
        self, routine: Routine, tracks: tuple[Track, ...], first: int = 0
    ) -> Programme:
        return Programme(
            routine=_stored_name(routine),
            tracks=tracks,
            ambient=routine.ambient,
            music_step=min(routine.music_step, self._settings.now.gentle_limit),
            minutes=routine.minutes,
            fade_minutes=routine.fade_minutes or self._settings.now.fade_minutes,
            finish=Finish(self._settings.now.finish),
            first=first,
        )

    def start_session(self, first: int = 0, by_voice: bool = False) -> None:
        """Start the evening; smart playlists are evaluated again.

        A long list that has changed is read in the background first. `by_voice`: the songs are
        sung without their recordings.
        """
        routine = self.chosen
        if self._store.is_smart(routine):
            self.songs.forget(routine.id)
        self.songs.when_read(
            routine, lambda tracks: self._start_session(routine, tracks, first, by_voice)
        )

    def start_playlist(self, playlist: Playlist, tracks: tuple[Track, ...], first: int) -> None:
        """Play a playlist with its own routine, or under its name with the chosen one's sounds."""
        ordered = (self.chosen, *self._routines)
        own = next((r for r in ordered if r.playlist == playlist.id), None)
        name = playlist.built_in.value if playlist.built_in else playlist.name
        self._start_session(own or self.chosen, tracks, first, begun=None if own else name)

    def start_tracks(self, tracks: tuple[Track, ...], first: int, by_voice: bool = False) -> None:
        """Play or sing these songs with the chosen routine's timer and background sounds."""
        self._start_session(self.chosen, tracks, first, by_voice, begun=FROM_LIBRARY)

    def continue_session(self, programme: Programme) -> None:
        """Continue an evening; its levels are kept for its routine, if that is still there."""
        own = next((r for r in self._routines if _stored_name(r) == programme.routine), None)
        self._begun = own and own.id
        self.songs.await_none()
        fade_minutes = (own and own.fade_minutes) or programme.fade_minutes
        self._bridge.start_session(replace(programme, fade_minutes=fade_minutes))

    def rehearse(
        self,
        track: Track,
        title: str,
        at_ms: Ms = Ms(0),
        by_voice: bool = False,
        most_step: int | None = None,
    ) -> None:
        """Play one song alone from `at_ms`, to work on its words or to record it; the journal does
        not keep it.

        A running evening keeps its place until `SessionBridge.give_back`. `by_voice`: without its
        recording; `most_step` limits the volume.
        """
        sounding = self._bridge.state.sounding
        usual = min(self.chosen.music_step, self._settings.now.gentle_limit)
        step = self._bridge.state.music_step if sounding else usual
        if not sounding:
            self._begun = None
        if most_step is not None:
            step = min(step, most_step)
        alone = Programme(title, (track,), (), step, None, remembered=False, by_voice=by_voice)
        self._bridge.borrow(alone, at_ms)

    def start_at_moment(self, track: Track, begins_ms: Ms, at_ms: Ms = Ms(0)) -> None:
        """Play one song once, without background sounds, from its position `at_ms` on; its first
        sound comes at `begins_ms` of the monotonic clock."""
        self._begun = None
        self.songs.await_none()
        programme = self.programme_of(self.chosen, (track,))
        self._bridge.start_session(
            replace(
                programme,
                routine=FROM_LIBRARY,
                ambient=(),
                minutes=None,
                first_at_ms=at_ms,
                begins_ms=begins_ms,
            )
        )

    def refresh(self) -> None:
        """Read routines and songs again after the library changed."""
        self._routines = tuple(self._store.all())
        self.songs.forget()
        self.changed.emit()

    def forget_songs(self) -> None:
        """Read the songs of a routine again when they are next needed."""
        self.songs.forget()

    def _start_session(
        self,
        routine: Routine,
        tracks: tuple[Track, ...],
        first: int,
        by_voice: bool = False,
        begun: str | None = None,
    ) -> None:
        """`begun` is the journal's name for it, if that is not the routine."""
        self._begun = routine.id
        self.songs.await_none()
        self._remember_night(routine.id)
        programme = self.programme_of(routine, tracks, first)
        named = programme.routine if begun is None else begun
        before = self._bridge.state
        self._bridge.start_session(replace(programme, by_voice=by_voice, routine=named))
        if worth_returning(before) and self._bridge.state.entry != before.entry:
            self.replaced.emit(before)

    def _minutes_with_end(self) -> int:
        return self.chosen.minutes or self._timed.get(self.chosen.id, USUAL_MINUTES)

    def _see(self) -> None:
        self._seen = self.chosen.id

    def _remember_night(self, routine: RoutineId) -> None:
        if in_night_hours(self._settings.now, self._clock.now().hour):
            self._settings.change(last_night_routine=int(routine))

    def _save(self, routine: Routine) -> None:
        self._keep(("routine", routine.id), lambda: self._store.save(routine))
        if any(r.id == routine.id and r.playlist != routine.playlist for r in self._routines):
            self.songs.forget(routine.id, known=False)
        self._routines = tuple(routine if r.id == routine.id else r for r in self._routines)
        self.changed.emit()


def _stored_name(routine: Routine) -> str:
    """A routine as the journal names it."""
    return routine.built_in.value if routine.built_in else routine.name

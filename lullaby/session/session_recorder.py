"""Writes the journal during an evening, called by the session.

A full disk or a locked file never stops playback: refused writes are queued in order and retried;
`lost` says that something is queued.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry
from lullaby.journal.filling import kind_of
from lullaby.journal.left_off import LeftOff
from lullaby.journal.store import JournalStore
from lullaby.journal.writer import NightWriter
from lullaby.library.track import Track
from lullaby.session.continuing import left_off
from lullaby.session.state import Programme, SessionState
from lullaby.storage.pending_writes import PendingWrites
from lullaby.storage.transaction import StorageError
from lullaby.units import Ms

ALIVE_EVERY_MS = 1_000
"""Interval of the heartbeat, and so the most that a power cut can lose."""


class SessionRecorder:
    """Records one evening at a time: `open_night`, `record_playback` repeatedly, `close_night`."""

    def __init__(
        self,
        store: JournalStore,
        children: Callable[[], tuple[str, ...]] = lambda: (),
        unwritten: PendingWrites | None = None,
        writer: NightWriter | None = None,
    ) -> None:
        """`children` returns the names of the children sung to; empty for everybody."""
        self._unwritten = unwritten or PendingWrites()
        self._writer = writer or NightWriter(store, self._unwritten)
        self._children = children
        self._entry: EntryId | None = None
        self._begun: JournalEntry | None = None
        self._songs: list[EntrySong] = []
        self._current: tuple[int, int] | None = None
        self._sounding: tuple[int, Track, bool] | None = None
        """Index in the programme, track and whether it was sung, as last reported."""
        self._state = SessionState()
        self._track_ids: tuple[tuple[Track, ...], tuple[int, ...]] = ((), ())
        """The songs of the programme, and their ids."""
        self._calm: int | None = None
        self._since_alive = 0
        self._words_shown = False

    @property
    def lost(self) -> bool:
        """Whether part of a night is not written yet."""
        return self._writer.waiting

    @property
    def unsaved(self) -> bool:
        """Whether any write is pending, of a night or anything else."""
        return self._unwritten.waiting

    @property
    def calm_before_ms(self) -> Ms | None:
        """When calm was noted before the night was opened; None in a night that begins."""
        minutes = None if self._begun is None else self._begun.minutes_to_calm
        return None if minutes is None else Ms(minutes * 60_000)

    def open_night(self, programme: Programme, at: datetime) -> EntryId | None:
        """Begin the row of an evening, or reopen the one that it continues.

        None if the programme is not to be remembered.
        """
        self._songs, self._current, self._sounding, self._since_alive = [], None, None, 0
        self._calm = self._begun = self._entry = None
        if not programme.remembered:
            return None
        if programme.reopened is not None and self._continue(programme.reopened):
            return self._entry
        sounding = [sound for sound in programme.ambient if sound.step]
        self._begun = JournalEntry(
            id=EntryId(0),
            started_at=at,
            routine=programme.routine,
            ambient=tuple(sound.name for sound in sounding),
            ambient_steps=tuple(sound.step for sound in sounding),
            music_step=programme.music_step,
            kind=kind_of(programme.routine, at.hour),
            finish=programme.finish.value,
            children=self._children(),
            timer_minutes=None if programme.minutes is None else round(programme.minutes),
        )
        self._entry = self._writer.open_night(self._begun)
        return self._entry

    def reopen_night(self, entry: EntryId | None) -> EntryId | None:
        """Reopen a resumed evening, keeping what was heard; returns its row, maybe a new one."""
        if entry is not None and self._begun is not None:
            self._entry, self._current = entry, None
            if not self._writer.reopen_night(entry, self._begun.started_at):
                self._entry = self._writer.open_night(self._begun)
        return self._entry

    def note_still_awake(self, after_ms: Ms) -> None:
        """Note that the child is still awake, `after_ms` after the start."""
        if self._entry is not None:
            self._writer.note_awake(self._entry, after_ms)

    def note_words(self, shown: bool) -> None:
        """Note whether the words are on screen."""
        self._words_shown = shown

    def note_voice(self, ms: Ms) -> None:
        """Note that somebody was heard singing the song that plays for `ms` more."""
        if self._current is not None:
            place = self._current[1]
            song = self._songs[place]
            self._songs[place] = replace(song, sung_ms=Ms(song.sung_ms + ms))

    def note_calm(self, after_ms: Ms | None) -> None:
        """Note calm `after_ms` after the start, or None to take it back.

        It is written with the next heartbeat."""
        self._calm = None if after_ms is None else round(after_ms / 60_000)
        self._since_alive = ALIVE_EVERY_MS
        if after_ms is None and self._entry is not None:
            self._writer.take_calm_back(self._entry)

    @property
    def next_write_ms(self) -> int:
        """Milliseconds of the evening until the next heartbeat is written."""
        return ALIVE_EVERY_MS - self._since_alive

    def record_more(self, ms: int, at: datetime, state: SessionState) -> None:
        """Record `ms` more of what was last reported; heartbeats keep `state` to continue it."""
        self._state = state
        if ms:
            index, track, sung = self._sounding or (None, None, False)
            self.record_playback(index, track, ms, sung, at)

    def record_playback(
        self, index: int | None, track: Track | None, ms: int, sung: bool, at: datetime
    ) -> None:
        """Record `ms` more of the evening, with `track` at `index` of the programme playing.

        It also counts as `sung` while the words are on screen.
        """
        sung = sung or self._words_shown
        self._sounding = None if track is None or index is None else (index, track, sung)
        self._since_alive += ms
        changed = False
        if self._sounding is not None and ms > 0:
            changed = self._add(*self._sounding, ms)
        if changed or self._since_alive >= ALIVE_EVERY_MS:
            self._since_alive = 0
            if self._entry is not None:
                self._writer.record_heartbeat(
                    self._entry, at, self._songs, self._calm, self._left_off()
                )

    def discard_playback(self) -> None:
        """Discard a song that never started to play."""
        if self._current is not None:
            del self._songs[self._current[1]]
            self._current = None

    def close_night(self, at: datetime, ending: Ending, calm_after_ms: Ms | None) -> None:
        """Close the row; no effect if none is open."""
        entry, self._entry = self._entry, None
        if entry is None:
            return
        minutes = None if calm_after_ms is None else round(calm_after_ms / 60_000)
        self._writer.close_night(entry, at, ending, self._songs, minutes)

    def retry(self, now_ms: Ms) -> None:
        """Retry pending writes if it is time; `now_ms` is on the monotonic clock."""
        self._unwritten.retry(now_ms)

    def _continue(self, number: EntryId) -> bool:
        """Reopen a night and go on with its songs; False if it cannot be had."""
        try:
            night = self._writer.entry(number)
        except StorageError:
            return False
        if night is None or not self._writer.reopen_night(number, night.started_at):
            return False
        self._begun, self._entry, self._songs = night, number, list(night.songs)
        return True

    def _left_off(self) -> LeftOff:
        tracks = self._state.tracks
        if tracks is not self._track_ids[0]:
            self._track_ids = tracks, tuple(int(each.id) for each in tracks)
        return left_off(self._state, self._track_ids[1])

    def _add(self, index: int, track: Track, sung: bool, ms: int) -> bool:
        """Add the time; True if another song began."""
        if self._current is not None and self._current[0] == index:
            place = self._current[1]
            song = self._songs[place]
            played = Ms(song.played_ms + ms)
            self._songs[place] = replace(song, played_ms=played, sung=song.sung or sung)
            return False
        song = EntrySong(int(track.id), track.title, Ms(ms), sung, singer=track.sung_by)
        self._songs.append(song)
        self._current = (index, len(self._songs) - 1)
        return True

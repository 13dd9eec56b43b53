"""Keeps the journal while an evening goes on, by plain calls from the session.

A full disk or a locked file never stops the sound: it is logged, and `lost` says so.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry
from lullaby.journal.filling import kind_of
from lullaby.journal.store import JournalStore
from lullaby.library.track import Track
from lullaby.session.state import Programme
from lullaby.storage.transaction import StorageError
from lullaby.units import Ms

log = logging.getLogger(__name__)

T = TypeVar("T")

ALIVE_EVERY_MS = 1_000
"""A power cut loses no more than this of the evening."""


class Diary:
    """One evening at a time: `open`, then `hear` as it goes on, then `close`."""

    def __init__(
        self, store: JournalStore, children: Callable[[], tuple[str, ...]] = lambda: ()
    ) -> None:
        """`children` tells with whom songs are sung just now, by name; nobody for everybody."""
        self._store = store
        self._children = children
        self._entry: EntryId | None = None
        self._songs: list[EntrySong] = []
        self._current: tuple[int, int] | None = None
        self._since_alive = 0
        self.lost = False
        """The last attempt to write did not succeed."""

    @property
    def entry(self) -> EntryId | None:
        return self._entry

    def open(self, programme: Programme, at: datetime) -> EntryId | None:
        """Begin the row of an evening; None for what is not to be remembered."""
        self._songs, self._current, self._since_alive = [], None, 0
        if not programme.remembered:
            self._entry = None
            return None
        sounding = [bed for bed in programme.beds if bed.step]
        blank = JournalEntry(
            id=EntryId(0),
            started_at=at,
            routine=programme.routine,
            beds=tuple(bed.name for bed in sounding),
            bed_steps=tuple(bed.step for bed in sounding),
            music_step=programme.music_step,
            kind=kind_of(programme.routine, at.hour),
            finish=programme.finish.value,
            children=self._children(),
            timer_minutes=None if programme.minutes is None else round(programme.minutes),
        )
        self._entry = self._try(lambda: self._store.open(blank))
        return self._entry

    def reopen(self, entry: EntryId | None) -> None:
        """The evening goes on after all; what was heard so far stays."""
        if entry is not None:
            self._entry, self._current = entry, None
            self._try(lambda: self._store.reopen(entry))

    def awake(self, after_ms: Ms) -> None:
        """They are still awake, so long after the start."""
        entry = self._entry
        if entry is not None:
            self._try(lambda: self._store.note_awake(entry, after_ms))

    def hear(
        self, index: int | None, track: Track | None, ms: int, sung: bool, at: datetime
    ) -> None:
        """`ms` more of the evening, with `track` at place `index` of the programme sounding."""
        self._since_alive += ms
        changed = False
        if track is not None and index is not None and ms > 0:
            changed = self._add(index, track, ms, sung)
        if changed or self._since_alive >= ALIVE_EVERY_MS:
            self._since_alive = 0
            entry = self._entry
            if entry is not None:
                self._try(lambda: self._store.alive(entry, at, self._songs))

    def close(self, at: datetime, ending: Ending, calm_after_ms: Ms | None) -> None:
        """End the row. What is not open is left alone."""
        entry, self._entry = self._entry, None
        if entry is None:
            return
        minutes = None if calm_after_ms is None else round(calm_after_ms / 60_000)
        self._try(lambda: self._store.close(entry, at, ending, self._songs, minutes))

    def _add(self, index: int, track: Track, ms: int, sung: bool) -> bool:
        """Count the time; true when another song began."""
        if self._current is not None and self._current[0] == index:
            place = self._current[1]
            song = self._songs[place]
            self._songs[place] = EntrySong(
                song.track_id, song.title, Ms(song.played_ms + ms), song.sung or sung
            )
            return False
        self._songs.append(EntrySong(int(track.id), track.title, Ms(ms), sung))
        self._current = (index, len(self._songs) - 1)
        return True

    def _try(self, write: Callable[[], T]) -> T | None:
        try:
            value = write()
        except StorageError:
            log.warning("the journal could not be written just now", exc_info=True)
            self.lost = True
            return None
        self.lost = False
        return value

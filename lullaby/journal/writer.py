"""Writes nights to the journal; queues what the disk refuses and retries it.

A night that could not be inserted has a negative id until it gets its own; both refer to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry
from lullaby.journal.heartbeats import Heartbeat, Heartbeats
from lullaby.journal.left_off import LeftOff
from lullaby.journal.store import JournalStore
from lullaby.storage.pending_writes import PendingWrites
from lullaby.storage.transaction import StorageError
from lullaby.units import Ms


class NightWriter:
    """Writes nights. Only the methods that say so raise `StorageError`."""

    def __init__(
        self,
        store: JournalStore,
        unwritten: PendingWrites,
        heartbeats: Heartbeats | None = None,
    ) -> None:
        """`heartbeats` writes heartbeats on another thread; without it they are written at once."""
        self._store = store
        self._heartbeats = heartbeats
        self._unwritten = unwritten
        self._nights: dict[EntryId, JournalEntry] = {}
        """The running night, and those not completely written, as they should be stored."""
        self._alive: dict[EntryId, datetime] = {}
        self._numbers: dict[EntryId, EntryId] = {}
        """The real id for each negative one."""
        self._calm_taken_back: set[EntryId] = set()
        """The running night, if the journal may still hold a mark of calm that was taken back."""
        self._refused = 0

    @property
    def waiting(self) -> bool:
        """Whether a night is not completely written yet."""
        return any(self._unwritten.waits(_topic(number)) for number in self._nights)

    def open_night(self, entry: JournalEntry) -> EntryId:
        """Insert an open night and return its id, negative if the disk refused."""
        self._forget_written()
        opened: list[EntryId] = []
        self._refused += 1
        number = EntryId(-self._refused)

        def first() -> None:
            opened.append(self._store.open_night(entry))

        self._nights[number] = replace(entry, id=number)
        if self._unwritten.write(_topic(number), first, lambda: self._put(number)) and opened:
            del self._nights[number]
            number = opened[0]
            self._nights[number] = replace(entry, id=number)
        return number

    def record_heartbeat(
        self,
        number: EntryId,
        at: datetime,
        songs: Sequence[EntrySong],
        minutes_to_calm: int | None = None,
        left_off: LeftOff | None = None,
    ) -> None:
        """Store what was heard so far and the time.

        `left_off` is kept only by the other thread, and not on a disk that refuses writes.
        """
        night = self._night(number)
        if night is not None:
            minutes = _known(night.minutes_to_calm, minutes_to_calm)
            self._nights[number] = replace(night, songs=tuple(songs), minutes_to_calm=minutes)
            self._alive[number] = at
            real, taken_back = self._number(number), number in self._calm_taken_back
            if real > 0 and not self._unwritten.waiting and self._heartbeats is not None:
                beat = Heartbeat(
                    real, at, tuple(songs), minutes_to_calm, left_off, calm_taken_back=taken_back
                )
                self._heartbeats.record(beat, lambda: self._refuse(number))
                return
            self._write(
                number,
                lambda n: self._store.record_heartbeat(n, at, songs, minutes_to_calm, taken_back),
            )

    def take_calm_back(self, number: EntryId) -> None:
        """Forget the minutes to calm of a running night; the next heartbeat and its end write it.

        A heartbeat with the mark may be under way, so those that follow take it back again.
        """
        night = self._night(number)
        if night is not None:
            self._nights[number] = replace(night, minutes_to_calm=None)
            self._calm_taken_back.add(number)

    def close_night(
        self,
        number: EntryId,
        at: datetime,
        ending: Ending,
        songs: Sequence[EntrySong],
        minutes_to_calm: int | None,
    ) -> None:
        """Close an open night."""
        night = self._night(number)
        if night is not None:
            self._nights[number] = replace(
                night,
                ended_at=at,
                ending=ending,
                songs=tuple(songs),
                minutes_to_calm=_known(night.minutes_to_calm, minutes_to_calm),
            )
            taken_back = number in self._calm_taken_back
            self._calm_taken_back.discard(number)
            self._write(
                number,
                lambda n: self._store.close_night(
                    n, at, ending, songs, minutes_to_calm, taken_back
                ),
            )

    def reopen_night(self, number: EntryId, started_at: datetime) -> bool:
        """Reopen a closed night in its current form; False if it is not that night any more."""
        if self._unwritten.waits(_topic(number)):
            night = self._nights.get(number)
        else:
            try:
                night = self._store.entry(self._number(number))
            except StorageError:
                night = self._nights.get(number)
        if night is None or _to_the_ms(night.started_at) != _to_the_ms(started_at):
            return False
        self._nights[number] = replace(night, id=number, ended_at=None, ending=None)
        self._write(number, self._store.reopen_night)
        return True

    def note_awake(self, number: EntryId, after_ms: Ms) -> None:
        """Note that the child was still awake `after_ms` after the start."""
        night = self._night(number)
        if night is not None:
            self._nights[number] = replace(night, awake_ms=(*night.awake_ms, after_ms))
            self._write(number, lambda n: self._store.note_awake(n, after_ms))

    def tell(self, entry: JournalEntry) -> bool:
        """Update outcome, minutes, note and description of a night; whether it is written now."""
        self._calm_taken_back.discard(entry.id)
        night = self._night(entry.id)
        if night is not None:
            self._nights[entry.id] = replace(
                night,
                outcome=entry.outcome,
                minutes_to_calm=entry.minutes_to_calm,
                note=entry.note,
                kind=entry.kind,
                before=entry.before,
                after=entry.after,
                helped=entry.helped,
                who=entry.who,
                children=entry.children,
            )
        return self._write(entry.id, lambda n: self._store.tell(replace(entry, id=n)))

    def change(self, entry: JournalEntry) -> bool:
        """Replace everything of a night; whether it is written now."""
        self._nights[entry.id] = entry
        self._calm_taken_back.discard(entry.id)
        return self._write(entry.id, lambda n: self._store.change(replace(entry, id=n)))

    def delete(self, number: EntryId) -> JournalEntry | None:
        """Delete a night and return it. Raises `StorageError`."""
        waiting = self._nights.get(number) if self._unwritten.waits(_topic(number)) else None
        gone = self._store.delete(self._number(number))
        self._unwritten.give_up(_topic(number))
        self._nights.pop(number, None)
        return waiting or gone

    def start_over(self) -> None:
        """Drop pending nights after another journal was restored."""
        for number in self._nights:
            self._unwritten.give_up(_topic(number))
        for known in (self._nights, self._alive, self._numbers, self._calm_taken_back):
            known.clear()

    def entry(self, number: EntryId) -> JournalEntry | None:
        """A night as it should be stored, written or not. Raises `StorageError`."""
        if self._unwritten.waits(_topic(number)) and number in self._nights:
            return self._nights[number]
        return self._store.entry(self._number(number))

    def _night(self, number: EntryId) -> JournalEntry | None:
        """A night from memory, else from the journal."""
        if number not in self._nights:
            try:
                found = self._store.entry(self._number(number))
            except StorageError:
                found = None
            if found is not None:
                self._nights[number] = replace(found, id=number)
        return self._nights.get(number)

    def _number(self, number: EntryId) -> EntryId:
        return self._numbers.get(number, number)

    def _write(self, number: EntryId, write: Callable[[EntryId], object]) -> bool:
        """Write a small update if the row is complete in the journal, else the whole night."""
        real = self._number(number)
        whole = real > 0 and not self._unwritten.waits(_topic(number))
        known = number in self._nights

        def part() -> object:
            return write(real)

        def all_of_it() -> object:
            return self._put(number)

        return self._unwritten.write(
            _topic(number), part if whole else all_of_it, all_of_it if known else part
        )

    def _put(self, number: EntryId) -> None:
        night = self._nights[number]
        real = self._number(number)
        alive = self._alive.get(number, night.started_at)
        self._numbers[number] = self._store.put(night, real if real > 0 else None, alive)

    def _refuse(self, number: EntryId) -> None:
        """Queue the whole night after a refused heartbeat, unless it has ended since."""
        night = self._nights.get(number)
        if night is not None and night.ending is None:
            self._unwritten.keep(_topic(number), lambda: self._put(number))

    def _forget_written(self) -> None:
        for number in list(self._nights):
            if not self._unwritten.waits(_topic(number)):
                del self._nights[number]
                self._alive.pop(number, None)


def _topic(number: EntryId) -> tuple[str, EntryId]:
    return "night", number


def _known(first: int | None, second: int | None) -> int | None:
    return second if first is None else first


def _to_the_ms(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

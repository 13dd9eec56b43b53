"""What the outcome card shows at first, and where its answer is stored."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from lullaby.journal.entry import Ending, EntryId, JournalEntry
from lullaby.journal.store import JournalStore
from lullaby.journal.writer import NightWriter
from lullaby.storage.transaction import StorageError
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text import names


def prefilled(entry: JournalEntry) -> JournalEntry:
    """The entry with minutes to calm: until F or C was pressed, else until the timer's end."""
    if entry.minutes_to_calm is not None or entry.ended_at is None:
        return entry
    if entry.ending is not Ending.TIMER:
        return entry
    minutes = round((entry.ended_at - entry.started_at).total_seconds() / 60)
    return replace(entry, minutes_to_calm=max(0, minutes))


class Answers(QObject):
    """Writes the answers of the card, and can undo an outcome."""

    taken_back = Signal(object)
    """The id of the night whose answer was undone."""
    changed = Signal()

    def __init__(
        self,
        store: JournalStore,
        writer: NightWriter,
        undo: UndoController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._writer = writer
        self._undo = undo

    def entry(self, entry: EntryId) -> JournalEntry | None:
        """A night as the card should first show it, whether it has been written yet or not."""
        try:
            found = self._writer.entry(entry)
        except StorageError:
            return None
        return None if found is None else replace(prefilled(found), id=entry)

    def last(self) -> JournalEntry | None:
        found = self._store.last()
        return None if found is None else prefilled(found)

    def write(self, entry: JournalEntry) -> None:
        """Write at once, or as soon as the disk allows."""
        before = self._known(entry.id)
        written = self._writer.tell(entry)
        self.changed.emit()
        if before is not None and before.outcome is not entry.outcome and entry.outcome:
            saved, waits = self.tr("Saved: {outcome}"), self.tr("Not saved yet: {outcome}")
            text = (saved if written else waits).format(outcome=names.outcome_name(entry.outcome))
            self._undo.offer(text, lambda: self._take_back(before))

    def _take_back(self, before: JournalEntry) -> None:
        now = self._known(before.id)
        if now is not None:
            minutes = before.minutes_to_calm
            self._writer.tell(replace(now, outcome=before.outcome, minutes_to_calm=minutes))
        self.changed.emit()
        self.taken_back.emit(before.id)

    def _known(self, entry: EntryId) -> JournalEntry | None:
        """The stored night, by the id that the card used."""
        try:
            found = self._writer.entry(entry)
        except StorageError:
            return None
        return None if found is None else replace(found, id=entry)

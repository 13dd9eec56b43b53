"""Exports nights to files and summary pages, and imports them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from lullaby.helpers import Helpers, ask
from lullaby.jobs import Job, JobRunner
from lullaby.journal import export
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.journal.handover_report import handover_report
from lullaby.journal.reading import JournalFormat, ReadNights, content_of, read_nights
from lullaby.journal.store import JournalStore
from lullaby.settings import write_atomically
from lullaby.storage.transaction import StorageError
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.journal.paper import page_bytes
from lullaby.ui.journal.screen import JournalScreen
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import first_weekday
from lullaby.ui.text.translate import PLURAL, translate

PATIENCE_S = 20.0
"""The most seconds for reading a file of nights from a slow disk."""


class ExportController(QObject):
    changed = Signal()
    """Nights were imported, or an import was undone."""

    def __init__(
        self,
        screen: JournalScreen,
        store: JournalStore,
        files: Files,
        notices: Notifications,
        undo: UndoController,
        runner: JobRunner,
        helpers: Helpers,
        all_nights: Callable[[], list[JournalEntry]],
    ) -> None:
        """`helpers` read foreign files, and `all_nights` the journal, called through `runner`."""
        super().__init__(screen)
        self._screen = screen
        self._store = store
        self._files = files
        self._notices = notices
        self._undo = undo
        self._runner = runner
        self._helpers = helpers
        self._all_nights = all_nights
        screen.take_requested.connect(self.ask)

    def ask(self, button: QWidget) -> None:
        """Ask what to export or import."""
        menu = PassingMenu(button)
        for text, act in (
            (self.tr("Export all nights…"), self.export_nights),
            (self.tr("Summary page (PDF)…"), self.write_summary),
            (self.tr("Import nights…"), self.import_nights),
        ):
            action = QAction(text, menu)
            action.triggered.connect(act)
            menu.addAction(action)
        open_below(menu, button)

    def export_nights(self) -> None:
        """Export all nights, whatever is shown now."""
        kinds = self.tr("Table (*.csv);;Everything (*.json)")
        path = self._files.ask_save(self.tr("Export the journal"), "nights.csv", kinds)
        if path is not None:
            self._runner.submit(
                lambda _: export.write(self._all_nights(), path),
                lambda _: self._tell_saved(path),
                lambda _: self._tell_not_saved(),
                finish=True,
            )

    def write_summary(self) -> None:
        """Write a summary page about the nights on show, for the chosen child."""
        screen = self._screen
        page = handover_report(screen.shown, screen.choices.child, first_weekday())
        if page is None:
            self._notices.say("export", self.tr("No nights to summarise yet."))
            return
        kinds = self.tr("Page (*.pdf);;Text (*.md)")
        path = self._files.ask_save(self.tr("Summary page"), "nights.pdf", kinds)
        if path is not None:
            content = page_bytes(page, path.suffix.lower() == ".pdf")
            self._runner.submit(
                lambda _: _write_page(path, content),
                lambda _: self._tell_saved(path),
                lambda _: self._tell_not_saved(),
                finish=True,
            )

    def import_nights(self) -> None:
        """Import nights from a file of ours, or from Baby Buddy."""
        kinds = self.tr("Nights (*.csv *.json)")
        path = self._files.ask_open(self.tr("Import nights"), kinds)
        if path is None:
            return
        helpers = self._helpers
        self._runner.submit(
            lambda job: _nights_in(path, helpers, job),
            lambda found: self._take_in(path, found),
            lambda _: self._take_in(path, None),
            finish=True,
        )

    def _take_in(self, path: Path, found: ReadNights | None) -> None:
        """Take the nights of a file; `found` is None if it could not be read."""
        if found is None:
            self._notices.say("export", self.tr("This file could not be opened."))
            return
        if found.source is JournalFormat.STRANGE or not found.entries:
            text = self.tr("There are no nights in {file}.").format(file=path.name)
            if found.passed_over:
                text = self.tr("No start time found in {file}.").format(file=path.name)
            self._notices.say("export", text, self.tr("Nothing was changed."))
            return
        try:
            compared = self._store.compare(found.entries, found.without_zone)
            added = self._store.insert(compared.new)
        except StorageError as problem:
            self._notices.report_not_saved(problem)
            return
        self.changed.emit()
        self._tell(added, compared.known, found.passed_over)
        if compared.differing:
            self._offer_both(compared.differing)

    def _tell(self, added: list[EntryId], known: int, passed_over: int) -> None:
        parts = [_nights_imported(len(added))]
        if known:
            parts.append(translate("ExportController", "%n already there", None, PLURAL, known))
        if passed_over:
            parts.append(_rows_passed_over(passed_over))
        text = listed(parts)
        if added:
            self._undo.offer(text, lambda: self._forget(added))
        else:
            self._notices.say("export", f"{text}.")

    def _offer_both(self, entries: tuple[JournalEntry, ...]) -> None:
        """Offer to keep both versions of nights that differ from the imported ones."""
        count = len(entries)
        self._notices.offer(
            "differing nights",
            _nights_differ(count),
            self.tr("The file is unchanged."),
            translate("ExportController", "Add them as well", None, PLURAL, count),
            lambda: self._add(entries),
        )

    def _add(self, entries: tuple[JournalEntry, ...]) -> bool:
        try:
            added = self._store.insert(entries)
        except StorageError as problem:
            self._notices.report_not_saved(problem)
            return False
        self.changed.emit()
        self._undo.offer(_nights_imported(len(added)), lambda: self._forget(added))
        return True

    def _forget(self, added: list[EntryId]) -> None:
        self._store.forget(added)
        self.changed.emit()

    def _tell_saved(self, path: Path) -> None:
        self._notices.say("export", self.tr("Saved as {file}.").format(file=path.name))

    def _tell_not_saved(self) -> None:
        self._notices.say("export", self.tr("The journal could not be saved there."))


def _write_page(path: Path, content: bytes) -> None:
    """Write the page, but not into a folder that is gone, such as that of an unplugged disk."""
    if not path.parent.is_dir():
        raise FileNotFoundError(path.parent)
    write_atomically(path, content)


def _nights_in(path: Path, helpers: Helpers, job: Job) -> ReadNights | None:
    content = ask(helpers, content_of, path, lambda: job.cancelled, PATIENCE_S)
    return read_nights(content, None) if isinstance(content, bytes) else None


def _nights_differ(n: int) -> str:
    return translate("nights", "%n nights differ from yours. Yours were kept.", None, PLURAL, n)


def _nights_imported(count: int) -> str:
    return translate("ExportController", "%n nights imported", None, PLURAL, count)


def _rows_passed_over(count: int) -> str:
    return translate("ExportController", "%n rows had no start time", None, PLURAL, count)

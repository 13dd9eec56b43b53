"""Makes backups automatically and restores them on request; a sheet shows what they contain."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from lullaby.backups import Backups
from lullaby.clock import Clock
from lullaby.jobs import Job, JobRunner
from lullaby.storage.backups import Backup, Holds
from lullaby.storage.transaction import StorageError
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import set_margins
from lullaby.ui.settings import backup_words
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text import names
from lullaby.ui.text.lists import labelled, sentences
from lullaby.ui.theme.theme import Text, Theme

EVERY_MS = 3_600_000
"""How often to check whether a backup is due; at most one is made each day."""


class BackupsController(QObject):
    made = Signal()
    restored = Signal()
    """All data was replaced by that of a backup."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        backups: Backups,
        runner: JobRunner,
        quick: JobRunner,
        clock: Clock,
        notices: Notifications,
        undo: UndoController,
        sounding: Callable[[], bool],
        settle: Callable[[], bool] = lambda: True,
    ) -> None:
        """`runner` makes backups and may be busy for long; `quick` reads their contents.

        `settle` writes everything that waits to be written, and returns whether nothing is left.
        """
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._backups = backups
        self._runner = runner
        self._quick = quick
        self._clock = clock
        self._notices = notices
        self._undo = undo
        self._sounding = sounding
        self._settle = settle
        self._asked: Backup | None = None
        """The backup that waits for a second press."""
        self._found: list[tuple[Backup, Holds | None]] | None = None
        """What each backup contained when the sheet was opened; None until known."""
        self._sheet: Sheet | None = None
        self._rows = QVBoxLayout()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.make)

    def start(self) -> None:
        """Make a backup whenever one is due."""
        self._timer.start()
        self.make()

    def stop(self) -> None:
        self._timer.stop()

    def make(self) -> None:
        now = self._clock.now()
        self._runner.submit(
            lambda _: self._backups.make_if_due(now),
            lambda path: self.made.emit() if path is not None else None,
            lambda _: None,
        )

    def newest(self) -> Backup | None:
        return next(iter(self._backups.made()), None)

    def open_sheet(self) -> None:
        """Show the backups and what each contains."""
        if self._sheet is None:
            self._sheet = Sheet(self._theme, self._window, 680)
            inside = QWidget()
            inside.setLayout(self._rows)
            set_margins(self._rows, 0, 0, 6, 0)
            self._sheet.hold(inside)
        self._asked = self._found = None
        self._fill()
        self._sheet.open(self.tr("Restore a backup"))
        backups = self._backups
        self._quick.submit(lambda job: _look(backups, job), self._show, lambda _: self._show([]))

    def close_sheet(self) -> bool:
        """Close the sheet; returns True if it was open."""
        return self._sheet is not None and self._sheet.close_sheet()

    def ask(self, backup: Backup | None) -> None:
        """The first press: say what would replace what. None cancels it."""
        self._asked = backup
        self._fill()

    def report_damage(self, file: Path) -> None:
        """Report that a damaged journal was set aside, and offer its newest backup."""
        backups = self._backups
        self._quick.submit(
            lambda _: backups.newest_with_nights(),
            lambda found: self._offer(file, found),
            lambda _: self._offer(file, None),
        )

    def _offer(self, file: Path, found: tuple[Backup, Holds] | None) -> None:
        if found is None:
            self._notices.report_set_aside(file)
            return
        backup, held = found
        now = self._clock.now()
        question = self.tr("Restore the backup from {when} ({nights})? The damaged file is kept.")
        when, nights = backup_words.when_made(backup, now), names.nights(held.nights)
        self._notices.offer(
            "set aside",
            self.tr("The journal file is damaged."),
            question.format(when=when, nights=nights),
            self.tr("Restore it"),
            lambda: self.restore(backup),
        )

    def restore(self, backup: Backup) -> bool:
        """Restore a backup after setting the current data aside; returns whether it succeeded."""
        if self._sounding():
            text = self.tr("A backup can be restored when nothing is playing.")
            self._notices.say("backups", text)
            return False
        self.close_sheet()
        if not self._settle():
            text = self.tr("The disk is full or busy, so nothing was restored.")
            self._notices.say("backups", text, self.tr("Nothing was changed."))
            return False
        try:
            aside = self._backups.restore(backup, self._clock.now())
        except StorageError:
            text = self.tr("This backup could not be restored.")
            self._notices.say("backups", text, self.tr("Nothing was changed."))
            return False
        self.restored.emit()
        text = backup_words.back(backup, self._clock.now().date())
        hint = self.tr("What was here before is kept as {file}.").format(file=aside.path.name)
        self._notices.say("backups", text, hint)
        self._undo.offer(text, lambda: self.restore(aside))
        return True

    def _show(self, found: list[tuple[Backup, Holds | None]]) -> None:
        self._found = found
        self._fill()

    def _fill(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        hint = self.tr("Your current data is kept, so you can undo this.")
        self._rows.addWidget(Label(self._theme, hint, Text.ROW, "text2", wrap=True))
        if self._found is None:
            waiting = self.tr("Looking at the backups…")
            self._rows.addWidget(Label(self._theme, waiting, Text.ROW, "text2"))
        for backup, holds in self._found or ():
            row = self._row(backup, holds)
            self._rows.addWidget(row)
            row.show()
        self._rows.addStretch(1)

    def _row(self, backup: Backup, holds: Holds | None) -> QWidget:
        now: datetime = self._clock.now()
        words = QWidget()
        texts = QVBoxLayout(words)
        texts.setContentsMargins(0, 6, 0, 6)
        texts.setSpacing(2)
        day = backup_words.name(backup, now.date())
        texts.addWidget(Label(self._theme, day, Text.STRONG))
        description = backup_words.holds(holds, now)
        here, table = None, None
        asked = holds is not None and self._asked is not None and backup.path == self._asked.path
        if holds is not None and asked:
            here, description = self._here(), backup_words.replace_question()
            table = _table(self._theme, backup_words.compared(here, holds, now))
        texts.addWidget(Label(self._theme, description, Text.ROW, "text2", wrap=True))
        buttons: list[QWidget] = []
        if holds is not None and table is not None:
            spoken = backup_words.compared_spoken(here, holds, now)
            description = sentences([description, spoken])
            buttons.append(self._button("Replace", day, description, lambda: self.restore(backup)))
            buttons.append(self._button("Cancel", day, description, lambda: self.ask(None)))
        elif holds is not None:
            buttons.append(self._button("Restore", day, description, lambda: self.ask(backup)))
        row = FoldingRow((words, *buttons), shares=(1,), words=True)
        return row if table is None else _stacked(row, table)

    def _button(
        self, what: str, day: str, description: str, act: Callable[[], object]
    ) -> PillButton:
        """A button; the last one in a row is where a hasty second press would hit it."""
        texts = {
            "Restore": self.tr("Restore"),
            "Replace": self.tr("Replace"),
            "Cancel": self.tr("Cancel"),
        }
        button = PillButton(self._theme, texts[what], "undo-2" if what == "Restore" else "")
        button.setAccessibleName(labelled(texts[what], day))
        button.setAccessibleDescription(description)
        button.clicked.connect(act)
        return button

    def _here(self) -> Holds | None:
        try:
            return self._backups.here()
        except StorageError:
            return None


def _stacked(above: QWidget, below: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(above)
    column.addWidget(below)
    return holder


def _table(theme: Theme, rows: list[tuple[str, str, str]]) -> QWidget:
    """What there is now, beside what there will be."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 8)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(4)
    for line, texts in enumerate((backup_words.compared_heads(), *rows)):
        for column, text in enumerate(texts):
            kind = Text.ROW if line else Text.CAPTION
            colour = "text" if line and column else "text2"
            grid.addWidget(Label(theme, text, kind, colour, wrap=True), line, column)
    for column, share in enumerate((4, 3, 3)):
        grid.setColumnStretch(column, share)
    return holder


def _look(backups: Backups, job: Job) -> list[tuple[Backup, Holds | None]]:
    return [(each, backups.holds(each)) for each in backups.all() if not job.cancelled]

"""Copies are made by themselves and brought back when asked for; a sheet shows what they hold."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.clock import Clock
from lullaby.copies import Copies
from lullaby.jobs import JobRunner
from lullaby.storage.backups import Backup, Holds
from lullaby.storage.transaction import StorageError
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.notice_keeper import NoticeKeeper
from lullaby.ui.settings import copy_words
from lullaby.ui.sheets import Sheet
from lullaby.ui.theme.theme import Text, Theme

EVERY_MS = 3_600_000
"""How often it is looked whether a copy is due; a copy itself is made once a day at most."""


class CopiesDesk(QObject):
    made = Signal()
    restored = Signal()
    """Everything that is remembered is another."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        copies: Copies,
        runner: JobRunner,
        clock: Clock,
        notices: NoticeKeeper,
        sounding: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._copies = copies
        self._runner = runner
        self._clock = clock
        self._notices = notices
        self._sounding = sounding
        self._sheet: Sheet | None = None
        self._rows = QVBoxLayout()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.make)

    def start(self) -> None:
        """From now on a copy is made whenever one is due."""
        self._timer.start()
        self.make()

    def stop(self) -> None:
        self._timer.stop()

    def make(self) -> None:
        now = self._clock.now()
        self._runner.submit(
            lambda _: self._copies.make_if_due(now),
            lambda path: self.made.emit() if path is not None else None,
            lambda _: None,
        )

    def newest(self) -> Backup | None:
        return next(iter(self._copies.made()), None)

    def open(self) -> None:
        """Show what copies there are and what each holds."""
        if self._sheet is None:
            self._sheet = Sheet(self._theme, self._window, 680)
            inside = QWidget()
            inside.setLayout(self._rows)
            self._rows.setContentsMargins(0, 0, 6, 0)
            self._sheet.hold(inside)
        self._fill()
        self._sheet.open(self.tr("Bring a copy back"))

    def close(self) -> bool:
        """True when the sheet was open."""
        return self._sheet is not None and self._sheet.close_sheet()

    def bring_back(self, backup: Backup) -> None:
        """What is there now is set aside first, under a name of its own."""
        if self._sounding():
            text = self.tr("A copy is brought back when nothing sounds.")
            self._notices.say("copies", text)
            return
        self.close()
        try:
            aside = self._copies.bring_back(backup, self._clock.now())
        except StorageError:
            text = self.tr("This copy could not be brought back.")
            self._notices.say("copies", text, self.tr("Everything is as it was."))
            return
        self.restored.emit()
        text = copy_words.back(backup, self._clock.now().date())
        hint = self.tr("What was here before is kept as {file}.").format(file=aside.name)
        self._notices.say("copies", text, hint)

    def _fill(self) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        hint = self.tr("What is here now is set aside first, so this can be turned round again.")
        self._rows.addWidget(Label(self._theme, hint, Text.ROW, "text2", wrap=True))
        for backup in self._copies.all():
            self._rows.addWidget(self._row(backup, self._copies.holds(backup)))
        self._rows.addStretch(1)

    def _row(self, backup: Backup, holds: Holds | None) -> QWidget:
        now: datetime = self._clock.now()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 6, 0, 6)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        day = copy_words.name(backup, now.date())
        texts.addWidget(Label(self._theme, day, Text.STRONG))
        told = copy_words.holds(holds, now)
        texts.addWidget(Label(self._theme, told, Text.ROW, "text2", wrap=True))
        row.addLayout(texts, 1)
        if holds is not None:
            back = PillButton(self._theme, self.tr("Bring back"), "undo-2")
            back.setAccessibleName(self.tr("Bring back: {day}").format(day=day))
            back.setAccessibleDescription(told)
            back.clicked.connect(lambda: self.bring_back(backup))
            row.addWidget(back)
        return holder

"""The Journal screen: one sentence, then the nights."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QListView, QVBoxLayout, QWidget

from lullaby.clock import Clock
from lullaby.journal.book import Book, Wanted
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.journal.store import JournalStore
from lullaby.journal.summary import pattern
from lullaby.journal.writer import NightWriter
from lullaby.storage.transaction import StorageError
from lullaby.ui.controls.areas import QuietArea, overhang
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.controls.reading import Reading
from lullaby.ui.journal import words
from lullaby.ui.journal.choices import Choices
from lullaby.ui.journal.insights import Insights
from lullaby.ui.journal.night_editor import NightEditor
from lullaby.ui.journal.nights import ROW, NightDelegate, NightsModel
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.theme.theme import Text, Theme

MARGIN = 36
GAP = 24
LOW = 310
LEAST_ROWS = 3
LEAST_PAGE = 160
"""The least visible height of charts and nights, in px."""

AHEAD_MS = 400
"""After this time on the Journal it reads all nights, so that choosing others is instant."""


class NightList(QListView):
    opened = Signal(object)
    delete_requested = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index)
        elif event.matches(QKeySequence.StandardKey.Delete) and index.isValid():
            self.delete_requested.emit(index)
        else:
            super().keyPressEvent(event)


class JournalScreen(QWidget):
    take_requested = Signal(object)
    """Nights are to be exported or imported; carries the button that asks."""
    not_kept = Signal(object)
    """A new night could not be written; carries the StorageError."""
    changed = Signal()
    """A night was changed, added or deleted."""

    _sheet: Sheet | None = None
    _numbers_sheet: Sheet | None = None
    _reading: Reading | None = None

    def __init__(
        self,
        theme: Theme,
        store: JournalStore,
        writer: NightWriter,
        clock: Clock,
        undo: UndoController,
        routines: Callable[[], Sequence[str]],
        sheet_parent: QWidget,
    ) -> None:
        """`routines` are those that a night added by hand can have, as the journal names them."""
        super().__init__()
        self._theme = theme
        self._store = store
        self._writer = writer
        self.shown: list[JournalEntry] = []
        """The nights on show."""
        self._clock = clock
        self._undo = undo
        self._routines = routines
        self._sheet_parent = sheet_parent
        self._opened: JournalEntry | None = None
        """The night in the sheet, as it was when the sheet was opened."""
        self._new: JournalEntry | None = None
        """A night that is being added; Done keeps it, Esc does not."""
        self._book = Book(store)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(AHEAD_MS)
        self._ahead.timeout.connect(self.read_ahead)
        self.choices = Choices(theme)
        self.choices.changed.connect(self.refresh)
        self.insights = Insights(theme)
        self.insights.opened.connect(self._edit)
        self._numbers = PillButton(theme, self.tr("Details"), "list")
        self._numbers.clicked.connect(self._show_numbers)
        self._add = PillButton(theme, self.tr("Add a night"), "plus")
        self._add.clicked.connect(self._add_night)
        self._export = PillButton(theme, self.tr("Export or print"), "upload")
        self._export.clicked.connect(lambda: self.take_requested.emit(self._export))
        self._sentence = Label(theme, "", Text.SENTENCE, wrap=True)
        self._source = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._model = NightsModel()
        self.list = NightList()
        self.list.setModel(self._model)
        self._delegate = NightDelegate(theme, self._model)
        self.list.setItemDelegate(self._delegate)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName(self.tr("Nights"))
        self.list.clicked.connect(self._open)
        self.list.opened.connect(self._open)
        self.list.delete_requested.connect(lambda index: self._delete(self._model.entry(index)))
        self._empty = Label(theme, "", Text.BODY, "text2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._editor: NightEditor | None = None
        self._lay_out(theme)
        theme.changed.connect(self._restyle)

    def enter(self) -> None:
        self.refresh()
        self._ahead.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ahead.stop()

    def reload(self) -> None:
        """Read everything again, because the database was replaced."""
        self._book = Book(self._store)
        self.refresh()

    def focus_first(self) -> None:
        if self._model.rowCount():
            self.list.setFocus()
        else:
            self._add.show_ring()

    def refresh(self) -> None:
        now = self._clock.now()
        entries = self.shown = self._book.nights(self.choices.wanted(now))
        self.choices.offer(entries)
        self._restyle()
        self.insights.show_nights(entries, now)
        self._numbers.setVisible(not self.insights.isHidden())
        at = self.list.currentIndex().row()
        self._model.show(entries, now)
        if entries:
            self.list.setCurrentIndex(self._model.index(min(max(at, 0), len(entries) - 1)))
        elif self.list.hasFocus():
            self._add.setFocus()
        text, source = words.sentence(pattern(entries))
        self._sentence.setText(text)
        self._source.setText(source)
        self._source.setVisible(bool(source))
        self.list.setVisible(bool(entries))
        self._empty.setVisible(not entries)
        self._empty.setText(words.empty_sentence())

    def close_sheet(self) -> bool:
        """Close the open night; False if there is none."""
        open_ones = [each for each in (self._sheet, self._numbers_sheet) if each is not None]
        closed = [each.close_sheet() for each in open_ones]
        return any(closed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._restyle()

    def _lay_out(self, theme: Theme) -> None:
        self._left = left = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        left.setSpacing(20)
        self._title = Label(theme, self.tr("Journal"), Text.TITLE)
        left.addWidget(self._title)
        left.addWidget(self.choices)
        left.addStretch(1)
        right = Flow(12)
        for button in (self._numbers, self._export, self._add):
            right.add(button)
        self._sides = (left, right)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(12)
        self._head.addLayout(left, 1)
        tail = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        set_margins(tail, 0, 0, 12, 0)
        tail.addWidget(right)
        self._head.addLayout(tail)
        card = Card(theme, 24)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(22, 16, 22, 16)
        inside.addWidget(self.list, 1)
        inside.addWidget(self._empty, 1)
        page = QWidget()
        below = QVBoxLayout(page)
        set_margins(below, 0, 0, 6, 0)
        below.setSpacing(14)
        below.addWidget(self.insights)
        below.addWidget(card, 1)
        column = QVBoxLayout(self)
        set_margins(column, MARGIN, 28, 26, 28)
        column.setSpacing(14)
        column.addLayout(self._head)
        column.addWidget(self._sentence)
        column.addWidget(self._source)
        area = QuietArea(page)
        area.setMinimumHeight(LEAST_PAGE)
        column.addWidget(area, 1)

    def read_ahead(self) -> None:
        """Read all nights, so that choosing others is instant."""
        with suppress(StorageError):
            self._book.nights(Wanted())

    def _show_numbers(self) -> None:
        if self._numbers_sheet is None or self._reading is None:
            self._numbers_sheet = Sheet(self._theme, self._sheet_parent, 720)
            self._reading = Reading(self._theme, self.tr("Your nights in numbers"))
            self._numbers_sheet.hold(self._reading)
        self._reading.read(self.insights.page())
        self._numbers_sheet.open(self.tr("Details in words and figures"))

    def _open(self, index: QModelIndex) -> None:
        self._edit(self._model.entry(index))

    def _edit(self, entry: JournalEntry) -> None:
        now = self._clock.now()
        is_new = entry is self._new
        entry = entry if is_new else self._writer.entry(entry.id) or entry
        if self._editor is None or self._sheet is None:
            self._editor = NightEditor(self._theme, self._routines)
            self._editor.changed.connect(self._save)
            self._editor.deleted.connect(self._delete)
            self._sheet = Sheet(self._theme, self._sheet_parent, 680, self._confirm)
            self._sheet.hold(self._editor)
            self._sheet.closed.connect(self._closed)
        self._opened = entry
        self._editor.show_entry(entry, now)
        self._sheet.open(self.tr("Add a night") if is_new else words.when(entry, now))

    def _confirm(self) -> bool:
        """Done was pressed: keep a new night. Returns whether the sheet may close."""
        if self._editor is not None and not self._editor.finish():
            return False
        return self._new is None or self._keep_new(self._new)

    def _closed(self) -> None:
        if self._editor is not None:
            self._editor.take_note()
        before, self._opened = self._opened, None
        new, self._new = self._new, None
        if new is not None and new != before:
            text = self.tr("The new night was not added")
            self._undo.offer(text, lambda: self._keep_after_all(new))
        after = None if before is None else self._writer.entry(before.id)
        if before is not None and after is not None and after != before and not self._undo.is_open:
            self._undo.offer(self.tr("Night updated"), lambda: self._save(before))
        self.refresh()
        self.list.setFocus()

    def _add_night(self) -> None:
        started = _quarter(self._clock.now())
        self._new = JournalEntry(EntryId(0), started, ended_at=started, by_hand=True)
        self._edit(self._new)

    def _keep_new(self, entry: JournalEntry) -> bool:
        """Write a new night; False, and nothing is forgotten, if the disk refuses."""
        try:
            made = self._store.add(entry)
        except StorageError as problem:
            self.not_kept.emit(problem)
            return False
        self._new = None
        self._after_change()
        self._undo.offer(self.tr("Night added"), lambda: self._forget(made))
        return True

    def _keep_after_all(self, entry: JournalEntry) -> None:
        """Write a new night that was given up; open it again if the disk refuses."""
        if not self._keep_new(entry):
            self._new = entry
            self._edit(entry)

    def _forget(self, entry: EntryId) -> None:
        self.close_sheet()
        self._writer.delete(entry)
        self._after_change()

    def _save(self, entry: JournalEntry) -> None:
        if not entry.id:
            self._new = entry
            return
        self._writer.change(entry)
        self._after_change()

    def _delete(self, entry: JournalEntry) -> None:
        self.close_sheet()
        deleted = self._writer.delete(entry.id)
        self._after_change()
        if deleted is not None:
            self._undo.offer(self.tr("Night deleted"), lambda: self._restore(deleted))

    def _restore(self, entry: JournalEntry) -> None:
        self._store.restore(entry)
        self._after_change()

    def _after_change(self) -> None:
        self.refresh()
        self.changed.emit()

    def _restyle(self) -> None:
        room = self.width() - 2 * MARGIN
        narrow = sum(side.sizeHint().width() for side in self._sides) + GAP > room
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._head.setDirection(down if narrow else across)
        beside = self._title.sizeHint().width() + self.choices.sizeHint().width() + 20
        self._left.setDirection(down if beside > room else across)
        self._sentence.setVisible(self.height() - overhang(self) >= LOW * self._theme.scale)
        self.list.setMinimumHeight(self._theme.px(ROW) * LEAST_ROWS)
        self.list.doItemsLayout()


def _quarter(moment: datetime) -> datetime:
    """The last full quarter of an hour."""
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)

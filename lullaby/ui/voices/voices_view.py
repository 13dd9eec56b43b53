"""The list of takes, with its keys."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from lullaby.ui.controls.menus import asks_for_menu
from lullaby.ui.theme.theme import Theme
from lullaby.ui.voices.voices_delegate import VoicesDelegate
from lullaby.ui.voices.voices_model import VoicesModel

Index = QModelIndex | QPersistentModelIndex

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
STEPS = {
    QAbstractItemView.CursorAction.MoveUp: -1,
    QAbstractItemView.CursorAction.MoveDown: 1,
}
PAGE = 8
"""Takes that Page Up and Page Down pass over."""


class VoicesView(QListView):
    """Space plays a take, Enter shows its words, Delete deletes it; the menu key and the right
    button open its menu."""

    play_requested = Signal(object)
    words_requested = Signal(object)
    delete_requested = Signal(object)
    menu_requested = Signal(object, object)
    """An index, and where to open on the screen."""
    record_requested = Signal(str)
    """The id of the score of a song that is to be recorded again."""

    def __init__(self, theme: Theme, model: VoicesModel) -> None:
        super().__init__()
        self._rows = model
        self._delegate = VoicesDelegate(theme, model)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Recordings of your voice"))
        self.customContextMenuRequested.connect(self._menu_at)
        self.doubleClicked.connect(self._open)
        self._delegate.play_pressed.connect(self.play_requested)
        self._delegate.menu_pressed.connect(self._menu)
        self._delegate.record_pressed.connect(self.record_requested)
        theme.changed.connect(self.doItemsLayout)

    def choose(self, row: int) -> None:
        """Select the take in this row."""
        self.setCurrentIndex(self._rows.index(row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen take stays in sight."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Scroll to a take, and to the title above it if it is the first of its song."""
        above = index.row() - 1
        if above >= 0 and not self._is_take(above):
            super().scrollTo(self._rows.index(above), hint)
        super().scrollTo(index, hint)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Step from take to take, over the titles."""
        rows = [at for at in range(len(self._rows.rows)) if self._is_take(at)]
        if not rows:
            return QModelIndex()
        here = self.currentIndex().row()
        place = next((at for at, row in enumerate(rows) if row >= here), 0) if here >= 0 else -1
        match action:
            case QAbstractItemView.CursorAction.MoveHome:
                place = 0
            case QAbstractItemView.CursorAction.MoveEnd:
                place = len(rows) - 1
            case QAbstractItemView.CursorAction.MovePageUp:
                place -= PAGE
            case QAbstractItemView.CursorAction.MovePageDown:
                place += PAGE
            case _:
                place += STEPS.get(action, 0)
        return self._rows.index(rows[max(0, min(place, len(rows) - 1))])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if self._rows.take(index) is None:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Space:
            self.play_requested.emit(index)
        elif event.key() in ENTER:
            self.words_requested.emit(index)
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.delete_requested.emit(index)
        elif asks_for_menu(event):
            self._menu(index)
        else:
            super().keyPressEvent(event)

    def _is_take(self, row: int) -> bool:
        return self._rows.take(self._rows.index(row)) is not None

    def _open(self, index: QModelIndex) -> None:
        if self._rows.take(index) is not None:
            self.words_requested.emit(index)

    def _menu_at(self, where: QPoint) -> None:
        index = self.indexAt(where)
        if self._rows.take(index) is not None:
            self.menu_requested.emit(index, self.viewport().mapToGlobal(where))

    def _menu(self, index: QModelIndex) -> None:
        rect = self.visualRect(index)
        box = self._delegate.menu_box(QRectF(0, 0, rect.width(), rect.height()))
        across = box.left() if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else 0
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            across = rect.width() - box.left()
        corner = QPoint(rect.left() + round(across), rect.top() + round(box.bottom()))
        self.menu_requested.emit(index, self.viewport().mapToGlobal(corner))

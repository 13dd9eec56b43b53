"""The bars that lie over the page: notices and Undo.

They move nothing. Each stands at the foot of the page where it covers no control, if possible.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QChildEvent, QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from lullaby.ui.controls.bars import MessageBar
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.sheets import Sheet, top_sheet
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Theme

WIDEST = 640
"""The largest width of a bar, in px at 100 %."""
AROUND = 8
"""The distance between a bar and the controls it must not cover, in px."""
PLACED_BY = {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize}
"""What a sheet goes through when the bars need another place."""
CONTROLS = (QAbstractButton, QAbstractSlider, QLineEdit)


class NoticeBar(MessageBar):
    """Shows the newest notice of the board and how many others wait; hidden without one."""

    changed = Signal()

    def __init__(self, theme: Theme, board: NoticeBoard, parent: QWidget) -> None:
        super().__init__(theme, closable=True)
        self.setParent(parent)
        self._board = board
        self.acted.connect(self._act)
        self.closed.connect(board.dismiss)
        self.turned.connect(board.turn)
        board.changed.connect(self._on_change)
        self._on_change()

    @property
    def offered(self) -> bool:
        return self._board.current is not None

    def _on_change(self) -> None:
        current = self._board.current
        if current is not None:
            notice = current[1]
            waiting = self._board.waiting
            others = translate("bars", "%n more messages", None, PLURAL, waiting) if waiting else ""
            self.say(notice.text, notice.hint, notice.icon, notice.action_text, others)
        self.changed.emit()

    def _act(self) -> None:
        current = self._board.current
        if current is not None and current[1].action is not None:
            current[1].action()


class UndoBar(MessageBar):
    """Shows for eight seconds what was done, with Undo."""

    changed = Signal()

    def __init__(self, theme: Theme, controller: UndoController, parent: QWidget) -> None:
        super().__init__(theme)
        self.setParent(parent)
        self.acted.connect(controller.undo)
        self._offered = False
        controller.offered.connect(self._offer)
        controller.withdrawn.connect(self._go)

    @property
    def offered(self) -> bool:
        return self._offered

    def _offer(self, text: str) -> None:
        self._offered = True
        self.say(text, icon="check", action=self.tr("Undo"))
        self.changed.emit()

    def _go(self) -> None:
        self._offered = False
        self.changed.emit()


class OverThePage(QObject):
    """Places the two bars. `room` returns the part of the window where they may stand, in px."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        board: NoticeBoard,
        undo: UndoController,
        room: Callable[[], QRect],
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._board = board
        self._room = room
        self.notice_bar = NoticeBar(theme, board, window)
        self.undo_bar = UndoBar(theme, undo, window)
        self._shows_notices = self._shows_undo = True
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self.place)
        for changed in (self.notice_bar.changed, self.undo_bar.changed, theme.changed):
            changed.connect(self.place)
        window.installEventFilter(self)
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A sheet that opens covers the bars and has controls of its own.

        Only a polished child is asked for: of one that Qt made, such as a layout, PySide6 would
        find out the kind by loading every class.
        """
        if isinstance(event, QChildEvent) and event.type() is QEvent.Type.ChildPolished:
            if isinstance(event.child(), Sheet):
                event.child().installEventFilter(self)
        elif isinstance(watched, Sheet) and event.type() in PLACED_BY:
            self._later.start()
        return False

    def show(self, notices: bool, undo: bool) -> None:
        """Choose which bars the current screen allows; an offer to undo remains valid."""
        self._shows_notices, self._shows_undo = notices, undo
        self.place()
        self._later.start()

    def dismiss(self) -> bool:
        """Hide the notice on show; False if there is none."""
        return self.notice_bar.isVisible() and self._board.dismiss()

    def place_soon(self) -> None:
        """Place the bars once the page has changed its controls."""
        self._later.start()

    def place(self) -> None:
        """Show what there is to show.

        If only one bar fits, Undo comes first: it disappears by itself, and the notice waits until
        then.
        """
        undo, notice = self.undo_bar, self.notice_bar
        undo.setVisible(self._shows_undo and undo.offered)
        notice.setVisible(self._shows_notices and notice.offered)
        if undo.isHidden() and notice.isHidden():
            return
        taken = controls_under(self._window, (undo, notice))
        if not undo.isHidden():
            self._put(undo, taken)
        if not notice.isHidden():
            covers = self._put(notice, taken)
            notice.setVisible(not covers or undo.isHidden())

    def _put(self, bar: MessageBar, taken: list[QRect]) -> bool:
        """Place a bar and add it to `taken`; returns whether it covers anything there."""
        room = self._room()
        width = min(self._theme.px(WIDEST), room.width() - 48)
        left = room.left() + (room.width() - width) // 2
        column = QRect(left, room.top() + AROUND, width, room.height() - 2 * AROUND)
        height = bar.heightForWidth(width) if bar.hasHeightForWidth() else bar.sizeHint().height()
        place = QRect(left, free_top(height, column, taken), width, height)
        covers = any(place.intersects(each) for each in taken)
        bar.setGeometry(place)
        bar.raise_()
        taken.append(place)
        return covers


def controls_under(window: QWidget, bars: Sequence[QWidget]) -> list[QRect]:
    """The rectangles, in px of the window, of the controls that a bar must not cover.

    A control that can be scrolled out from under a bar may be covered.
    """
    root = top_sheet(window) or window
    found = (each for kind in CONTROLS for each in root.findChildren(kind))
    return [
        QRect(each.mapTo(window, QPoint(0, 0)), each.size())
        for each in found
        if each.isVisible()
        and not isinstance(each, QScrollBar)
        and not any(bar.isAncestorOf(each) for bar in bars)
        and not _scrolls_away(each)
    ]


def _scrolls_away(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea) and parent.verticalScrollBar().maximum() > 0:
            return True
        parent = parent.parentWidget()
    return False


def free_top(height: int, column: QRect, taken: Sequence[QRect]) -> int:
    """The lowest top for a bar of `height` px in `column` that covers nothing of `taken`.

    If there is none, the lowest of those that cover least.
    """
    lowest = max(column.top(), column.bottom() + 1 - height)
    over = (each.top() - AROUND - height for each in taken)
    tops = sorted({lowest, *(top for top in over if column.top() <= top < lowest)}, reverse=True)

    def covered(top: int) -> int:
        bar = QRect(column.left(), top, column.width(), height)
        parts = [bar.intersected(each) for each in taken]
        return sum(part.width() * part.height() for part in parts if not part.isEmpty())

    return min(tops, key=lambda top: (covered(top), -top))

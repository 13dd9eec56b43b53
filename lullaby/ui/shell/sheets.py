"""Panels that cover the whole window."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.bars import MessageBar
from lullaby.ui.controls.base import reason_to_pass_on
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.fields import PillField, SearchField
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.controls.typed_stepper import ValueField
from lullaby.ui.shell.tab_order import focus_beside, tab_stops
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

LOW = 420
"""In a lower window, in px at 100 %, the margins and the title of a sheet shrink."""

TO_READ = Qt.FocusPolicy.TabFocus
"""Text that is longer than the panel takes the arrow keys."""


UNTOLD = "qt_rubberband"
"""Qt tells screen readers of no widget of this name, nor of what is in it."""


class Sheet(QDialog):
    """A panel over the whole window: a title, its content, and Done. Esc closes it too.

    While it is open it has the keyboard: Tab stays within it, and no key reaches what it covers
    (`keys.OVER_A_SHEET` lists the actions that still work). Afterwards focus returns to where it
    was. A screen reader presents it as a dialog with that title, and nothing of what it covers.
    """

    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        width: int = 480,
        confirm: Callable[[], bool] = lambda: True,
    ) -> None:
        """`width` is in px at 100 %. Done calls `confirm`, which returns whether to close it."""
        super().__init__(parent)
        self._confirm = confirm
        self.setWindowFlags(Qt.WindowType.Widget)
        self._theme = theme
        self._width = width
        self._had_keyboard: QWidget | None = None
        self._card = Card(theme, alpha=1.0, parent=self)
        self._title = Label(theme, "", Text.SECTION, wrap=True)
        self._done = PillButton(theme, self.tr("Done"), tone=ButtonStyle.FILLED)
        self._done.clicked.connect(self._finish)
        self._scroll = QuietArea()
        head = self._head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._done)
        column = self._column = QVBoxLayout(self._card)
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._scroll, 1)
        parent.installEventFilter(self)
        theme.changed.connect(self._place)
        self.hide()

    def hold(self, content: QWidget) -> None:
        """Set the content, once. The panel follows its height."""
        self._scroll.hold(content)
        content.installEventFilter(self)

    def lead_with(self, picture: QWidget) -> None:
        """Put a picture before the title."""
        self._head.insertWidget(0, picture)
        self._head.setSpacing(18)

    def release_content(self) -> None:
        """Release the content, which goes elsewhere."""
        content = self._scroll.widget()
        if content is not None:
            content.removeEventFilter(self)
        self._scroll.release_content()

    @property
    def scroll_bar(self) -> QScrollBar:
        return self._scroll.verticalScrollBar()

    def scroll_to(self, part: QWidget) -> None:
        """Show a part of the content, with it at the top if possible."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        content = self._scroll.widget()
        if content is not None:
            self.scroll_bar.setValue(part.mapTo(content, QPoint(0, 0)).y())

    def open(self, title: str = "") -> None:
        self._title.setText(title)
        self.setAccessibleName(title)
        self._scroll.setAccessibleName(title)
        self._place()
        before = self.window().focusWidget()
        reason = reason_to_pass_on(before)
        if not self.isVisible():
            self._had_keyboard = before
        self.show()
        self.raise_()
        self.take_keyboard(reason)

    def take_keyboard(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Set focus to the first control of this sheet."""
        to_read = self._to_read()
        self._scroll.setFocusPolicy(TO_READ if to_read else Qt.FocusPolicy.NoFocus)
        first = self._scroll if to_read and self.scroll_bar.maximum() else self._done
        first.setFocus(reason)

    def _finish(self) -> None:
        if self._confirm():
            self.close_sheet()

    def step_back(self) -> None:
        """Esc: bring back the value that is being typed; without one, close the sheet."""
        typed = self.window().focusWidget()
        if isinstance(typed, ValueField) and self.isAncestorOf(typed) and typed.is_changed:
            typed.bring_back()
        else:
            self.close_sheet()

    def reject(self) -> None:
        self.close_sheet()

    def close_sheet(self) -> bool:
        """Close it; returns True if it was open."""
        was_open = self.isVisible()
        if was_open:
            self._give_back()
            self.hide()
            self.closed.emit()
        return was_open

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not self._to_read():
            self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its buttons came later
        stops = [stop for each in (self, *self._bars_over()) for stop in tab_stops(each)]
        focus_beside(stops, self.window().focusWidget(), forward)
        return True

    def is_around(self, widget: QWidget) -> bool:
        """Whether a control has its keys while this sheet is open: it is in it, or in a bar that
        lies over it."""
        around = (self, *self._bars_over())
        return any(each is widget or each.isAncestorOf(widget) for each in around)

    def _bars_over(self) -> list[QWidget]:
        """What lies over this sheet and is no sheet: notices, and the offer to undo."""
        window = self.parentWidget()
        beside = [] if window is None else window.children()
        above = beside[beside.index(self) + 1 :] if self in beside else []
        return [
            each
            for each in above
            if isinstance(each, QWidget) and each.isVisible() and not isinstance(each, Sheet)
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a text field is Done; stop keys that nothing in the sheet wants."""
        event.accept()
        typed = self.window().focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(typed, PillField) and not isinstance(typed, SearchField):
            self._finish()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        _tell_what_is_covered(self.parentWidget())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        _tell_what_is_covered(self.parentWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget():
            placed_by = QEvent.Type.Resize
        else:
            placed_by = QEvent.Type.LayoutRequest
        if event.type() == placed_by:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), with_alpha(self._theme.tokens.bg, 0.7))

    def _to_read(self) -> bool:
        """Whether there is nothing to press but Done."""
        return all(each in (self._done, self._scroll) for each in tab_stops(self))

    def _give_back(self) -> None:
        before, self._had_keyboard = self._had_keyboard, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            now = self.window().focusWidget()
            if now is not None:
                now.clearFocus()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        low = self.height() < self._theme.px(LOW)
        lowest = self.height() < self._theme.px(LOW) // 2
        kind = Text.STRONG if lowest else Text.HEADING if low else Text.SECTION
        self._title.set_kind(kind)
        self._column.setContentsMargins(*((20, 12, 20, 12) if low else (28, 24, 28, 24)))
        self._column.setSpacing(8 if low else 16)
        width = min(self._theme.px(self._width), self.width() - 48)
        content = self._scroll.widget()
        hints = (content.sizeHint(), content.minimumSizeHint()) if content else ()
        wanted = max((hint.height() for hint in hints), default=0)
        wanted += self._theme.px(56) + 24 * 2 + 16 + 8
        height = min(wanted, self.height() - (16 if low else 48))
        self._card.setGeometry(
            (self.width() - width) // 2, (self.height() - height) // 2, width, height
        )


def _tell_what_is_covered(window: QWidget | None) -> None:
    """Hide from screen readers all of `window` but its top sheet and the bars that lie over it."""
    if window is None:
        return
    sheet = top_sheet(window)
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    for each in window.findChildren(QWidget, options=direct):
        covered = sheet is not None and each is not sheet and not isinstance(each, MessageBar)
        if covered != (each.objectName() == UNTOLD):
            each.setObjectName(UNTOLD if covered else "")


def top_sheet(window: QWidget) -> Sheet | None:
    """The top sheet over `window`, its parent; or None."""
    sheets = window.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return next((each for each in reversed(sheets) if each.isVisible()), None)

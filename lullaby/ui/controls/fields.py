"""One-line text fields in a pill, with an icon."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QLineEdit, QSizePolicy

from lullaby.ui.controls.buttons import MOST_GROWTH, ButtonStyle, RoundButton
from lullaby.ui.mirroring import mirror
from lullaby.ui.theme.theme import Text, Theme

CLEAR = 48
"""Diameter of the button that clears a search, in px at 100 %."""


class PillField(QLineEdit):
    """A line edit painted as a pill.

    Esc returns focus and keeps the text; ↓ goes to the search results.
    """

    left_below = Signal()

    def __init__(self, theme: Theme, icon: str, hint: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFrame(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(216), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(96), self._height())

    def _height(self) -> int:
        return round(56 * min(self._theme.scale, MOST_GROWTH))

    def showEvent(self, event: QShowEvent) -> None:
        """Set the palette again: Qt restores an older one when it first polishes a widget."""
        super().showEvent(event)
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, px = self._theme.tokens, self._theme.px
        focused = self.hasFocus()
        width = 3.0 if focused else 1.2
        painter.setPen(QPen(t.focus if focused else t.outline, width))
        painter.setBrush(t.surface2)
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        size = px(20)
        spot = QRectF(px(20), (self.height() - size) / 2, size, size)
        self._theme.icons.paint(painter, self._icon, t.text2, spot)
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clearFocus()
            return
        if event.key() == Qt.Key.Key_Down:
            self.left_below.emit()
        super().keyPressEvent(event)

    def _room_after(self) -> int:
        """The width that no text takes at its end, in px."""
        return self._theme.px(16)

    def _restyle(self) -> None:
        t, px = self._theme.tokens, self._theme.px
        self.setFont(self._theme.font(Text.ROW))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, t.text)
        palette.setColor(QPalette.ColorRole.PlaceholderText, t.text2)
        palette.setColor(QPalette.ColorRole.Highlight, t.surface3)
        self.setPalette(palette)
        before, after = px(48), self._room_after()
        if self.isRightToLeft():
            before, after = after, before
        self.setTextMargins(before, 0, after, 0)
        self.updateGeometry()


class SearchField(PillField):
    """A field to search with; a button at its end clears what was typed."""

    def __init__(self, theme: Theme, hint: str) -> None:
        self._clear: RoundButton | None = None
        super().__init__(theme, "search", hint)
        self._clear = RoundButton(
            theme, "x", self.tr("Clear"), CLEAR, ButtonStyle.BARE, icon_size=18, parent=self
        )
        self._clear.hide()
        self._clear.clicked.connect(self._empty)
        self.textChanged.connect(self._show_clear)
        theme.changed.connect(self._place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _empty(self) -> None:
        self.clear()
        self.setFocus()

    def _show_clear(self, text: str) -> None:
        if self._clear is not None:
            self._clear.setVisible(bool(text))
            self._place()
            self._restyle()

    def _place(self) -> None:
        if self._clear is not None:
            size = self._clear.design_size()
            edge = (self.height() - size.height()) // 2
            x = edge if self.isRightToLeft() else self.width() - size.width() - edge
            self._clear.setGeometry(x, edge, size.width(), size.height())

    def _room_after(self) -> int:
        if self._clear is None or self._clear.isHidden():
            return super()._room_after()
        return self._clear.design_size().width() + self._theme.px(8)

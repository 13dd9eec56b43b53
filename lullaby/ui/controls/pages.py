"""A text field with several lines."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from lullaby.ui.theme.theme import Text, Theme

EDGE = 14


class TextPage(QPlainTextEdit):
    """Plain text in the colours of the theme; Tab moves to the next control."""

    def __init__(self, theme: Theme, name: str, hint: str, rows: int) -> None:
        super().__init__()
        self._theme = theme
        self._rows = rows
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)  # Qt keeps an older palette for it
        self._restyle()
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        high = self.fontMetrics().lineSpacing() * self._rows + 12
        return QSize(self._theme.px(96), max(48, high))

    def showEvent(self, event: QShowEvent) -> None:
        """Set the palette again: Qt restores an older one when it first polishes a widget."""
        super().showEvent(event)
        self._restyle()

    def _restyle(self) -> None:
        t = self._theme.tokens
        self.setFont(self._theme.font(Text.ROW))
        palette = self.palette()
        for role, colour in (
            (QPalette.ColorRole.Base, t.surface2),
            (QPalette.ColorRole.Text, t.text),
            (QPalette.ColorRole.PlaceholderText, t.text2),
            (QPalette.ColorRole.Highlight, t.surface3),
            (QPalette.ColorRole.HighlightedText, t.text),
        ):
            palette.setColor(role, colour)
        self.setPalette(palette)
        self.updateGeometry()


class Framed(QWidget):
    """A text page with a rounded edge that shows keyboard focus."""

    def __init__(self, theme: Theme, page: TextPage) -> None:
        super().__init__()
        self._theme = theme
        self.page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 8, EDGE, 8)
        column.addWidget(page)
        theme.changed.connect(self.update)
        page.cursorPositionChanged.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        focused = self.page.hasFocus()
        width = 3.0 if focused else 1.2
        painter.setPen(QPen(t.focus if focused else t.outline, width))
        painter.setBrush(t.surface2)
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, 20, 20)

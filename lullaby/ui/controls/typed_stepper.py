"""− value +, where the value can also be typed."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QLineEdit

from lullaby.ui.controls.buttons import MOST_GROWTH
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.theme.theme import Text, Theme

USUAL = 104
"""The width of a usual value, in px at 100 %."""


class ValueField(QLineEdit):
    """A short value in a line edit. The sheet around it brings back the value before on Esc."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._shown = ""
        self.setAccessibleName(name)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def is_changed(self) -> bool:
        return self.text() != self._shown

    def show_text(self, text: str) -> None:
        self._shown = text
        self.setText(text)
        self.updateGeometry()

    def bring_back(self) -> None:
        self.setText(self._shown)

    def sizeHint(self) -> QSize:
        room = QFontMetricsF(self.font()).horizontalAdvance(self._shown) + self._theme.px(28)
        return QSize(max(round(room), self._theme.px(USUAL)), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(72), self._height())

    def showEvent(self, event: QShowEvent) -> None:
        """Set the palette again: Qt restores an older one when it first polishes a widget."""
        super().showEvent(event)
        self._restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, focused = self._theme.tokens, self.hasFocus()
        width = 3.0 if focused else 1.2
        painter.setPen(QPen(t.focus if focused else t.outline, width))
        painter.setBrush(t.surface2)
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.end()
        super().paintEvent(event)

    def _height(self) -> int:
        return round(48 * min(self._theme.scale, MOST_GROWTH))

    def _restyle(self) -> None:
        t = self._theme.tokens
        self.setFont(self._theme.font(Text.STRONG))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, t.text)
        palette.setColor(QPalette.ColorRole.Highlight, t.surface3)
        self.setPalette(palette)
        self.updateGeometry()


class TypedStepper(Stepper):
    """`typed` emits a changed text after Enter, or when the keyboard goes elsewhere.

    Whoever receives it answers with `show_text`; without an answer the value before comes back.
    """

    typed = Signal(str)

    def __init__(
        self, theme: Theme, name: str, names: tuple[str, str], held: int = 1, diameter: int = 56
    ) -> None:
        """`name` is the accessible name of the value, `names` those of − and +."""
        super().__init__(theme, names, held=held, diameter=diameter)
        self.field = ValueField(theme, name)
        self.field.editingFinished.connect(self._finish)
        self.replace_value(self.field)

    def show_text(self, text: str) -> None:
        self.field.show_text(text)

    def take_typed(self) -> None:
        """Accept typed text even without Enter."""
        self._finish()

    def _finish(self) -> None:
        if self.field.is_changed:
            text = self.field.text()
            self.field.bring_back()
            self.typed.emit(text)

"""Sliders with a large thumb, with − and + beside them, so that nothing needs dragging."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QWidget

from lullaby.ui.controls.base import BY_KEY
from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.controls.more import set_spacing
from lullaby.ui.mirroring import as_in_english, mirror
from lullaby.ui.theme.theme import Theme


class By(Enum):
    """What last moved a slider."""

    PRESS = auto()
    """A single press of a key, of − or +, or of a place on the slider."""
    HOLD = auto()
    """A held key or a drag: it may go further than intended."""


class UnrolledSlider(QSlider):
    """Leaves the wheel to the page, so that nothing changes by scrolling."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class GentleSlider(UnrolledSlider):
    """A horizontal slider, 48 px high; a press moves the thumb to that place at once."""

    def __init__(self, theme: Theme, low: int, high: int, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._ring = False
        self.moved_by = By.PRESS
        self.setRange(low, high)
        self.setPageStep(max(1, (high - low) // 5))
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), max(48, self._theme.px(48)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(72), max(48, self._theme.px(48)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t, px = self._theme.tokens, self._theme.px
        middle, thick = self.height() / 2, px(5)
        left, right = self._ends()
        at = left + (right - left) * self._share()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.surface3)
        whole = QRectF(left - thick, middle - thick / 2, right - left + 2 * thick, thick)
        painter.drawRoundedRect(whole, thick / 2, thick / 2)
        painter.setBrush(t.accent)
        done = QRectF(left - thick, middle - thick / 2, at - left + thick, thick)
        painter.drawRoundedRect(done, thick / 2, thick / 2)
        radius = px(12)
        if self._ring and self.hasFocus():
            painter.setPen(QPen(t.focus, 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(at, middle), radius + 3.5, radius + 3.5)
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.accent)
        painter.drawEllipse(QPointF(at, middle), radius, radius)
        painter.setBrush(t.on_accent)
        painter.drawEllipse(QPointF(at, middle), radius * 0.42, radius * 0.42)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.moved_by = By.PRESS
            self.setSliderDown(True)
            self._go_to(event.position())
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.moved_by = By.HOLD
            self._go_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.moved_by = By.HOLD if event.isAutoRepeat() else By.PRESS
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in BY_KEY
        super().focusInEvent(event)

    def _ends(self) -> tuple[float, float]:
        edge = self._theme.px(16)
        return edge, max(edge + 1, self.width() - edge)

    def _share(self) -> float:
        span = self.maximum() - self.minimum()
        return (self.value() - self.minimum()) / span if span else 0.0

    def _go_to(self, point: QPointF) -> None:
        x = as_in_english(point, QRectF(self.rect()), self.layoutDirection()).x()
        left, right = self._ends()
        share = min(1.0, max(0.0, (x - left) / (right - left)))
        self.setValue(self.minimum() + round(share * (self.maximum() - self.minimum())))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class StepSlider(QWidget):
    """− slider +. `requested` emits the step that the person asked for, even beyond the top."""

    requested = Signal(int)

    def __init__(self, theme: Theme, low: int, high: int, names: tuple[str, str, str]) -> None:
        """`names` are the accessible names of slider, − and +."""
        super().__init__()
        self._theme = theme
        self._slider = GentleSlider(theme, low, high, names[0])
        self._less = RoundButton(theme, "minus", names[1], 56)
        self._more = RoundButton(theme, "plus", names[2], 56)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._less, self._slider, self._more):
            row.addWidget(widget)
        self._less.clicked.connect(lambda: self._press(-1))
        self._more.clicked.connect(lambda: self._press(+1))
        self._slider.valueChanged.connect(self.requested)
        self._shown = self._slider.value()
        self._slider.sliderReleased.connect(lambda: self.show_value(self._shown))
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def value(self) -> int:
        return self._slider.value()

    @property
    def moved_by(self) -> By:
        """What the last request came from."""
        return self._slider.moved_by

    def show_value(self, value: int) -> None:
        """Show a value without emitting it; a thumb that is held follows when it is released."""
        self._shown = value
        if not self._slider.isSliderDown():
            self._slider.blockSignals(True)
            self._slider.setValue(value)
            self._slider.blockSignals(False)
            self._slider.update()

    def _press(self, by: int) -> None:
        self._slider.moved_by = By.PRESS
        self.requested.emit(self._slider.value() + by)

    def _restyle(self) -> None:
        set_spacing(self._row, self._theme.px(8))

"""A histogram of the songs' tempos with two handles that set the band."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.library.calm import BIN, HIGHEST, LOWEST, NARROWEST, Band
from lullaby.ui.controls.slider import UnrolledSlider
from lullaby.ui.mirroring import as_in_english, draw_text, mirror, place
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.units import Bpm

EDGE = 14
TOUCH = 48
STEP = 1
PAGE = 5


class Handle(UnrolledSlider):
    """One end of the range. The histogram paints it; keys and screen readers reach it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setRange(int(LOWEST), int(HIGHEST))
        self.setSingleStep(STEP)
        self.setPageStep(PAGE)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints nothing: the histogram paints both handles."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            parent.update()


class TempoRange(QWidget):
    """Bars for every 2.5 BPM from 40 to 140; the songs inside the band are bright."""

    changed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: Sequence[int] = ()
        self.inside: Sequence[int] = ()
        """For every bar, the number of its songs that are inside the band."""
        self._held: Handle | None = None
        self.low = Handle(self.tr("Slowest tempo"), self)
        self.low.setMaximum(int(HIGHEST) - NARROWEST)
        self.high = Handle(self.tr("Fastest tempo"), self)
        self.high.setMinimum(int(LOWEST) + NARROWEST)
        for handle in (self.low, self.high):
            handle.valueChanged.connect(self._moved)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self._restyle)

    def show_counts(self, counts: Sequence[int], inside: Sequence[int]) -> None:
        self._counts, self.inside = counts, inside
        self.update()

    def show_band(self, band: Band) -> None:
        for handle, value in ((self.low, band.low), (self.high, band.high)):
            handle.blockSignals(True)
            handle.setValue(round(value))
            handle.blockSignals(False)
        self._show_values()

    def sizeHint(self) -> QSize:
        return QSize(420, self._theme.px(140))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._theme.px(110))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            at = self._bpm_at(event.position())
            near_low = abs(at - self.low.value()) <= abs(at - self.high.value())
            self._held = self.low if near_low else self.high
            self._held.setValue(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            self._held.setValue(self._bpm_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t, px = self._theme.tokens, self._theme.px
        line = self._line_y
        most = max(self._counts, default=0) or 1
        painter.setPen(Qt.PenStyle.NoPen)
        for at, (count, inside) in enumerate(zip(self._counts, self.inside, strict=True)):
            low = LOWEST + at * BIN
            left, right = self._x(low) + 1.5, self._x(low + BIN) - 1.5
            for part, colour in ((count, t.surface3), (inside, t.fill)):
                if part == 0 and colour is t.fill:
                    continue
                tall = (line - px(16)) * part / most
                tall = max(3.0, tall) if part else 1.5
                painter.setBrush(colour)
                bar = QRectF(left, line - px(14) - tall, right - left, tall)
                painter.drawRoundedRect(bar, min(3.0, tall / 2), min(3.0, tall / 2))
        thick = px(5)
        painter.setBrush(t.surface3)
        whole = QRectF(EDGE, line - thick / 2, self.width() - 2 * EDGE, thick)
        painter.drawRoundedRect(whole, thick / 2, thick / 2)
        start, end = self._x(self.low.value()), self._x(self.high.value())
        painter.setBrush(t.accent)
        painter.drawRect(QRectF(start, line - thick / 2, end - start, thick))
        for handle in (self.low, self.high):
            self._paint_handle(painter, handle, line)
        self._paint_numbers(painter, line)

    def _paint_handle(self, painter: QPainter, handle: Handle, line: float) -> None:
        t = self._theme.tokens
        spot, radius = QPointF(self._x(handle.value()), line), float(self._theme.px(12))
        if handle.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, 3))
            painter.drawEllipse(spot, radius + 3.5, radius + 3.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.accent)
        painter.drawEllipse(spot, radius, radius)
        painter.setBrush(t.on_accent)
        painter.drawEllipse(spot, radius * 0.42, radius * 0.42)

    def _paint_numbers(self, painter: QPainter, line: float) -> None:
        t, px = self._theme.tokens, self._theme.px
        painter.setFont(self._theme.font(Text.CAPTION))
        top = line + px(14)
        tall = px(24)
        wide = px(76)
        low, high = self.low.value(), self.high.value()
        ends = ((int(LOWEST), low), (int(HIGHEST), high))
        painter.setPen(t.text2)
        if self._x(low) - EDGE > px(40):
            draw_text(painter, QRectF(EDGE, top, wide, tall), whole(ends[0][0]))
        right = Qt.AlignmentFlag.AlignRight
        unit = self.tr("{n} bpm")
        if self.width() - EDGE - self._x(high) > px(90):
            box = QRectF(self.width() - EDGE - wide * 1.4, top, wide * 1.4, tall)
            draw_text(painter, box, unit.format(n=whole(HIGHEST)), right)
        painter.setPen(t.text)
        centre = Qt.AlignmentFlag.AlignHCenter
        apart = max(self._x(high) - self._x(low), px(34))
        middle = (self._x(high) + self._x(low)) / 2
        for x, value in ((middle - apart / 2, low), (middle + apart / 2, high)):
            left = min(max(0.0, x - wide / 2), self.width() - wide)
            align = (
                centre
                if 0 < x - wide / 2 < self.width() - wide
                else (Qt.AlignmentFlag.AlignLeft if x < self.width() / 2 else right)
            )
            draw_text(painter, QRectF(left, top, wide, tall), whole(value), align)

    @property
    def _line_y(self) -> float:
        return self.height() - self._theme.px(38)

    def _x(self, bpm: float) -> float:
        share = (bpm - LOWEST) / (HIGHEST - LOWEST)
        return EDGE + share * (self.width() - 2 * EDGE)

    def _bpm_at(self, point: QPointF) -> int:
        x = as_in_english(point, QRectF(self.rect()), self.layoutDirection()).x()
        share = (x - EDGE) / max(1, self.width() - 2 * EDGE)
        return round(LOWEST + min(1.0, max(0.0, share)) * (HIGHEST - LOWEST))

    def _moved(self) -> None:
        sender = self.sender()
        if self.high.value() - self.low.value() < NARROWEST:
            other, value = (
                (self.high, self.low.value() + NARROWEST)
                if sender is self.low
                else (self.low, self.high.value() - NARROWEST)
            )
            other.blockSignals(True)
            other.setValue(value)
            other.blockSignals(False)
        self._show_values()
        self.changed.emit(Band(Bpm(self.low.value()), Bpm(self.high.value())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._show_values()

    def _show_values(self) -> None:
        """Move the handles to where they are painted, for screen readers."""
        for handle in (self.low, self.high):
            x, y = round(self._x(handle.value())), round(self._line_y)
            place(handle, QRect(x - TOUCH // 2, y - TOUCH // 2, TOUCH, TOUCH))
        self.update()

    def _restyle(self) -> None:
        self.updateGeometry()
        self._show_values()

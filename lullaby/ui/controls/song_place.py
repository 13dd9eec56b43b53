"""How far the song is; a press or a key goes to another place in it."""

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)

from lullaby.session.state import SessionState
from lullaby.ui.controls.slider import GentleSlider
from lullaby.ui.mirroring import mirror
from lullaby.ui.text import names
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

KEY_S, PAGE_S = 5, 15
"""How far an arrow key and a paging key go, in seconds."""

EDGE = 6
LINE, THUMB = 5, 8
"""Height of the line and radius of the thumb, in px."""


class SongPlace(GentleSlider):
    """A thin line with a large target. Its value, in seconds, follows the song only when the
    person comes to it, so that a screen reader does not count along."""

    chosen = Signal(int)
    """The place that the person asked for, in ms."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 0, 0, "")
        self.setAccessibleName(self.tr("Place in the song"))
        self._position, self._duration = Ms(0), Ms(0)
        self.setSingleStep(KEY_S)
        self.setPageStep(PAGE_S)
        self.valueChanged.connect(self._choose)
        self.sliderReleased.connect(self._emit)

    def show_state(self, state: SessionState) -> None:
        self.show_place(state.position_ms, state.duration_ms)

    def show_place(self, position_ms: Ms, duration_ms: Ms | None) -> None:
        """Show where the song is; a place that is held follows when it is released."""
        before = self._along()
        if self.isSliderDown() and (duration_ms != self._duration or position_ms < self._position):
            self._let_go()
        self._position, self._duration = position_ms, duration_ms or Ms(0)
        self.setEnabled(duration_ms is not None)
        if self.isSliderDown():
            return
        if round(before * self.width()) != round(self._along() * self.width()):
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._catch_up()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._catch_up()
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._catch_up()
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t, px = self._theme.tokens, self._theme.px
        middle, thick = self.height() / 2, px(LINE)
        left, right = self._ends()
        at = left + (right - left) * (self._share() if self.isSliderDown() else self._along())
        painter.setPen(Qt.PenStyle.NoPen)
        for end, colour in ((float(self.width()), t.surface3), (at, t.accent)):
            painter.setBrush(colour)
            line = QRectF(0, middle - thick / 2, max(float(thick), end), thick)
            painter.drawRoundedRect(line, thick / 2, thick / 2)
        self.paint_marks(painter, left, right)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.accent)
        if self.hasFocus() or self.underMouse() or self.isSliderDown():
            painter.drawEllipse(QPointF(at, middle), px(THUMB), px(THUMB))
        if self._ring and self.hasFocus():
            painter.setPen(QPen(t.focus, 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(at, middle), px(THUMB) + 3.5, px(THUMB) + 3.5)

    def paint_marks(self, painter: QPainter, left: float, right: float) -> None:
        """For places on the line, which goes from `left` to `right`."""

    def go_to(self, place_ms: Ms) -> None:
        """Go to a place, and describe it."""
        self.show_place(place_ms, self._duration)
        self.chosen.emit(place_ms)
        self._catch_up()

    @property
    def _told_ms(self) -> Ms:
        """The place that the value stands for, as exactly as it is known."""
        here = self.value() == self._position // 1000
        return self._position if here else Ms(self.value() * 1000)

    def _let_go(self) -> None:
        """Another song plays: the place that is held is not one of it."""
        with QSignalBlocker(self):
            self.setSliderDown(False)
        self.update()

    def _ends(self) -> tuple[float, float]:
        return EDGE, max(EDGE + 1, self.width() - EDGE)

    def _along(self) -> float:
        """The share of the song that is over, 0 to 1."""
        return min(1.0, self._position / self._duration) if self._duration else 0.0

    def _catch_up(self) -> None:
        """Bring value and description to where the song is."""
        if not self.isSliderDown():
            with QSignalBlocker(self):
                self.setRange(0, self._duration // 1000)
                self.setValue(self._position // 1000)
            self._describe()

    def described(self) -> str:
        """The place for a screen reader: 0:20 of 1:05."""
        return self.tr("{place} of {length}").format(
            place=names.length(Ms(self.value() * 1000)), length=names.length(self._duration)
        )

    def _describe(self) -> None:
        self.setAccessibleDescription(self.described())

    def _choose(self) -> None:
        self._describe()
        if not self.isSliderDown():
            self._emit()

    def _emit(self) -> None:
        self.chosen.emit(self.value() * 1000)

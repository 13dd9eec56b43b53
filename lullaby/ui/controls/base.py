"""What all buttons share: real Qt buttons with custom painting, transitions and a focus ring."""

from PySide6.QtCore import QEasingCurve, QEvent, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from lullaby.ui.mirroring import mirror
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed

HOVER_MS = 200
RING = 3.0
LEAST_TARGET = 48
AROUND_WORDS = 6
BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class ControlButton(QAbstractButton):
    """Base of the painted buttons. `warmth` goes from 0 (at rest) to 1 (hovered or pressed).

    A mouse press does not take keyboard focus away; Tab reaches every button.
    """

    mirrors = True
    """Whether it is mirrored in right-to-left languages."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.warmth = 0.0
        self._ring = False
        self._ease = QVariantAnimation(self)
        self._ease.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._ease.valueChanged.connect(self._set_warmth)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.pressed.connect(lambda: self._warm(1.0))
        self.released.connect(lambda: self._warm(1.0 if self.underMouse() else 0.0))
        theme.changed.connect(self.restyle)

    @property
    def ring(self) -> bool:
        """Whether the focus ring is shown: the button has focus, which came by a key."""
        return self._ring and self.hasFocus()

    def show_ring(self) -> None:
        """Take focus and show it, where keys are expected; also if it is there already."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self._ring = True
        self.update()

    def restyle(self) -> None:
        """Update after the light or the text size changed."""
        self.updateGeometry()
        self.update()

    def design_size(self) -> QSize:
        """The size in px at the current text size."""
        raise NotImplementedError

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Paint the control into `box`, its whole area."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        return self.design_size()

    def minimumSizeHint(self) -> QSize:
        return self.design_size()

    def tightest(self, slack: float) -> QSize:
        """The design size minus `slack` px of width, and no higher than the text needs."""
        wanted = self.design_size()
        words = self.theme.metrics(Text.STRONG).height() + 2 * AROUND_WORDS
        height = min(wanted.height(), max(LEAST_TARGET, round(words)))
        return QSize(max(LEAST_TARGET, round(wanted.width() - slack)), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.mirrors:
            mirror(painter, box, self.layoutDirection())
        self.draw(painter, box)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._warm(1.0)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._warm(0.0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in BY_KEY
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._ring = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def body(
        self,
        painter: QPainter,
        box: QRectF,
        fill: QColor | None,
        edge: QColor | None,
        radius: float,
    ) -> None:
        """A rounded shape that brightens under the pointer; the focus ring replaces its edge."""
        theme = self.theme
        width = RING if self.ring else 1.2
        inset = width / 2
        painter.setPen(Qt.PenStyle.NoPen)
        shown = theme.tokens.focus if self.ring else edge
        if shown is not None:
            painter.setPen(QPen(shown, width))
        if fill is not None:
            towards = theme.tokens.text if fill.lightnessF() < 0.5 else theme.tokens.on_accent
            painter.setBrush(mixed(fill, towards, 0.07 * self.warmth))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), radius, radius)

    def _warm(self, to: float) -> None:
        duration = self.theme.duration(HOVER_MS)
        self._ease.stop()
        if duration == 0 or not self.isVisible():
            self._set_warmth(to)
            return
        self._ease.setDuration(duration)
        self._ease.setStartValue(self.warmth)
        self._ease.setEndValue(to)
        self._ease.start()

    def _set_warmth(self, value: float) -> None:
        self.warmth = value
        self.update()


def reason_to_pass_on(before: QWidget | None) -> Qt.FocusReason:
    """Why another control gets the keyboard that `before` has: it shows its ring if that did."""
    shown = isinstance(before, ControlButton) and before.ring
    return Qt.FocusReason.ShortcutFocusReason if shown else Qt.FocusReason.OtherFocusReason

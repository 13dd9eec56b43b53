"""An on/off switch whose knob has a tick, so that its shape shows the state too."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.theme.theme import Theme


class Switch(ControlButton):
    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self.setCheckable(True)
        self.setAccessibleName(name)

    def design_size(self) -> QSize:
        return QSize(self.theme.px(60), max(48, self.theme.px(48)))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        height = px(34)
        track = QRectF(0, (box.height() - height) / 2, box.width(), height)
        on = self.isChecked()
        fill, edge = (t.fill, None) if on else (t.surface2, t.outline)
        self.body(painter, track, fill, edge, height / 2)
        side = px(26) if on else px(20)
        left = track.right() - px(4) - side if on else track.left() + px(7)
        knob = QRectF(left, track.center().y() - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.on_accent if on else t.outline)
        painter.drawEllipse(knob)
        if on:
            inset = side * 0.22
            spot = knob.adjusted(inset, inset, -inset, -inset)
            self.theme.icons.paint(painter, "check", t.fill, spot)
        elif self.ring:
            painter.setPen(QPen(t.focus, 1))

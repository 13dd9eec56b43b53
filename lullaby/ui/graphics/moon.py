"""The moon in its three forms: the button that begins, the waning timer, and the small glyph."""

import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QRadialGradient,
)
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from lullaby.session.timer import MS_PER_MINUTE
from lullaby.ui.controls.base import RING, ControlButton
from lullaby.ui.controls.buttons import play_triangle
from lullaby.ui.graphics.moon_shape import crater_boxes, lit_path, ring_end, ring_segments
from lullaby.ui.mirroring import upright
from lullaby.ui.text.lists import labelled
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed, with_alpha
from lullaby.units import Ms

GLOW_SPREAD = 0.42
"""How far the glow extends beyond the disc, as a share of its width."""


class BeginMoon(ControlButton):
    """The whole disc is one button. `diameter` is that of the disc without its glow."""

    mirrors = False

    def __init__(self, theme: Theme, text: str, diameter: int = 276) -> None:
        super().__init__(theme)
        self.setText(text)
        self._diameter = diameter
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_diameter(self, diameter: int) -> None:
        if diameter != self._diameter:
            self._diameter = diameter
            self.updateGeometry()
            self.update()

    def design_size(self) -> QSize:
        side = round(self._diameter * (1 + 2 * GLOW_SPREAD))
        return QSize(side, side)

    def disc(self) -> QRectF:
        """The disc inside the widget."""
        centre = QRectF(self.rect()).center()
        half = self._diameter / 2
        return QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)

    def hitButton(self, pos: QPoint) -> bool:
        away = QPointF(pos) - self.disc().center()
        return away.x() ** 2 + away.y() ** 2 <= (self._diameter / 2) ** 2

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        disc = self.disc()
        paint_glow(painter, disc, self.theme, 1.0 + 0.25 * self.warmth)
        if self.theme.night:
            _paint_eclipsed(painter, disc, self.theme)
        else:
            paint_face(painter, disc, self.theme)
        if self.ring:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, RING))
            painter.drawEllipse(disc.adjusted(-5, -5, 5, 5))
        font = self.theme.font(Text.BEGIN)
        while QFontMetricsF(font).horizontalAdvance(self.text()) > disc.width() * 0.8:
            font.setPixelSize(font.pixelSize() - 1)
        metrics = QFontMetricsF(font)
        size = px(24)
        middle = disc.center()
        top = middle.y() - (size + px(14) + metrics.height()) / 2 + px(4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.on_face)
        play_triangle(painter, QRectF(middle.x() - size / 2 + px(6), top, size, size))
        painter.setFont(font)
        painter.setPen(t.on_face)
        words = QRectF(disc.left(), top + size + px(10), disc.width(), metrics.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())


RESTING_DIM = 0.34
"""By how much a full moon is dimmed at rest, to keep the light budget."""


class TimerMoon(QProgressBar):
    """Wanes inside a ring that shortens clockwise; a full moon without a ring means no end.

    To a screen reader it is a progress bar of the minutes left, which does not report each step:
    nobody wants to be counted to, or beeped at, beside a sleeping child.
    """

    def __init__(
        self, theme: Theme, diameter: int, glow: bool = True, resting: bool = False
    ) -> None:
        """`diameter` is that of the ring, in px. A resting moon is dimmer the fuller it is."""
        super().__init__()
        self._theme = theme
        self._diameter = diameter
        self._glow = glow
        self._resting = resting
        self._left: float | None = None
        self._fade = 0.0
        self._shown: tuple[float | None, int, bool] | None = None
        self._still: tuple[object, QPixmap] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._set_minutes(1, 1)
        theme.changed.connect(self._restyle)

    def set_diameter(self, diameter: int) -> None:
        if diameter != self._diameter:
            self._diameter = diameter
            self.updateGeometry()

    def show_time(self, left: float | None, fade: float) -> None:
        """Set the shares of the timer, 0 to 1: `left` remains (None: no end), `fade` is the fade.

        It repaints only when the end of the ring has moved by a pixel, and mostly just around it.
        """
        around = math.pi * self._diameter * self.devicePixelRatioF()
        shown = left and round(left * around), round(fade * around), left is None
        if shown == self._shown:
            return
        before, still, lit = self._left, self._still_key(), self._lit
        self._left, self._fade, self._shown = left, fade, shown
        wanes = lit != self._lit
        other = still != self._still_key() or (wanes and self._resting)
        if before is None or left is None or left <= fade or other:
            self.update()
            return
        moved = self._around_end(before).united(self._around_end(left))
        self.update(moved.united(self._disc().toAlignedRect()) if wanes else moved)

    def name_time(self, text: str, left_ms: Ms | None, total_ms: Ms | None) -> None:
        """Set what screen readers read: Timer: 22 minutes left, and 22 of 30. Without an end it is
        full."""
        name = labelled(self.tr("Timer"), text)
        if name != self.accessibleName():
            self.setAccessibleName(name)
        minutes = of = 1
        if left_ms is not None and total_ms is not None:
            minutes = _minutes(left_ms)
            of = max(minutes, _minutes(total_ms))
        if (minutes, of) != (self.value(), self.maximum()):
            self._set_minutes(minutes, of)

    def _set_minutes(self, minutes: int, of: int) -> None:
        """`setValue` would report it; `reset` sets one less than the least without a word."""
        self.setRange(minutes + 1, minutes + 1)
        self.reset()
        self.setRange(0, of)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def sizeHint(self) -> QSize:
        side = round(self._diameter * (1.12 if self._glow else 1.0)) + 8
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._prepare(painter)
        painter.drawPixmap(0, 0, self._still_picture())
        left, disc = self._left, self._disc()
        if event.rect().intersects(disc.toAlignedRect()):
            paint_phase(painter, disc, self._theme, self._lit, craters=self._diameter > 80)
        if left is None:
            return
        if left > self._fade:
            # Clipped, because a shorter arc would differ by some pixels along its whole length.
            painter.setClipPath(self._sector(left))
            self._paint_arc(painter, self._fade, 1.0 - self._fade, 1.0)
            painter.setClipping(False)
        if left > 0 and self._diameter > 80:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.tokens.accent)
            radius = self._thickness * 1.05
            painter.drawEllipse(ring_end(self._ring(), left), radius, radius)

    def _restyle(self) -> None:
        self._still = None
        self.update()

    @property
    def _thickness(self) -> float:
        return max(2.5, self._diameter * 0.026)

    def _ring(self) -> QRectF:
        centre, half = QRectF(self.rect()).center(), self._diameter / 2
        return QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half)

    def _disc(self) -> QRectF:
        """The moon inside the ring."""
        inset = self._diameter * (0.1 if self._diameter > 80 else 0.17)
        return self._ring().adjusted(inset, inset, -inset, -inset)

    def _sector(self, left: float) -> QPainterPath:
        """Where the ring that is left lies, from the centre outwards."""
        box = self._ring().adjusted(
            -self._diameter, -self._diameter, self._diameter, self._diameter
        )
        path = QPainterPath(box.center())
        path.arcTo(box, 90, -360 * left)
        path.closeSubpath()
        return path

    def _around_end(self, left: float) -> QRect:
        """What the end of the ring covers, in px."""
        reach = 2 * self._thickness
        box = QRectF(ring_end(self._ring(), left), QSizeF()).adjusted(-reach, -reach, reach, reach)
        return box.toAlignedRect()

    def _still_key(self) -> object:
        """What the picture of the ring without its end depends on."""
        tail = self._left is not None and (self._fade, min(self._left, self._fade))
        return self.size(), self._diameter, self.devicePixelRatioF(), tail

    @property
    def _lit(self) -> float:
        """The lit share of the disc, in steps of a pixel of its width."""
        steps = self._diameter * self.devicePixelRatioF()
        return 1.0 if self._left is None else round(self._left * steps) / steps

    def _still_picture(self) -> QPixmap:
        """Everything but the disc and the end of the ring, painted when it changes."""
        key = self._still_key()
        if self._still is None or self._still[0] != key:
            ratio = self.devicePixelRatioF()
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_still(painter)
            painter.end()
            self._still = key, picture
        return self._still[1]

    def _prepare(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._resting:
            painter.setOpacity(1.0 - RESTING_DIM * self._lit)

    def _paint_still(self, painter: QPainter) -> None:
        ring, left = self._ring(), self._left
        if self._glow:
            paint_glow(painter, self._disc(), self._theme, 0.6, spread=0.2)
        if left is None:
            return
        outline = with_alpha(self._theme.tokens.outline, 0.45)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(outline, max(1.0, self._thickness * 0.22)))
        painter.drawEllipse(ring)
        for segment in ring_segments(min(left, self._fade), self._fade):
            self._paint_arc(painter, *segment)

    def _paint_arc(self, painter: QPainter, start: float, length: float, share: float) -> None:
        """Part of the ring, in turns from the top; `share` of its full thickness."""
        pen = QPen(self._theme.tokens.accent, self._thickness * share)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        begin, span = round((90 - 360 * start) * 16), round(-360 * length * 16) - 2
        painter.drawArc(self._ring(), begin, span)


def _minutes(ms: Ms) -> int:
    return max(0, -(-ms // MS_PER_MINUTE))


def paint_glyph(painter: QPainter, box: QRectF, colour: QColor, lit: float) -> None:
    """Paint the flat glyph of a journal row: a ring whose lit part is filled, never mirrored."""
    painter.setPen(QPen(colour, max(1.5, box.width() * 0.1)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inset = box.width() * 0.05
    painter.drawEllipse(box.adjusted(inset, inset, -inset, -inset))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    with upright(painter, box):
        painter.drawPath(lit_path(box, lit))


def paint_glow(
    painter: QPainter, disc: QRectF, theme: Theme, strength: float, spread: float = GLOW_SPREAD
) -> None:
    """Paint the light around the moon; it ends `spread` of the disc's width beyond it."""
    t = theme.tokens
    reach = disc.width() * (0.5 + spread)
    gradient = QRadialGradient(disc.center(), reach)
    edge = 0.5 / (0.5 + spread)
    alpha = (0.13 if theme.night else 0.34) * strength
    gradient.setColorAt(0, with_alpha(t.moon, alpha))
    gradient.setColorAt(edge * 0.98, with_alpha(t.moon, alpha))
    gradient.setColorAt(edge + (1 - edge) * 0.35, with_alpha(t.moon, alpha * 0.32))
    gradient.setColorAt(1, with_alpha(t.moon, 0.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawEllipse(disc.center(), reach, reach)


def paint_face(painter: QPainter, disc: QRectF, theme: Theme) -> None:
    """Paint the bright moon with its craters."""
    t = theme.tokens
    gradient = QRadialGradient(
        disc.center() - QPointF(disc.width() * 0.14, disc.height() * 0.16), disc.width() * 0.72
    )
    gradient.setColorAt(0, t.moon)
    gradient.setColorAt(0.55, mixed(t.moon, t.moon2, 0.35))
    gradient.setColorAt(1, t.moon2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(gradient)
    painter.drawEllipse(disc)
    painter.setBrush(with_alpha(t.on_moon, 0.09))
    for crater in crater_boxes(disc):
        painter.drawEllipse(crater)


def paint_phase(painter: QPainter, disc: QRectF, theme: Theme, lit: float, craters: bool) -> None:
    """Paint a moon of which only the share `lit` is bright."""
    t = theme.tokens
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(with_alpha(mixed(t.surface2, t.moon, 0.14), 0.9))
    painter.drawEllipse(disc)
    path = lit_path(disc, lit)
    painter.save()
    painter.setClipPath(path)
    if craters:
        paint_face(painter, disc, theme)
    else:
        painter.setBrush(t.moon)
        painter.drawEllipse(disc)
    painter.restore()


def _paint_eclipsed(painter: QPainter, disc: QRectF, theme: Theme) -> None:
    """Paint the Night form: a dark face with an ember rim, so that no large area is bright."""
    t = theme.tokens
    gradient = QRadialGradient(disc.center(), disc.width() / 2)
    gradient.setColorAt(0, t.face)
    gradient.setColorAt(0.68, mixed(t.face, t.moon2, 0.2))
    gradient.setColorAt(0.9, mixed(t.moon2, t.moon, 0.35))
    gradient.setColorAt(1, t.moon)
    painter.setPen(QPen(mixed(t.moon, t.accent, 0.35), 1.5))
    painter.setBrush(gradient)
    painter.drawEllipse(disc.adjusted(0.75, 0.75, -0.75, -0.75))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(with_alpha(t.on_moon, 0.28))
    for crater in crater_boxes(disc):
        painter.drawEllipse(crater)

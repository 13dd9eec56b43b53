"""The landscape behind Tonight: sky, stars, hills and a house with a lit window.

It is painted once for each size and light.
"""

import itertools
import random

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPixmap,
    QRadialGradient,
    QTransform,
)

from lullaby.frozen import frozen
from lullaby.ui.graphics.dither import dithered
from lullaby.ui.theme.theme import Theme
from lullaby.ui.theme.tokens import Tokens, mixed, with_alpha

STARS = 110
SEED = 20
BEHIND = 6
"""How much of the house, below its window, a hill may cover, in px."""


@frozen
class Outlook:
    """What to paint: the house is at `house_x` px; `plain` omits trees and house.

    If `mirrored`, the whole picture is, and `house_x` counts from the right.
    """

    size: QSize
    ratio: float
    house_x: float
    plain: bool = False
    lit: bool = True
    mirrored: bool = False


class Scene:
    """Keeps the last picture until `forget`."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._picture = QPixmap()
        self._of: tuple[Outlook, Tokens] | None = None

    def picture(self, outlook: Outlook) -> QPixmap:
        wanted = (outlook, self._theme.tokens)
        if self._of != wanted:
            self._picture = _paint(outlook, self._theme)
            self._of = wanted
        return self._picture

    def forget(self) -> None:
        """Free the picture (4 bytes a pixel) while it is not on screen."""
        self._picture, self._of = QPixmap(), None


def _paint(outlook: Outlook, theme: Theme) -> QPixmap:
    t = theme.tokens
    width, height = outlook.size.width(), outlook.size.height()
    picture = dithered(outlook.size, outlook.ratio, lambda painter: _sky(painter, t, width, height))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _stars(painter, t, width, height)
    _land(painter, t, outlook)
    painter.end()
    return picture.transformed(QTransform.fromScale(-1, 1)) if outlook.mirrored else picture


def _sky(painter: QPainter, t: Tokens, width: int, height: int) -> None:
    sky = QLinearGradient(0, 0, 0, height)
    for stop, colour in ((0, t.sky0), (0.42, t.sky1), (0.74, t.sky2), (1, t.sky3)):
        sky.setColorAt(stop, colour)
    painter.fillRect(0, 0, width, height, sky)
    centre = QPointF(width * 0.40, height * 0.80)
    glow = QRadialGradient(centre, width * 0.5)
    glow.setColorAt(0, with_alpha(t.glow, t.glow_alpha))
    glow.setColorAt(0.45, with_alpha(t.glow, t.glow_alpha * 0.45))
    glow.setColorAt(1, with_alpha(t.glow, 0))
    painter.save()
    painter.translate(centre)
    painter.scale(1.0, 0.45)
    painter.translate(-centre)
    painter.fillRect(QRectF(0, -height * 2, width, height * 5), glow)
    painter.restore()


def _stars(painter: QPainter, t: Tokens, width: int, height: int) -> None:
    dice = random.Random(SEED)
    painter.setPen(Qt.PenStyle.NoPen)
    for _ in range(STARS):
        x, y = dice.random() * width, dice.random() ** 1.5 * height * 0.62
        radius = 0.45 + dice.random() ** 3 * 0.9
        fade = 1 - y / (height * 0.7)
        painter.setBrush(with_alpha(t.text, (0.12 + 0.5 * dice.random()) * max(0.0, fade)))
        painter.drawEllipse(QPointF(x, y), radius, radius)


def _land(painter: QPainter, t: Tokens, outlook: Outlook) -> None:
    width, height = outlook.size.width(), outlook.size.height()
    far = _hill(width, height, ((0, 0.83), (0.2, 0.842), (0.42, 0.805), (0.62, 0.80), (1, 0.78)))
    painter.fillPath(far, t.hill3)
    near = _hill(width, height, ((0, 0.882), (0.24, 0.86), (0.46, 0.838), (0.7, 0.886), (1, 0.89)))
    if not outlook.plain:
        _trees(painter, t, outlook)
        _house(painter, t, outlook, near)
    painter.fillPath(near, t.hill2)
    front = _hill(width, height, ((0, 0.93), (0.18, 0.925), (0.42, 0.955), (0.66, 0.97), (1, 0.95)))
    painter.fillPath(front, t.hill1)


def _hill(width: int, height: int, points: tuple[tuple[float, float], ...]) -> QPainterPath:
    path = QPainterPath(QPointF(0, height))
    path.lineTo(0, points[0][1] * height)
    for (x0, y0), (x1, y1) in itertools.pairwise(points):
        middle = (x0 + x1) / 2 * width
        path.cubicTo(middle, y0 * height, middle, y1 * height, x1 * width, y1 * height)
    path.lineTo(width, height)
    path.closeSubpath()
    return path


def _trees(painter: QPainter, t: Tokens, outlook: Outlook) -> None:
    width, height = outlook.size.width(), outlook.size.height()
    ground = height * 0.868
    dark = mixed(t.hill2, t.hill1, 0.5)
    left, right = outlook.house_x - 85, outlook.house_x + 0.30 * width
    for x, size, lift in (
        (left - 28, 0.7, 0),
        (left, 1.08, 2),
        (left + 23, 0.62, -1),
        (right, 0.8, 9),
        (right + 22, 0.6, 8),
    ):
        base = ground - lift
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dark)
        painter.drawRect(QRectF(x - 1.5, base - 22 * size, 3, 24 * size))
        crown = QPainterPath(QPointF(x, base - 66 * size))
        crown.cubicTo(
            x + 16 * size,
            base - 52 * size,
            x + 19 * size,
            base - 40 * size,
            x + 18 * size,
            base - 32 * size,
        )
        crown.cubicTo(
            x + 17 * size,
            base - 14 * size,
            x - 17 * size,
            base - 14 * size,
            x - 18 * size,
            base - 32 * size,
        )
        crown.cubicTo(
            x - 19 * size, base - 40 * size, x - 16 * size, base - 52 * size, x, base - 66 * size
        )
        painter.drawPath(crown)


def _house(painter: QPainter, t: Tokens, outlook: Outlook, near: QPainterPath) -> None:
    """Paint the house behind the hill `near`, so high that its window is seen over the hill."""
    x, height = outlook.house_x, outlook.size.height()
    before = QPainterPath()
    before.addRect(x - 9, 0, 18, height)
    hill = near.intersected(before).boundingRect().top()
    ground = round(min(height * 0.872, hill + BEHIND))
    dark = mixed(t.hill2, t.hill1, 0.35)
    if outlook.lit:
        glow = QRadialGradient(QPointF(x, ground - 18), 44)
        glow.setColorAt(0, with_alpha(t.accent, 0.32))
        glow.setColorAt(1, with_alpha(t.accent, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glow)
        painter.drawEllipse(QPointF(x, ground - 18), 44, 44)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(dark)
    painter.drawRect(QRectF(x - 27, ground - 30, 54, 32))
    painter.drawRect(QRectF(x + 13, ground - 54, 8, 22))
    roof = QPainterPath(QPointF(x - 34, ground - 27))
    roof.lineTo(x, ground - 52)
    roof.lineTo(x + 34, ground - 27)
    roof.closeSubpath()
    painter.drawPath(roof)
    painter.setBrush(t.accent if outlook.lit else mixed(dark, t.accent, 0.08))
    for dx in (-7, 1):
        for dy in (0, 8):
            painter.drawRoundedRect(QRectF(x - 2 + dx, ground - 24 + dy, 6.5, 6.5), 1, 1)

"""The background of the plain screens: almost one colour, with a soft light behind song words."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPixmap, QRadialGradient

from lullaby.ui.graphics.dither import dithered
from lullaby.ui.theme.theme import Theme
from lullaby.ui.theme.tokens import Tokens, mixed, with_alpha


class Backdrop:
    """Keeps the last picture until `forget`."""

    def __init__(self, theme: Theme, with_light: bool = False) -> None:
        """`with_light` adds the light behind the words of a song."""
        self._theme = theme
        self._with_light = with_light
        self._picture = QPixmap()
        self._of: tuple[QSize, float, Tokens] | None = None

    def picture(self, size: QSize, ratio: float) -> QPixmap:
        """The background for a widget of `size` logical px on a screen of pixel ratio `ratio`."""
        wanted = (QSize(size), ratio, self._theme.tokens)
        if self._of != wanted:
            self._picture = dithered(size, ratio, lambda painter: self._paint(painter, size))
            self._of = wanted
        return self._picture

    def forget(self) -> None:
        """Free the picture (4 bytes a pixel) while it is not on screen."""
        self._picture, self._of = QPixmap(), None

    def _paint(self, painter: QPainter, size: QSize) -> None:
        t = self._theme.tokens
        width, height = size.width(), size.height()
        ground = QLinearGradient(0, 0, 0, height)
        ground.setColorAt(0, mixed(t.sky0, t.bg, 0.35))
        ground.setColorAt(0.5, t.bg)
        ground.setColorAt(1, mixed(t.bg, t.hill2, 0.35))
        painter.fillRect(0, 0, width, height, ground)
        if self._with_light:
            _light(painter, QPointF(0.30 * width, 0.42 * height), (0.62, 1.0), t.sky2, 0.72, size)
            _light(
                painter,
                QPointF(0.50 * width, 1.06 * height),
                (0.5, 0.34),
                t.glow,
                t.glow_alpha * 0.45,
                size,
            )


def _light(
    painter: QPainter,
    centre: QPointF,
    reach: tuple[float, float],
    colour: QColor,
    alpha: float,
    size: QSize,
) -> None:
    """Paint an ellipse of light; `reach` holds its half axes as shares of width and height."""
    across, down = reach[0] * size.width(), reach[1] * size.height()
    if not across or not down:
        return
    gradient = QRadialGradient(QPointF(0, 0), across)
    for stop, share in ((0.0, 1.0), (0.35, 0.78), (0.7, 0.26), (1.0, 0.0)):
        gradient.setColorAt(stop, with_alpha(colour, alpha * share))
    painter.save()
    painter.translate(centre)
    painter.scale(1.0, down / across)
    painter.fillRect(QRectF(-across, -across, 2 * across, 2 * across), gradient)
    painter.restore()

"""Pills and round buttons."""

from enum import Enum, auto
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.mirroring import draw_text, upright
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import chosen_ground

MOST_GROWTH = 1.5
"""Buttons are large already, so their height grows with the text size only to this factor."""


WRAPPED_EDGE = 16
WRAPPED = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)


class ButtonStyle(Enum):
    QUIET = auto()
    """Outlined on the control surface."""
    FILLED = auto()
    """The main action."""
    BARE = auto()
    """Without an edge until hovered or focused."""


class Keyed(ControlButton):
    """A button that can show its key in a small key cap."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        icon: str = "",
        tone: ButtonStyle = ButtonStyle.QUIET,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.setText(text)
        self._icon_name = icon
        self.tone = tone

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def set_button_style(self, tone: ButtonStyle) -> None:
        self.tone = tone
        self.update()

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, edge and foreground."""
        t = self.theme.tokens
        if self.tone is ButtonStyle.FILLED and self.isEnabled():
            return t.fill, None, t.on_accent
        if self.tone is ButtonStyle.BARE:
            return (t.surface2 if self.warmth > 0 else None), None, t.text2
        return t.surface2, t.outline, (t.text if self.isEnabled() else t.text3)


class PillButton(Keyed):
    """Icon and text in a pill, 56 px high."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        icon: str = "",
        tone: ButtonStyle = ButtonStyle.QUIET,
        height: int = 56,
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, text, icon, tone, parent)
        self._height = height
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def design_size(self) -> QSize:
        px = self.theme.px
        width = self.theme.width(Text.STRONG, self.text())
        width += px(56)
        if self._icon_name:
            width += px(34 if self.text() else 22)
        if self._key:
            width += key_cap_width(self.theme, self._key) + px(14)
        return QSize(round(width), round(self._height * min(self.theme.scale, MOST_GROWTH)))

    def minimumSizeHint(self) -> QSize:
        return self.tightest(self.theme.px(56) - 24)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        px = self.theme.px
        fill, edge, colour = self.colours()
        self.body(painter, box, fill, edge, box.height() / 2 - 1)
        font = self.theme.font(Text.STRONG)
        painter.setFont(font)
        text_width = QFontMetricsF(font).horizontalAdvance(self.text())
        icon = px(22) if self._icon_name else 0
        cap = key_cap_width(self.theme, self._key) if self._key else 0
        gap = px(12) if icon and self.text() else 0
        left = (box.width() - text_width - icon - gap - cap - (px(14) if cap else 0)) / 2
        if icon:
            spot = QRectF(left, (box.height() - icon) / 2, icon, icon)
            paint_icon(painter, self.theme, self._icon_name, colour, spot)
        painter.setPen(colour)
        words = QRectF(left + icon + gap, 0, text_width + 2, box.height())
        draw_text(painter, words, self.text(), Qt.AlignmentFlag.AlignVCenter)
        if cap:
            spot = QRectF(words.right() + px(12), (box.height() - px(30)) / 2, cap, px(30))
            paint_key_cap(painter, self.theme, self._key, spot)


class WrappingPill(PillButton):
    """A pill whose text may wrap.

    In little space it drops the key cap, then puts the text on two lines, then drops the icon.
    """

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least_words() + 2 * WRAPPED_EDGE, self._height_now())

    def sizeHint(self) -> QSize:
        return QSize(self.design_size().width(), self._height_now())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before = event.oldSize().width()
        fresh = before < 0  # it may have been made narrower while hidden, without an event
        if fresh or self.height_in(before) != self.height_in(self.width()):
            self.updateGeometry()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if box.width() >= self.design_size().width():
            super().draw(painter, box)
            return
        fill, edge, colour = self.colours()
        self.body(painter, box, fill, edge, min(box.height() / 2 - 1, self.theme.px(28)))
        size, room = self.theme.px(22), self._icon_room(box.width())
        words = self._words(box.width())
        left = max(float(WRAPPED_EDGE), (box.width() - room - words.width()) / 2)
        if room:
            spot = QRectF(left, (box.height() - size) / 2, size, size)
            paint_icon(painter, self.theme, self._icon_name, colour, spot)
        painter.setFont(self.theme.font(Text.STRONG))
        painter.setPen(colour)
        area = QRectF(left + room, 0, box.width() - left - room - 4, box.height())
        draw_text(painter, area, self.text(), WRAPPED)

    def _least_words(self) -> int:
        """The width of the widest word, in px."""
        metrics = self.theme.metrics(Text.STRONG)
        widths = [metrics.horizontalAdvance(word) for word in self.text().split()]
        return ceil(max(widths, default=0))

    def _icon_room(self, width: float) -> int:
        """The width of the icon within `width` px; 0 if the text needs it."""
        room = self.theme.px(34) if self._icon_name else 0
        return room if self._least_words() + room + 2 * WRAPPED_EDGE <= width else 0

    def _words(self, width: float) -> QRectF:
        """The space that the text takes in a button that is `width` px wide."""
        room = max(1.0, width - self._icon_room(width) - 2 * WRAPPED_EDGE)
        metrics = self.theme.metrics(Text.STRONG)
        return metrics.boundingRect(QRectF(0, 0, room, 10_000), WRAPPED, self.text())

    def _height_now(self) -> int:
        known = self.isVisible() or self.testAttribute(Qt.WidgetAttribute.WA_Resized)
        return self.height_in(self.width() if known else self.design_size().width())

    def height_in(self, width: int) -> int:
        """Its height at a width of `width` px."""
        design = self.design_size()
        if width >= design.width():
            return design.height()
        return max(design.height(), round(self._words(width).height()) + 16)


class RoundButton(Keyed):
    """An icon in a disc; screen readers read its text."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        diameter: int = 56,
        tone: ButtonStyle = ButtonStyle.QUIET,
        icon_size: int = 24,
        parent: QWidget | None = None,
        growth: float = MOST_GROWTH,
    ) -> None:
        """It grows with the text, to at most `growth` times its `diameter`."""
        super().__init__(theme, "", icon, tone, parent)
        self._growth = growth
        self._diameter = diameter
        self._icon_size = icon_size
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Set its name, for screen readers and the tool tip."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def design_size(self) -> QSize:
        side = round(self._diameter * min(self.theme.scale, self._growth))
        return QSize(side, side)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        side = min(box.width(), box.height())
        disc = QRectF((box.width() - side) / 2, (box.height() - side) / 2, side, side)
        fill, edge, colour = self.colours()
        self.body(painter, disc, fill, edge, side / 2)
        size = round(self._icon_size * min(self.theme.scale, self._growth))
        spot = QRectF(disc.center().x() - size / 2, disc.center().y() - size / 2, size, size)
        paint_icon(painter, self.theme, self._icon_name, colour, spot)


class RoundToggle(RoundButton):
    """A button that stays pressed, with edge and icon in the accent colour."""

    def __init__(
        self,
        theme: Theme,
        icon: str,
        name: str,
        growth: float = MOST_GROWTH,
        diameter: int = 56,
    ) -> None:
        super().__init__(theme, icon, name, diameter, growth=growth)
        self.setCheckable(True)

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        t = self.theme.tokens
        if self.isChecked():
            return chosen_ground(t), t.accent, t.accent
        return super().colours()


def key_cap_width(theme: Theme, key: str) -> float:
    return theme.width(Text.KEY, key) + theme.px(16)


def paint_key_cap(painter: QPainter, theme: Theme, key: str, box: QRectF) -> None:
    """Paint a key as it looks on the keyboard, for hints."""
    painter.setPen(theme.tokens.outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(8), theme.px(8))
    painter.setFont(theme.font(Text.KEY))
    painter.setPen(theme.tokens.text2)
    draw_text(painter, box, key, Qt.AlignmentFlag.AlignCenter)


def _pause_bars(painter: QPainter, box: QRectF) -> None:
    bar = box.width() * 0.29
    for left in (box.left() + box.width() * 0.13, box.right() - box.width() * 0.13 - bar):
        painter.drawRoundedRect(QRectF(left, box.top(), bar, box.height()), bar * 0.35, bar * 0.35)


def play_triangle(painter: QPainter, box: QRectF) -> None:
    """Paint a solid triangle with rounded corners, for the moon and the play button."""
    colour = painter.brush().color()
    soft = box.width() * 0.16
    painter.save()
    pen = QPen(colour, soft)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    left, right = box.left() + box.width() * 0.2, box.right() - box.width() * 0.08
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(left, box.top() + soft / 2),
                QPointF(right, box.center().y()),
                QPointF(left, box.bottom() - soft / 2),
            ]
        )
    )
    painter.restore()


def _skip(painter: QPainter, box: QRectF) -> None:
    """Paint the sign for the next song: a triangle against a bar."""
    bar = box.width() * 0.13
    inner = QRectF(box.left(), box.top() + bar / 2, box.width() - bar, box.height() - bar)
    play_triangle(painter, inner)
    painter.drawRoundedRect(
        QRectF(box.right() - bar * 1.4, inner.top(), bar * 1.4, inner.height()), bar / 2, bar / 2
    )


def _skip_back(painter: QPainter, box: QRectF) -> None:
    painter.save()
    painter.translate(box.left() + box.right(), 0)
    painter.scale(-1, 1)
    _skip(painter, box)
    painter.restore()


SOLID = {
    "pause-solid": _pause_bars,
    "play-solid": play_triangle,
    "skip-forward-solid": _skip,
    "skip-back-solid": _skip_back,
}


def paint_icon(painter: QPainter, theme: Theme, name: str, colour: QColor, spot: QRectF) -> None:
    """Paint a line icon of the set, or one of the player's solid signs."""
    if name in SOLID:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        with upright(painter, spot):
            SOLID[name](painter, spot)
    else:
        theme.icons.paint(painter, name, colour, spot)

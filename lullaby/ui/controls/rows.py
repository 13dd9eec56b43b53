"""Rows and tiles of the side panels: routines, background sounds, large folded choices."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from lullaby.ui.controls.base import LEAST_TARGET, ControlButton
from lullaby.ui.controls.folded_row import paint_folded
from lullaby.ui.mirroring import draw_text, placed
from lullaby.ui.text.lines import broken
from lullaby.ui.text.lists import labelled, listed
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed, with_alpha

NAME_TOP, NAME_FOOT = 36, 8
"""Above and below the name of a sound, in px at 100 %."""
LINES = 2
"""The most that the name of a sound takes."""

ROW, LOW_ROW = 58, 52
"""The height of a row without an edge, in px at 100 %."""


class IconRow(ControlButton):
    """An icon disc, a name and a line below; the chosen one has a tick.

    The disc is hidden before the name is cut, unless it is kept. The text ends before any control
    placed in the row.
    """

    def __init__(self, theme: Theme, icon: str, title: str, line: str, edged: bool = False) -> None:
        super().__init__(theme)
        self._icon = icon
        self._line = line
        self._edged = edged
        self._trailing = "check"
        self._icon_stays = False
        self._low = False
        self.setText(title)
        self._name()

    def show_as(self, icon: str, title: str, line: str) -> None:
        """Show something else in its place, which keeps the keyboard."""
        self._icon = icon
        self.setText(title)
        self.set_line(line)

    def set_line(self, line: str) -> None:
        self._line = line
        self._name()
        self.update()

    def keep_icon(self) -> None:
        """Cut a name that is too wide, so that several rows look alike."""
        self._icon_stays = True
        self.update()

    def set_low(self, low: bool) -> None:
        """Take less height, where there are many."""
        if low is not self._low:
            self._low = low
            self.updateGeometry()

    def set_trailing(self, icon: str) -> None:
        """Set the icon at the end: a tick when chosen, or an arrow."""
        self._trailing = icon
        self.update()

    def design_size(self) -> QSize:
        px = self.theme.px
        return QSize(px(200), px(84 if self._edged else LOW_ROW if self._low else ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(140), self.design_size().height())

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        chosen = self.isCheckable() and self.isChecked()
        fill = t.surface3 if chosen else (t.surface2 if self._edged else None)
        if fill is None and (self.warmth > 0 or self.ring):
            fill = with_alpha(t.surface2, max(0.02, self.warmth))
        self.body(painter, box, fill, t.outline if self._edged else None, px(20))
        side = px(48 if self._edged else 42)
        disc = QRectF(px(18 if self._edged else 11), (box.height() - side) / 2, side, side)
        end = px(44) if (chosen or self._edged) and self._trailing else px(12)
        left = disc.right() + px(15)
        for child in self.findChildren(QWidget):
            end = max(end, self.width() - placed(child).left() + px(8))
        wanted = self.theme.width(Text.STRONG, self.text())
        if self._icon_stays or wanted <= box.width() - left - end:
            self._sign(painter, disc, strong=chosen or self._edged)
        else:
            left = disc.left()
        words = QRectF(left, 0, box.width() - left - end, box.height())
        self._words(painter, words)
        if (chosen or self._edged) and self._trailing:
            size = px(22)
            spot = QRectF(box.right() - px(36), box.center().y() - size / 2, size, size)
            self.theme.icons.paint(painter, self._trailing, t.accent if chosen else t.text2, spot)

    def _sign(self, painter: QPainter, disc: QRectF, strong: bool) -> None:
        t, inner = self.theme.tokens, self.theme.px(24 if self._edged else 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(with_alpha(t.accent, 0.16) if strong else t.surface2)
        painter.drawEllipse(disc)
        spot = QRectF(disc.center().x() - inner / 2, disc.center().y() - inner / 2, inner, inner)
        self.theme.icons.paint(painter, self._icon, t.accent if strong else t.text2, spot)

    def _words(self, painter: QPainter, box: QRectF) -> None:
        paint_folded(painter, self.theme, box, (self.text(), self.theme.tokens.text), self._line)

    def _name(self) -> None:
        self.setAccessibleName(listed((self.text(), self._line)))


class AmbientTile(ControlButton):
    """A background sound, pressed while it is on: an icon over its name, in two lines at most."""

    def __init__(self, theme: Theme, icon: str, title: str) -> None:
        super().__init__(theme)
        self._icon = icon
        self.setCheckable(True)
        self.setText(title)
        self.setAccessibleName(title)

    def design_size(self) -> QSize:
        px, width = self.theme.px, self.theme.width
        words = self.text().split()
        widest = max((width(Text.CAPTION, word) for word in words), default=0.0)
        lines = min(LINES, len(words)) * self.theme.metrics(Text.CAPTION).height()
        high = px(NAME_TOP) + round(lines) + px(NAME_FOOT)
        return QSize(max(px(LEAST_TARGET), ceil(widest) + px(10)), high)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        on = self.isChecked()
        fill = mixed(t.surface2, t.accent, 0.12) if on else t.surface2
        self.body(painter, box, fill, t.accent if on else t.outline, px(20))
        size = px(24)
        spot = QRectF((box.width() - size) / 2, px(9), size, size)
        self.theme.icons.paint(painter, self._icon, t.accent if on else t.text2, spot)
        font = self.theme.font(Text.CAPTION)
        painter.setFont(font)
        painter.setPen(t.text)
        high = self.theme.metrics(Text.CAPTION).height()
        for at, line in enumerate(broken(self.text(), font, box.width() - px(6), LINES)):
            words = QRectF(0, px(NAME_TOP) + at * high, box.width(), high)
            draw_text(painter, words, line, Qt.AlignmentFlag.AlignCenter)


class BigChoice(ControlButton):
    """A large folded choice: its value and its caption. It drops the icon before the text."""

    def __init__(self, theme: Theme, icon: str, caption: str) -> None:
        super().__init__(theme)
        self._icon = icon
        self._caption = caption

    def show_value(self, value: str, icon: str = "") -> None:
        self.setText(value)
        self._icon = icon or self._icon
        self.setAccessibleName(labelled(self._caption, value))
        self.update()

    def design_size(self) -> QSize:
        return QSize(self.theme.px(120), self.theme.px(76))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        self.body(painter, box, t.surface, t.outline, 26)
        size = px(22)
        caption, value = self.theme.font(Text.CAPTION), self.theme.font(Text.STRONG)
        small, large = QFontMetricsF(caption), QFontMetricsF(value)
        left = px(17) + size + px(13)
        wanted = max(small.horizontalAdvance(self._caption), large.horizontalAdvance(self.text()))
        if left + wanted <= box.width() - px(10):
            spot = QRectF(px(17), (box.height() - size) / 2, size, size)
            self.theme.icons.paint(painter, self._icon, t.accent, spot)
        else:
            left = px(17)
        width = box.width() - left - px(10)
        top = (box.height() - small.height() - large.height()) / 2
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(caption)
        painter.setPen(t.text2)
        draw_text(
            painter,
            QRectF(left, top, width, small.height()),
            small.elidedText(self._caption, elide, width),
        )
        painter.setFont(value)
        painter.setPen(t.text)
        draw_text(
            painter,
            QRectF(left, top + small.height(), width, large.height()),
            large.elidedText(self.text(), elide, width),
        )

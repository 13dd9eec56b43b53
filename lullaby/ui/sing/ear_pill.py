"""The ear in the singer's bar: whether the microphone is open, and what is heard."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from lullaby.frozen import frozen
from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.buttons import paint_icon
from lullaby.ui.mirroring import draw_text
from lullaby.ui.text.lists import full_stop, sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed

DASHES = 9
DASH, DASH_GAP, DASH_HIGH = 14.0, 4.0, 5.0
ICON = 26
SIDE, BETWEEN = 22, 14
TALL = 72


@frozen
class EarTexts:
    """What the ear shows."""

    title: str
    caption: str = ""
    """Instead of the level."""
    action: str = ""
    """What a press does."""
    sure: bool = False
    """Whether the singer is followed; the edge is faint otherwise."""


class EarPill(ControlButton):
    """A press opens or closes the microphone."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._texts = EarTexts("")
        self._level = 0

    def show_texts(self, texts: EarTexts) -> None:
        if texts == self._texts:
            return
        self._texts = texts
        self.setText(texts.title)
        self.setAccessibleName(sentences((full_stop(texts.title), texts.caption)))
        self.setAccessibleDescription(texts.action)
        self.setToolTip(texts.action)
        self.updateGeometry()
        self.update()

    def show_level(self, level: int) -> None:
        """How loud the singer is, 0 to DASHES; seen only without a caption."""
        if level != self._level:
            self._level = level
            self.update()

    def design_size(self) -> QSize:
        px, texts = self.theme.px, self._texts
        words = max(
            self.theme.width(Text.STRONG, texts.title),
            self.theme.width(Text.CAPTION, texts.caption),
            float(px(round(DASHES * (DASH + DASH_GAP)))),
        )
        return QSize(round(words) + px(2 * SIDE + ICON + BETWEEN), px(TALL))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px, texts = self.theme.tokens, self.theme.px, self._texts
        edge = t.accent if texts.sure else t.outline
        fill = mixed(t.surface2, t.accent, 0.12) if texts.sure else t.surface2
        self.body(painter, box, fill, edge, box.height() / 2 - 1)
        colour = t.accent if texts.sure else t.text2
        spot = QRectF(px(SIDE), (box.height() - px(ICON)) / 2, px(ICON), px(ICON))
        paint_icon(painter, self.theme, "ear", colour, spot)
        left = spot.right() + px(BETWEEN)
        half = box.height() / 2
        wide = box.width() - left - px(SIDE) / 2
        painter.setFont(self.theme.font(Text.STRONG))
        painter.setPen(t.text)
        upper = QRectF(left, half - px(26), wide, px(26))
        draw_text(painter, upper, texts.title, Qt.AlignmentFlag.AlignVCenter)
        if texts.caption:
            painter.setFont(self.theme.font(Text.CAPTION))
            painter.setPen(t.text2)
            lower = QRectF(left, half, wide, px(24))
            draw_text(painter, lower, texts.caption, Qt.AlignmentFlag.AlignVCenter)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        unlit = t.bg if texts.sure else t.line
        for at in range(DASHES):
            painter.setBrush(t.accent if at < self._level else unlit)
            x = left + at * px(1) * (DASH + DASH_GAP)
            dash = QRectF(x, half + px(8), px(1) * DASH, px(1) * DASH_HIGH)
            painter.drawRoundedRect(dash, dash.height() / 2, dash.height() / 2)

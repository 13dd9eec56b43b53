"""Painting of narrow list rows: a title on up to two lines, with a line of facts below."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from lullaby.ui.mirroring import draw_text
from lullaby.ui.text.lines import broken
from lullaby.ui.theme.theme import LEADING, Text, Theme

TITLE_LINES = 2


def paint_folded(
    painter: QPainter, theme: Theme, box: QRectF, title: tuple[str, QColor], facts: str
) -> None:
    """Paint the title on one or two lines, and `facts` below it, vertically centred in `box`."""
    words, colour = title
    strong, small = theme.font(Text.STRONG), theme.font(Text.CAPTION)
    upper, lower = QFontMetricsF(strong), QFontMetricsF(small)
    lines = broken(words, strong, box.width(), TITLE_LINES)
    tall = len(lines) * upper.height()
    if facts:
        tall += (theme.px(LEADING) if len(lines) == 1 else 0) + lower.height()
    y = box.center().y() - tall / 2
    painter.setFont(strong)
    painter.setPen(colour)
    for line in lines:
        draw_text(painter, QRectF(box.left(), y, box.width(), upper.height()), line)
        y += upper.height()
    if facts:
        painter.setFont(small)
        painter.setPen(theme.tokens.text2)
        under = QRectF(box.left(), box.center().y() + tall / 2 - lower.height(), box.width(), 0)
        under.setHeight(lower.height())
        shown = lower.elidedText(facts, Qt.TextElideMode.ElideRight, box.width())
        draw_text(painter, under, shown)


def tell_cut_title(
    theme: Theme, title: str, width: float, folded: bool, event: QHelpEvent, view: QWidget, tip: str
) -> bool:
    """Show a title wider than `width` px in a tool tip, before `tip`; False if it fits."""
    lines = broken(title, theme.font(Text.STRONG), width, TITLE_LINES if folded else 1)
    cut = lines[-1].endswith("…") and not title.endswith("…")
    if event.type() is not QEvent.Type.ToolTip or not cut:
        return False
    QToolTip.showText(event.globalPos(), f"{title}\n{tip}".strip(), view)
    return True


def paint_sign(painter: QPainter, theme: Theme, icon: str, box: QRectF) -> None:
    """Paint a button without text, for lack of space."""
    painter.setPen(QPen(theme.tokens.outline, 1.2))
    painter.setBrush(theme.tokens.surface2)
    painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))
    inner = box.width() * 0.25
    theme.icons.paint(painter, icon, theme.tokens.text, box.adjusted(inner, inner, -inner, -inner))

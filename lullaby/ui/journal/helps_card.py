"""What calm nights had in common: median minutes, middle half, and number of nights."""

from collections.abc import Sequence
from math import inf

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from lullaby.journal.helps import FactorKind, FactorSummary
from lullaby.ui.controls.labels import Card
from lullaby.ui.journal import factor_words
from lullaby.ui.journal.minutes_chart import HEIGHT
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.text import names
from lullaby.ui.text.lists import full_stop, sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

ROWS = 5
HEAD = 54
ROW = 53


class HelpsCard(Card):
    """Up to five rows; the page of numbers has all of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 24)
        self._rows: Sequence[FactorSummary] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("What helps"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_rows(self, rows: Sequence[FactorSummary]) -> None:
        """Show rows; their kinds are named only if there is space."""
        others = [row for row in rows if row.kind is not FactorKind.KIND]
        kinds = [row for row in rows if row.kind is FactorKind.KIND]
        self._rows = (*others, *kinds)[:ROWS]
        spoken = sentences([full_stop(factor_words.row_spoken(row)) for row in self._rows])
        self.setAccessibleDescription(spoken or self._none())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(400), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._theme.px(HEIGHT))

    def focusInEvent(self, event) -> None:
        self.update()

    def focusOutEvent(self, event) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t, px = self._theme.tokens, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        head = QRectF(px(26), px(16), self.width() - px(52), px(34))
        painter.setFont(self._theme.font(Text.STRONG))
        painter.setPen(t.text)
        draw_text(painter, head, self.accessibleName(), Qt.AlignmentFlag.AlignVCenter)
        if self._rows:
            painter.setFont(self._theme.font(Text.CAPTION))
            painter.setPen(t.text2)
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            draw_text(painter, head, self.tr("typical night"), side)
        else:
            painter.setFont(self._theme.font(Text.ROW))
            painter.setPen(t.text2)
            box = QRectF(self.rect()).adjusted(px(26), px(HEAD), -px(26), -px(26))
            flags = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            draw_text(painter, box, self._none(), int(flags))
        scale = max((row.high for row in self._rows if row.high < inf), default=0.0)
        scale = max(20.0, scale, *(row.median for row in self._rows if row.median < inf), 0.0)
        for place, row in enumerate(self._rows):
            self._paint_row(painter, row, px(HEAD) + place * px(ROW), scale)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, 3))
            box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
            painter.drawRoundedRect(box, 23, 23)

    def _none(self) -> str:
        return self.tr("Songs and sounds appear here after 4 nights.")

    def _paint_row(self, painter: QPainter, row: FactorSummary, top: int, scale: float) -> None:
        t, px = self._theme.tokens, self._theme.px
        disc = QRectF(px(26), top + px(7), px(38), px(38))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.surface2)
        painter.drawEllipse(disc)
        sign = px(20)
        middle = disc.center()
        spot = QRectF(middle.x() - sign / 2, middle.y() - sign / 2, sign, sign)
        self._theme.icons.paint(painter, factor_words.icon(row), t.accent, spot)
        strong, small = self._theme.font(Text.STRONG), self._theme.font(Text.CAPTION)
        figures = max(
            QFontMetricsF(strong).horizontalAdvance(factor_words.minutes(row.median)),
            QFontMetricsF(small).horizontalAdvance(names.nights(row.nights)),
            px(64),
        )
        left, right = disc.right() + px(14), self.width() - px(26)
        bar = QRectF(left, top + px(34), right - figures - px(14) - left, px(7))
        self._paint_names(painter, row, QRectF(left, top + px(5), bar.width(), px(26)))
        self._paint_bar(painter, row, bar, scale)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setFont(strong)
        painter.setPen(t.text)
        box = QRectF(right - figures, top + px(2), figures, px(26))
        draw_text(painter, box, factor_words.minutes(row.median), side)
        painter.setFont(small)
        painter.setPen(t.text2)
        draw_text(painter, box.translated(0, px(22)), names.nights(row.nights), side)

    def _paint_names(self, painter: QPainter, row: FactorSummary, box: QRectF) -> None:
        t = self._theme.tokens
        font, small = self._theme.font(Text.ROW), self._theme.font(Text.CAPTION)
        metrics = QFontMetricsF(font)
        name = metrics.elidedText(factor_words.name(row), Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(t.text)
        draw_text(painter, box, name, Qt.AlignmentFlag.AlignVCenter)
        used = metrics.horizontalAdvance(name) + self._theme.px(10)
        aside = factor_words.aside(row)
        if aside and used + QFontMetricsF(small).horizontalAdvance(aside) <= box.width():
            painter.setFont(small)
            painter.setPen(t.text3)
            draw_text(painter, box.adjusted(used, 0, 0, 0), aside, Qt.AlignmentFlag.AlignVCenter)

    def _paint_bar(self, painter: QPainter, row: FactorSummary, bar: QRectF, scale: float) -> None:
        t = self._theme.tokens
        half = bar.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.surface3)
        painter.drawRoundedRect(bar, half, half)

        def at(minutes: float) -> float:
            return bar.left() + bar.width() * min(1.0, minutes / scale)

        if row.low < inf:
            painter.setBrush(with_alpha(t.accent, 0.32))
            box = QRectF(at(row.low), bar.top(), 0, bar.height())
            box.setRight(max(at(row.high), box.left() + bar.height()))
            painter.drawRoundedRect(box, half, half)
        if row.median < inf:
            painter.setBrush(t.accent)
            side = bar.height() * 1.7
            x = min(max(at(row.median), bar.left() + side / 2), bar.right() - side / 2)
            centre = QPointF(x, bar.center().y())
            painter.drawEllipse(centre, side / 2, side / 2)

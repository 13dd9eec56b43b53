"""The pictures of the summary page, dark on white: a strip of nights, and the minutes to calm."""

from math import inf

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from lullaby.frozen import frozen
from lullaby.journal.entry import JournalEntry, Outcome
from lullaby.journal.handover_report import STRIP_NIGHTS, HandoverReport
from lullaby.journal.helps import minutes_of
from lullaby.ui.graphics.moon import paint_glyph
from lullaby.ui.journal import factor_words, report_words
from lullaby.ui.journal.nights import LIT
from lullaby.ui.journal.scale import ChartScale, band, runs, scale_for, smooth
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.text.locale import short_day, whole
from lullaby.ui.theme import fonts

INK, PALE = QColor("#241f33"), QColor("#5d5670")
LINE, BAND, CURVE = QColor("#d9d4e2"), QColor("#ece3d6"), QColor("#a06a2c")
HEAD_PT, SMALL_PT = 12.5, 8.5
STACK = 4
"""At most so many entries of one night are drawn; of more, the number is written."""
MIDDLE, RIGHT = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight


@frozen
class PaperChart:
    """Paints into a column `width` px wide; a point of type is `pt` px."""

    page: HandoverReport
    width: float
    pt: float
    direction: Qt.LayoutDirection

    @property
    def height(self) -> float:
        """The height of both pictures with their headings, in px."""
        return self._strip_height + (self._chart_height if self._has_chart else 0.0)

    def paint(self, painter: QPainter, top: float) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.direction)
        mirror(painter, QRectF(0, top, self.width, self.height), self.direction)
        self._paint_strip(painter, top)
        if self._has_chart:
            self._paint_chart(painter, top + self._strip_height)
        painter.restore()

    @property
    def _has_chart(self) -> bool:
        return bool(runs(self.page.weeks))

    @property
    def _cell(self) -> float:
        return self.width / STRIP_NIGHTS

    @property
    def _rows(self) -> int:
        most = max((len(entries) for _, entries in self.page.strip), default=1)
        return max(1, min(STACK, most))

    @property
    def _moon(self) -> float:
        return min(self._cell * 0.6, 10 * self.pt)

    @property
    def _strip_height(self) -> float:
        return 46 * self.pt + self._rows * self._moon * 1.3

    @property
    def _chart_height(self) -> float:
        return 150 * self.pt

    def _font(self, painter: QPainter, points: float, strong: bool = False) -> QFontMetricsF:
        weight = fonts.Weight.DemiBold if strong else fonts.Weight.Normal
        font = fonts.font(fonts.SANS, points * self.pt, weight)
        painter.setFont(font)
        return QFontMetricsF(font)

    def _head(self, painter: QPainter, top: float, text: str) -> QRectF:
        box = QRectF(0, top + 12 * self.pt, self.width, 18 * self.pt)
        self._font(painter, HEAD_PT, strong=True)
        painter.setPen(INK)
        draw_text(painter, box, text, MIDDLE)
        return box

    def _paint_strip(self, painter: QPainter, top: float) -> None:
        head = self._head(painter, top, report_words.strip_title())
        self._paint_legend(painter, head)
        side, cell = self._moon, self._cell
        first = head.bottom() + 4 * self.pt
        labels = first + self._rows * side * 1.3 + 2 * self.pt
        for place, (night, entries) in enumerate(self.page.strip):
            middle = (place + 0.5) * cell
            many = len(entries) > STACK
            for row, entry in enumerate(entries[: STACK - 1 if many else STACK]):
                spot = QRectF(middle - side / 2, first + row * side * 1.3, side, side)
                self._paint_mark(painter, spot, entry.outcome)
            metrics = self._font(painter, SMALL_PT)
            painter.setPen(PALE)
            if many:
                spot = QRectF(middle - cell, first + (STACK - 1) * side * 1.3, 2 * cell, side)
                rest = report_words.more(len(entries) - STACK + 1)
                draw_text(painter, spot, rest, Qt.AlignmentFlag.AlignCenter)
            if place % 7 == 0:
                painter.setPen(QPen(LINE, 0.7 * self.pt))
                x = place * cell
                painter.drawLine(QPointF(x, first), QPointF(x, labels + 10 * self.pt))
                painter.setPen(PALE)
                text = short_day(night)
                spot = QRectF(
                    x + 3 * self.pt, labels, metrics.horizontalAdvance(text) + 2, 12 * self.pt
                )
                draw_text(painter, spot, text, MIDDLE)

    def _paint_mark(self, painter: QPainter, spot: QRectF, outcome: Outcome | None) -> None:
        if outcome is not None:
            lit = 0.0 if outcome is Outcome.NOT_THIS_TIME else LIT[outcome]
            paint_glyph(painter, spot, INK, lit)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(PALE)
        painter.drawEllipse(spot.center(), spot.width() * 0.14, spot.width() * 0.14)

    def _paint_legend(self, painter: QPainter, head: QRectF) -> None:
        metrics = self._font(painter, SMALL_PT)
        outcomes: tuple[Outcome | None, ...] = (*Outcome, None)
        parts = [(each, report_words.mark(each)) for each in outcomes]
        side, gap = 7 * self.pt, 10 * self.pt
        x = self.width - sum(
            metrics.horizontalAdvance(text) + 1.5 * side + gap for _, text in parts
        )
        for outcome, text in parts:
            disc = QRectF(x + gap, head.center().y() - side / 2, side, side)
            self._paint_mark(painter, disc, outcome)
            painter.setPen(PALE)
            wide = metrics.horizontalAdvance(text)
            x = disc.right() + side / 2
            draw_text(painter, QRectF(x, head.top(), wide + 2, head.height()), text, MIDDLE)
            x += wide

    def _paint_chart(self, painter: QPainter, top: float) -> None:
        head = self._head(painter, top, report_words.chart_title())
        metrics = self._font(painter, SMALL_PT)
        painter.setPen(PALE)
        draw_text(painter, head, report_words.chart_legend(), MIDDLE | RIGHT)
        box = QRectF(
            26 * self.pt, head.bottom() + 8 * self.pt, self.width - 26 * self.pt, 88 * self.pt
        )
        answered = self.page.answered
        took = [minutes_of(entry) or 0.0 for entry in answered]
        scale = scale_for(box, self.page.weeks, took, answered[-1].started_at)
        for minutes in scale.lines():
            y = scale.y(minutes)
            painter.setPen(QPen(LINE, 0.7 * self.pt))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            painter.setPen(PALE)
            spot = QRectF(0, y - 6 * self.pt, 20 * self.pt, 12 * self.pt)
            draw_text(painter, spot, whole(minutes), MIDDLE | RIGHT)
        self._paint_weeks(painter, scale, metrics)
        for entry in answered if len(answered) <= 150 else ():
            self._paint_night(painter, scale, entry)

    def _paint_weeks(self, painter: QPainter, scale: ChartScale, metrics: QFontMetricsF) -> None:
        weeks, edges = self.page.weeks, [0]
        for week in weeks:
            edges.append(edges[-1] + week.days)
        unit, left = scale.box.width() / edges[-1], scale.box.left()
        for run in runs(weeks):
            xs = [left + unit * (edges[at] + edges[at + 1]) / 2 for at in run]
            points = [(weeks[at], x) for at, x in zip(run, xs, strict=True)]
            points.insert(0, (weeks[run[0]], left + unit * edges[run[0]]))
            points.append((weeks[run[-1]], left + unit * edges[run[-1] + 1]))
            low = [QPointF(x, scale.y(week.low or 0.0)) for week, x in points]
            middle = [QPointF(x, scale.y(week.median or 0.0)) for week, x in points]
            high = [QPointF(x, scale.y(week.high or 0.0)) for week, x in points]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(BAND)
            painter.drawPath(band(low, high))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(CURVE, 1.4 * self.pt))
            painter.drawPath(smooth(middle))
        free, top = 0.0, scale.box.bottom() + 4 * self.pt
        painter.setPen(PALE)
        for at, week in enumerate(weeks):
            text, x = factor_words.short_name(week), left + unit * edges[at]
            wide = metrics.horizontalAdvance(text)
            if x >= free and x + wide <= self.width:
                draw_text(painter, QRectF(x, top, wide + 2, 12 * self.pt), text, MIDDLE)
                free = x + wide + 8 * self.pt

    def _paint_night(self, painter: QPainter, scale: ChartScale, entry: JournalEntry) -> None:
        took = minutes_of(entry) or 0.0
        if took == inf and entry.minutes_to_calm:
            took = float(entry.minutes_to_calm)
        side = 6.5 * self.pt
        x, y = scale.x(entry.started_at.timestamp()), scale.y(took)
        spot = QRectF(x - side / 2, y - side / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawEllipse(spot)
        self._paint_mark(painter, spot, entry.outcome)

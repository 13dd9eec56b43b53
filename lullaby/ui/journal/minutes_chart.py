"""The chart of minutes to calm: a moon for each night, the median of each week, the middle half."""

from collections.abc import Sequence
from datetime import datetime
from math import inf

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from lullaby.journal.entry import JournalEntry, Outcome
from lullaby.journal.helps import minutes_of
from lullaby.journal.weeks import Stretch
from lullaby.ui.controls.labels import Card
from lullaby.ui.graphics.moon import paint_glyph
from lullaby.ui.journal import factor_words, words
from lullaby.ui.journal.nights import LIT
from lullaby.ui.journal.scale import ChartScale, band, runs, scale_for, smooth
from lullaby.ui.mirroring import as_in_english, draw_text, mirror
from lullaby.ui.text import names
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

MOONS = ((60, 17.0), (150, 12.0), (500, 8.0))
"""The width of a moon, in px at 100 %, for up to so many nights; beyond that there are no moons."""
DOTS_FROM = 62
"""Width of a week from which its bedtimes are dots, in px at 100 %."""
REACH = 14.0
HEIGHT = 332
LEAST_WIDTH = 200


class MinutesChart(Card):
    """Left and Right move between nights, Enter or a click opens one."""

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 24)
        self._entries: list[JournalEntry] = []
        """Oldest first."""
        self._stretches: Sequence[Stretch] = ()
        self._now: datetime | None = None
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Minutes to calm"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_nights(
        self, entries: Sequence[JournalEntry], stretches: Sequence[Stretch], now: datetime
    ) -> None:
        answered = [entry for entry in entries if minutes_of(entry) is not None]
        self._entries, self._stretches, self._now = answered[::-1], stretches, now
        self._at = None
        self.setAccessibleDescription(factor_words.summary(stretches, answered))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(560), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, self._theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._entries) - 1
        at = self._at
        back, on = Qt.Key.Key_Left, Qt.Key.Key_Right
        if self.isRightToLeft():
            back, on = on, back
        if event.key() == back:
            self._choose(last if at is None else max(0, at - 1))
        elif event.key() == on:
            self._choose(last if at is None else min(last, at + 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at is not None:
            self.opened.emit(self._entries[at])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over a night that a press opens."""
        shape = Qt.CursorShape
        near = self._under(event) is not None
        self.setCursor(shape.PointingHandCursor if near else shape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._under(event)
        if found is not None:
            self._choose(found)
            self.opened.emit(self._entries[found])

    def focusOutEvent(self, event) -> None:
        self._at = None
        self.update()

    def focusInEvent(self, event) -> None:
        self.update()

    def _choose(self, at: int) -> None:
        if self._entries and self._now is not None:
            self._at = at
            self.setAccessibleDescription(words.spoken(self._entries[at], self._now))
            self.update()

    def _under(self, event: QMouseEvent) -> int | None:
        box, direction = QRectF(self.rect()), self.layoutDirection()
        return self._near(as_in_english(event.position(), box, direction))

    def _near(self, point: QPointF) -> int | None:
        scale = self._scale()
        side = self._side()
        if scale is None or not side:
            return None
        away = [self._spot(scale, entry) - point for entry in self._entries]
        lengths = [each.x() ** 2 + each.y() ** 2 for each in away]
        reach = max(REACH, side) ** 2
        best = min(range(len(lengths)), key=lengths.__getitem__, default=None)
        return best if best is not None and lengths[best] <= reach else None

    def _side(self) -> float:
        count = len(self._entries)
        width = next((side for most, side in MOONS if count <= most), 0.0)
        return width * min(self._theme.scale, 1.5)

    def _scale(self) -> ChartScale | None:
        if not self._stretches or self._now is None:
            return None
        px = self._theme.px
        box = QRectF(self.rect()).adjusted(px(64), px(64), -px(28), -px(74))
        took = [minutes_of(entry) or 0.0 for entry in self._entries]
        return scale_for(box, self._stretches, took, self._now)

    def _spot(self, scale: ChartScale, entry: JournalEntry) -> QPointF:
        """Where a night stands; "not this time" stands at its stated minutes, else at the top."""
        took = minutes_of(entry)
        if took == inf and entry.minutes_to_calm:
            took = float(entry.minutes_to_calm)
        return QPointF(scale.x(entry.started_at.timestamp()), scale.y(took or 0.0))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        scale = self._scale()
        if scale is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        self._paint_head(painter)
        self._paint_grid(painter, scale)
        many = len(self._entries) > MOONS[0][0]
        if many:
            self._paint_moons(painter, scale)
        self._paint_stretches(painter, scale)
        if not many:
            self._paint_moons(painter, scale)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.tokens.focus, 3))
            box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
            painter.drawRoundedRect(box, 23, 23)

    def _paint_head(self, painter: QPainter) -> None:
        t, px = self._theme.tokens, self._theme.px
        title = QRectF(px(26), px(16), self.width() - px(52), px(34))
        font = self._theme.font(Text.STRONG)
        painter.setFont(font)
        painter.setPen(t.text)
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        draw_text(painter, title, self.tr("Minutes to calm"), middle)
        room = title.width() - QFontMetricsF(font).horizontalAdvance(self.accessibleName()) - px(20)
        small = self._theme.font(Text.CAPTION)
        metrics = QFontMetricsF(small)
        painter.setFont(small)
        painter.setPen(t.text2)
        if self._at is not None and self._now is not None:
            text = words.spoken(self._entries[self._at], self._now)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            draw_text(painter, title, shown, middle | right)
            return
        parts = [(outcome, names.outcome_in_sentence(outcome)) for outcome in Outcome]
        side, gap = px(15), px(18)
        whole = sum(metrics.horizontalAdvance(text) + side + px(8) + gap for _, text in parts) - gap
        if whole > room:
            return
        x = title.right() - whole
        for outcome, text in parts:
            disc = QRectF(x, title.center().y() - side / 2, side, side)
            paint_glyph(painter, disc, t.glyph, LIT[outcome])
            x += side + px(8)
            painter.setPen(t.text2)
            wide = metrics.horizontalAdvance(text)
            box = QRectF(x, title.top(), wide + 2, title.height())
            draw_text(painter, box, text, middle)
            x += wide + gap

    def _paint_grid(self, painter: QPainter, scale: ChartScale) -> None:
        t, px = self._theme.tokens, self._theme.px
        painter.setFont(self._theme.font(Text.CAPTION))
        for minutes in scale.lines():
            y = scale.y(minutes)
            painter.setPen(QPen(t.line, 1))
            painter.drawLine(QPointF(scale.box.left(), y), QPointF(scale.box.right(), y))
            painter.setPen(t.text2)
            spot = QRectF(0, y - px(12), scale.box.left() - px(12), px(24))
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            draw_text(painter, spot, whole(minutes), side)

    def _paint_stretches(self, painter: QPainter, scale: ChartScale) -> None:
        t = self._theme.tokens
        for run in runs(self._stretches):
            low, middle, high = [], [], []
            for place, at in enumerate(run):
                stretch = self._stretches[at]
                left, right = self._sides(scale, at)
                xs = [(left + right) / 2]
                if place == 0:
                    xs.insert(0, left)
                if place == len(run) - 1:
                    xs.append(right)
                for x in xs:
                    low.append(QPointF(x, scale.y(stretch.low or 0.0)))
                    middle.append(QPointF(x, scale.y(stretch.median or 0.0)))
                    high.append(QPointF(x, scale.y(stretch.high or 0.0)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(with_alpha(t.accent, 0.17))
            painter.drawPath(band(low, high))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(with_alpha(t.accent, 0.85), 2.6))
            painter.drawPath(smooth(middle))
        self._paint_labels(painter, scale)

    def _sides(self, scale: ChartScale, at: int) -> tuple[float, float]:
        days = [stretch.days for stretch in self._stretches]
        wide = scale.box.width() / sum(days)
        left = scale.box.left() + wide * sum(days[:at])
        return left, left + wide * days[at]

    def _paint_labels(self, painter: QPainter, scale: ChartScale) -> None:
        """Paint the dates of the stretches, and their numbers of nights with a bedtime routine."""
        assert self._now is not None
        t, px = self._theme.tokens, self._theme.px
        metrics = self._theme.metrics(Text.CAPTION)
        painter.setFont(self._theme.font(Text.CAPTION))
        top, free_from = scale.box.bottom() + px(8), 0.0
        for at, stretch in enumerate(self._stretches):
            left, right = self._sides(scale, at)
            text = factor_words.stretch_name(stretch, self._now.date())
            if metrics.horizontalAdvance(text) > right - left - px(8):
                text = factor_words.short_name(stretch)
            wide = metrics.horizontalAdvance(text)
            begin = (left + right - wide) / 2
            if begin >= free_from and begin + wide <= self.width() - px(8):
                painter.setPen(t.text2)
                draw_text(painter, QRectF(begin, top, wide + 2, px(22)), text)
                free_from = begin + wide + px(12)
            self._paint_bedtimes(painter, stretch, left, right, top + px(24))
        painter.setPen(t.text2)
        caption = QRectF(scale.box.left(), top + px(36), scale.box.width(), px(22))
        shown = metrics.elidedText(
            self.tr("Nights with a bedtime routine"), Qt.TextElideMode.ElideRight, caption.width()
        )
        draw_text(painter, caption, shown, Qt.AlignmentFlag.AlignCenter)

    def _paint_bedtimes(
        self, painter: QPainter, stretch: Stretch, left: float, right: float, y: float
    ) -> None:
        t, px = self._theme.tokens, self._theme.px
        painter.setPen(Qt.PenStyle.NoPen)
        if stretch.days == 7 and right - left >= px(DOTS_FROM):
            side, step = px(6), px(9)
            x = (left + right - 6 * step - side) / 2
            for number in range(7):
                painter.setBrush(t.accent if number < stretch.bedtimes else t.surface3)
                painter.drawEllipse(QRectF(x + number * step, y, side, side))
            return
        whole = QRectF(left + 1.5, y, max(2.0, right - left - 3), px(6))
        painter.setBrush(t.surface3)
        painter.drawRoundedRect(whole, 3, 3)
        whole.setWidth(whole.width() * stretch.bedtimes / stretch.days)
        painter.setBrush(t.accent)
        painter.drawRoundedRect(whole, 3, 3)

    def _paint_moons(self, painter: QPainter, scale: ChartScale) -> None:
        t, side = self._theme.tokens, self._side()
        if not side:
            return
        for at, entry in enumerate(self._entries):
            spot = self._spot(scale, entry)
            disc = QRectF(spot.x() - side / 2, spot.y() - side / 2, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.surface)
            around = side * 0.14
            painter.drawEllipse(disc.adjusted(-around, -around, around, around))
            paint_glyph(painter, disc, t.glyph, 0.0 if _dark(entry) else LIT[entry.outcome])
            if at == self._at:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(t.focus, 2.5))
                painter.drawEllipse(disc.adjusted(-5, -5, 5, 5))


def _dark(entry: JournalEntry) -> bool:
    return entry.outcome is Outcome.NOT_THIS_TIME

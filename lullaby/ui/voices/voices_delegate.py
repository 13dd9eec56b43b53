"""Paints a card for each song: its title, then a row for each take."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lullaby.ui.controls.base import LEAST_TARGET
from lullaby.ui.controls.buttons import MOST_GROWTH, paint_icon
from lullaby.ui.graphics.covers import paint_cover
from lullaby.ui.mirroring import as_in_english, draw_text, mirror
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha
from lullaby.ui.voices.voices_model import Heading, Index, TakeRow, VoicesModel

HEAD, ROW, UNDER, GAP = 68, 60, 8, 12
"""Heights in px at 100 %: of a title, of a take, below the last one, and between cards."""

RADIUS, EDGE, INSET, COVER = 28, 19, 13, 44
PLAY = 48
LENGTH, USED = 64, 250
WIDE = 760
"""The width in px at 100 % from which it is told where a take plays."""

MIDDLE = Qt.AlignmentFlag.AlignVCenter


class VoicesDelegate(QStyledItemDelegate):
    play_pressed = Signal(object)
    menu_pressed = Signal(object)
    record_pressed = Signal(str)
    """The id of the score of a song that is to be recorded again."""

    def __init__(self, theme: Theme, model: VoicesModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.row(index)
        after = UNDER + GAP if isinstance(row, TakeRow) and row.last else 0
        high = HEAD if isinstance(row, Heading) else ROW + after
        return QSize(LEAST_TARGET, self._theme.px(high))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(option.rect)
        painter.translate(box.topLeft())
        area = QRectF(0, 0, box.width(), box.height())
        mirror(painter, area, option.direction)
        row = self._model.row(index)
        self._paint_card(painter, area, row)
        if isinstance(row, Heading):
            self._paint_heading(painter, area, row)
        else:
            self._paint_take(painter, self._line(area), row, option.state)
        painter.restore()

    def play_box(self, area: QRectF) -> QRectF:
        """Where a press plays, in a row that is `area`, in px as in English."""
        side = PLAY * min(self._theme.scale, MOST_GROWTH)
        line = self._line(area)
        return QRectF(self._theme.px(EDGE + 6), line.center().y() - side / 2, side, side)

    def menu_box(self, area: QRectF) -> QRectF:
        side = PLAY * min(self._theme.scale, MOST_GROWTH)
        right = area.right() - self._theme.px(EDGE)
        return QRectF(right - side, self._line(area).center().y() - side / 2, side, side)

    def record_box(self, area: QRectF) -> QRectF:
        """Where a press records the song once more, in the row `area` of its title."""
        px, side = self._theme.px, PLAY * min(self._theme.scale, MOST_GROWTH)
        width = side
        if area.width() >= px(WIDE):
            width += self._theme.width(Text.ROW, self.record_text) + px(16)
        right = area.right() - px(EDGE)
        return QRectF(right - width, area.center().y() - side / 2, width, side)

    @property
    def record_text(self) -> str:
        return self.tr("Record again")

    def editorEvent(
        self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(event, QMouseEvent):
            return False
        if event.button() != Qt.MouseButton.LeftButton:
            return False
        area = QRectF(0, 0, option.rect.width(), option.rect.height())
        inside = event.position() - QPointF(option.rect.topLeft())
        local = as_in_english(inside, area, option.direction)
        row = self._model.row(index)
        if isinstance(row, Heading):
            pressed = bool(row.song) and self.record_box(area).contains(local)
            if pressed:
                self.record_pressed.emit(row.song)
            return pressed
        if self.play_box(area).contains(local):
            self.play_pressed.emit(index)
            return True
        if self.menu_box(area).contains(local):
            self.menu_pressed.emit(index)
            return True
        return False

    def _line(self, area: QRectF) -> QRectF:
        """The row without what parts it from the next card."""
        return QRectF(0, 0, area.width(), self._theme.px(ROW))

    def _paint_card(self, painter: QPainter, area: QRectF, row: Heading | TakeRow) -> None:
        """Paint this row's part of the card, whose rest is outside what may be painted."""
        t, px = self._theme.tokens, self._theme.px
        top, bottom = -px(RADIUS), area.height() + px(RADIUS)
        if isinstance(row, Heading):
            top = 0.5
        elif row.last:
            bottom = area.height() - px(GAP) - 0.5
        painter.save()
        painter.setClipRect(area)
        painter.setPen(QPen(t.line, 1))
        painter.setBrush(with_alpha(t.surface, 0.95))
        card = QRectF(0.5, top, area.width() - 1, bottom - top)
        painter.drawRoundedRect(card, px(RADIUS), px(RADIUS))
        painter.restore()

    def _paint_heading(self, painter: QPainter, area: QRectF, row: Heading) -> None:
        t, px = self._theme.tokens, self._theme.px
        side = px(COVER)
        spot = QRectF(px(EDGE), area.center().y() - side / 2, side, side)
        paint_cover(painter, self._theme, spot, row.title)
        left = spot.right() + px(16)
        heading, small = self._theme.font(Text.HEADING), self._theme.font(Text.CAPTION)
        upper, lower = QFontMetricsF(heading), QFontMetricsF(small)
        beside = lower.horizontalAdvance(row.count)
        end = area.right() - px(EDGE)
        if row.song:
            button = self.record_box(area)
            self._paint_record(painter, button)
            end = button.left() - px(12)
        room = end - left
        shown = upper.elidedText(
            row.title, Qt.TextElideMode.ElideRight, max(px(48), room - beside - px(14))
        )
        painter.setFont(heading)
        painter.setPen(t.text)
        width = upper.horizontalAdvance(shown) + 2
        draw_text(painter, QRectF(left, 0, width, area.height()), shown, MIDDLE)
        left += width + px(14)
        if left + beside <= end:
            painter.setFont(small)
            painter.setPen(t.text2)
            draw_text(painter, QRectF(left, 0, beside + 2, area.height()), row.count, MIDDLE)

    def _paint_record(self, painter: QPainter, box: QRectF) -> None:
        """The button without an edge; its text goes where there is no room."""
        t, px = self._theme.tokens, self._theme.px
        icon, side = px(22), box.height()
        spot = QRectF(box.left() + (side - icon) / 2, box.center().y() - icon / 2, icon, icon)
        paint_icon(painter, self._theme, "circle-dot", t.text, spot)
        if box.width() > side:
            painter.setFont(self._theme.font(Text.ROW))
            painter.setPen(t.text)
            draw_text(painter, box.adjusted(side, 0, 0, 0), self.record_text, MIDDLE)

    def _paint_take(
        self, painter: QPainter, line: QRectF, row: TakeRow, state: QStyle.StateFlag
    ) -> None:
        t, px = self._theme.tokens, self._theme.px
        ground = line.adjusted(px(INSET), 0, -px(INSET), 0)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.surface3)
            painter.drawRoundedRect(ground, px(18), px(18))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, 2))
            painter.drawRoundedRect(ground.adjusted(1.5, 1.5, -1.5, -1.5), px(17), px(17))
        sounds = row.take.id == self._model.sounding
        icon = "pause-solid" if sounds and not self._model.paused else "play-solid"
        self._paint_play(painter, self.play_box(line), icon)
        menu = self.menu_box(line)
        inner = px(22)
        dots = QRectF(menu.center().x() - inner / 2, menu.center().y() - inner / 2, inner, inner)
        paint_icon(painter, self._theme, "ellipsis", t.text, dots)
        painter.setFont(self._theme.font(Text.ROW))
        painter.setPen(t.text2)
        right = menu.left() - px(12)
        length = QRectF(right - px(LENGTH), 0, px(LENGTH), line.height())
        draw_text(painter, length, row.length, MIDDLE | Qt.AlignmentFlag.AlignRight)
        end = length.left() - px(12)
        if line.width() >= px(WIDE) and row.used:
            end -= px(USED)
            small = self._theme.font(Text.CAPTION)
            painter.setFont(small)
            used = QRectF(end + px(12), 0, px(USED) - px(12), line.height())
            shown = QFontMetricsF(small).elidedText(
                row.used, Qt.TextElideMode.ElideRight, used.width()
            )
            draw_text(painter, used, shown, MIDDLE)
        self._paint_words(painter, line, row, end, sounds)

    def _paint_words(
        self, painter: QPainter, line: QRectF, row: TakeRow, end: float, sounds: bool
    ) -> None:
        t = self._theme.tokens
        left = self.play_box(line).right() + self._theme.px(16)
        strong, small = self._theme.font(Text.STRONG), self._theme.font(Text.CAPTION)
        upper, lower = QFontMetricsF(strong), QFontMetricsF(small)
        top = line.center().y() - (upper.height() + lower.height()) / 2
        width = max(0.0, end - left)
        elide = Qt.TextElideMode.ElideRight
        painter.setFont(strong)
        painter.setPen(t.accent if sounds else t.text)
        words = upper.elidedText(row.who, elide, width)
        draw_text(painter, QRectF(left, top, width, upper.height()), words)
        painter.setFont(small)
        painter.setPen(t.text2)
        words = lower.elidedText(row.facts, elide, width)
        draw_text(painter, QRectF(left, top + upper.height(), width, lower.height()), words)

    def _paint_play(self, painter: QPainter, box: QRectF, icon: str) -> None:
        t = self._theme.tokens
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(t.outline, 1.2))
        path = QPainterPath()
        path.addEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))
        painter.drawPath(path)
        inner = box.width() * 0.32
        paint_icon(painter, self._theme, icon, t.text, box.adjusted(inner, inner, -inner, -inner))

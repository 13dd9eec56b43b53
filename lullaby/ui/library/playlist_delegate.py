"""Paints a song of a playlist: handle, cover, title, its place on the tempo curve, length."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lullaby.library.playlist_store import PlaylistItem
from lullaby.library.track import Track
from lullaby.ui.controls.base import LEAST_TARGET
from lullaby.ui.controls.buttons import MOST_GROWTH
from lullaby.ui.controls.folded_row import paint_folded, paint_sign, tell_cut_title
from lullaby.ui.graphics.covers import Covers, paint_cover
from lullaby.ui.library.playlist_model import PlaylistModel, missing_words, title_of
from lullaby.ui.library.song_columns import TITLE
from lullaby.ui.mirroring import as_in_english, draw_text, mirror
from lullaby.ui.text import names
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

Index = QModelIndex | QPersistentModelIndex
ROW = 84
COVER = 48
BESIDE = 108
"""The width of handle and cover beside a title, in px at 100 %."""

BETWEEN = "  ·  "
CURVE = 110
"""The width of the tempo curve, in px at 100 %."""


def _below(track: Track) -> str:
    """The line under a title: the artist, or who sings in one of the person's own recordings."""
    return names.sung_by(track.sung_by) if track.sung_by else track.artist


class PlaylistDelegate(QStyledItemDelegate):
    removed = Signal(object)
    find_requested = Signal(object)

    def __init__(self, theme: Theme, covers: Covers, model: PlaylistModel) -> None:
        super().__init__()
        self._theme = theme
        self._covers = covers
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(LEAST_TARGET, round(ROW * self._theme.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(option.rect)
        self._paint_ground(painter, box, option.state, index)
        painter.translate(box.topLeft())
        area = QRectF(0, 0, box.width(), box.height())
        mirror(painter, area, option.direction)
        item = self._model.item(index)
        if self._folded(area):
            self._paint_folded(painter, area, item)
        else:
            self._paint_song(painter, area, item)
            self._paint_columns(painter, area, index, item)
        if not self._model.fixed:
            self._paint_cross(painter, self.cross_box(area))
        painter.restore()

    def _paint_columns(
        self, painter: QPainter, area: QRectF, index: Index, item: PlaylistItem
    ) -> None:
        if item.track is None or item.track.fault is not None:
            self._paint_missing(painter, area, missing_words(item))
        else:
            self._paint_tempo(painter, area, index)
            self._paint_length(painter, area, item)

    def _paint_folded(self, painter: QPainter, area: QRectF, item: PlaylistItem) -> None:
        """Paint tempo, length and artist under the title; an unplayable song has an icon."""
        t = self._theme.tokens
        self._paint_grip_and_cover(painter, area, item)
        left, end = self._title_ends(area, item)
        track = item.track
        if track is None or track.fault is not None:
            paint_sign(painter, self._theme, "search", self._find_box(area))
            colour, facts = t.text3, missing_words(item)
        else:
            parts = [names.tempo(track.tempo.bpm, track.tempo.doubtful)]
            parts += [names.length(track.duration_ms), _below(track)]
            colour, facts = t.text, BETWEEN.join(filter(None, parts))
        box = QRectF(left, 0, end - left, area.height())
        paint_folded(painter, self._theme, box, (title_of(item), colour), facts)

    def editorEvent(
        self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            inner = QRectF(0, 0, option.rect.width(), option.rect.height())
            inside = event.position() - QPointF(option.rect.topLeft())
            local = as_in_english(inside, inner, option.direction)
            if self.cross_box(inner).contains(local) and not self._model.fixed:
                self.removed.emit(index)
                return True
            item = self._model.item(index)
            lost = item.track is None or item.track.fault is not None
            if lost and self._find_box(inner).contains(local):
                self.find_requested.emit(index)
                return True
        return False

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        area = QRectF(0, 0, option.rect.width(), option.rect.height())
        left, end = self._title_ends(area, self._model.item(index))
        title, folded = title_of(self._model.item(index)), self._folded(area)
        handled = tell_cut_title(self._theme, title, end - left, folded, event, view, "")
        return handled or super().helpEvent(event, view, option, index)

    def cross_box(self, area: QRectF) -> QRectF:
        side = 48 * min(self._theme.scale, MOST_GROWTH)
        return QRectF(area.right() - side - 2, area.center().y() - side / 2, side, side)

    def _paint_ground(
        self, painter: QPainter, box: QRectF, state: QStyle.StateFlag, index: Index
    ) -> None:
        t = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(t.surface2)
            painter.drawRoundedRect(box.adjusted(0, 2, 0, -2), 18, 18)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, 2))
            painter.drawRoundedRect(box.adjusted(1.5, 3.5, -1.5, -3.5), 17, 17)
        if index.row():
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), t.line)

    def _folded(self, area: QRectF) -> bool:
        """Whether columns would leave too little for the title."""
        return self._middle_left(area) < self._theme.px(BESIDE + TITLE)

    def _title_ends(self, area: QRectF, item: PlaylistItem) -> tuple[float, float]:
        """The left and right end of a title, in px."""
        px = self._theme.px
        left = float(px(28 if self._model.fixed else 52) + px(COVER))
        if not self._folded(area):
            return left, max(left, self._middle_left(area) - px(8))
        if not self._covered(area):
            left = float(px(12 if self._model.fixed else 32))
        end = area.width() - 8 if self._model.fixed else self.cross_box(area).left() - 4
        if item.track is None or item.track.fault is not None:
            end = self._find_box(area).left() - 8
        return left, max(left, end)

    def _covered(self, area: QRectF) -> bool:
        """Whether a cover fits beside the title."""
        return area.width() >= self._theme.px(BESIDE + TITLE + 48)

    def _paint_grip_and_cover(self, painter: QPainter, area: QRectF, item: PlaylistItem) -> None:
        t, px = self._theme.tokens, self._theme.px
        middle = area.center().y()
        if not self._model.fixed:
            grip = QRectF(2, middle - px(9), px(18), px(18))
            self._theme.icons.paint(painter, "grip-vertical", t.text3, grip)
        if self._covered(area):
            side = px(COVER)
            spot = QRectF(px(12 if self._model.fixed else 36), middle - side / 2, side, side)
            image = self._covers.image(item.track, True) if item.track else None
            paint_cover(painter, self._theme, spot, title_of(item), image)

    def _paint_song(self, painter: QPainter, area: QRectF, item: PlaylistItem) -> None:
        t = self._theme.tokens
        middle = area.center().y()
        self._paint_grip_and_cover(painter, area, item)
        left, end = self._title_ends(area, item)
        strong, small = self._theme.font(Text.STRONG), self._theme.font(Text.CAPTION)
        upper, lower = QFontMetricsF(strong), QFontMetricsF(small)
        artist = _below(item.track) if item.track else ""
        top = middle - (upper.height() + (lower.height() if artist else 0)) / 2
        elide = Qt.TextElideMode.ElideRight
        playable = item.track is not None and item.track.fault is None
        painter.setFont(strong)
        painter.setPen(t.text if playable else t.text3)
        width = max(0.0, end - left)
        words = upper.elidedText(title_of(item), elide, width)
        draw_text(painter, QRectF(left, top, width, upper.height()), words)
        painter.setFont(small)
        painter.setPen(t.text2)
        words = lower.elidedText(artist, elide, width)
        draw_text(painter, QRectF(left, top + upper.height(), width, lower.height()), words)

    def _middle_left(self, area: QRectF) -> float:
        """The left end of the tempo curve."""
        curve = CURVE if self._has_curve(area) else 0
        return area.width() - self._theme.px(curve + 200)

    def _has_curve(self, area: QRectF) -> bool:
        """Whether the curve fits; otherwise only numbers are shown."""
        return area.width() >= self._theme.px(640)

    def _paint_tempo(self, painter: QPainter, area: QRectF, index: Index) -> None:
        t, px = self._theme.tokens, self._theme.px
        here = self._x(index.row(), area)
        if here is None:
            return
        if not self._has_curve(area):
            self._paint_number(painter, area, index, self._middle_left(area))
            return
        middle = QPointF(here, area.center().y())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(with_alpha(t.accent, 0.5), 2.2))
        gap = px(11)
        above, below = self._x(index.row() - 1, area), self._x(index.row() + 1, area)
        if above is not None:
            start = QPointF((here + above) / 2, 0)
            path = QPainterPath(start)
            path.quadTo(QPointF(here, area.height() * 0.2), middle - QPointF(0, gap))
            painter.drawPath(path)
        if below is not None:
            end = QPointF((here + below) / 2, area.height())
            path = QPainterPath(middle + QPointF(0, gap))
            path.quadTo(QPointF(here, area.height() * 0.8), end)
            painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.accent)
        painter.drawEllipse(middle, px(7), px(7))
        self._paint_number(painter, area, index, here + px(18))

    def _paint_number(self, painter: QPainter, area: QRectF, index: Index, left: float) -> None:
        track = self._model.item(index).track
        assert track is not None
        painter.setFont(self._theme.font(Text.ROW))
        painter.setPen(self._theme.tokens.text)
        words = QRectF(left, 0, self._theme.px(60), area.height())
        text = names.tempo(track.tempo.bpm, track.tempo.doubtful)
        draw_text(painter, words, text, Qt.AlignmentFlag.AlignVCenter)

    def _x(self, row: int, area: QRectF) -> float | None:
        """The x position of a song on the curve; None without a tempo."""
        items = self._model.items
        if not 0 <= row < len(items):
            return None
        track, span = items[row].track, self._model.tempos
        if track is None or track.tempo.bpm is None or track.fault is not None or span is None:
            return None
        low, high = span
        share = 0.5 if high - low < 1 else (track.tempo.bpm - low) / (high - low)
        return self._middle_left(area) + self._theme.px(10) + share * self._theme.px(CURVE)

    def _paint_length(self, painter: QPainter, area: QRectF, item: PlaylistItem) -> None:
        assert item.track is not None
        px = self._theme.px
        painter.setFont(self._theme.font(Text.CAPTION))
        painter.setPen(self._theme.tokens.text2)
        right = self.cross_box(area).left() - px(8)
        box = QRectF(right - px(70), 0, px(70), area.height())
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, box, names.length(item.track.duration_ms), align)

    def _find_box(self, area: QRectF) -> QRectF:
        px = self._theme.px
        text = self._theme.width(Text.STRONG, self.tr("Find it"))
        width = text + px(40)
        right = self.cross_box(area).left() - px(4)
        if self._folded(area):
            side = self.cross_box(area).height()
            return QRectF(right - side, area.center().y() - side / 2, side, side)
        return QRectF(right - width, area.center().y() - px(24), width, px(48))

    def _paint_missing(self, painter: QPainter, area: QRectF, text: str) -> None:
        t, px = self._theme.tokens, self._theme.px
        pill = self._find_box(area)
        painter.setPen(QPen(t.outline, 1.2))
        painter.setBrush(t.surface2)
        painter.drawRoundedRect(pill.adjusted(0.6, 0.6, -0.6, -0.6), px(23), px(23))
        painter.setFont(self._theme.font(Text.STRONG))
        painter.setPen(t.text)
        draw_text(painter, pill, self.tr("Find it"), Qt.AlignmentFlag.AlignCenter)
        font = self._theme.font(Text.CAPTION)
        painter.setFont(font)
        painter.setPen(t.text2)
        left = self._middle_left(area)
        box = QRectF(left, 0, max(0.0, pill.left() - left - px(8)), area.height())
        words = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        draw_text(painter, box, words, Qt.AlignmentFlag.AlignVCenter)

    def _paint_cross(self, painter: QPainter, box: QRectF) -> None:
        side = self._theme.px(20)
        spot = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        self._theme.icons.paint(painter, "x", self._theme.tokens.text2, spot)

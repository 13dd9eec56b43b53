"""The list of nights: a Qt model and the painting of a row."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lullaby.journal.entry import JournalEntry, Outcome
from lullaby.ui.graphics.moon import paint_glyph
from lullaby.ui.journal import words
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.theme.theme import Text, Theme

Index = QModelIndex | QPersistentModelIndex
ROW = 56
LIT: dict[Outcome | None, float] = {
    Outcome.ASLEEP: 1.0,
    Outcome.CALMER: 0.5,
    Outcome.NOT_THIS_TIME: 0.12,
    None: 0.0,
}


class NightsModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[JournalEntry] = ()
        self._now = datetime.min.replace(tzinfo=UTC)

    def show(self, entries: Sequence[JournalEntry], now: datetime) -> None:
        self.beginResetModel()
        self._entries, self._now = entries, now
        self.endResetModel()

    @property
    def now(self) -> datetime:
        return self._now

    def entry(self, index: Index) -> JournalEntry:
        return self._entries[index.row()]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return words.when(self.entry(index), self._now)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words.spoken(self.entry(index), self._now)
        return None


class NightDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: NightsModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, round(ROW * self._theme.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, px = self._theme.tokens, self._theme.px
        box = QRectF(option.rect)
        mirror(painter, box, option.direction)
        if index.row():
            painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), t.line)
        hovered = option.state & (
            QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
        )
        if hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.surface2)
            painter.drawRoundedRect(box.adjusted(0, 2, 0, -2), 16, 16)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, 2))
            painter.drawRoundedRect(box.adjusted(1.5, 3.5, -1.5, -3.5), 15, 15)
        entry = self._model.entry(index)
        side = px(20)
        glyph = QRectF(box.left() + 8, box.center().y() - side / 2, side, side)
        paint_glyph(painter, glyph, t.glyph, LIT[entry.outcome])
        left = glyph.right() + px(20)
        right = box.right() - px(40)
        room = right - left
        first, second = left + room * 0.24, left + room * 0.56
        when = words.when(entry, self._model.now)
        note = words.quoted(entry.note)
        if room < px(560):
            first, second = left + room * 0.45, right
        elif not note:
            second = right
        self._text(painter, when, Text.STRONG, t.text, QRectF(left, box.top(), first - left, 0))
        what = QRectF(first, box.top(), second - first, 0)
        self._text(painter, words.what(entry), Text.ROW, t.text2, what)
        if right > second and note:
            spot = QRectF(second, box.top(), right - second, 0)
            self._text(painter, note, Text.NOTE, t.text, spot)
        arrow = px(20)
        spot = QRectF(box.right() - arrow - 8, box.center().y() - arrow / 2, arrow, arrow)
        self._theme.icons.paint(painter, "chevron-right", t.text2, spot)
        painter.restore()

    def _text(self, painter: QPainter, text: str, kind: Text, colour: QColor, spot: QRectF) -> None:
        font = self._theme.font(kind)
        box = QRectF(spot.left(), spot.top(), max(0.0, spot.width() - 16), ROW * self._theme.scale)
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        draw_text(painter, box, shown, Qt.AlignmentFlag.AlignVCenter)

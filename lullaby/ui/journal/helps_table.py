"""The table of what calm nights had in common: its model and the painting of its cells."""

from collections.abc import Sequence
from enum import IntEnum
from math import inf

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from lullaby.journal.helps import FactorSummary
from lullaby.ui.journal import factor_words
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.text.lists import listed
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

Index = QModelIndex | QPersistentModelIndex
LEAST_SCALE = 20.0
"""The fewest minutes that the whole width of a bar stands for."""


class Column(IntEnum):
    WHAT = 0
    TIME = 1
    NIGHTS = 2


class HelpsModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[FactorSummary] = ()

    def show_rows(self, rows: Sequence[FactorSummary]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.head(Column(section))

    def head(self, column: Column) -> str:
        match column:
            case Column.WHAT:
                return self.tr("What")
            case Column.TIME:
                return self.tr("Typical time")
            case Column.NIGHTS:
                return self.tr("Nights")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            match column:
                case Column.WHAT:
                    return listed((factor_words.name(row), factor_words.aside(row)))
                case Column.TIME:
                    return factor_words.in_full(row.median)
                case Column.NIGHTS:
                    return whole(row.nights)
        return None

    def text(self, row: FactorSummary, column: Column) -> str:
        match column:
            case Column.WHAT:
                return factor_words.name(row)
            case Column.TIME:
                return factor_words.minutes(row.median)
            case Column.NIGHTS:
                return whole(row.nights)

    @property
    def scale(self) -> float:
        """The minutes that the whole width of a bar stands for."""
        known = [each for row in self.rows for each in (row.high, row.median) if each < inf]
        return max(LEAST_SCALE, *known, 0.0)


class HelpsDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: HelpsModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = self._theme.tokens
        box = QRectF(option.rect)
        mirror(painter, box, option.direction)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, 2))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -1.5, -1.5), 12, 12)
        row, column = self._model.rows[index.row()], Column(index.column())
        if column is Column.WHAT:
            self._paint_what(painter, row, box)
        else:
            strong = column is Column.TIME
            painter.setFont(self._theme.font(Text.STRONG if strong else Text.ROW))
            painter.setPen(t.text if strong else t.text2)
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            room = box.adjusted(0, 0, -self._theme.px(4), 0)
            draw_text(painter, room, self._model.text(row, column), side)
        painter.restore()

    def _paint_what(self, painter: QPainter, row: FactorSummary, box: QRectF) -> None:
        t, px = self._theme.tokens, self._theme.px
        disc = QRectF(box.left() + px(4), box.top() + px(5), px(36), px(36))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.surface2)
        painter.drawEllipse(disc)
        sign, middle = px(20), disc.center()
        spot = QRectF(middle.x() - sign / 2, middle.y() - sign / 2, sign, sign)
        self._theme.icons.paint(painter, factor_words.icon(row), t.accent, spot)
        left = disc.right() + px(12)
        names = QRectF(left, box.top() + px(3), box.right() - px(6) - left, px(26))
        self._paint_names(painter, row, names)
        bar = QRectF(left, box.top() + px(32), names.width(), px(7))
        self._paint_bar(painter, row, bar)

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

    def _paint_bar(self, painter: QPainter, row: FactorSummary, bar: QRectF) -> None:
        t, scale = self._theme.tokens, self._model.scale
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
            painter.drawEllipse(QPointF(x, bar.center().y()), side / 2, side / 2)

"""What calm nights had in common, as a small table: what, typical time, number of nights."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QVBoxLayout

from lullaby.journal.helps import FactorKind, FactorSummary
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.journal import factor_words
from lullaby.ui.journal.helps_table import Column, HelpsDelegate, HelpsModel
from lullaby.ui.journal.minutes_chart import HEIGHT
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.text.lists import full_stop, listed, sentences
from lullaby.ui.theme.theme import Text, Theme

ROWS = 5
ROW = 48
HEAD = 24


class Heads(QHeaderView):
    """The titles of the columns, above their texts."""

    def __init__(self, theme: Theme, model: HelpsModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._titles = model
        self.setSectionsClickable(False)
        heads = listed([model.head(column) for column in Column])
        self.setAccessibleName(heads)
        self.setToolTip(heads)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.px(HEAD))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        box, column = QRectF(rect), Column(section)
        mirror(painter, box, self.layoutDirection())
        font = self._theme.font(Text.CAPTION)
        painter.setFont(font)
        painter.setPen(self._theme.tokens.text2)
        room = box.adjusted(self._theme.px(4), 0, -self._theme.px(4), 0)
        side = Qt.AlignmentFlag.AlignVCenter
        if column is not Column.WHAT:
            side |= Qt.AlignmentFlag.AlignRight
        elide = Qt.TextElideMode.ElideRight
        text = QFontMetricsF(font).elidedText(self._titles.head(column), elide, room.width())
        draw_text(painter, room, text, side)
        painter.restore()


class HelpsTable(QTableView):
    """A table to read: the arrow keys go through its cells, Tab leaves it."""

    def __init__(self, theme: Theme, model: HelpsModel) -> None:
        super().__init__()
        self._theme = theme
        self._rows = model
        self.setModel(model)
        self._delegate = HelpsDelegate(theme, model)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(Heads(theme, model))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        for bar in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)

    def fit(self) -> None:
        """Set the sizes of rows and columns; the first column takes what the others leave."""
        px = self._theme.px
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        head = QFontMetricsF(self._theme.font(Text.CAPTION))
        strong = QFontMetricsF(self._theme.font(Text.STRONG))
        left = self.viewport().width()
        for column in (Column.NIGHTS, Column.TIME):
            texts = [self._rows.text(row, column) for row in self._rows.rows]
            wide = max(
                [head.horizontalAdvance(self._rows.head(column))]
                + [strong.horizontalAdvance(text) for text in texts]
            )
            width = min(round(wide) + px(18), max(0, left) // 2)
            self.setColumnWidth(column, width)
            left -= width
        self.setColumnWidth(Column.WHAT, max(0, left))

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index(0, 0))


class HelpsCard(Card):
    """Up to five rows; the page of numbers has all of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, 24)
        self._title = Label(theme, self.tr("What helps"), Text.STRONG)
        self._none = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._none.setText(self.tr("Songs and sounds appear here after 4 nights."))
        self._model = HelpsModel()
        self.table = HelpsTable(theme, self._model)
        self.table.setAccessibleName(self._title.text())
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)
        self.show_rows(())

    def show_rows(self, rows: Sequence[FactorSummary]) -> None:
        """Show rows; their kinds are named only if there is space."""
        others = [row for row in rows if row.kind is not FactorKind.KIND]
        kinds = [row for row in rows if row.kind is FactorKind.KIND]
        shown = (*others, *kinds)[:ROWS]
        self._model.show_rows(shown)
        self.table.setVisible(bool(shown))
        self._none.setVisible(not shown)
        spoken = sentences([full_stop(factor_words.row_spoken(row)) for row in shown])
        self.table.setAccessibleDescription(spoken)
        self.table.fit()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(400), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._theme.px(HEIGHT))

    def _restyle(self) -> None:
        px = self._theme.px
        self._title.setIndent(px(4))
        self._column.setContentsMargins(px(22), px(19), px(22), px(4))
        self._column.setSpacing(px(6))
        self.table.fit()
        self.updateGeometry()

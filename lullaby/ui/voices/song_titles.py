"""The titles of songs as a list that gives way where space is short."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from lullaby.ui.controls.base import LEAST_TARGET
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.voices.voice_songs import SongChoice

FEWEST = 2.5
"""Rows that stay in sight however little space there is."""

Index = QModelIndex | QPersistentModelIndex

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TitleDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(LEAST_TARGET, max(LEAST_TARGET, self._theme.px(48)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, px = self._theme.tokens, self._theme.px
        box = QRectF(option.rect)
        mirror(painter, box, option.direction)
        ground, chosen = box.adjusted(2, 1, -2, -1), option.state & QStyle.StateFlag.State_Selected
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.surface3)
            painter.drawRoundedRect(ground, px(14), px(14))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(t.focus, 2))
            painter.drawRoundedRect(ground.adjusted(1, 1, -1, -1), px(13), px(13))
        words = ground.adjusted(px(16), 0, -px(44), 0)
        font = self._theme.font(Text.STRONG)
        painter.setFont(font)
        painter.setPen(t.text)
        title = QFontMetricsF(font).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        draw_text(painter, words, title, Qt.AlignmentFlag.AlignVCenter)
        if chosen:
            side = px(20)
            spot = QRectF(ground.right() - px(32), ground.center().y() - side / 2, side, side)
            self._theme.icons.paint(painter, "check", t.accent, spot)
        painter.restore()


class SongTitles(QListView):
    """A click or Enter on a title is a choice of that song, as is any step to it."""

    taken = Signal(object)
    """A SongChoice that was clicked, or on which Enter was pressed."""

    def __init__(self, theme: Theme, rows: float) -> None:
        """`rows` are in sight if there is room."""
        super().__init__()
        self._theme = theme
        self._rows = rows
        self._songs: Sequence[SongChoice] = ()
        self._titles = QStringListModel()
        self.setModel(self._titles)
        self._delegate = TitleDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setAccessibleName(self.tr("Songs"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.clicked.connect(self._take)
        theme.changed.connect(self._fit)

    @property
    def songs(self) -> Sequence[SongChoice]:
        return self._songs

    @property
    def chosen(self) -> SongChoice | None:
        at = self.currentIndex().row()
        return self._songs[at] if 0 <= at < len(self._songs) else None

    def show_songs(self, songs: Sequence[SongChoice]) -> None:
        """List other songs; the chosen one stays so if it is among them."""
        chosen = self.chosen
        self._songs = songs
        self._titles.setStringList([each.title for each in songs])
        if chosen is not None and chosen in songs:
            self.choose(chosen)

    def choose(self, song: SongChoice) -> None:
        """Select a listed song."""
        at = self._titles.index(self._songs.index(song), 0)
        self.setCurrentIndex(at)
        self.scrollTo(at)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height(FEWEST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.currentIndex().isValid():
            self._take(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _take(self, index: QModelIndex) -> None:
        self.taken.emit(self._songs[index.row()])

    def _height(self, rows: float) -> int:
        return round(rows * max(LEAST_TARGET, self._theme.px(48)))

    def _fit(self) -> None:
        self.updateGeometry()
        self.doItemsLayout()

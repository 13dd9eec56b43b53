"""The names of the columns over the songs."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.ui.library.song_delegate import columns
from lullaby.ui.theme.theme import Text, Theme


class SongHeader(QWidget):
    """Set over the same columns as the rows; `scroll_bar` is how much narrower those are, px."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._scroll_bar = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_scroll_bar(self, width: int) -> None:
        if width != self._scroll_bar:
            self._scroll_bar = width
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self._theme.px(26))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._theme.font(Text.CAPTION))
        painter.setPen(self._theme.tokens.text2)
        cols = columns(self.width() - self._scroll_bar, self._theme.scale)
        for left, text in (
            (cols.title, self.tr("Song")),
            (cols.tempo, self.tr("Tempo")),
            (cols.words, self.tr("Sing along")),
            (cols.journal, self.tr("In your journal")),
        ):
            if left is not None:
                box = QRectF(left, 0, self.width() - left, self.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

"""The column names above the songs, and the choice of language."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from lullaby.ui.controls.buttons import RoundToggle
from lullaby.ui.library.language_button import LanguageButton
from lullaby.ui.library.song_columns import columns
from lullaby.ui.mirroring import draw_text, mirror, placed
from lullaby.ui.theme.theme import Text, Theme

GAP = 12


class SongHeader(QWidget):
    """Uses the same columns as the rows; `scroll_bar` is by how much narrower those are, in px."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._scroll_bar = 0
        self._names = True
        self.language = LanguageButton(theme)
        self.favourites = RoundToggle(theme, "heart", self.tr("Only favourites"))
        self._buttons: list[QWidget] = [self.language]
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.language)
        row.addStretch(1)
        row.addWidget(self.favourites)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def hold(self, button: QWidget) -> None:
        """Add a button after the language."""
        self._row.insertWidget(len(self._buttons), button)
        self._buttons.append(button)

    @property
    def _shown(self) -> list[QWidget]:
        return [button for button in self._buttons if not button.isHidden()]

    def set_scroll_bar(self, width: int) -> None:
        if width != self._scroll_bar:
            self._scroll_bar = width
            self.update()

    def show_names(self, shown: bool) -> None:
        """Show or hide the column names, which mean nothing without songs; the buttons stay."""
        self._names = shown
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, self._tall(self._shown))

    def height_with(self, button: QWidget, shown: bool) -> int:
        """Its height in px with or without one of its buttons."""
        others = [each for each in self._shown if each is not button]
        return self._tall([*others, button] if shown else others)

    def _tall(self, buttons: Sequence[QWidget]) -> int:
        heights = [each.sizeHint().height() for each in (*buttons, self.favourites)]
        return max(self._theme.px(26), *heights)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._names:
            return
        painter = QPainter(self)
        painter.setFont(self._theme.font(Text.CAPTION))
        painter.setPen(self._theme.tokens.text2)
        cols = columns(self.width() - self._scroll_bar, self._theme.scale)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        taken = max((placed(each).right() + GAP for each in self._shown), default=0)
        for left, text in (
            (cols.title, self.tr("Song")),
            (cols.journal, self.tr("In your journal")),
            (cols.tempo, self.tr("Tempo")),
        ):
            if left is not None and left >= taken:
                box = QRectF(left, 0, self.width() - left, self.height())
                draw_text(painter, box, text, Qt.AlignmentFlag.AlignVCenter)

"""What the song list is limited to: tempo, language, favourites."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from lullaby.library.calm import Band, SortedOut
from lullaby.ui.controls.buttons import RoundToggle
from lullaby.ui.controls.labels import Elided
from lullaby.ui.library.language_button import LanguageButton
from lullaby.ui.library.slow_line import SlowLine, count_words
from lullaby.ui.theme.theme import Text, Theme

GAP = 12
LEAST_COUNT = 60
"""The width below which the number of songs gives its room to the buttons, in px at 100 %."""


class SongHeader(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.line = SlowLine(theme)
        self.language = LanguageButton(theme)
        self.favourites = RoundToggle(theme, "heart", self.tr("Only favourites"))
        self._count = Elided(theme, "", Text.CAPTION, "text2")
        self._count.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for each in (self.line, self._count, self.language, self.favourites):
            row.addWidget(each)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_found(self, found: SortedOut, band: Band, unknown: bool) -> None:
        self.line.show_found(found, band, unknown)
        self._count.setText(count_words(found, unknown))

    def resizeEvent(self, event: QResizeEvent) -> None:
        buttons = (self.line, self.language, self.favourites)
        taken = sum(each.minimumSizeHint().width() + GAP for each in buttons)
        self._count.setVisible(self.width() >= taken + self._theme.px(LEAST_COUNT))
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        shown = (self.line, self.favourites, self.language)
        tall = max(each.sizeHint().height() for each in shown if not each.isHidden())
        return QSize(240, tall)

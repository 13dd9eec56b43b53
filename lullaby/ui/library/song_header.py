"""What the song list is limited to: tempo, language, favourites; and its order."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from lullaby.library.calm import Band, SortedOut
from lullaby.ui.controls.buttons import RoundToggle
from lullaby.ui.controls.labels import Elided
from lullaby.ui.library.language_button import LanguageButton
from lullaby.ui.library.slow_line import SlowLine, count_words
from lullaby.ui.library.sort_button import SortButton
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme

GAP = 12
LEAST_COUNT = 60
"""The width below which the number of songs gives its room to the buttons, in px at 100 %."""

ACROSS, DOWN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class SongHeader(QWidget):
    """One row; two where the tempo would need more height beside the other buttons."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.line = SlowLine(theme)
        self.language = LanguageButton(theme)
        self.sort = SortButton(theme, self)
        self.favourites = RoundToggle(theme, "heart", self.tr("Only favourites"))
        self._count = Elided(theme, "", Text.CAPTION, "text2")
        self._all = ""
        """How many songs are listed."""
        self._count.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        left, right = QHBoxLayout(), QHBoxLayout()
        for each in (self.line, self._count):
            left.addWidget(each)
        for each in (self.sort.worded, self.sort.small, self.language, self.favourites):
            right.addWidget(each)
        self._rows = QBoxLayout(ACROSS, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        for row in (left, right, self._rows):
            row.setSpacing(GAP)
        self._rows.addLayout(left, 1)
        self._rows.addLayout(right)
        self.sort.fit(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)

    def show_found(self, found: SortedOut, band: Band, unknown: bool) -> None:
        self.line.show_found(found, band, unknown)
        self._all = count_words(found, band, unknown)
        self._count.setText(self._all)
        self._fit()

    def show_chosen(self, count: int) -> None:
        """Show how many songs are chosen, if several are."""
        self._count.setText(
            translate("songs", "%n songs chosen", None, PLURAL, count) if count > 1 else self._all
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """Show the order in words, and the count, if there is room beside the others."""
        room = self.width() - sum(each.sizeHint().width() + GAP for each in self._others())
        line = self.line.design_size()
        taken = self.sort.fit(room - line.width() - GAP)
        self._count.setVisible(room >= line.width() + 2 * GAP + taken + self._theme.px(LEAST_COUNT))
        least = sum(each.minimumSizeHint().width() + GAP for each in self._others())
        beside = self.width() - least - self.sort.size().width() - GAP
        self._rows.setDirection(DOWN if self.line.height_in(beside) > 2 * line.height() else ACROSS)
        self.updateGeometry()

    def _others(self) -> Sequence[QWidget]:
        """The buttons beside tempo and order that are shown."""
        return [each for each in (self.language, self.favourites) if not each.isHidden()]

    def minimumSizeHint(self) -> QSize:
        """The size with the shorter button and in two rows, as a narrower header has them."""
        right = [each.minimumSizeHint().width() for each in self._others()]
        right.append(self.sort.size().width())
        width = max(sum(right) + GAP * (len(right) - 1), self.line.minimumSizeHint().width())
        return QSize(width, self.sizeHint().height())

    def sizeHint(self) -> QSize:
        beside = [each.sizeHint().height() for each in (*self._others(), self.sort.small)]
        line = self.line.sizeHint().height()
        if self._rows.direction() is DOWN:
            return QSize(240, line + GAP + max(beside))
        return QSize(240, max(line, *beside))

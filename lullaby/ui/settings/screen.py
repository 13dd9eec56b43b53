"""The Settings screen: everything can be changed at any time and takes effect at once."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import mirror, set_margins
from lullaby.ui.settings.card import SettingsCard
from lullaby.ui.theme.theme import Text, Theme

ONE_COLUMN = 900
TIGHT = 560
EDGES, TIGHT_EDGES = (32, 28, 26, 20), (12, 28, 6, 20)
"""Margins around the cards, in px; smaller on a screen narrower than `TIGHT` px."""


class SettingsScreen(QWidget):
    def __init__(self, theme: Theme, cards: Sequence[SettingsCard]) -> None:
        super().__init__()
        self._theme = theme
        self.cards = cards
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        set_margins(self._grid, 0, 0, 6, 0)
        self._grid.setSpacing(20)
        self._columns = 0
        area = QuietArea(self._inside)
        head = self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.addWidget(Label(theme, self.tr("Settings"), Text.TITLE))
        head.addStretch(1)
        self._stays_here = StaysHere(theme)
        head.addWidget(self._stays_here)
        column = self._column = QVBoxLayout(self)
        set_margins(column, *EDGES)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(area, 1)
        theme.changed.connect(self._arrange)
        self._arrange()

    def enter(self) -> None:
        for card in self.cards:
            card.refresh()

    def focus_first(self) -> None:
        self.cards[0].focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        set_margins(self._column, *(TIGHT_EDGES if self.width() < TIGHT else EDGES))
        columns = 1 if self.width() < ONE_COLUMN * self._theme.scale else 2
        if columns == self._columns:
            return
        self._columns = columns
        self._stays_here.words.setWordWrap(columns == 1)
        self._head.setDirection(
            QBoxLayout.Direction.TopToBottom if columns == 1 else QBoxLayout.Direction.LeftToRight
        )
        for card in self.cards:
            self._grid.removeWidget(card)
        for at, card in enumerate(self.cards):
            self._grid.addWidget(card, at // columns, at % columns)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1 if columns == 2 else 0)


class StaysHere(QWidget):
    """Says that all data stays on this computer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        row = QHBoxLayout(self)
        self._row = row
        text = self.tr("Everything stays on this computer.")
        self.words = Label(theme, text, Text.ROW, "text2")
        row.addWidget(self.words)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        set_margins(self._row, self._theme.px(30), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = self._theme.px(18)
        spot = QRectF(0, (self.height() - side) / 2, side, side)
        painter, t = QPainter(self), self._theme.tokens
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        self._theme.icons.paint(painter, "lock", t.text2, spot)

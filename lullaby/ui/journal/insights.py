"""The two charts beside each other, or stacked if space is short."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from lullaby.journal.entry import JournalEntry
from lullaby.journal.helps import FEWEST, FactorSummary, minutes_of, what_helps
from lullaby.journal.weeks import Stretch, stretches
from lullaby.ui.journal import factor_words
from lullaby.ui.journal.helps_card import HelpsCard
from lullaby.ui.journal.minutes_chart import MinutesChart
from lullaby.ui.text.locale import first_weekday
from lullaby.ui.theme.theme import Theme

BESIDE_FROM = 760
"""Width from which the charts stand beside each other, in px at 100 %."""


class Insights(QWidget):
    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stretches: list[Stretch] = []
        self._rows: list[FactorSummary] = []
        self._now: datetime | None = None
        self.chart = MinutesChart(theme)
        self.chart.opened.connect(self.opened)
        self.helps = HelpsCard(theme)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addWidget(self.chart, 3)
        self._row.addWidget(self.helps, 2)
        theme.changed.connect(self._arrange)

    def show_nights(self, entries: Sequence[JournalEntry], now: datetime) -> None:
        """Show these nights; hides itself if there are too few."""
        answered = sum(minutes_of(entry) is not None for entry in entries)
        self.setVisible(answered >= FEWEST)
        self._now = now
        if answered < FEWEST:
            return
        self._stretches = stretches(entries, now.date(), first_weekday())
        self._rows = what_helps(entries)
        self.chart.show_nights(entries, self._stretches, now)
        self.helps.show_rows(self._rows)

    def page(self) -> str:
        """All numbers as a page to read."""
        return (
            ""
            if self._now is None
            else factor_words.page(self._stretches, self._rows, self._now.date())
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= BESIDE_FROM * self._theme.scale
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(across if beside else down)

"""The choice of nights that the Journal shows: how far back, and with which child."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.journal.book import Wanted
from lullaby.journal.entry import JournalEntry
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.theme.theme import Theme

SPANS: tuple[timedelta | None, ...] = (timedelta(weeks=4), timedelta(days=91), None)


class Choices(QWidget):
    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._span = 0
        self._child: str | None = None
        self._children: Sequence[str] = ()
        self._spans = Segmented(theme, [self.tr("4 weeks"), self.tr("3 months"), self.tr("All")])
        self._spans.chosen.connect(self._take_span)
        self._who = PillButton(theme, "", "heart")
        self._who.clicked.connect(self._ask_child)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._spans)
        row.addWidget(self._who)
        self._show()

    def wanted(self, now: datetime) -> Wanted:
        span = SPANS[self._span]
        return Wanted(None if span is None else now - span, self._child)

    @property
    def child(self) -> str | None:
        return self._child

    def choose(self, span: int, child: str | None = None) -> None:
        """Choose by index into `SPANS`, and by name; None for everybody."""
        self._spans.choose(span)
        self._span, self._child = span, child
        self._show()
        self.changed.emit()

    def offer(self, entries: Iterable[JournalEntry]) -> None:
        """Offer the children that the nights name."""
        found = {child for entry in entries for child in entry.children}
        self._children = sorted(found | ({self._child} if self._child else set()))
        self._show()

    def _take_span(self, at: int) -> None:
        self._span = at
        self.changed.emit()

    def _ask_child(self) -> None:
        menu = PassingMenu(self)
        for child in (None, *self._children):
            action = QAction(child or self.tr("Everyone"), menu, checkable=True)
            action.setChecked(child == self._child)
            action.triggered.connect(lambda *_, child=child: self._take_child(child))
            menu.addAction(action)
        open_below(menu, self._who)

    def _take_child(self, child: str | None) -> None:
        self._child = child
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._who.setVisible(len(self._children) > 1 or self._child is not None)
        self._who.setText(self._child or self.tr("Everyone"))
        self._who.updateGeometry()

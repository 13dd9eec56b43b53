"""The Settings screen: everything can be changed at any time and takes effect at once."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.fields import SearchField
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.mirroring import mirror, set_margins
from lullaby.ui.settings.groups import GroupList, GroupPage, SettingsGroup
from lullaby.ui.theme.theme import Text, Theme

BESIDE = 900
"""From this width on, in px at 100 %, the groups are beside the rows."""

LIST = 330
"""The width of the list of groups, in px at 100 %."""

TIGHT = 560
EDGES, TIGHT_EDGES = (32, 28, 32, 20), (12, 20, 12, 12)
"""Margins around the screen, in px; smaller on a screen narrower than `TIGHT` px."""

INSIDE, TIGHT_INSIDE = (28, 20, 18, 16), (14, 14, 8, 12)
"""Margins within the card of the rows, in px."""


class SettingsScreen(QWidget):
    """Shows one group, or while the person searches the rows found in all groups."""

    def __init__(self, theme: Theme, groups: Sequence[SettingsGroup]) -> None:
        super().__init__()
        self._theme = theme
        self._at = 0
        self._beside: bool | None = None
        self._field = SearchField(theme, self.tr("Search settings"))
        self._field.textChanged.connect(self._show_rows)
        self._field.left_below.connect(self.focus_first)
        self.list = GroupList(theme, groups)
        self.list.chosen.connect(self.show_group)
        self._left = QuietArea()
        self._pages = [GroupPage(theme, group) for group in groups]
        self._none = Label(
            theme, self.tr("No setting found. Try another word."), Text.BODY, wrap=True
        )
        rows = QWidget()
        self._rows = QVBoxLayout(rows)
        set_margins(self._rows, 0, 0, 10, 0)
        self._rows.setSpacing(20)
        for page in self._pages:
            self._rows.addWidget(page)
        self._rows.addWidget(self._none)
        self._rows.addStretch(1)
        self._area = QuietArea(rows)
        self._card = Card(theme, 28)
        self._inside = QVBoxLayout(self._card)
        self._inside.addWidget(self._area)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(16)
        self._head.addWidget(Label(theme, self.tr("Settings"), Text.TITLE))
        self._head.addStretch(1)
        self._stays_here = StaysHere(theme)
        self._head.addWidget(self._stays_here)
        self._head.addWidget(self._field)
        body = QHBoxLayout()
        body.setSpacing(20)
        body.addWidget(self._left)
        body.addWidget(self._card, 1)
        column = self._column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addLayout(self._head)
        column.addLayout(body, 1)
        theme.changed.connect(self._arrange)
        self._arrange()
        self._show_rows()

    def enter(self) -> None:
        for page in self._pages:
            page.refresh()

    def focus_first(self) -> None:
        self.list.rows[self._at].show_ring()

    def begin_search(self) -> None:
        """Focus the search field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def step_back(self) -> bool:
        """Close what is open in a row, or else end the search; False if there is neither."""
        if any(page.step_back() for page in self._pages):
            return True
        searching = bool(self._field.text())
        if searching:
            self._field.clear()
            self.focus_first()
        return searching

    def show_group(self, at: int) -> None:
        """Show the group at this place of the list, and end the search."""
        self._at = at
        if self._field.text():
            self._field.clear()
        else:
            self._show_rows()
        self._area.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _show_rows(self) -> None:
        words = self._field.text().casefold().split()
        found = [page.search(words) for page in self._pages]
        for at, page in enumerate(self._pages):
            if found[at] if words else at == self._at:
                page.refresh()
                page.show()
            else:
                page.hide()
        self._none.setVisible(bool(words) and not any(found))
        self.list.choose(None if words else self._at)

    def _arrange(self) -> None:
        tight = self.width() < TIGHT
        set_margins(self._column, *(TIGHT_EDGES if tight else EDGES))
        set_margins(self._inside, *(TIGHT_INSIDE if tight else INSIDE))
        self._left.setFixedWidth(self._theme.px(LIST))
        beside = self.width() >= BESIDE * self._theme.scale
        if beside == self._beside:
            return
        self._beside = beside
        self._stays_here.words.setWordWrap(not beside)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._head.setDirection(across if beside else down)
        self.list.set_compact(not beside)
        if beside:
            self._rows.removeWidget(self.list)
            self._left.hold(self.list)
        else:
            self._left.release_content()
            self._rows.insertWidget(0, self.list)
            self.list.show()
        self._left.setVisible(beside)
        self.setTabOrder(self._field, self.list.rows[0])
        for row, following in pairwise(self.list.rows):
            self.setTabOrder(row, following)


class StaysHere(QWidget):
    """Says that all data stays on this computer, and when words leave it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        row = QHBoxLayout(self)
        self._row = row
        text = self.tr("Nothing leaves this computer until you share the words.")
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

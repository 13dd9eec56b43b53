"""The groups of Settings: a list to choose one from, and the rows of each."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from lullaby.frozen import frozen
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.mirroring import draw_text
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.theme.theme import Text, Theme

GROUP = 76
COMPACT = 56
"""The height of a group in the list, in px at 100 %, with its hint and without."""

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: +1}


@frozen
class SettingsGroup:
    """A group, and its topics from the most protecting one on."""

    icon: str
    title: str
    hint: str
    """What is in it, in a few words."""
    topics: Sequence[SettingsTopic]


class GroupRow(IconRow):
    """A group in the list. Up and Down lead to its neighbours, and Tab into its rows."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, group: SettingsGroup) -> None:
        super().__init__(theme, group.icon, group.title, group.hint)
        self._compact = False
        self.set_trailing("")

    def set_compact(self, compact: bool) -> None:
        """Whether to show the title alone, for lack of space."""
        self._compact = compact
        self.updateGeometry()
        self.update()

    def design_size(self) -> QSize:
        px = self.theme.px
        if self._compact:
            return QSize(round(self.theme.width(Text.STRONG, self.text())) + px(36), px(COMPACT))
        return QSize(px(200), px(GROUP))

    def minimumSizeHint(self) -> QSize:
        return self.design_size() if self._compact else super().minimumSizeHint()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._compact:
            super().draw(painter, box)
            return
        t = self.theme.tokens
        fill = t.surface3 if self.isChecked() else None
        self.body(painter, box, fill, t.outline, box.height() / 2)
        painter.setFont(self.theme.font(Text.STRONG))
        painter.setPen(t.text)
        draw_text(painter, box, self.text(), Qt.AlignmentFlag.AlignCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)


class GroupList(Flow):
    """All groups, below each other or, `compact`, as many on a line as fit."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, groups: Sequence[SettingsGroup]) -> None:
        super().__init__(gap=8)
        self._compact = False
        self.rows = [GroupRow(theme, group) for group in groups]
        self.add(*self.rows)
        self._group = RadioGroup(self)
        for at, row in enumerate(self.rows):
            self._group.add(row)
            row.clicked.connect(lambda *_, at=at: self.chosen.emit(at))
            row.stepped.connect(lambda by, at=at: self._step(at + by))

    def choose(self, place: int | None) -> None:
        """Show a choice without emitting it; Tab reaches it, or the first group for None."""
        self._group.choose(None if place is None else self.rows[place])
        for at, row in enumerate(self.rows):
            by_tab = at == (place or 0)
            row.setFocusPolicy(Qt.FocusPolicy.TabFocus if by_tab else Qt.FocusPolicy.NoFocus)
        if place is not None and any(row.hasFocus() for row in self.rows):
            self.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        for row in self.rows:
            row.set_compact(compact)

    def _step(self, to: int) -> None:
        if 0 <= to < len(self.rows):
            self.chosen.emit(to)
            self.rows[to].show_ring()

    def _lines(self, width: int) -> list[list[QWidget]]:
        return super()._lines(width) if self._compact else [[row] for row in self._visible]

    def _widths(self, line: Sequence[QWidget], width: int) -> list[int]:
        return super()._widths(line, width) if self._compact else [width]


class GroupPage(QWidget):
    """The name of a group, and its rows."""

    def __init__(self, theme: Theme, group: SettingsGroup) -> None:
        super().__init__()
        self._topics = group.topics
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        heading = Label(theme, group.title, Text.SECTION, wrap=True)
        column.addWidget(heading)
        column.addSpacing(14)
        for topic in group.topics:
            column.addWidget(topic)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def refresh(self) -> None:
        for topic in self._topics:
            topic.refresh()

    def step_back(self) -> bool:
        """Esc: close what is open in a row on show; False if nothing is."""
        return any(topic.isVisible() and topic.step_back() for topic in self._topics)

    def search(self, words: Sequence[str]) -> bool:
        """Show only the rows that hold all the words; returns whether there are any."""
        found = [topic.search(words) for topic in self._topics]
        return any(found)

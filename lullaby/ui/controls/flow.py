"""Chips that wrap into as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from lullaby.ui.controls.chips import Chip
from lullaby.ui.theme.theme import Theme

MOST_WISHED = 5
"""Of the widest chip: the width that is asked for; more is taken where it is given."""


class FlowLayout(QLayout):
    """From left to right, then the next line."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), only_ask=True)

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        self._place(box, only_ask=False)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() + self._gap for item in self._items]
        return QSize(min(sum(widths), MOST_WISHED * max(widths, default=0)), self._least_height())

    def minimumSize(self) -> QSize:
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _least_height(self) -> int:
        return self.minimumSize().height()

    def _place(self, box: QRect, only_ask: bool) -> int:
        x, y, tall = box.x(), box.y(), 0
        for item in self._items:
            size = item.sizeHint()
            size.setWidth(min(size.width(), max(1, box.width())))
            if x > box.x() and x + size.width() > box.x() + box.width():
                x, y, tall = box.x(), y + tall + self._gap, 0
            if not only_ask:
                item.setGeometry(QRect(x, y, size.width(), size.height()))
            x += size.width() + self._gap
            tall = max(tall, size.height())
        return y + tall - box.y()


class FlowChips(QWidget):
    """Chips of which none, one or (`several`) more are chosen; pressing a chosen one lets it go.

    `chosen` tells the places of all that are chosen, only when the person chose.
    """

    chosen = Signal(tuple)

    def __init__(
        self, theme: Theme, name: str, texts: Sequence[str], several: bool = False
    ) -> None:
        """`name` is said with each chip by screen readers."""
        super().__init__()
        self._several = several
        self._chips: list[Chip] = []
        flow = FlowLayout()
        for place, text in enumerate(texts):
            chip = Chip(theme, text)
            chip.setAccessibleName(f"{name}: {text}")
            chip.clicked.connect(lambda *_, place=place: self._press(place))
            flow.addWidget(chip)
            self._chips.append(chip)
        self.setLayout(flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(at for at, chip in enumerate(self._chips) if chip.isChecked())

    def choose(self, places: Sequence[int]) -> None:
        """Show a choice without telling it."""
        for at, chip in enumerate(self._chips):
            chip.setChecked(at in places)

    def _press(self, place: int) -> None:
        if not self._several and self._chips[place].isChecked():
            self.choose((place,))
        self.chosen.emit(self.places)

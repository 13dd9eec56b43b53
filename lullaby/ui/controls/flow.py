"""Chips that wrap into as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.ui.controls.chips import Chip
from lullaby.ui.theme.theme import Theme

MOST_WISHED = 5
"""Of the widest chip: the width that is asked for; more is taken where it is given."""


class Flow(QWidget):
    """Widgets from left to right, then on the next line.

    It places its children by itself: a layout in Python would have to keep layout items, which Qt
    deletes without a word to Python.
    """

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._gap = gap
        self._shown: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, widget: QWidget) -> None:
        widget.setParent(self)
        self._shown.append(widget)
        self._ask_anew()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, only_ask=True)

    def sizeHint(self) -> QSize:
        widths = [self._size(widget).width() + self._gap for widget in self._visible]
        wide = min(sum(widths), MOST_WISHED * max(widths, default=0))
        return QSize(wide, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        size = QSize(0, 0)
        for widget in self._visible:
            least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
            size = size.expandedTo(least.boundedTo(widget.maximumSize()))
        return size

    def event(self, event: QEvent) -> bool:
        """A child wants another size, or came or went."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._ask_anew()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(self.width(), only_ask=False)

    @property
    def _visible(self) -> list[QWidget]:
        return [widget for widget in self._shown if not widget.isHidden()]

    def _ask_anew(self) -> None:
        self.updateGeometry()
        self._place(self.width(), only_ask=False)

    @staticmethod
    def _size(widget: QWidget) -> QSize:
        least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
        return widget.sizeHint().expandedTo(least).boundedTo(widget.maximumSize())

    def _place(self, width: int, only_ask: bool) -> int:
        x = y = tall = 0
        for widget in self._visible:
            size = self._size(widget)
            size.setWidth(min(size.width(), max(1, width)))
            if x > 0 and x + size.width() > width:
                x, y, tall = 0, y + tall + self._gap, 0
            if not only_ask:
                widget.setGeometry(QRect(x, y, size.width(), size.height()))
            x += size.width() + self._gap
            tall = max(tall, size.height())
        return y + tall


class FlowChips(Flow):
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
        for place, text in enumerate(texts):
            chip = Chip(theme, text)
            chip.setAccessibleName(f"{name}: {text}")
            chip.clicked.connect(lambda *_, place=place: self._press(place))
            self.add(chip)
            self._chips.append(chip)

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

"""Rows that become columns where they have no room."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget


class FoldingRow(QWidget):
    """Parts beside each other, or below each other where they have no room."""

    def __init__(self, parts: Sequence[QWidget], gap: int = 8, stretch: bool = False) -> None:
        """With `stretch` the first part, words, takes the room that is left, and no second line."""
        super().__init__()
        self._parts = parts
        self._stretch = stretch
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        for part in parts:
            self._row.addWidget(part, int(stretch and part is parts[0]))

    def minimumSizeHint(self) -> QSize:
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest, self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        first = self._parts[0].sizeHint() if self._stretch else self._parts[0].minimumSizeHint()
        least = first.width() + sum(part.minimumSizeHint().width() for part in self._parts[1:])
        least += self._row.spacing() * (len(self._parts) - 1)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if least > self.width() else across)

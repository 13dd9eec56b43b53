"""Rows that become columns if they are too narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

WORDS = 1.6
"""Text that may wrap gets at least this multiple of its widest word beside a control."""


class FoldingRow(QWidget):
    """Parts beside each other, or below each other if there is too little space."""

    def __init__(
        self,
        parts: Sequence[QWidget],
        gap: int = 8,
        shares: Sequence[int] = (),
        words: bool = False,
    ) -> None:
        """`shares` divides the remaining width, by default none; the first part may be `words`."""
        super().__init__()
        self.parts = parts
        self._words = words
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        for at, part in enumerate(parts):
            self._row.addWidget(part, shares[at] if at < len(shares) else 0)

    def minimumSizeHint(self) -> QSize:
        widest = max(part.minimumSizeHint().width() for part in self.parts)
        return QSize(widest, self._row.minimumSize().height())

    @property
    def _first(self) -> int:
        """The width that the first part needs beside the others, in px."""
        least = self.parts[0].minimumSizeHint().width()
        return min(self.parts[0].sizeHint().width(), round(WORDS * least)) if self._words else least

    def event(self, event: QEvent) -> bool:
        """Update when a part wants another size, for example after a change of the text size."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold()

    def _fold(self) -> None:
        least = self._first + sum(part.minimumSizeHint().width() for part in self.parts[1:])
        least += self._row.spacing() * (len(self.parts) - 1)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if least > self.width() else across)

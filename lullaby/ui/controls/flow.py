"""Widgets that wrap onto as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

PREFERRED_CHIPS = 5
"""The preferred width, as a multiple of the widest chip; it takes more if available."""


class Flow(QWidget):
    """Widgets from left to right, then on the next line.

    It places its children itself: a layout in Python would have to keep layout items, which Qt
    deletes without notifying Python.
    """

    def __init__(
        self,
        gap: int = 8,
        edge: int = 0,
        parent: QWidget | None = None,
        centred: bool = False,
    ) -> None:
        """`gap` between widgets and between lines, `edge` around them, in px."""
        super().__init__(parent)
        self._centred = centred
        self._gap = gap
        self._edge = edge
        self.used = QRect()
        """The rectangle of the widgets, including the edge around them."""
        self._shown: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, *widgets: QWidget) -> None:
        """Add widgets at the end; all are placed again, so add several at once."""
        for widget in widgets:
            widget.setParent(self)
            self._shown.append(widget)
        self._request_layout()

    def clear(self) -> None:
        """Delete all widgets."""
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._shown.clear()
        self._request_layout()

    def set_gap(self, gap: int) -> None:
        if gap != self._gap:
            self._gap = gap
            self._request_layout()

    def line_width(self) -> int:
        """The width of all widgets on one line, in px."""
        widths = [self._size(widget).width() for widget in self._visible]
        return sum(widths) + self._gap * max(0, len(widths) - 1) + 2 * self._edge

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width - 2 * self._edge)
        tall = sum(max(self._size(widget).height() for widget in line) for line in lines)
        return tall + self._gap * max(0, len(lines) - 1) + 2 * self._edge

    def sizeHint(self) -> QSize:
        widest = max((self._size(widget).width() for widget in self._visible), default=0)
        wide = min(self.line_width(), PREFERRED_CHIPS * (widest + self._gap))
        return QSize(wide, self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        size = QSize(0, 0)
        for widget in self._visible:
            size = size.expandedTo(self._least(widget))
        return size + QSize(2 * self._edge, 2 * self._edge)

    def event(self, event: QEvent) -> bool:
        """Update when a child changes size, is added or removed."""
        if event.type() is QEvent.Type.LayoutRequest:
            self._request_layout()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Update, because changes made while it was hidden requested no other size."""
        super().showEvent(event)
        self._request_layout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    @property
    def _visible(self) -> list[QWidget]:
        return [widget for widget in self._shown if not widget.isHidden()]

    def _request_layout(self) -> None:
        self.updateGeometry()
        self._place()

    @staticmethod
    def _least(widget: QWidget) -> QSize:
        least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
        return least.boundedTo(widget.maximumSize())

    @classmethod
    def _size(cls, widget: QWidget) -> QSize:
        return (
            widget.sizeHint()
            .expandedTo(widget.minimumSizeHint())
            .expandedTo(widget.minimumSize())
            .boundedTo(widget.maximumSize())
        )

    def _lines(self, width: int) -> list[list[QWidget]]:
        """The lines into which the widgets wrap at a width of `width` px."""
        lines: list[list[QWidget]] = []
        x = 0
        for widget in self._visible:
            wide = min(self._size(widget).width(), max(1, width))
            if not lines or x + wide > width:
                lines.append([])
                x = 0
            lines[-1].append(widget)
            x += wide + self._gap
        return lines

    def _widths(self, line: Sequence[QWidget], width: int) -> list[int]:
        """The widths of a line's widgets within `width` px."""
        return [min(self._size(widget).width(), max(1, width)) for widget in line]

    def _place(self) -> None:
        width = self.width() - 2 * self._edge
        wide, y = 0, self._top()
        top = y
        for line in self._lines(width):
            widths = self._widths(line, width)
            tall = max(self._high(widget) for widget in line)
            x = self._edge
            if self._centred:
                x += max(0, width - sum(widths) - self._gap * (len(line) - 1)) // 2
            for widget, across in zip(line, widths, strict=True):
                high = self._high(widget)
                box = QRect(x, y + (tall - high) // 2, across, high)
                widget.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), box))
                x += across + self._gap
            wide = max(wide, x - self._gap + self._edge)
            y += tall + self._gap
        box = QRect(0, top - self._edge, wide, y - self._gap + 2 * self._edge - top)
        self.used = QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def _high(self, widget: QWidget) -> int:
        return self._size(widget).height()

    def _top(self) -> int:
        """Where the first line starts, in px."""
        return self._edge


class EqualColumns(Flow):
    """Equal columns, as many as fit, and all widgets equally high."""

    def __init__(self, most: int, gap: int = 8) -> None:
        """At `most` so many beside each other, `gap` px apart."""
        super().__init__(gap)
        self._most = most

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        tall = self._high(lines[0][0]) * len(lines) if lines else 0
        return tall + self._gap * max(0, len(lines) - 1)

    def _lines(self, width: int) -> list[list[QWidget]]:
        shown, beside = self._visible, self._beside(width)
        return [shown[at : at + beside] for at in range(0, len(shown), beside)]

    def _widths(self, line: Sequence[QWidget], width: int) -> list[int]:
        count = self._beside(width)
        left = width - self._across(width, count) * count - self._gap * (count - 1)
        return [self._across(width, count) + (at < left) for at in range(len(line))]

    def _high(self, widget: QWidget) -> int:
        return max(self._size(each).height() for each in self._visible)

    def _beside(self, width: int) -> int:
        """How many fit beside each other."""
        widest = max((self._size(each).width() for each in self._visible), default=0)
        counts = range(self._most, 1, -1)
        return next((count for count in counts if widest <= self._across(width, count)), 1)

    def _across(self, width: int, count: int) -> int:
        return (width - self._gap * (count - 1)) // count

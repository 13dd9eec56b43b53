"""The time left and when it is silent, with −5 and +5 minutes."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from lullaby.session.timer import MS_PER_MINUTE, STEP_MINUTES
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import place
from lullaby.ui.text import names
from lullaby.ui.text.locale import signed
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme
from lullaby.units import Ms

GAP = 12
USUAL = Ms(88 * MS_PER_MINUTE)
"""The buttons keep their place while the time is no wider than this one."""


class TimeLeft(QWidget):
    """The buttons stand beside the time, or below it if there is too little space."""

    def __init__(self, theme: Theme, bridge: SessionBridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._timed = False
        self._left = Label(theme, "", Text.NUMBER, wrap=True, parent=self)
        self._times = Label(theme, "", Text.BODY, "text", wrap=True, parent=self)
        for label in (self._left, self._times):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._less = PillButton(theme, signed(-STEP_MINUTES), parent=self)
        self._more = PillButton(theme, signed(STEP_MINUTES), parent=self)
        self._less.setAccessibleName(
            translate("TimeLeft", "%n fewer minutes", None, PLURAL, STEP_MINUTES)
        )
        self._more.setAccessibleName(
            translate("TimeLeft", "%n more minutes", None, PLURAL, STEP_MINUTES)
        )
        self._less.clicked.connect(lambda: bridge.extend(-STEP_MINUTES))
        self._more.clicked.connect(lambda: bridge.extend(STEP_MINUTES))

    def say(self, left: str, times: str) -> None:
        self._left.setText(left)
        self._times.setText(times)
        self._place()

    def offer(self, longer: bool, shorter: bool) -> None:
        """Whether the timer can be made longer, and shorter too."""
        self._timed = longer
        for button in (self._less, self._more):
            button.setVisible(longer)
        self._less.setEnabled(shorter)
        self._place()

    def height_in(self, width: int) -> int:
        """Its height at a width of `width` px."""
        tall = self._times.heightForWidth(width)
        if self._beside(width):
            left = self._left.heightForWidth(self._left_width(width))
            return tall + max(self._less.sizeHint().height(), left)
        tall += self._left.heightForWidth(width)
        return tall + (self._less.sizeHint().height() + GAP if self._timed else 0)

    def row_width(self) -> int:
        """The width of the time in one row, in px."""
        return _across(self._left)

    def least_width(self) -> int:
        """The width below which the buttons would be cut, in px."""
        return self._buttons_width() - GAP if self._timed else 0

    def usual_width(self) -> int:
        """The width of all in two rows, in px."""
        buttons = self._buttons_width() if self._timed else 0
        return max(self._usual_left() + buttons, _across(self._times), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _beside(self, width: int) -> bool:
        return self._timed and _across(self._left) <= width - self._buttons_width()

    def _buttons_width(self) -> int:
        return 2 * (max(self._less.sizeHint().width(), self._more.sizeHint().width()) + GAP)

    def _usual_left(self) -> int:
        usual = self._left.fontMetrics().horizontalAdvance(names.minutes_left(USUAL)) + 8
        return max(usual, _across(self._left))

    def _left_width(self, width: int) -> int:
        """The width of the time between its buttons, in px."""
        return min(self._usual_left(), width - self._buttons_width())

    def _place(self) -> None:
        width = self.width()
        size = self._less.sizeHint().expandedTo(self._more.sizeHint())
        beside = self._beside(width)
        wide = self._left_width(width) if beside else width
        left = self._left.heightForWidth(wide)
        row = max(left, size.height()) if beside else left
        start = (width - wide) // 2
        place(self._left, QRect(start, (row - left) // 2, wide, left))
        times = self._times.heightForWidth(width)
        place(self._times, QRect(0, row, width, times))
        y = (row - size.height()) // 2
        at = (start - GAP - size.width(), start + wide + GAP)
        if not beside:
            start, y = (width - 2 * size.width() - GAP) // 2, row + times + GAP
            at = (start, start + size.width() + GAP)
        for button, x in zip((self._less, self._more), at, strict=True):
            place(button, QRect(x, y, size.width(), size.height()))


def _across(label: Label) -> int:
    return label.fontMetrics().horizontalAdvance(label.text()) + 8

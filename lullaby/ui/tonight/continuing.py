"""The button on Tonight that continues an evening which something cut off."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from lullaby.session.state import Programme, SessionState
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.buttons import play_triangle
from lullaby.ui.controls.folded_row import paint_folded
from lullaby.ui.text import sentences
from lullaby.ui.text.lists import listed
from lullaby.ui.theme.theme import Text, Theme

HEIGHT = 64
LEFT, ICON, GAP, RIGHT = 24, 18, 18, 28
NARROW = 18
"""Both margins of the words where there is no room for the icon, in px."""
LEAST_WIDTH = 140


class ContinueButton(ControlButton):
    """What it does, and below it the song at which it goes on.

    Without enough width it drops the icon, then folds the first line and cuts the second.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._line = ""
        self.setText(self.tr("Continue last evening"))

    @property
    def wanted(self) -> bool:
        """Whether there is an evening to continue."""
        return bool(self._line)

    def say(self, line: str) -> None:
        """Show where the evening goes on; an empty text hides the button."""
        self._line = line
        self.setAccessibleName(listed((self.text(), line)))
        self.updateGeometry()
        self.update()

    def design_size(self) -> QSize:
        px = self.theme.px
        words = max(
            self.theme.width(Text.STRONG, self.text()), self.theme.width(Text.CAPTION, self._line)
        )
        return QSize(px(LEFT + ICON + GAP + RIGHT) + round(words), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        wanted = self.design_size()
        return QSize(min(wanted.width(), self.theme.px(LEAST_WIDTH)), wanted.height())

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        self.body(painter, box, t.surface, t.outline, box.height() / 2)
        left, end = px(LEFT + ICON + GAP), px(RIGHT) - 2
        if left + self.theme.width(Text.STRONG, self.text()) + end <= box.width():
            size = px(ICON)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.accent)
            play_triangle(painter, QRectF(px(LEFT), (box.height() - size) / 2, size, size))
        else:
            left = end = px(NARROW)
        words = QRectF(left, 0, box.width() - left - end, box.height())
        paint_folded(painter, self.theme, words, (self.text(), t.text), self._line)


class ContinueLastEvening(QObject):
    """Shows the button while there is an evening to continue, and continues it."""

    changed = Signal()
    continued = Signal(object)
    """Pressed: continue the evening with this `Programme`."""

    def __init__(
        self,
        button: ContinueButton,
        bridge: SessionBridge,
        cut_off: Callable[[], Programme | None],
    ) -> None:
        """`cut_off` returns what continues the last evening, if it was cut off."""
        super().__init__(button)
        self._button = button
        self._bridge = bridge
        self._cut_off = cut_off
        button.clicked.connect(self._continue)
        bridge.stage_changed.connect(self._follow)

    def refresh(self) -> None:
        """Look again whether there is an evening to continue."""
        found = None if self._bridge.state.sounding else self._cut_off()
        self._button.say("" if found is None else sentences.continues_at(found))
        self.changed.emit()

    def _follow(self, state: SessionState) -> None:
        self.refresh()

    def _continue(self) -> None:
        """Asks again, because hours may have passed since the button was shown."""
        found = self._cut_off()
        if found is None:
            self.refresh()
        else:
            self.continued.emit(found)

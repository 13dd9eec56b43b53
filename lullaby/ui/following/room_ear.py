"""The ear in the corner of the Room view, as long as the microphone is open."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.theme.theme import Theme

EDGE = 24
"""From the corner, in px."""


class RoomEar(RoundButton):
    def __init__(self, theme: Theme, screen: QWidget) -> None:
        super().__init__(theme, "ear", self.tr("Listening to your voice. Press to stop."))
        self.setParent(screen)
        self._screen = screen
        self._listening = self._room = False
        screen.installEventFilter(self)
        self.hide()

    def show_listening(self, listening: bool) -> None:
        self._listening = listening
        self._update()

    def show_room(self, room: bool) -> None:
        self._room = room
        self._update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _update(self) -> None:
        self.setVisible(self._listening and self._room)
        self._place()
        self.raise_()

    def _place(self) -> None:
        size, room = self.sizeHint(), self._screen.size()
        left = EDGE
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            left = room.width() - size.width() - EDGE
        self.setGeometry(left, room.height() - size.height() - EDGE, size.width(), size.height())

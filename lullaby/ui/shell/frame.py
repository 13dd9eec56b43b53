"""The top-level window: shows the night sky before anything else is loaded.

It appears a fifth of a second after the start. The screens are built behind it and then become its
content.
"""

from PySide6.QtCore import QByteArray, QCoreApplication, QPoint, QRect, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from lullaby.ui.graphics.scene import Outlook, Scene
from lullaby.ui.theme.theme import Theme

MINIMUM = (480, 320)
"""A screen of 1280x800 at twice the size leaves 640x400, minus a panel and a title bar."""

USUAL = (1280, 800)
TITLE_BAR = 40
"""The assumed height of the title bar, in px, while the desktop has not reported it."""

FILLING = Qt.WindowState.WindowMaximized


class Frame(QWidget):
    """Closes when its content agrees to close. Early keys wait for the content."""

    closed = Signal()

    def __init__(self, theme: Theme, geometry: QSettings) -> None:
        super().__init__()
        self._scene = Scene(theme)
        self._content: QWidget | None = None
        self._early: list[QKeyEvent] = []
        self.setWindowTitle("Lullaby")
        self.setMinimumSize(*MINIMUM)
        restore(self, geometry)

    @property
    def filled(self) -> bool:
        """Whether it shows its content."""
        return self._content is not None

    def hold(self, content: QWidget, early_keys: bool = False) -> None:
        """Show `content` over the whole window from now on.

        With `early_keys` it gets the keys pressed before; otherwise they are dropped, because they
        were not meant for it.
        """
        focus = content.focusWidget()
        self._content = content
        self._scene.forget()
        if content.parentWidget() is not self:
            content.setParent(self)
        content.setGeometry(self.rect())
        content.show()
        if focus is not None:
            focus.setFocus()
        early, self._early = self._early, []
        for key in early if early_keys else ():
            QCoreApplication.postEvent(focus or content, key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keep_early(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._keep_early(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._content is not None:
            self._content.setGeometry(self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._content is None:
            outlook = Outlook(self.size(), self.devicePixelRatioF(), 0.0, plain=True)
            QPainter(self).drawPixmap(0, 0, self._scene.picture(outlook))

    def closeEvent(self, event: QCloseEvent) -> None:
        agreed = self._content is None or self._content.close()
        event.setAccepted(agreed)
        if agreed:
            self.closed.emit()

    def _keep_early(self, event: QKeyEvent) -> None:
        if self._content is None and not event.isAutoRepeat():
            self._early.append(event.clone())
        event.ignore()


def restore(window: QWidget, geometry: QSettings) -> None:
    """Restore the position and size of the last session, or use the default size.

    Both are fitted to the current screen: the old one may be gone, or be smaller. Only a view can
    ask for the whole screen again.
    """
    saved = geometry.value("geometry")
    restored = isinstance(saved, QByteArray) and window.restoreGeometry(saved)
    if not restored:
        window.resize(*USUAL)
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
    if window.windowState() & FILLING:
        return
    room = window.screen().availableGeometry()
    if restored:
        window.setGeometry(fitted(window.geometry(), room))
    else:
        window.resize(fitted(QRect(room.topLeft(), window.size()), room).size())


def fitted(wanted: QRect, room: QRect) -> QRect:
    """`wanted` moved into `room`, and shrunk if necessary, including its title bar."""
    inside = room.adjusted(0, TITLE_BAR, 0, 0)
    size = wanted.size().boundedTo(inside.size())
    left = min(max(wanted.left(), inside.left()), inside.right() + 1 - size.width())
    top = min(max(wanted.top(), inside.top()), inside.bottom() + 1 - size.height())
    return QRect(QPoint(left, top), size)


def keep(window: QWidget, geometry: QSettings) -> None:
    geometry.setValue("geometry", window.saveGeometry())

"""Tells what a drop on the window will do, while files are dragged over it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from lullaby.ui.mirroring import draw_text
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

MOST_ADDRESSES = 2_000
"""Addresses that are taken from one drag; more are left out."""

EDGE, ROUND, WIDEST, HEIGHT, ICON = 24, 24, 560, 168, 36
"""In px at 100 %."""

Targets = tuple[str, ...]
Told = Callable[[str, bool], None]
"""Takes the sentence to show, and whether a drop would do anything."""


class DropLayer(QWidget):
    """Lies over the whole window while files are dragged over it, and takes the drop.

    The first events of a drag reach the window, as the layer is not shown yet.

    `tell` finds out what files are, outside this thread, and passes a sentence to its second
    argument; `drop` carries it out.
    """

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        tell: Callable[[Targets, Told], None],
        drop: Callable[[Sequence[str]], None],
    ) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._tell = tell
        self._drop = drop
        self._targets: Targets = ()
        self._text = ""
        self._usable = True
        window.setAcceptDrops(True)
        self.setAcceptDrops(True)
        window.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._text

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        elif isinstance(event, QDragEnterEvent):
            self._enter(event)
            return True
        elif event.type() == QEvent.Type.DragLeave:
            self._leave()
        elif isinstance(event, QDragMoveEvent):
            self.dragMoveEvent(event)
            return True
        elif isinstance(event, QDropEvent):
            self.dropEvent(event)
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.setAccepted(self._usable)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._leave()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        targets = targets_of(event.mimeData())
        self._leave()
        self._drop(targets)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, px = self._theme.tokens, self._theme.px
        painter.fillRect(self.rect(), with_alpha(t.surface, 0.72))
        room = QRectF(self.rect()).adjusted(px(EDGE), px(EDGE), -px(EDGE), -px(EDGE))
        box = QRectF(0, 0, min(room.width(), px(WIDEST)), min(room.height(), px(HEIGHT)))
        box.moveCenter(room.center())
        path = QPainterPath()
        path.addRoundedRect(box, px(ROUND), px(ROUND))
        painter.fillPath(path, t.surface2)
        painter.setPen(QPen(t.accent if self._usable else t.line, 2, Qt.PenStyle.DashLine))
        painter.drawPath(path)
        side = px(ICON)
        spot = QRectF(box.center().x() - side / 2, box.top() + px(EDGE), side, side)
        icon = "file-music" if self._usable else "info"
        self._theme.icons.paint(painter, icon, t.accent if self._usable else t.text2, spot)
        painter.setPen(t.text)
        painter.setFont(self._theme.font(Text.ROW))
        words = box.adjusted(px(EDGE), px(EDGE) + side, -px(EDGE), -px(EDGE) / 2)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        draw_text(painter, words, self._text, flags)

    def _enter(self, event: QDragEnterEvent) -> None:
        """Take files from outside; a song dragged within the window is no file."""
        targets = targets_of(event.mimeData())
        if event.source() is not None or not targets:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if self.isVisible() and targets == self._targets:
            return
        self._targets = targets
        self._say(self.tr("Drop to open it in Lullaby"), True)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._tell(targets, lambda text, usable: self._told(targets, text, usable))

    def _told(self, targets: Targets, text: str, usable: bool) -> None:
        if targets == self._targets:
            self._say(text, usable)

    def _say(self, text: str, usable: bool) -> None:
        self._text, self._usable = text, usable
        self.setAccessibleName(text)
        self.update()

    def _leave(self) -> None:
        self._targets = ()
        self.hide()


def targets_of(data: QMimeData) -> Targets:
    """The addresses of dragged files, at most `MOST_ADDRESSES`."""
    urls = data.urls()[:MOST_ADDRESSES] if data.hasUrls() else []
    return tuple(bytes(url.toEncoded().data()).decode("ascii", "replace") for url in urls)

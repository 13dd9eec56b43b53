"""Scroll areas with a transparent background that scroll only when space is short."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QLayout,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QWidget,
)

DOWN = (QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.BottomToTop)
AROUND = 12
"""How much around a control is scrolled into view with it, in px."""


class QuietArea(QScrollArea):
    """Scrolls vertically, and horizontally only if its content cannot be narrower. Its background
    is transparent."""

    def __init__(self, content: QWidget | None = None) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setViewport(self._transparent())
        if content is not None:
            self.hold(content)

    @staticmethod
    def _transparent() -> QWidget:
        """A viewport without a background, by the name that Qt's style sheets know.

        When PySide6 is asked for the one that Qt made, it first loads every kind of widget.
        """
        viewport = QWidget()
        viewport.setObjectName("qt_scrollarea_viewport")
        return viewport

    def hold(self, content: QWidget) -> None:
        """Show `content`, which may come from another area, and release the previous content.

        Qt would delete that, still refer to a content that has moved elsewhere, and give `content`
        a filled background.
        """
        holder = _holder(content)
        if holder is self:
            return
        if holder is not None:
            holder.release_content()
        self.release_content()
        self.setWidget(content)
        content.setAutoFillBackground(False)

    def release_content(self) -> None:
        """Release the content, which its creator still owns."""
        content = self.takeWidget()
        if content is not None:
            content.setParent(None)


class FillArea(QuietArea):
    """Stretches its content to its own size; scrolls only below the content's least size.

    A plain area would give content with a height for its width its preferred height, and scroll
    earlier than necessary.
    """

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._room = QSize()
        self.setWidgetResizable(False)
        self.hold(content)
        content.installEventFilter(self)

    def sizeHint(self) -> QSize:
        content = self.widget()
        return super().sizeHint() if content is None else content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(48, 48)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again when the content wants another size."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self.fit()
        return super().eventFilter(watched, event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Fit again when a hand-placed layout asks for it."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.fit()
        return super().viewportEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the content all the space there is, or the least that it needs.

        It resizes the content first, so that it folds accordingly, and only then asks for its size.
        """
        content = self.widget()
        if content is None:
            return
        room = self.maximumViewportSize()
        if room != self._room:
            self._room = room
            content.resize(room)
        width = max(room.width(), least_width(content))
        height = least_height(content, width)
        if height > room.height():
            bar = self.verticalScrollBar().sizeHint().width()
            width = max(room.width() - bar, least_width(content))
            height = least_height(content, width)
        if width > room.width():
            room.setHeight(room.height() - self.horizontalScrollBar().sizeHint().height())
        content.resize(width, max(room.height(), height))


class PageStack(QStackedWidget):
    """As large as the current page requires; Qt's own stack is as large as its largest page."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return QSize() if page is None else page.minimumSizeHint().expandedTo(page.minimumSize())

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return QSize() if page is None else page.sizeHint()

    def hasHeightForWidth(self) -> bool:
        page = self.currentWidget()
        return page is not None and page.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        page = self.currentWidget()
        return -1 if page is None else least_height(page, width)


def overhang(widget: QWidget) -> int:
    """By how many px the page that holds `widget` is higher than its visible part.

    Content that folds for lack of height must subtract this, or it would unfold on scrolling pages.
    """
    parent: QWidget | None = widget
    while parent is not None:
        area = parent.parentWidget()
        holder = area.parentWidget() if area is not None else None
        if isinstance(holder, FillArea) and holder.widget() is parent:
            return max(0, parent.height() - holder.maximumViewportSize().height())
        parent = area
    return 0


def least_width(content: QWidget) -> int:
    """The width below which something in `content` would be cut, in px."""
    return content.minimumSizeHint().expandedTo(content.minimumSize()).width()


def least_height(content: QWidget, width: int) -> int:
    """The height below which something in `content` would be cut at a width of `width` px."""
    layout = content.layout()
    if layout is not None and layout.hasHeightForWidth():
        least = layout.minimumHeightForWidth(width) + _unyielding(layout, width)
        return max(least, content.minimumHeight())
    if layout is None and content.hasHeightForWidth():
        return content.heightForWidth(width)
    return content.minimumSizeHint().expandedTo(content.minimumSize()).height()


def _unyielding(layout: QLayout, width: int) -> int:
    """What a column gives its items above their least heights in any case, in px.

    When asked for the column's least height, Qt counts an item with a height for its width at its
    least height, but when placing it gives it its preferred height.
    """
    if not isinstance(layout, QBoxLayout) or layout.direction() not in DOWN:
        return 0
    edges = layout.contentsMargins()
    inner = width - edges.left() - edges.right()
    more = 0
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is not None and not item.isEmpty() and item.hasHeightForWidth():
            more += max(0, item.heightForWidth(inner) - item.minimumHeightForWidth(inner))
    return more


def reveal(widget: QWidget) -> None:
    """Scroll every area around `widget` until all of it is visible, as far as it fits.

    Qt's own method shows no more of a text field than its cursor.
    """
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            _reveal_in(parent, widget)
        parent = parent.parentWidget()


def _reveal_in(area: QScrollArea, widget: QWidget) -> None:
    content = area.widget()
    if content is None or not content.isAncestorOf(widget):
        return
    box = QRect(widget.mapTo(content, QPoint(0, 0)), widget.size())
    view = area.viewport().size()
    _bring(area.horizontalScrollBar(), box.left(), box.right() + 1, view.width())
    _bring(area.verticalScrollBar(), box.top(), box.bottom() + 1, view.height())


def _bring(bar: QScrollBar, start: int, end: int, room: int) -> None:
    """Scroll as little as possible to show the content from `start` to `end`, in px."""
    around = max(0, min(AROUND, (room - (end - start)) // 2))
    if start - around < bar.value():
        bar.setValue(start - around)
    elif end + around > bar.value() + room:
        bar.setValue(min(end + around - room, start - around))


class FocusFollower(QObject):
    """Scrolls whatever gets keyboard focus into view. A mouse press scrolls nothing."""

    def __init__(self, application: QApplication, parent: QWidget) -> None:
        super().__init__(parent)
        application.focusChanged.connect(self._on_change)

    def _on_change(self, before: QWidget | None, now: QWidget | None) -> None:
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is not None and not pressed:
            reveal(now)


def _holder(content: QWidget) -> QuietArea | None:
    viewport = content.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    return area if isinstance(area, QuietArea) and area.widget() is content else None

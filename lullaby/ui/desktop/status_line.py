"""A short sentence at the top of the window, where no screen has buttons."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

EDGE = 16
PADDING = 24
GAP = 12
ICON = 20
HEIGHT = 52


class StatusLine(QWidget):
    """It takes no clicks and no keys; `share` fills it from where one begins to read."""

    def __init__(self, theme: Theme, window: QWidget, icon: str) -> None:
        super().__init__(window)
        self._theme = theme
        self._icon = icon
        self._text = ""
        self._share = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        window.installEventFilter(self)
        theme.changed.connect(self._place)
        self.hide()

    @property
    def text(self) -> str:
        return self._text

    def say(self, text: str, spoken: str = "") -> None:
        """Show it until `hide`; a screen reader announces its appearance, not each change."""
        self._text = text
        self.setAccessibleName(spoken or text)
        self._place()
        if self.isHidden():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken or text))
        self.show()
        self.raise_()

    def fill(self, share: float) -> None:
        """Set the progress, 0 to 1."""
        self._share = share
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, px = self._theme.tokens, self._theme.px
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        round_path = QPainterPath()
        round_path.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.fillPath(round_path, t.surface2)
        if self._share > 0:
            painter.save()
            painter.setClipPath(round_path)
            filled = QRectF(box.left(), box.top(), box.width() * self._share, box.height())
            painter.fillRect(filled, with_alpha(t.accent, 0.28))
            painter.restore()
        painter.setPen(QPen(t.line, 1))
        painter.drawPath(round_path)
        side = px(ICON)
        spot = QRectF(px(PADDING), (self.height() - side) / 2, side, side)
        self._theme.icons.paint(painter, self._icon, t.accent, spot)
        painter.setPen(t.text)
        painter.setFont(self._theme.font(Text.ROW))
        words = box.adjusted(px(PADDING + ICON + GAP), 0, -px(PADDING), 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        draw_text(painter, words, self._text, flags | Qt.TextFlag.TextWordWrap)

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        px = self._theme.px
        metrics = self._theme.metrics(Text.ROW)
        around = px(PADDING + ICON + GAP + PADDING)
        most = window.width() - 2 * EDGE
        wide = min(most, round(metrics.horizontalAdvance(self._text)) + around + 4)
        room = QRectF(0, 0, wide - around, 1_000)
        tall = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._text).height()
        high = max(px(HEIGHT), round(tall) + px(20))
        self.setGeometry((window.width() - wide) // 2, EDGE, wide, high)
        self.update()

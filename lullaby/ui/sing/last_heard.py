"""Shows on the words where the singer was last heard, and takes a press on a line as a correction.

It lies over the words while they follow a voice.
"""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from lullaby.following.attention import Hearing
from lullaby.ui.mirroring import draw_text
from lullaby.ui.sing.slots import Role
from lullaby.ui.sing.words_view import WordsView
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

CORNER = 24.0
AROUND = 8.0
"""From the words of a line to the edge of its box, in px."""

GAP = 24
"""Between the words and the text behind them, in px."""

SIDE = 40
"""From the start of the words to the edge of their box, in px."""


class LastHeard(QWidget):
    line_chosen = Signal(int)
    """A line of the words was pressed."""

    def __init__(self, theme: Theme, words: WordsView, screen: QWidget) -> None:
        super().__init__(screen)
        self._theme = theme
        self._words, self._screen = words, screen
        self._hearing: Hearing | None = None
        theme.changed.connect(self.update)
        words.installEventFilter(self)
        self.hide()

    def show_hearing(self, hearing: Hearing | None) -> None:
        """None: nobody listens."""
        self._hearing = hearing
        self.setVisible(hearing is not None)
        self.place()

    def place(self) -> None:
        """Follow the words to where they are now."""
        corner = self._words.mapTo(self._screen, QPoint(0, 0))
        box = self._words.rect().translated(corner).adjusted(-SIDE, 0, SIDE, 0)
        self.setGeometry(box.intersected(self._screen.rect()))
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and not self.isHidden():
            self.place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        doubt, canvas = self._hearing in (Hearing.UNSURE, Hearing.LOST), self._words.canvas
        if not doubt or canvas is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = canvas.arrangement.slot(Role.CURRENT)
        boxes = canvas.line_boxes
        ends = [0.0, *(_middle(one, other) for one, other in pairwise(boxes)), float(self.height())]
        for at, (line, words) in enumerate(boxes):
            here = current is not None and line == current.line
            if here or self._hearing is Hearing.LOST:
                top = max(words.top() - AROUND, ends[at] + 1)
                foot = min(words.bottom() + AROUND, ends[at + 1] - 1)
                box = QRectF(1, top, self.width() - 2, foot - top)
                self._paint_box(painter, box, words, here, canvas.direction)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        canvas = self._words.canvas
        if canvas is None or not canvas.line_boxes:
            return
        y = event.position().y()
        line, _ = min(canvas.line_boxes, key=lambda each: abs(each[1].center().y() - y))
        self.line_chosen.emit(line)

    def _paint_box(
        self,
        painter: QPainter,
        box: QRectF,
        words: QRectF,
        here: bool,
        direction: Qt.LayoutDirection,
    ) -> None:
        """`direction` is that of the words, after whose end there is space for a text."""
        t = self._theme.tokens
        painter.setPen(QPen(t.accent if here else t.line, 1.2))
        painter.setBrush(with_alpha(t.accent, 0.08 if here else 0.0))
        painter.drawRoundedRect(box, CORNER, CORNER)
        text = self.tr("last heard here")
        free = self.width() - 2 * SIDE - words.width() - GAP
        if here and self._hearing is Hearing.LOST and free >= self._theme.width(Text.CAPTION, text):
            painter.setPen(t.text2)
            painter.setFont(self._theme.font(Text.CAPTION))
            inside = box.adjusted(SIDE, 0, -SIDE, 0)
            end = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            draw_text(painter, inside, text, end, direction)


def _middle(one: tuple[int, QRectF], other: tuple[int, QRectF]) -> float:
    """Halfway between two lines, in px."""
    return (one[1].bottom() + other[1].top()) / 2

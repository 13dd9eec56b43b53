"""How loud the voice is: a bar with its good part marked, and a word."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from lullaby.takes.sound_level import GOOD, LevelWord, SoundLevel
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import mirror
from lullaby.ui.text.lists import labelled
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme

STEPS = 20
HEIGHT = 14
MARK, MARK_GAP = 3, 4
"""The line under the good part, in px."""

RISE, FALL = 0.5, 0.16
"""Shares of the way to a new level that the bar moves with each look, up and down; about 400 ms."""


class LevelBar(QWidget):
    """To a screen reader it is a label that tells the word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._bar = _Bar(theme)
        name = Label(theme, translate("recorder", "Your voice"), Text.CAPTION, "text2")
        self._word = Label(theme, "", Text.ROW)
        head = QHBoxLayout()
        head.addWidget(name)
        head.addStretch(1)
        head.addWidget(self._word)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.show_level(SoundLevel(), False)

    def show_level(self, level: SoundLevel, listening: bool) -> None:
        """Show a level, or an empty bar while nothing is listened to."""
        self._bar.move_to(level.share if listening else 0.0, listening)
        text = _word(level.word) if listening else ""
        if text != self._word.text():
            self._word.setText(text)
            self._bar.setAccessibleName(labelled(translate("recorder", "Your voice"), text))


class _Bar(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(420), HEIGHT + MARK_GAP + MARK)

    def minimumSizeHint(self) -> QSize:
        return QSize(96, HEIGHT + MARK_GAP + MARK)

    def move_to(self, share: float, eased: bool) -> None:
        speed = (RISE if share > self._share else FALL) if eased else 1.0
        moved = self._share + speed * (share - self._share)
        if abs(moved - self._share) * self.width() >= 0.5 or not eased:
            self._share = moved
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, self.width(), HEIGHT)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t = self._theme.tokens
        path = QPainterPath()
        path.addRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
        painter.save()
        painter.setClipPath(path)
        pitch = box.width() / STEPS
        painter.setPen(Qt.PenStyle.NoPen)
        filled = self._share * box.width()
        for number in range(STEPS):
            left, right = number * pitch, (number + 1) * pitch - 2
            painter.fillRect(QRectF(left, 0, right - left, HEIGHT), t.surface3)
            if filled > left:
                width = min(right, filled) - left
                painter.fillRect(QRectF(left, 0, width, HEIGHT), t.fill)
        painter.restore()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.good)
        first, end = (share * box.width() for share in GOOD)
        mark = QRectF(first, HEIGHT + MARK_GAP, end - first, MARK)
        painter.drawRoundedRect(mark, MARK / 2, MARK / 2)


def _word(word: LevelWord) -> str:
    match word:
        case LevelWord.CLOSER:
            return translate("recorder", "a little closer")
        case LevelWord.FINE:
            return translate("recorder", "fine")
        case LevelWord.TOO_CLOSE:
            return translate("recorder", "too close")

"""Bars that say one calm sentence and offer one thing to do."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.theme.theme import Text, Theme


class MessageBar(QWidget):
    """An icon, a sentence, a hint under it, and at most one action; one to read has a cross."""

    acted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, closable: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._icon = "info"
        self._text = Label(theme, "", Text.STRONG, wrap=True)
        self._hint = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._action = PillButton(theme)
        self._action.clicked.connect(self.acted)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._hint)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(64), 12, 16, 12)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        if closable:
            close = RoundButton(theme, "x", self.tr("Close this message"), 48, ButtonStyle.BARE, 20)
            close.clicked.connect(self.closed)
            row.addWidget(close)
        self.setMinimumHeight(theme.px(56))
        theme.changed.connect(self._restyle)

    def say(self, text: str, hint: str = "", icon: str = "info", action: str = "") -> None:
        self._icon = icon
        self._text.setText(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._action.updateGeometry()
        self.setAccessibleName(f"{text} {hint}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, px = self._theme.tokens, self._theme.px
        painter.setPen(QPen(t.line, 1))
        painter.setBrush(t.surface2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 24, 24)
        size = px(22)
        spot = QRectF(px(24), (self.height() - size) / 2, size, size)
        self._theme.icons.paint(painter, self._icon, t.accent, spot)

    def _restyle(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(self._theme.px(64), 12, 16, 12)
        self.setMinimumHeight(self._theme.px(56))
        self.update()

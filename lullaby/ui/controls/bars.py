"""Bars with one calm sentence and one action."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle, RoundButton, WrappingPill
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import mirror, set_margins
from lullaby.ui.text.lists import sentences
from lullaby.ui.theme.theme import Text, Theme

GAP = 16
SIGN, PLAIN = 64, 24
"""Space to the left of the text with an icon and without, in px at 100 %."""

WITH_SIGN = 240
"""The width from which the icon is shown, in px at 100 %."""

WORDS = 120
"""The least width of the text beside the button, in px at 100 %."""


class MessageBar(QWidget):
    """An icon, a sentence, a hint below it, and at most one action; a bar without one has a
    cross."""

    acted = Signal()
    turned = Signal()
    """The person wants to read the next message."""
    closed = Signal()

    def __init__(self, theme: Theme, closable: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._icon = "info"
        self._signed = True
        self._below = False
        self._text = Label(theme, "", Text.STRONG, wrap=True)
        self._hint = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._action = WrappingPill(theme)
        self._action.clicked.connect(self.acted)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._hint)
        self._others = WrappingPill(theme, tone=ButtonStyle.BARE, height=48)
        self._others.clicked.connect(self.turned)
        self._others.hide()
        words.addWidget(self._others, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(GAP)
        self._body.addLayout(words, 1)
        self._body.addWidget(self._action)
        row = QHBoxLayout(self)
        set_margins(row, theme.px(SIGN), 12, 16, 12)
        row.setSpacing(GAP)
        row.addLayout(self._body, 1)
        self._close: QWidget | None = None
        if closable:
            close = RoundButton(theme, "x", self.tr("Close this message"), 48, ButtonStyle.BARE, 20)
            close.clicked.connect(self.closed)
            row.addWidget(close)
            self._close = close
        self.setMinimumHeight(theme.px(56))
        theme.changed.connect(self._restyle)

    def say(
        self, text: str, hint: str = "", icon: str = "info", action: str = "", others: str = ""
    ) -> None:
        """`others` tells on a button that more messages wait."""
        self._others.setText(others)
        self._others.setAccessibleName(others)
        self._others.setVisible(bool(others))
        self._others.updateGeometry()
        self._icon = icon
        self._text.setText(text)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._action.updateGeometry()
        self._fold(self.width())
        self.setAccessibleName(sentences((text, hint)))
        self.update()

    def heightForWidth(self, width: int) -> int:
        self._fold(width)
        return super().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        """The size with the button below the text."""
        action = 0 if self._action.isHidden() else self._action.minimumSizeHint().width()
        others = 0 if self._others.isHidden() else self._others.minimumSizeHint().width()
        least = max(action, others, self._text.minimumSizeHint().width())
        return QSize(least + self._around(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fold(self.width())

    def _around(self) -> int:
        """The width that is not left for text and button, in px."""
        close = 0 if self._close is None else self._close.sizeHint().width() + GAP
        return PLAIN + 16 + close

    def _fold(self, width: int) -> None:
        """Hide the icon and move the button below the text while the text gets less than
        `WORDS`."""
        self._signed = width >= self._theme.px(WITH_SIGN)
        left = self._theme.px(SIGN) if self._signed else PLAIN
        layout = self.layout()
        assert layout is not None
        set_margins(layout, left, 12, 16, 12)
        room = width - self._around() + PLAIN - left - self._action.sizeHint().width() - GAP
        below = not self._action.isHidden() and room < self._theme.px(WORDS)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        if below is self._below:
            return
        self._below = below
        self._body.setDirection(down if below else across)
        self._body.setAlignment(
            self._action, Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t, px = self._theme.tokens, self._theme.px
        painter.setPen(QPen(t.line, 1))
        painter.setBrush(t.surface2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 24, 24)
        if not self._signed:
            return
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        size = px(22)
        spot = QRectF(px(24), (self.height() - size) / 2, size, size)
        self._theme.icons.paint(painter, self._icon, t.accent, spot)

    def _restyle(self) -> None:
        self.setMinimumHeight(self._theme.px(56))
        self._fold(self.width())
        self.update()

"""The editor before tapping: offers a draft, or takes typed, pasted or opened words."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle, WrappingPill
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.pages import Framed, TextPage
from lullaby.ui.theme.theme import Text, Theme

KEEP_AFTER_MS = 400
"""Typed words are kept after this pause in typing."""

NARROW = 760


class ResumePage(QWidget):
    """Offers a draft of this song."""

    resumed = Signal()
    begun_anew = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sentence = Label(theme, "", Text.SENTENCE, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._on = WrappingPill(theme, self.tr("Continue"), tone=ButtonStyle.FILLED)
        self._anew = WrappingPill(theme, self.tr("Start from the saved words"))
        self._on.clicked.connect(self.resumed)
        self._anew.clicked.connect(self.begun_anew)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._sentence)
        column.addSpacing(20)
        column.addWidget(self._on, 0, Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(12)
        column.addWidget(self._anew, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)

    def ask(self, sentence: str, has_words: bool) -> None:
        self._sentence.setText(sentence)
        self._anew.setText(
            self.tr("Start from the saved words") if has_words else self.tr("Start empty")
        )
        self._on.show_ring()


class TypingPage(QWidget):
    """All words as plain text, one row for each sung line."""

    typed = Signal(str)
    """Typing has paused; the text is to be kept."""
    done = Signal(str)
    file_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.text = TextPage(
            theme,
            self.tr("The words"),
            self.tr("Type or paste the words here"),
            5,
        )
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(KEEP_AFTER_MS)
        self._rest.timeout.connect(self.keep)
        self.text.textChanged.connect(self._rest.start)
        hint = Label(
            theme,
            self.tr("One line per row, an empty row between verses."),
            Text.BODY,
            "text2",
            wrap=True,
        )
        self._open = WrappingPill(theme, self.tr("Open a words file"), "file-music")
        self._open.clicked.connect(self.file_requested)
        self._done = WrappingPill(theme, self.tr("Use these words"), tone=ButtonStyle.FILLED)
        self._done.clicked.connect(self.accept)
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._row.addWidget(self._open)
        self._row.addStretch(1)
        self._row.addWidget(self._done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(hint)
        column.addWidget(Framed(theme, self.text), 1)
        column.addLayout(self._row)
        self._theme = theme

    def begin(self, words: str) -> None:
        blocked = self.text.blockSignals(True)
        self.text.setPlainText(words)
        self.text.blockSignals(blocked)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Keep the text typed so far."""
        self._rest.stop()
        self.typed.emit(self.text.toPlainText())

    def accept(self) -> None:
        self._rest.stop()
        self.done.emit(self.text.toPlainText())

    @property
    def waiting(self) -> bool:
        """Whether typed text is not kept yet."""
        return self._rest.isActive()

    def resizeEvent(self, event: object) -> None:
        narrow = self.width() < self._theme.px(NARROW)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

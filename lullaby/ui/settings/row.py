"""One row of Settings: what it is about at the start, its control at the end."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.theme.theme import Text, Theme

ROW = 76
"""The least height, in px at 100 %."""

ABOVE = 10
"""Space above and below the content, in px."""


LEAST_WORDS = 130
"""The least width of the texts beside a control, in px at 100 %."""


class RowWords(QWidget):
    """Holds the texts of a row, wide enough for two or three words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def minimumSizeHint(self) -> QSize:
        wide = min(self._theme.px(LEAST_WORDS), self.sizeHint().width())
        return super().minimumSizeHint().expandedTo(QSize(wide, 0))


class SettingsRow(QWidget):
    """A title with a hint below it, and a control; a thin line divides it from the row above.

    It is shown while it is `offered`, which its topic decides, and `found`, which the search does.
    """

    def __init__(
        self, theme: Theme, text: str, control: QWidget | None = None, stretch: int = 0
    ) -> None:
        """`stretch` is the control's share of the width; with 0 it gets what it asks for."""
        super().__init__()
        self._theme = theme
        self._offered = self._found = True
        self._title = Label(theme, text, Text.BODY, wrap=True)
        self._hint = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._hint.hide()
        words = RowWords(theme)
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        lines.addStretch(1)
        lines.addWidget(self._title)
        lines.addWidget(self._hint)
        lines.addStretch(1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, ABOVE, 0, ABOVE)
        column.setSpacing(8)
        shares = (2 if stretch else 1, stretch)
        parts = (words,) if control is None else (words, control)
        column.addWidget(FoldingRow(parts, 12, shares, words=True), 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def title(self) -> str:
        return self._title.text()

    def add_below(self, widget: QWidget, at_start: bool = False) -> None:
        """Add a widget with the whole width, or with the width it asks for `at_start`."""
        if at_start:
            self._column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._column.addWidget(widget)

    def set_text(self, text: str) -> None:
        self._title.setText(text)

    def set_hint(self, text: str) -> None:
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def offer(self, offered: bool) -> None:
        """Show it if the search allows; or hide it, because it has no effect now."""
        self._offered = offered
        self.setVisible(self._offered and self._found)

    def search(self, words: Sequence[str], about: str) -> bool:
        """Show it if its texts, or what its topic is `about`, hold all the words, which are case
        folded; returns whether it is shown."""
        controls = (each.accessibleName() for each in self.findChildren(QWidget))
        buttons = (each.text() for each in self.findChildren(QAbstractButton))
        texts = (about, self._title.text(), self._hint.text(), *controls, *buttons)
        text = " ".join(texts).casefold()
        self._found = all(word in text for word in words)
        self.offer(self._offered)
        return self._offered and self._found

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, self._theme.px(ROW)))

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, self._theme.px(ROW)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self._theme.tokens.line, 1))
        painter.drawLine(0, 0, self.width(), 0)

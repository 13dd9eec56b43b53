"""− value +, for numbers and short texts."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import MOST_GROWTH, RoundButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.more import set_spacing
from lullaby.ui.theme.theme import Text, Theme

VALUE_WIDTH = 72


class Value(Label):
    """A short text that keeps the width of its longest usual value."""

    usual = VALUE_WIDTH
    """That width, in px at 100 %."""

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(round(self.usual * self.scale), 0))


class Stepper(QWidget):
    """`requested` emits -1 or +1 times the step; a held key or button repeats by `held`."""

    requested = Signal(int)

    def __init__(
        self,
        theme: Theme,
        names: tuple[str, str],
        caption: str = "",
        held: int = 1,
        usual: int = VALUE_WIDTH,
        diameter: int = 56,
        growth: float = MOST_GROWTH,
    ) -> None:
        """`names` are the accessible names of − and +; `usual` is the width of a usual value, in px
        at 100 %."""
        super().__init__()
        self._theme = theme
        self._held = held
        self._repeats = 0
        self.value = Value(theme, "", Text.STRONG)
        self.value.usual = usual
        self.value.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle = self._middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addStretch(1)
        middle.addWidget(self.value)
        if caption:
            under = Label(theme, caption, Text.CAPTION, "text2")
            under.setAlignment(Qt.AlignmentFlag.AlignCenter)
            middle.addWidget(under)
        middle.addStretch(1)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.less = RoundButton(theme, "minus", names[0], diameter, growth=growth)
        self.more = RoundButton(theme, "plus", names[1], diameter, growth=growth)
        row.addWidget(self.less)
        row.addLayout(middle, 1)
        row.addWidget(self.more)
        for button, sign in ((self.less, -1), (self.more, +1)):
            button.setAutoRepeat(True)
            button.setAutoRepeatDelay(500)
            button.setAutoRepeatInterval(300)
            button.clicked.connect(lambda *_, sign=sign: self._step(sign))
            button.released.connect(self._reset_repeats)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str) -> None:
        """Show the value, which a screen reader also finds at both buttons."""
        self.value.setText(text)
        for button in (self.less, self.more):
            button.setAccessibleDescription(text)

    def replace_value(self, value: QWidget) -> None:
        """Show another control between − and +."""
        self._middle.replaceWidget(self.value, value)
        self.value.hide()

    def _step(self, sign: int) -> None:
        size = self._held if self._repeats > 0 else 1
        self._repeats += 1
        self.requested.emit(sign * size)

    def _reset_repeats(self) -> None:
        if not self.sender().isDown():  # type: ignore[attr-defined]
            self._repeats = 0

    def _restyle(self) -> None:
        set_spacing(self._row, self._theme.px(8))

"""Notes the minute in which the child became calm, and takes it back."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.theme.theme import Theme
from lullaby.ui.theme.tokens import mixed


class CalmButton(PillButton):
    """The first of the ways on, with an edge in the accent colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "", "moon", height=64, parent=parent)

    def say(self, text: str, noted: bool) -> None:
        """Show the offer, or what was noted."""
        if text != self.text():
            self.set_icon("check" if noted else "moon")
            self.setText(text)
            self.updateGeometry()

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        t = self.theme.tokens
        return mixed(t.surface, t.accent, 0.04), t.accent, t.text

"""A pill whose name moves to its tool tip if there is no room for it."""

from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.theme.theme import Text, Theme

AROUND = 90
"""Width around the name with the gap to the next button, in px at 100 %."""


class NamedPill(PillButton):
    def __init__(self, theme: Theme, icon: str, name: str, height: int = 56) -> None:
        super().__init__(theme, name, icon, height=height)
        self.setAccessibleName(name)

    def say(self, name: str) -> None:
        """Give it another name."""
        if name != self.accessibleName():
            self._show(name, bool(self.text()))

    def set_labelled(self, labelled: bool) -> None:
        if labelled != bool(self.text()):
            self._show(self.accessibleName(), labelled)

    def labelled_width(self) -> float:
        """Its width with its name and a gap, in px."""
        return self.theme.width(Text.STRONG, self.accessibleName()) + self.theme.px(AROUND) + 20

    def _show(self, name: str, labelled: bool) -> None:
        self.setAccessibleName(name)
        self.setText(name if labelled else "")
        self.setToolTip("" if labelled else name)
        self.updateGeometry()
        self.update()

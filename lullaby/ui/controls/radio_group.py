"""Choices of which one excludes the others, as screen readers and arrow keys expect them."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLayout

from lullaby.ui.text.locale import whole


class RadioGroup(QButtonGroup):
    """Buttons of which at most one is chosen.

    Screen readers announce radio buttons with their place ("2 of 5"); arrow keys go from one to
    the next, and Tab enters at the chosen one.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._members: list[QAbstractButton] = []
        self._left_out = set[QAbstractButton]()

    def add(self, button: QAbstractButton, place: int = -1) -> None:
        """Add a button below the others; `place` is its id, chosen by Qt for -1."""
        button.setCheckable(True)
        button.setAutoExclusive(True)
        self.addButton(button, place)
        self._members.append(button)
        self._describe()

    def remove(self, button: QAbstractButton) -> None:
        self.removeButton(button)
        self._members.remove(button)
        self._left_out.discard(button)
        self._describe()

    def discard(self, button: QAbstractButton, layout: QLayout) -> None:
        """Delete a button, and take it out of its layout at once."""
        self.remove(button)
        layout.removeWidget(button)
        button.hide()
        button.deleteLater()

    def choose(self, button: QAbstractButton | None) -> None:
        """Show a choice without emitting a click; None for no choice."""
        self.setExclusive(False)
        for each in self._members:
            each.setChecked(each is button)
        self.setExclusive(True)

    def offer(self, button: QAbstractButton, offered: bool) -> None:
        """Show a choice, or leave it out."""
        button.setVisible(offered)
        if offered:
            self._left_out.discard(button)
        else:
            self._left_out.add(button)
        self._describe()

    def _describe(self) -> None:
        offered = [button for button in self._members if button not in self._left_out]
        count = whole(len(offered))
        for at, button in enumerate(offered):
            place = self.tr("{place} of {count}").format(place=whole(at + 1), count=count)
            button.setAccessibleDescription(place)

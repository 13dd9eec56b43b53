"""What the topics of the Settings screen share."""

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from lullaby.ui.controls.chips import ChipRow
from lullaby.ui.settings.row import SettingsRow
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.theme.theme import Theme


class SettingsTopic(QWidget):
    """The rows of one topic, within a group."""

    def __init__(self, theme: Theme, controller: SettingsController, about: str) -> None:
        """`about` is not shown; the search finds all its rows by it."""
        super().__init__()
        self.theme = theme
        self.controller = controller
        self.rows: list[SettingsRow] = []
        self._about = about
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        controller.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the current settings."""
        raise NotImplementedError

    def step_back(self) -> bool:
        """Esc: close what is open in a row; False if nothing is."""
        return False

    def row(
        self, text: str, control: QWidget | None = None, stretch: int = 0, hint: str = ""
    ) -> SettingsRow:
        """Add a row; its texts may be changed later."""
        row = SettingsRow(self.theme, text, control, stretch)
        row.set_hint(hint)
        if isinstance(control, ChipRow):
            control.set_name(text)
        self.rows.append(row)
        self.column.addWidget(row)
        return row

    def search(self, words: Sequence[str]) -> bool:
        """Show only the rows that hold all the words, case folded; returns whether there are any.

        No words show all rows.
        """
        found = [row.search(words, self._about) for row in self.rows]
        self.setVisible(any(found))
        return any(found)

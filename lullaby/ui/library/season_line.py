"""A quiet line about songs that are out of season."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.text.lists import sentences
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme

HEIGHT = 48


def season_words(resting: int, shown: bool) -> str:
    """The songs out of season; empty for none."""
    if not resting:
        return ""
    if shown:
        return translate(
            "season", "Showing %n Christmas songs out of season.", None, PLURAL, resting
        )
    return translate(
        "season", "%n Christmas songs are hidden until December.", None, PLURAL, resting
    )


def season_action(resting: int, shown: bool) -> str:
    if shown:
        return translate("season", "Hide them", None, PLURAL, resting)
    return translate("season", "Show them", None, PLURAL, resting)


class SeasonLine(QWidget):
    """Hidden while every song is in season, or while `set_room` reports too little space."""

    requested = Signal(bool)
    """Whether to list songs that are out of season."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown = False
        self._room = True
        self._text = Label(theme, "", Text.CAPTION, "text2", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._button = PillButton(theme, "", tone=ButtonStyle.BARE, height=HEIGHT)
        self._button.clicked.connect(lambda: self.requested.emit(not self._shown))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)

    def show_season(self, resting: int, shown: bool) -> None:
        self._shown = shown
        text, action = season_words(resting, shown), season_action(resting, shown)
        self._text.setText(text)
        self._button.setText(action)
        self._button.setAccessibleName(sentences((text, action)))
        self._button.updateGeometry()
        self._on_change()

    def set_room(self, room: bool) -> None:
        self._room = room
        self._on_change()

    def _on_change(self) -> None:
        self.setVisible(self._room and bool(self._text.text()))

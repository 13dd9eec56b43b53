"""Buttons in the head of the Sing screen: sing without the recording, and song preferences."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.ui.sing.aid_tile import HeadTile
from lullaby.ui.theme.theme import Theme


class SingAids(QWidget):
    hand_over_requested = Signal()
    song_preferences_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.lead = HeadTile(theme, "", "")
        self.song_preferences = HeadTile(theme, "sliders-horizontal", self.tr("Settings"))
        self.song_preferences.say(self.tr("Settings"), self.tr("Settings for this song"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.lead)
        row.addWidget(self.song_preferences)
        self.lead.clicked.connect(self.hand_over_requested)
        self.song_preferences.clicked.connect(self.song_preferences_requested)
        self.show_lead(False)

    def show_lead(self, alone: bool) -> bool:
        """Update whether there is a recording to return to, or one to sing without. Returns whether
        the label changed."""
        self.lead.set_icon("music" if alone else "volume-x")
        return self.lead.say(self.tr("Sing with music") if alone else self.tr("Sing without music"))

    def set_there(self, song: bool) -> None:
        """Disable the buttons if there is no song."""
        for button in (self.lead, self.song_preferences):
            button.setEnabled(song)

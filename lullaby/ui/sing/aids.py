"""Buttons in the head of the Sing screen: sing without the recording, and song preferences."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.ui.controls.buttons import PillButton, RoundButton
from lullaby.ui.theme.theme import Theme

WIDE = 1_060
"""From this width, at the design's text size, the button shows its text."""


class SingAids(QWidget):
    hand_over_requested = Signal()
    song_preferences_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._labelled = PillButton(theme, "", "mic")
        self._small = RoundButton(theme, "mic", "")
        self.song_preferences = RoundButton(theme, "heart", self.tr("Settings for this song"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for button in (self._labelled, self._small):
            row.addWidget(button)
            button.clicked.connect(self.hand_over_requested)
        row.addWidget(self.song_preferences)
        self.song_preferences.clicked.connect(self.song_preferences_requested)
        self.show_lead(False)
        self.fit(WIDE)

    def show_lead(self, alone: bool) -> None:
        """Update whether there is a recording to return to, or one to sing without."""
        if alone:
            text, name = self.tr("Sing with music"), self.tr("Bring the music back")
        else:
            text = self.tr("Sing without music")
            name = self.tr("Sing without music")
        self._labelled.setText(text)
        self._labelled.setAccessibleName(name)
        self._labelled.updateGeometry()
        self._small.set_name(name)
        for button in (self._labelled, self._small):
            button.set_icon("music" if alone else "mic")

    def fit(self, width: int) -> None:
        """Hide the button's text if the screen, `width` px wide, is narrow."""
        wide = self._wide = width >= WIDE * self._theme.scale
        self._labelled.setVisible(wide)
        self._small.setVisible(not wide)

    @property
    def lead(self) -> QWidget:
        """The one of its two forms that fits."""
        return self._labelled if self._wide else self._small

    _wide = True

    def set_there(self, song: bool) -> None:
        """Disable the buttons if there is no song."""
        for button in (self._labelled, self._small, self.song_preferences):
            button.setEnabled(song)

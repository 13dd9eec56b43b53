"""The card about the application and its credits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from lullaby import __version__
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.labels import Label
from lullaby.ui.settings.card import SettingsCard
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.theme.theme import Text, Theme


class AboutCard(SettingsCard):
    credits_requested = Signal()

    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, "info", self.tr("About"))
        version = self.tr("Lullaby {version}").format(version=__version__)
        self.column.addWidget(Label(theme, version, Text.BODY))
        text = self.tr("Credits for songs, sounds, fonts and software.")
        self.column.addWidget(Label(theme, text, Text.ROW, "text2", wrap=True))
        show = WrappingPill(theme, self.tr("Credits"), "heart")
        show.clicked.connect(self.credits_requested)
        holder = QHBoxLayout()
        holder.addWidget(show)
        holder.addStretch(1)
        self.column.addLayout(holder)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Does nothing: no setting affects this card."""

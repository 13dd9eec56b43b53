"""The rows about the application and its credits."""

from PySide6.QtCore import Signal

from lullaby import __version__
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.theme.theme import Theme


class AboutTopic(SettingsTopic):
    credits_requested = Signal()

    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("About"))
        show = WrappingPill(theme, self.tr("Credits"), "heart")
        show.clicked.connect(self.credits_requested)
        version = self.tr("Lullaby {version}").format(version=__version__)
        text = self.tr("Credits for songs, sounds, fonts and software.")
        self.row(version, show, hint=text)

    def refresh(self) -> None:
        """Does nothing: no setting affects this topic."""

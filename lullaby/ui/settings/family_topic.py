"""The rows about two computers of a family, and the songs that it wrote down."""

from PySide6.QtCore import Signal

from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.theme.theme import Theme


class FamilyTopic(SettingsTopic):
    write_requested = Signal()
    read_requested = Signal()
    songbook_requested = Signal()

    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Two carers, two laptops"))
        write = WrappingPill(theme, self.tr("Write a file…"), "download")
        write.clicked.connect(self.write_requested)
        self.row(
            self.tr("For the other computer of your family"),
            write,
            hint=self.tr("Your journal, playlists, routines and how you sing each song."),
        )
        read = WrappingPill(theme, self.tr("Bring one in…"), "upload")
        read.clicked.connect(self.read_requested)
        self.row(
            self.tr("From the other computer of your family"),
            read,
            hint=self.tr("You see what it brings before anything is kept."),
        )
        songbook = WrappingPill(theme, self.tr("Give your songbook…"), "book-text")
        songbook.clicked.connect(self.songbook_requested)
        self.row(self.tr("All songs that you wrote down, in one file"), songbook)

    def refresh(self) -> None:
        """Its rows show no setting."""

"""Lets the person choose music folders."""

from pathlib import Path

from PySide6.QtCore import QObject

from lullaby.library.walk import SONGS
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.undo import UndoController

PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(SONGS))
"""All songs, in the spelling of a file dialog."""


class FolderActions(QObject):
    def __init__(
        self, folders: MusicFolders, files: Files, undo: UndoController, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._folders = folders
        self._files = files
        self._undo = undo

    def add(self) -> None:
        """Let the person choose a folder, and scan it."""
        folder = self._files.ask_folder(self.tr("Choose a folder with your music"))
        if folder is not None:
            self.add_folder(folder)

    def add_folder(self, folder: Path) -> None:
        """Scan a folder from now on."""
        self._folders.add(folder)

    def ask_song(self, title: str, near: Path) -> Path | None:
        """Let the person choose a song, beginning in the folder `near`; None if none was chosen."""
        kinds = self.tr("Songs ({patterns})").format(patterns=PATTERNS)
        return self._files.ask_open(title, kinds, near)

    def ask_songs(self) -> tuple[Path, ...]:
        """Let the person choose songs to add; none if they cancel."""
        kinds = self.tr("Songs ({patterns})").format(patterns=PATTERNS)
        return self._files.ask_several(self.tr("Choose the songs to add"), kinds)

    def remove(self, folder: Path) -> None:
        text = self.tr("“{name}” is no longer a music folder").format(name=folder.name)
        self._folders.remove(
            folder,
            lambda forgotten: self._undo.offer(
                text, lambda: self._folders.restore_folder(forgotten)
            ),
        )

"""Lets the person choose music folders."""

from pathlib import Path

from PySide6.QtCore import QObject

from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.undo import UndoController


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
            self._folders.add(folder)

    def remove(self, folder: Path) -> None:
        text = self.tr("“{name}” is no longer a music folder").format(name=folder.name)
        self._folders.remove(
            folder,
            lambda forgotten: self._undo.offer(
                text, lambda: self._folders.restore_folder(forgotten)
            ),
        )

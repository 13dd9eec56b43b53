"""Asks for files and folders, in Qt's own dark picker: the native one may be white."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

OPTIONS = QFileDialog.Option.DontUseNativeDialog


class Files:
    """Each question returns None when the person thinks better of it."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def folder(self, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, title, str(_music_folder()), OPTIONS | QFileDialog.Option.ShowDirsOnly
        )
        return Path(chosen) if chosen else None

    def open(self, title: str, kinds: str, near: Path | None = None) -> Path | None:
        start = str(near) if near else str(_music_folder())
        chosen, _ = QFileDialog.getOpenFileName(self._window, title, start, kinds, options=OPTIONS)
        return Path(chosen) if chosen else None

    def save(self, title: str, name: str, kinds: str) -> Path | None:
        """A name without one of the usual endings gets the one of `name`."""
        start = str(_music_folder() / name)
        chosen, _ = QFileDialog.getSaveFileName(self._window, title, start, kinds, options=OPTIONS)
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_suffix(Path(name).suffix)


def _music_folder() -> Path:
    home = Path.home()
    music = home / "Music"
    return music if music.is_dir() else home

"""Asks for files and folders: by day with the system's own dialog, at night with Qt's dark one."""

import re
from itertools import chain, count
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from lullaby.ui.theme.theme import Theme

ENDING = re.compile(r"\*(\.\w+)")
Option = QFileDialog.Option


class Files:
    """Each question returns None if the person cancels."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        self._window = window
        self._theme = theme

    def ask_folder(self, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, title, str(_music_folder()), self._options | Option.ShowDirsOnly
        )
        return Path(chosen) if chosen else None

    def ask_open(self, title: str, kinds: str, near: Path | None = None) -> Path | None:
        start = str(near) if near else str(_music_folder())
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, title, start, kinds, options=self._options
        )
        return Path(chosen) if chosen else None

    def ask_several(self, title: str, kinds: str) -> tuple[Path, ...]:
        """Ask for any number of files; none if the person cancels."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, title, str(_music_folder()), kinds, options=self._options
        )
        return tuple(map(Path, chosen))

    def ask_save(self, title: str, name: str, kinds: str) -> Path | None:
        """Ask where to save; a name without an ending in `kinds` gets that of the chosen kind."""
        start = str(_music_folder() / name)
        chosen, kind = QFileDialog.getSaveFileName(
            self._window, title, start, kinds, options=self._options
        )
        return with_ending(Path(chosen), kinds, kind) if chosen else None

    @property
    def _options(self) -> Option:
        """At night not the system's own dialog, which may be white."""
        return Option.DontUseNativeDialog if self._theme.night else Option(0)


def with_ending(path: Path, kinds: str, kind: str) -> Path:
    """`path` with one of the endings in `kinds`, the dialog's filters; `kind` is the chosen one.

    If an ending had to be added, the dialog has not asked about an existing file: then the name
    gets a number, so that nothing is overwritten.
    """
    if path.suffix.lower() in ENDING.findall(kinds):
        return path
    ending = (ENDING.findall(kind) or ENDING.findall(kinds))[0]
    numbers = (f" {number}" for number in count(2))
    names = (f"{path.name}{number}{ending}" for number in chain([""], numbers))
    return next(found for name in names if not (found := path.with_name(name)).exists())


def _music_folder() -> Path:
    home = Path.home()
    music = home / "Music"
    return music if music.is_dir() else home

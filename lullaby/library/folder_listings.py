"""Finds files whose names are spelled differently: accents in another form, another case."""

import os
import stat
import unicodedata
from pathlib import Path

MOST_NAMES = 20_000
"""A folder with more names is not searched; its files are found by their exact name only."""
MOST_PARTS = 64
"""A path of more parts is not searched."""
MOST_FOLDERS = 4
"""So many folders of one spelling are followed, such as Café composed and decomposed."""


def folded(name: str) -> str:
    """The name without difference of case and of Unicode form (NFC, NFD)."""
    decomposed = unicodedata.normalize("NFD", name)
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", decomposed.casefold()))


class FolderListings:
    """Searches part by part; each folder is listed once, so that long playlists cost little.

    Made anew for each playlist, since folders change.
    """

    def __init__(self) -> None:
        self._names: dict[str, dict[str, list[str]]] = {}
        self._folders: dict[str, tuple[str, ...]] = {}
        self._there: dict[str, bool] = {}

    def is_file(self, path: str) -> bool:
        """Whether a normalised absolute path is a file; each folder is looked for once."""
        folder = os.path.dirname(path)
        there = self._there.get(folder)
        if there is None:
            there = self._there[folder] = _is_folder(folder)
        return there and _is_file(path)

    def find(self, path: Path) -> Path | None:
        """The one existing file that `path` means if spelling is ignored; None if there is none.

        Another Unicode form goes before another case. Of two files that differ only in case,
        neither is chosen.
        """
        found = self.find_text(str(path))
        return None if found is None else Path(found)

    def find_text(self, path: str) -> str | None:
        """The same for the text of a normalised absolute path."""
        if path.count(os.sep) >= MOST_PARTS:
            return None
        parent, named = os.path.split(path)
        for folder in self._meant(parent):
            found = [
                name
                for name in self._spelled(folder, named)
                if _is_file(os.path.join(folder, name))
            ]
            if not found:
                continue
            same = [name for name in found if _composed(name) == _composed(named)]
            if same or len(found) == 1:
                return os.path.join(folder, (same or found)[0])
        return None

    def _meant(self, folder: str) -> tuple[str, ...]:
        """The existing folders that `folder` may mean, that of the exact spelling first."""
        known = self._folders.get(folder)
        if known is not None:
            return known
        meant = [folder] if _is_folder(folder) else []
        above, named = os.path.split(folder)
        if named:
            for parent in self._meant(above):
                for name in self._spelled(parent, named):
                    other = os.path.join(parent, name)
                    if other not in meant and _is_folder(other):
                        meant.append(other)
        self._folders[folder] = tuple(meant[:MOST_FOLDERS])
        return self._folders[folder]

    def _spelled(self, folder: str, name: str) -> list[str]:
        """The names in a folder that differ from `name` only in spelling."""
        if folder not in self._names:
            self._names[folder] = _listed(folder)
        names = self._names[folder]
        return names.get(folded(name), []) if names else []


def _listed(folder: str) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    try:
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                if count >= MOST_NAMES:
                    return {}
                names.setdefault(folded(entry.name), []).append(entry.name)
    except (OSError, ValueError):
        return {}
    return {key: sorted(spelled) for key, spelled in names.items()}


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _is_file(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False

"""Finds files whose names are spelled differently: accents in another form, another case."""

import os
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
        self._names: dict[Path, dict[str, list[str]]] = {}
        self._folders: dict[Path, tuple[Path, ...]] = {}

    def find(self, path: Path) -> Path | None:
        """The one existing file that `path` means if spelling is ignored; None if there is none.

        Another Unicode form goes before another case. Of two files that differ only in case,
        neither is chosen.
        """
        if len(path.parts) > MOST_PARTS:
            return None
        for folder in self._meant(path.parent):
            found = [name for name in self._spelled(folder, path.name) if _is_file(folder / name)]
            same = [name for name in found if _composed(name) == _composed(path.name)]
            if same or len(found) == 1:
                return folder / (same or found)[0]
        return None

    def _meant(self, folder: Path) -> tuple[Path, ...]:
        """The existing folders that `folder` may mean, that of the exact spelling first."""
        known = self._folders.get(folder)
        if known is not None:
            return known
        meant = [folder] if _is_folder(folder) else []
        if folder.parent != folder:
            for parent in self._meant(folder.parent):
                for name in self._spelled(parent, folder.name):
                    if parent / name not in meant and _is_folder(parent / name):
                        meant.append(parent / name)
        self._folders[folder] = tuple(meant[:MOST_FOLDERS])
        return self._folders[folder]

    def _spelled(self, folder: Path, name: str) -> list[str]:
        """The names in a folder that differ from `name` only in spelling."""
        if folder not in self._names:
            self._names[folder] = _listed(folder)
        return self._names[folder].get(folded(name), [])


def _listed(folder: Path) -> dict[str, list[str]]:
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


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False

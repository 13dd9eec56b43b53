"""Where things live: the platform's usual folders, or one folder the person names."""

import os
from pathlib import Path

import platformdirs

from lullaby.frozen import frozen

WAITING = ".waiting"
"""In the folder of voices: recordings that are not kept yet; no scan or copy looks into it."""


@frozen
class Paths:
    """Folders are made when first written to; asking for a path touches nothing."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def database(self) -> Path:
        return self.data / "lullaby.sqlite3"

    @property
    def exchange(self) -> Path:
        """Here while all data is exchanged for that of a copy."""
        return self.data / ".exchange.json"

    @property
    def words(self) -> Path:
        """Word drafts, and finished words that cannot be saved beside their song."""
        return self.data / "words"

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    @property
    def songs(self) -> Path:
        """The person's own scores; scanned like a music folder."""
        return self.data / "songs"

    @property
    def voices(self) -> Path:
        """People's own recordings of songs; scanned like a music folder."""
        return self.data / "voices"

    @property
    def made_songs(self) -> Path:
        return self.cache / "songs"

    @property
    def made_sounds(self) -> Path:
        return self.cache / "sounds"

    @property
    def window(self) -> Path:
        return self.config / "window.ini"


def usual_paths() -> Paths:
    """The folders this platform sets aside for an application's files."""
    dirs = platformdirs.PlatformDirs("Lullaby" if os.name == "nt" else "lullaby", appauthor=False)
    return Paths(
        data=dirs.user_data_path,
        config=dirs.user_config_path,
        cache=dirs.user_cache_path,
        logs=dirs.user_log_path,
    )


def paths_under(folder: Path) -> Paths:
    """Everything inside one folder, as `--data` asks."""
    root = folder.expanduser().absolute()
    return Paths(data=root, config=root, cache=root / "cache", logs=root / "logs")


def assets() -> Path:
    """The bundled songs, fonts and icons: inside the installed package or beside it in a clone."""
    inside = Path(__file__).parent / "assets"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "assets"

"""Folders of small tagged songs, and a library that holds as many, for the benchmarks."""

import shutil
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import mutagen

from lullaby.clock import SystemClock
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.track import Words
from lullaby.paths import assets, paths_under
from lullaby.settings import Settings, to_json
from lullaby.songbook.catalogue import catalogue
from lullaby.stores import Stores, open_stores
from lullaby.units import Bpm, Ms
from tests.library.songs import make

KINDS = ("mp3", "ogg", "opus", "flac", "m4a")
"""One template each, with cover, words and loudness; every song has its own names and tempo."""

FIRST = ("Suo", "Gwynne", "Sleep", "Quiet", "Evening", "Moon", "Little", "Golden", "River", "Dream")
SECOND = ("Lullaby", "Song", "Waltz", "Prelude", "Air", "Cradle", "Hymn", "Berceuse", "Dance")
SINGERS = ("Anna", "Bertil", "Chloé", "Dafydd", "Eamon", "Françoise", "Göran", "Hélène", "Łucja")
IN_A_FOLDER = 16


def names(number: int) -> tuple[str, str, str]:
    """Title, artist and album of a song, so that each typed letter halves the matches."""
    first = FIRST[number % len(FIRST)]
    second = SECOND[number // len(FIRST) % len(SECOND)]
    singer = SINGERS[number // 7 % len(SINGERS)]
    return f"{first} {second} {number}", f"{singer} {number % 31}", f"Album {number // IN_A_FOLDER}"


def tempo(number: int) -> int:
    """From 40 to 139 BPM."""
    return 40 + number * 37 % 100


def make_folder(folder: Path, songs: int) -> Path:
    """Make `songs` files in folders of 16, like albums."""
    templates = folder.parent / "templates"
    templates.mkdir(exist_ok=True)
    made = [make(templates / f"song.{kind}") for kind in KINDS]
    for number, template in enumerate(islice(cycle(made), songs)):
        album = folder / f"album {number // IN_A_FOLDER:04}"
        album.mkdir(parents=True, exist_ok=True)
        song = album / f"{number:05}{template.suffix}"
        shutil.copyfile(template, song)
        tag(song, number)
    return folder


def tag(song: Path, number: int) -> None:
    file: Any = mutagen.File(song, easy=True)
    file["title"], file["artist"], file["album"] = names(number)
    file["bpm"] = str(tempo(number))
    file.save()


def every_file(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def open_library(data: Path) -> Stores:
    """The stores of an application with its data in `data`, past the welcome screen."""
    paths = paths_under(data)
    paths.settings.parent.mkdir(parents=True, exist_ok=True)
    paths.settings.write_text(to_json(Settings(welcomed=True)), encoding="utf-8")
    return open_stores(paths.database, SystemClock().now(), catalogue(assets() / "songs"))


def fill(stores: Stores, songs: int, folder: Path) -> None:
    """Fill the library with so many songs below `folder`, as a scan would.

    The files exist, with the size and time that the library knows, but contain only one byte.
    """
    found: list[FoundFile] = []
    for number in range(songs):
        title, artist, album = names(number)
        path = folder / album / f"{number:05}.mp3"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\0")
        facts = path.stat()
        bpm = tempo(number)
        words = Words.LINES if number % 3 == 0 else Words.NONE
        tags = Tags(title, artist, album, "Lullaby", Ms(180_000), Bpm(bpm), str(bpm), words)
        found.append(FoundFile(path, facts.st_size, facts.st_mtime_ns, 0, tags))
    stores.library.add_folder(folder)
    stores.scans.apply(ScanBatch(found=tuple(found)))


def filled_library(data: Path, songs: int) -> Path:
    """The data folder of an application that knows so many songs."""
    stores = open_library(data)
    if songs:
        fill(stores, songs, data / "music")
    stores.connection.close()
    return data

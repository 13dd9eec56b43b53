"""Playlists as files of other players: M3U, M3U8 and XSPF by one name."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from lullaby.settings import write_atomically
from lullaby.units import Ms

LARGEST = 8_000_000


class Refusal(Enum):
    """Why a file could not be taken as a playlist."""

    STREAM = "a list of pieces of one stream"
    NOT_A_PLAYLIST = "not a playlist"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    UNKNOWN_FORMAT = "unknown format"


class NotAPlaylistError(Exception):
    def __init__(self, path: Path, refusal: Refusal) -> None:
        super().__init__(f"{path}: {refusal.value}")
        self.path = path
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One song of a playlist file. `raw` is how the file spells its path, for writing it again."""

    path: Path
    title: str = ""
    duration_ms: Ms | None = None
    raw: str = ""
    comments: tuple[str, ...] = ()
    """Lines before the entry that only other players understand."""


@dataclass(frozen=True, slots=True)
class PlaylistFile:
    name: str
    entries: tuple[FileEntry, ...]
    skipped: int = 0
    """Entries that are no files: addresses on the network."""


def read(path: Path) -> PlaylistFile:
    """Read a playlist file. Raises NotAPlaylistError."""
    from lullaby.library import m3u, xspf

    try:
        if path.stat().st_size > LARGEST:
            raise NotAPlaylistError(path, Refusal.NOT_A_PLAYLIST)
        data = path.read_bytes()
    except OSError as problem:
        raise NotAPlaylistError(path, Refusal.UNREADABLE) from problem
    if path.suffix.lower() == ".xspf" or data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return xspf.parse(data, path)
    if path.suffix.lower() in (".m3u", ".m3u8", ".txt", ""):
        return m3u.parse(data, path)
    raise NotAPlaylistError(path, Refusal.UNKNOWN_FORMAT)


def write(path: Path, name: str, entries: Sequence[FileEntry]) -> None:
    """Write `.m3u8`, `.m3u` (both UTF-8) or `.xspf`, atomically.

    Raises OSError, and NotAPlaylistError for another suffix.
    """
    from lullaby.library import m3u, xspf

    match path.suffix.lower():
        case ".m3u" | ".m3u8":
            write_atomically(path, m3u.render(path, name, entries))
        case ".xspf":
            write_atomically(path, xspf.render(path, name, entries))
        case _:
            raise NotAPlaylistError(path, Refusal.UNKNOWN_FORMAT)

"""Reads and writes M3U and M3U8 playlists as players do, since there is no standard."""

import re
from collections.abc import Sequence
from pathlib import Path

from lullaby.library.folder_listings import FolderListings
from lullaby.library.locations import relative, resolve
from lullaby.library.playlist_entry import FileEntry, NotAPlaylistError, PlaylistFile, Refusal
from lullaby.library.playlist_text import decode, resolve_bytes
from lullaby.units import Ms

HEAD = "#EXTM3U"
INFO = "#EXTINF:"
NAME = "#PLAYLIST:"
STREAM = "#EXT-X-"
_ROW_ENDS = re.compile(r"\r\n|\n|\r")
"""Line ends in playlists; `str.splitlines` also splits at characters that names may contain."""


def parse(data: bytes, path: Path) -> PlaylistFile:
    """Parse the bytes of the playlist at `path`. Raises NotAPlaylistError."""
    text, encoding = decode(data)
    if "\0" in text:
        raise NotAPlaylistError(path, Refusal.NOT_A_PLAYLIST)
    name = path.stem
    listings = FolderListings()
    entries: list[FileEntry] = []
    comments: list[str] = []
    title, skipped = "", 0
    duration: Ms | None = None
    for row in _ROW_ENDS.split(text):
        line = row.strip(" \t")
        mark = line.upper()
        if mark.startswith(STREAM):
            raise NotAPlaylistError(path, Refusal.STREAM)
        if not line or mark.split(" ", 1)[0] == HEAD:
            continue
        if mark.startswith(INFO):
            duration, title = _info(line[len(INFO) :])
        elif mark.startswith(NAME):
            name = line[len(NAME) :].strip() or name
        elif line.startswith("#"):
            comments.append(line)
        else:
            found = resolve_bytes(line, encoding, path.parent, listings)
            if found is None:
                skipped += 1
            else:
                entries.append(FileEntry(found, title, duration, line, tuple(comments)))
            comments, title, duration = [], "", None
    return PlaylistFile(name, tuple(entries), skipped)


def render(path: Path, name: str, entries: Sequence[FileEntry]) -> str:
    """The text of a playlist for `path`, with relative paths where possible.

    An entry with `raw` keeps its spelling while it still means the same file.
    """
    rows = [HEAD]
    listings = FolderListings()
    if name:
        rows.append(f"{NAME}{_one_line(name)}")
    for entry in entries:
        rows += entry.comments
        if entry.title or entry.duration_ms is not None:
            seconds = -1 if entry.duration_ms is None else round(entry.duration_ms / 1000)
            rows.append(f"{INFO}{seconds},{_one_line(entry.title)}")
        rows.append(_spelling(entry, path.parent, listings))
    return "\n".join(rows) + "\n"


def _spelling(entry: FileEntry, folder: Path, listings: FolderListings) -> str:
    if entry.raw and _plain(entry.raw) and resolve(entry.raw, folder, listings) == entry.path:
        return entry.raw
    near = relative(entry.path, folder)
    spelled = entry.path.as_posix() if near is None else near
    if not _plain(spelled):
        return entry.path.as_uri()
    like_a_uri = near is not None and ":" in near.split("/", 1)[0]
    other = resolve(spelled, folder, listings) != entry.path
    ambiguous = like_a_uri or other or spelled.startswith("#")
    return f"./{spelled}" if ambiguous else spelled


def _plain(spelled: str) -> bool:
    """Whether a path fits on one line of text."""
    try:
        spelled.encode()
    except UnicodeEncodeError:
        return False
    return "\n" not in spelled and "\r" not in spelled and spelled == spelled.strip()


def _info(text: str) -> tuple[Ms | None, str]:
    head, _, title = text.partition(",")
    seconds = head.strip().split(" ", 1)[0]
    try:
        value = float(seconds)
    except ValueError:
        return None, title.strip()
    return (Ms(round(value * 1000)) if 0 < value < 1e7 else None), title.strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())

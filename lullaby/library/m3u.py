"""Reads and writes M3U and M3U8 playlists as players do, since there is no standard."""

import codecs
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lullaby.library.folder_listings import FolderListings
from lullaby.library.locations import relative, resolve
from lullaby.library.playlist_entry import (
    FileEntry,
    NotAPlaylistError,
    PlaylistFile,
    Refusal,
    rewritten,
    within_reason,
)
from lullaby.library.playlist_source import (
    BOM,
    EntrySource,
    PlaylistFormat,
    PlaylistSource,
    joined,
    line_end,
)
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
    name, folder = path.stem, path.parent
    listings = FolderListings()
    entries: list[FileEntry] = []
    comments: list[str] = []
    title, skipped = "", 0
    duration: Ms | None = None
    head, piece, begun = list[str](), list[str](), False
    for row, end in _rows(text):
        line = row.strip(" \t")
        mark = line.upper() if line.startswith("#") else ""
        if mark.startswith(STREAM):
            raise NotAPlaylistError(path, Refusal.STREAM)
        blank = not line or mark.partition(" ")[0] == HEAD
        begun = begun or not (blank or mark.startswith(NAME))
        (piece if begun else head).append(row + end)
        if blank:
            continue
        if mark.startswith(INFO):
            duration, title = _info(line[len(INFO) :])
        elif mark.startswith(NAME):
            name = line[len(NAME) :].strip() or name
        elif line.startswith("#"):
            comments.append(line)
        else:
            found = resolve_bytes(line, encoding, folder, listings)
            if found is None:
                skipped += 1
            else:
                source = _piece("".join(piece), row, line, end)
                entries.append(FileEntry(found, title, duration, line, tuple(comments), source))
                within_reason(entries, path)
                piece = []
            comments, title, duration = [], "", None
    head = [BOM, *head] if data.startswith(codecs.BOM_UTF8) else head
    source = PlaylistSource(PlaylistFormat.M3U, name, "".join(head), "".join(piece))
    return PlaylistFile(name, tuple(entries), skipped, source)


def render_again(
    path: Path,
    name: str,
    entries: Sequence[FileEntry],
    source: PlaylistSource,
    moved: Container[int],
) -> str:
    """The text of a playlist that was read before, with everything that the file held.

    A song that was not in it is written as `render` writes it. Of the entries with the indexes in
    `moved`, the path is written anew.
    """
    listings = FolderListings()
    end = line_end(source.head + "".join(e.source.text for e in entries[:1] if e.source))
    pieces = rewritten(
        entries,
        moved,
        lambda entry: _spelling(replace(entry, raw=""), path.parent, listings),
        lambda entry: "".join(row + end for row in _entry_rows(entry, path.parent, listings)),
    )
    if name != source.name:
        source = replace(source, head=_renamed(source.head, name, end))
    return joined(source, pieces)


def _renamed(head: str, name: str, end: str) -> str:
    text = head.removeprefix(BOM)
    rows = [row for row in _rows(text) if not row[0].strip(" \t").upper().startswith(NAME)]
    kept = "".join(row + ends for row, ends in rows)
    kept = kept if not kept or kept.endswith(("\n", "\r")) else kept + end
    kept = BOM + kept if head.startswith(BOM) else kept
    return f"{kept}{NAME}{_one_line(name)}{end}" if name else kept


def _piece(text: str, row: str, line: str, end: str) -> EntrySource:
    """A piece whose last row is `row`, with the path `line` in it."""
    begins = len(text) - len(end) - len(row) + row.index(line)
    return EntrySource(text[:begins], line, text[begins + len(line) :])


def _rows(text: str) -> Iterator[tuple[str, str]]:
    """Each row, and its line end; the last row may have none."""
    begins = 0
    for found in _ROW_ENDS.finditer(text):
        yield text[begins : found.start()], found[0]
        begins = found.end()
    if begins < len(text):
        yield text[begins:], ""


def render(path: Path, name: str, entries: Sequence[FileEntry]) -> str:
    """The text of a playlist for `path`, with relative paths where possible.

    An entry with `raw` keeps its spelling while it still means the same file.
    """
    rows = [HEAD]
    listings = FolderListings()
    if name:
        rows.append(f"{NAME}{_one_line(name)}")
    for entry in entries:
        rows += _entry_rows(entry, path.parent, listings)
    return "\n".join(rows) + "\n"


def _entry_rows(entry: FileEntry, folder: Path, listings: FolderListings) -> list[str]:
    rows = list(entry.comments)
    if entry.title or entry.duration_ms is not None:
        seconds = -1 if entry.duration_ms is None else round(entry.duration_ms / 1000)
        rows.append(f"{INFO}{seconds},{_one_line(entry.title)}")
    return [*rows, _spelling(entry, folder, listings)]


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

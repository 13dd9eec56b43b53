"""M3U and M3U8. There is no standard; this reads what players write and writes what they read."""

import locale
from collections.abc import Sequence
from pathlib import Path

from lullaby.library.locations import relative, resolve
from lullaby.library.playlist_entry import FileEntry, NotAPlaylistError, PlaylistFile, Refusal
from lullaby.units import Ms

HEAD = "#EXTM3U"
INFO = "#EXTINF:"
NAME = "#PLAYLIST:"
STREAM = "#EXT-X-"


def parse(data: bytes, path: Path) -> PlaylistFile:
    """Read the bytes of a playlist that lies at `path`. Raises NotAPlaylistError."""
    text = _decode(data)
    if "\0" in text:
        raise NotAPlaylistError(path, Refusal.NOT_A_PLAYLIST)
    name = path.stem
    entries: list[FileEntry] = []
    comments: list[str] = []
    title, skipped = "", 0
    duration: Ms | None = None
    for row in text.splitlines():
        line = row.strip()
        if line.startswith(STREAM):
            raise NotAPlaylistError(path, Refusal.STREAM)
        if not line or line == HEAD:
            continue
        if line.startswith(INFO):
            duration, title = _info(line[len(INFO) :])
        elif line.startswith(NAME):
            name = line[len(NAME) :].strip() or name
        elif line.startswith("#"):
            comments.append(line)
        else:
            found = resolve(line, path.parent)
            if found is None:
                skipped += 1
            else:
                entries.append(FileEntry(found, title, duration, line, tuple(comments)))
            comments, title, duration = [], "", None
    return PlaylistFile(name, tuple(entries), skipped)


def render(path: Path, name: str, entries: Sequence[FileEntry]) -> str:
    """The text of a playlist to be written at `path`, with relative paths where that can be.

    An entry with `raw` keeps its spelling as long as it still means the same file.
    """
    rows = [HEAD]
    if name:
        rows.append(f"{NAME}{_one_line(name)}")
    for entry in entries:
        rows += entry.comments
        if entry.title or entry.duration_ms is not None:
            seconds = -1 if entry.duration_ms is None else round(entry.duration_ms / 1000)
            rows.append(f"{INFO}{seconds},{_one_line(entry.title)}")
        rows.append(_spelling(entry, path.parent))
    return "\n".join(rows) + "\n"


def _spelling(entry: FileEntry, folder: Path) -> str:
    if entry.raw and resolve(entry.raw, folder) == entry.path:
        return entry.raw
    near = relative(entry.path, folder)
    spelled = entry.path.as_posix() if near is None else near
    if "\n" in spelled or "\r" in spelled or spelled != spelled.strip():
        return entry.path.as_uri()
    ambiguous = resolve(spelled, folder) != entry.path or spelled.startswith("#")
    return f"./{spelled}" if ambiguous else spelled


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


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", locale.getpreferredencoding(False), "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")

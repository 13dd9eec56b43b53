"""Reads a playlist file of another player in a helper process.

What was read comes back as plain tuples of text: unpacking thousands of paths from one answer would
hold this process until it is done.
"""

from collections.abc import Callable
from pathlib import Path

from lullaby.helpers import Helpers, ask, needing, never
from lullaby.library.playlist_entry import FileEntry, NotAPlaylistError, PlaylistFile, Refusal
from lullaby.library.playlist_source import EntrySource, PlaylistSource
from lullaby.units import Ms

PATIENCE_S = 20.0
"""The most seconds for reading a playlist from a slow disk."""

_Entry = tuple[str, str, Ms | None, str, tuple[str, ...], tuple[str, str, str] | None]
_Packed = tuple[str, tuple[_Entry, ...], int, PlaylistSource | None]


def read_aside(
    path: Path, helpers: Helpers, cancelled: Callable[[], bool] = never
) -> PlaylistFile | Refusal:
    """The playlist at `path`, or why it is refused. Raises NoHelperError."""
    answer = ask(helpers, _read, path, cancelled, PATIENCE_S)
    if not isinstance(answer, tuple):
        return answer if isinstance(answer, Refusal) else Refusal.UNREADABLE
    name, entries, skipped, source = answer
    return PlaylistFile(name, tuple(_entry(each) for each in entries), skipped, source)


@needing("lullaby.library.playlist_file")
def _read(path: Path) -> _Packed | Refusal:
    from lullaby.library.playlist_file import read

    try:
        found = read(path)
    except NotAPlaylistError as problem:
        return problem.refusal
    return found.name, tuple(_packed(each) for each in found.entries), found.skipped, found.source


def _packed(entry: FileEntry) -> _Entry:
    source = entry.source
    kept = None if source is None else (source.before, source.spelled, source.after)
    return str(entry.path), entry.title, entry.duration_ms, entry.raw, entry.comments, kept


def _entry(packed: _Entry) -> FileEntry:
    path, title, duration_ms, raw, comments, kept = packed
    source = None if kept is None else EntrySource(*kept)
    return FileEntry(Path(path), title, duration_ms, raw, comments, source)

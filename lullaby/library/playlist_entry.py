"""The contents of a playlist file, in any format."""

from collections.abc import Callable, Container, Sequence
from dataclasses import field
from enum import Enum
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.library.playlist_source import EntrySource, PlaylistSource
from lullaby.units import Ms


class Refusal(Enum):
    """Why a file was not accepted as a playlist."""

    STREAM = "a list of pieces of one stream"
    NOT_A_PLAYLIST = "not a playlist"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    UNKNOWN_FORMAT = "unknown format"
    TOO_LONG = "more songs than a playlist holds"


MOST_SONGS = 20_000
"""Most songs of a playlist: two months of music without a pause."""


class NotAPlaylistError(Exception):
    def __init__(self, path: Path, refusal: Refusal) -> None:
        super().__init__(f"{path}: {refusal.value}")
        self.path = path
        self.refusal = refusal


@frozen
class FileEntry:
    """One song of a playlist file; `raw` is its path as spelled there, for writing it back."""

    path: Path
    title: str = ""
    duration_ms: Ms | None = None
    raw: str = ""
    comments: tuple[str, ...] = ()
    """Lines before the entry that are meant for other players."""
    source: EntrySource | None = field(default=None, compare=False)
    """Its piece of the file, if the file can be written too."""


@frozen
class PlaylistFile:
    name: str
    entries: tuple[FileEntry, ...]
    skipped: int = 0
    """Number of entries that are network addresses."""
    source: PlaylistSource | None = field(default=None, compare=False)
    """What stands around the entries, if the file can be written too."""


def within_reason(entries: Sequence[FileEntry], path: Path) -> None:
    """Raises NotAPlaylistError for more entries than a playlist holds."""
    if len(entries) > MOST_SONGS:
        raise NotAPlaylistError(path, Refusal.TOO_LONG)


def rewritten(
    entries: Sequence[FileEntry],
    moved: Container[int],
    path_of: Callable[[FileEntry], str],
    added: Callable[[FileEntry], str],
) -> list[str]:
    """The pieces of a file that was read before, one for each entry.

    Of the entries with the indexes in `moved`, `path_of` writes the path anew; `added` writes an
    entry that the file did not hold.
    """
    pieces: list[str] = []
    for at, entry in enumerate(entries):
        source = entry.source
        if source is None:
            pieces.append(added(entry))
        elif at in moved:
            pieces.append(source.before + path_of(entry) + source.after)
        else:
            pieces.append(source.text)
    return pieces

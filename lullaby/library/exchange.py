"""Converts playlists between the library and the files of other players."""

from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path

from lullaby.library.locations import is_file
from lullaby.library.playlist_entry import FileEntry
from lullaby.library.playlist_source import PlaylistSource, left_behind
from lullaby.library.playlist_store import PlaylistItem, item_of
from lullaby.library.store import LibraryStore


def items_for(entries: Sequence[FileEntry], library: LibraryStore) -> list[PlaylistItem]:
    """The items of an imported playlist; songs outside the library keep path and title."""
    known = library.by_path([entry.path for entry in entries])
    tracks = {track.id: track for track in library.some(list(known.values()))}
    return [
        replace(item_of(tracks[known[entry.path]]), source=entry.source)
        if entry.path in known
        else PlaylistItem(None, entry.path, entry.title, entry.source)
        for entry in entries
    ]


def taken_out(
    items: Sequence[PlaylistItem], place: int, source: PlaylistSource | None
) -> tuple[list[PlaylistItem], PlaylistSource | None]:
    """The playlist without the item at `place`; what stood above that in its file stays.

    It goes to the next song of the file, or behind the last one.
    """
    gone, left = items[place], [*items[:place], *items[place + 1 :]]
    kept = "" if source is None or gone.source is None else left_behind(source.format, gone.source)
    if source is None or not kept:
        return left, source
    for at in range(place, len(left)):
        piece = left[at].source
        if piece is not None:
            moved = replace(piece, before=kept + piece.before)
            left[at] = replace(left[at], source=moved)
            return left, source
    return left, replace(source, tail=kept + source.tail)


def strangers(items: Sequence[PlaylistItem]) -> list[Path]:
    """Existing files that are not in the library; they can be played once read."""
    return list(filter(is_file, _outside(items)))


def strangers_among(items: Sequence[PlaylistItem], present: Container[Path]) -> list[Path]:
    """The same where it is known which files exist."""
    return [path for path in _outside(items) if path in present]


def _outside(items: Sequence[PlaylistItem]) -> dict[Path, None]:
    return dict.fromkeys(item.path for item in items if item.track is None)


def entries_of(items: Sequence[PlaylistItem]) -> list[FileEntry]:
    """The entries to write for other players: artist, title and duration."""
    return [
        FileEntry(
            item.path,
            _title(item),
            item.track.duration_ms if item.track else None,
            source=item.source,
        )
        for item in items
    ]


def _title(item: PlaylistItem) -> str:
    if item.track is None:
        return item.title
    return f"{item.track.artist} - {item.track.title}" if item.track.artist else item.track.title

"""Actions on playlists, each undoable for eight seconds.

It connects the Playlists tab with the stores, and uses no widgets.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lullaby.frozen import frozen
from lullaby.jobs import JobRunner
from lullaby.library import exchange
from lullaby.library.calm import slow_to_slower
from lullaby.library.elsewhere import find_elsewhere
from lullaby.library.locations import is_file
from lullaby.library.playlist_entry import FileEntry, PlaylistFile
from lullaby.library.playlist_source import PlaylistFormat
from lullaby.library.playlist_store import (
    DeletedPlaylist,
    PlaylistItem,
    PlaylistStore,
    item_of,
)
from lullaby.library.reader import LibraryReader
from lullaby.library.routine import Playlist, PlaylistId, Routine
from lullaby.library.routine_store import RoutineStore
from lullaby.library.rules import Found, Rules
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track
from lullaby.ui.library.library_model import FEW, LibraryModel
from lullaby.ui.library.playlist_reader import Items, Played, PlaylistReader
from lullaby.ui.library.playlist_writes import PlaylistWrites
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text import names
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.units import Ms


@frozen
class ImportedPlaylist:
    made: PlaylistId
    read: PlaylistFile
    strangers: tuple[Path, ...]
    """Its files that the library does not know."""


class PlaylistController(QObject):
    changed = Signal()
    strangers_came = Signal(object)
    """Paths of files in a playlist that the library does not contain yet."""

    def __init__(
        self,
        playlists: PlaylistStore,
        routines: RoutineStore,
        library: LibraryStore,
        undo: UndoController,
        library_model: LibraryModel,
        parent: QObject | None = None,
        played: Played = lambda *_: None,
    ) -> None:
        """`played` tells what a playlist plays, if that is not what it holds."""
        super().__init__(parent)
        self._playlists = playlists
        self._routines = routines
        self._library = library
        self._undo = undo
        self._library_model = library_model
        self._reader = reader = PlaylistReader(playlists, library_model, played)
        self._writes = PlaylistWrites(playlists, library_model, undo, self.changed.emit, reader)

    @property
    def writing(self) -> bool:
        """Whether a long playlist is still being written in the background."""
        return self._library_model.writing

    def all(self) -> list[Playlist]:
        return self._playlists.all()

    def counts(self) -> dict[PlaylistId, tuple[int, Ms]]:
        """The number of songs and the duration of each; without smart playlists."""
        return self._reader.counts()

    def find(
        self,
        playlists: Sequence[Playlist],
        deliver: Callable[[dict[PlaylistId, Found]], None],
    ) -> None:
        """Evaluate all smart playlists in one pass over the library."""
        rules = {each.id: each.rules for each in playlists if each.rules is not None}
        if not rules:
            self._library_model.answer("playlists", {}, deliver)
            return
        self._library_model.ask(
            "playlists",
            lambda reader: reader.fitting(list(rules.values())),
            lambda found: deliver(dict(zip(rules, found, strict=True))),
        )

    def look_up(self, playlist: PlaylistId, deliver: Callable[[list[PlaylistItem]], None]) -> None:
        """Pass the items to `deliver`: those of a long playlist later, read in the background.

        Not for smart playlists. Of several requests only the newest is answered.
        """
        if self._reader.is_short(playlist):
            self._library_model.answer("playlist", self._reader.items(playlist), deliver)
        else:
            self._library_model.ask(
                "playlist", lambda _: self._playlists.here().items(playlist), deliver
            )

    def list_found(self, found: Found, deliver: Callable[[list[PlaylistItem]], None]) -> None:
        """The same for the songs of a smart playlist."""
        if len(found.tracks) <= FEW:
            self._library_model.answer("playlist", _items_of(found.tracks), deliver)
        else:
            self._library_model.ask("playlist", lambda _: _items_of(found.tracks), deliver)

    def read(self, playlist: Playlist, deliver: Callable[[Items], None]) -> None:
        """Pass the current songs of any playlist to `deliver`, for something to be done with them.

        Those of a long or a smart one come later, read in the background.
        """
        self._reader.read(playlist.id, playlist.rules, deliver)

    def match(self, rules: Rules, deliver: Callable[[Found], None]) -> None:
        """Find the songs that match rules now."""
        self._library_model.ask(
            "rules", lambda reader: reader.fitting([rules]), lambda found: deliver(found[0])
        )

    def follow_library(self) -> None:
        """Update smart playlists after songs or nights have changed."""
        if any(playlist.rules is not None for playlist in self.all()):
            self.changed.emit()

    def create(self, name: str, rules: Rules | None = None) -> PlaylistId:
        made = self._playlists.create(name, rules=rules)
        self._writes.offer_at_once(
            self.tr("New playlist created"), lambda: self._playlists.delete(made)
        )
        return made

    def set_rules(self, playlist: Playlist, rules: Rules) -> None:
        """Set the rules of a smart playlist."""
        before = playlist.rules
        if before is not None:
            self._playlists.set_rules(playlist.id, rules)
            text = self.tr("Rules of “{name}” updated").format(name=names.routine_name(playlist))
            self._writes.offer_at_once(text, lambda: self._playlists.set_rules(playlist.id, before))

    def keep_as_plain(self, playlist: Playlist, deliver: Callable[[PlaylistId], None]) -> None:
        """Create a normal playlist from the current songs of a smart one."""
        name = self.tr("{name} (converted)").format(name=names.routine_name(playlist))
        text = self.tr("Converted to a normal playlist")

        def create(items: Items) -> None:
            self._writes.create(
                len(items), lambda store: store.create_from(name, items, None), text, deliver
            )

        self.read(playlist, create)

    def rename(self, playlist: Playlist, name: str) -> None:
        """Rename a playlist; a built-in one becomes the person's own."""
        self._playlists.rename(replace(playlist, name=name, built_in=None))
        self._writes.offer_at_once(
            self.tr("“{name}” renamed").format(name=names.routine_name(playlist)),
            lambda: self._playlists.rename(playlist),
        )

    def duplicate(self, playlist: Playlist, deliver: Callable[[PlaylistId], None]) -> None:
        name = self.tr("{name} (copy)").format(name=names.routine_name(playlist))
        shown = None if playlist.rules else self._reader.other_items(playlist.id)

        def copy(store: PlaylistStore) -> PlaylistId:
            if shown is None:
                return store.duplicate(playlist.id, name)
            return store.create_from(name, shown, None)

        self._writes.create(
            self._playlists.count(playlist.id),
            copy,
            self.tr("Duplicated"),
            deliver,
        )

    def delete(self, playlist: Playlist) -> None:
        text = self.tr("“{name}” deleted").format(name=names.routine_name(playlist))

        def restore(store: PlaylistStore, deleted: DeletedPlaylist | None) -> None:
            if deleted is not None:
                store.restore(deleted)

        self._writes.change(
            self._playlists.count(playlist.id),
            lambda store: store.delete(playlist.id),
            restore,
            text,
        )

    def routines(self) -> list[Routine]:
        return self._routines.all()

    def use_for(self, routine: Routine, playlist: Playlist | None) -> None:
        """Set what a routine plays; None leaves only its background sounds."""
        self._routines.save(replace(routine, playlist=playlist and playlist.id))
        name = names.routine_name(routine)
        text = (
            self.tr("{routine} now plays {playlist}").format(
                routine=name, playlist=names.routine_name(playlist)
            )
            if playlist
            else self.tr("{routine} now plays no songs").format(routine=name)
        )
        self._writes.offer_at_once(text, lambda: self._routines.save(routine))

    def add(self, playlist: Playlist, tracks: Sequence[Track]) -> None:
        self._writes.add(playlist.id, tracks, self._added(tracks, names.routine_name(playlist)))

    def create_with(
        self, name: str, tracks: Sequence[Track], deliver: Callable[[PlaylistId], None]
    ) -> None:
        """Create a playlist of these songs; Undo leaves no empty one."""
        self._writes.create(
            len(tracks),
            lambda store: store.create_from(name, _items_of(tracks), None),
            self._added(tracks, name),
            deliver,
        )

    def _added(self, tracks: Sequence[Track], name: str) -> str:
        what = tracks[0].title if len(tracks) == 1 else names.songs(len(tracks))
        return self.tr("{what} added to {name}").format(what=what, name=name)

    def set_items(self, playlist: PlaylistId, items: Items, text: str) -> None:
        """Set another order, or fewer songs."""
        self._writes.rearrange(playlist, lambda _: items, text)

    def take_out(self, playlist: PlaylistId, place: int, text: str) -> None:
        self._writes.take_out(playlist, place, text)

    def slow_to_slower(self, playlist: PlaylistId) -> None:
        """Sort by falling tempo; songs without a tempo, and missing ones, keep their order at the
        end."""
        self._writes.rearrange(playlist, _fast_to_slow, self.tr("Sorted fast to slow"))

    def find_file(self, playlist: PlaylistId, place: int, path: Path) -> None:
        """Set the new location of a missing file; a file new to the library is added."""
        (found,) = exchange.items_for([FileEntry(path, "")], self._library)

        def put(items: Items) -> Items:
            title, source = found.title or items[place].title, items[place].source
            there = replace(found, title=title, source=source)
            return [*items[:place], there, *items[place + 1 :]]

        self._writes.rearrange(playlist, put, self.tr("Found"))
        self.strangers_came.emit(exchange.strangers([found]))

    def look_elsewhere(
        self,
        playlist: PlaylistId,
        jobs: JobRunner,
        deliver: Callable[[dict[Path, Track], int], None],
    ) -> None:
        """Find songs of the library for files that are not where the playlist says.

        Their disk may hang, so `jobs` looks for them. `deliver` also takes the number of songs of
        the playlist.
        """
        store, model = self._playlists, self._library_model
        jobs.submit(
            lambda _: _missing(store.here(), playlist),
            lambda read: _find_elsewhere(model, *read, deliver),
            lambda _: None,
        )

    def relink(self, playlist: PlaylistId, found: Mapping[Path, Track]) -> None:
        """Use songs of the library in place of the missing files at these paths."""

        def link(items: Items) -> Items:
            return [
                replace(item_of(found[item.path]), source=item.source)
                if item.track is None and item.path in found
                else item
                for item in items
            ]

        count = len(found)
        text = translate("playlists", "%n songs found again", None, PLURAL, count)
        self._writes.rearrange(playlist, link, text)

    def write_import(self, read: PlaylistFile, present: Container[Path]) -> ImportedPlaylist:
        """Create a playlist from the content of another player's file. Any thread may call this.

        `present` are those of its files that exist.
        """
        items = exchange.items_for(read.entries, self._library.here())
        made = self._playlists.here().create_from(read.name, items, read.source)
        return ImportedPlaylist(made, read, tuple(exchange.strangers_among(items, present)))

    def announce_import(self, imported: ImportedPlaylist) -> None:
        """Offer to undo an import, and have its songs read that the library does not know."""
        text = self.tr("“{name}” imported").format(name=imported.read.name)
        songs = len(imported.read.entries)
        self._writes.offer(songs, text, lambda store: store.delete(imported.made))
        self.strangers_came.emit(list(imported.strangers))

    def usual_suffix(self, playlist: Playlist) -> str:
        """The suffix of the format in which an export gives back most: that of its import."""
        source = None if playlist.rules else self._playlists.source(playlist.id)
        return ".xspf" if source is not None and source.format is PlaylistFormat.XSPF else ".m3u8"

    def write_export(self, playlist: Playlist, name: str, items: Items, path: Path) -> bool:
        """Write a playlist called `name` for other players. Any thread may call this.

        Returns whether the file gives back what else the playlist's own file held. Raises OSError,
        NotAPlaylistError and StorageError.
        """
        source = None if playlist.rules else self._playlists.here().source(playlist.id)
        from lullaby.library import playlist_file

        playlist_file.write(path, name, exchange.entries_of(items), source)
        return source is None or (source.format is PlaylistFormat.XSPF) == (
            path.suffix.lower() == ".xspf"
        )


def _items_of(tracks: Sequence[Track]) -> list[PlaylistItem]:
    return [item_of(track) for track in tracks]


def _missing(store: PlaylistStore, playlist: PlaylistId) -> tuple[list[Path], int]:
    """The files of a playlist that do not exist, and the number of its songs."""
    items = store.items(playlist)
    return [i.path for i in items if i.track is None and not is_file(i.path)], len(items)


def _find_elsewhere(
    model: LibraryModel,
    missing: Sequence[Path],
    songs: int,
    deliver: Callable[[dict[Path, Track], int], None],
) -> None:
    def look(reader: LibraryReader) -> dict[Path, Track]:
        return _songs_for(missing, reader)

    model.ask("elsewhere", look, lambda found: deliver(found, songs))


def _songs_for(missing: Sequence[Path], reader: LibraryReader) -> dict[Path, Track]:
    tracks = reader.snapshot.tracks if reader.snapshot else ()
    usable = {track.path: track for track in tracks if track.fault is None}
    return {path: usable[other] for path, other in find_elsewhere(missing, usable).items()}


def _fast_to_slow(items: Items) -> Items:
    tracks = [item.track for item in items if item.track is not None]
    place = {track.id: at for at, track in enumerate(slow_to_slower(tracks))}
    return sorted(items, key=lambda item: place[item.track.id] if item.track else len(place))

"""Actions on playlists, each undoable for eight seconds.

It connects the Playlists tab with the stores, and uses no widgets.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lullaby.frozen import frozen
from lullaby.library import exchange
from lullaby.library.calm import slow_to_slower
from lullaby.library.elsewhere import find_elsewhere
from lullaby.library.locations import is_file
from lullaby.library.playlist_entry import FileEntry, PlaylistFile
from lullaby.library.playlist_source import PlaylistFormat, PlaylistSource
from lullaby.library.playlist_store import PlaylistItem, PlaylistStore, item_of
from lullaby.library.reader import LibraryReader
from lullaby.library.routine import Playlist, PlaylistId, Routine
from lullaby.library.routine_store import RoutineStore
from lullaby.library.rules import Found, Rules
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text import names
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.units import Ms

READ_AT_ONCE = 500
"""Songs of a playlist that are read in about 15 ms, while the window waits."""


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
    ) -> None:
        super().__init__(parent)
        self._playlists = playlists
        self._routines = routines
        self._library = library
        self._undo = undo
        self._library_model = library_model

    def all(self) -> list[Playlist]:
        return self._playlists.all()

    def counts(self) -> dict[PlaylistId, tuple[int, Ms]]:
        """The number of songs and the duration of each; without smart playlists."""
        return self._playlists.counts()

    def find(
        self,
        playlists: Sequence[Playlist],
        deliver: Callable[[dict[PlaylistId, Found]], None],
    ) -> None:
        """Evaluate all smart playlists in one pass over the library."""
        rules = {each.id: each.rules for each in playlists if each.rules is not None}
        if not rules:
            deliver({})
            return
        self._library_model.ask(
            "playlists",
            lambda reader: reader.fitting(list(rules.values())),
            lambda found: deliver(dict(zip(rules, found, strict=True))),
        )

    def items(self, playlist: PlaylistId) -> list[PlaylistItem]:
        return self._playlists.items(playlist)

    def look_up(self, playlist: PlaylistId, deliver: Callable[[list[PlaylistItem]], None]) -> None:
        """Pass the items to `deliver`: those of a long playlist later, read in the background."""
        count, _ = self.counts().get(playlist, (0, Ms(0)))
        if count <= READ_AT_ONCE:
            deliver(self.items(playlist))
        else:
            self._library_model.ask(
                "playlist", lambda _: self._playlists.here().items(playlist), deliver
            )

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
        self._offer(self.tr("New playlist created"), lambda: self._playlists.delete(made))
        return made

    def set_rules(self, playlist: Playlist, rules: Rules) -> None:
        """Set the rules of a smart playlist."""
        before = playlist.rules
        if before is not None:
            self._playlists.set_rules(playlist.id, rules)
            text = self.tr("Rules of “{name}” updated").format(name=names.routine_name(playlist))
            self._offer(text, lambda: self._playlists.set_rules(playlist.id, before))

    def keep_as_plain(self, playlist: Playlist) -> PlaylistId:
        """Create a normal playlist from the current songs of a smart one."""
        items = self.items(playlist.id)
        made = self._playlists.create(
            self.tr("{name} (converted)").format(name=names.routine_name(playlist))
        )
        self._playlists.set_items(made, items)
        self._offer(self.tr("Converted to a normal playlist"), lambda: self._playlists.delete(made))
        return made

    def rename(self, playlist: Playlist, name: str) -> None:
        """Rename a playlist; a built-in one becomes the person's own."""
        self._playlists.rename(replace(playlist, name=name, built_in=None))
        self._offer(
            self.tr("“{name}” renamed").format(name=names.routine_name(playlist)),
            lambda: self._playlists.rename(playlist),
        )

    def duplicate(self, playlist: Playlist) -> PlaylistId:
        name = self.tr("{name} (copy)").format(name=names.routine_name(playlist))
        made = self._playlists.duplicate(playlist.id, name)
        self._offer(self.tr("Duplicated"), lambda: self._playlists.delete(made))
        return made

    def delete(self, playlist: Playlist) -> None:
        deleted = self._playlists.delete(playlist.id)
        if deleted is not None:
            self._offer(
                self.tr("“{name}” deleted").format(name=names.routine_name(playlist)),
                lambda: self._playlists.restore(deleted),
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
        self._offer(text, lambda: self._routines.save(routine))

    def add(self, playlist: Playlist, tracks: Sequence[Track]) -> None:
        first = self._playlists.add(playlist.id, tracks)
        self._offer(
            self._added(tracks, names.routine_name(playlist)),
            lambda: self._playlists.remove_from(playlist.id, first),
        )

    def create_with(self, name: str, tracks: Sequence[Track]) -> PlaylistId:
        """Create a playlist of these songs; Undo leaves no empty one."""
        items = [item_of(track) for track in tracks]
        made = self._playlists.create_from(name, items, None)
        self._offer(self._added(tracks, name), lambda: self._playlists.delete(made))
        return made

    def _added(self, tracks: Sequence[Track], name: str) -> str:
        what = tracks[0].title if len(tracks) == 1 else names.songs(len(tracks))
        return self.tr("{what} added to {name}").format(what=what, name=name)

    def set_items(self, playlist: PlaylistId, items: Sequence[PlaylistItem], text: str) -> None:
        """Set another order, or fewer songs."""
        before = self.items(playlist)
        self._playlists.set_items(playlist, items)
        self._offer(text, lambda: self._playlists.set_items(playlist, before))

    def take_out(self, playlist: PlaylistId, place: int, text: str) -> None:
        """Take a song out; comments of other players above it stay in the list."""
        before, source = self.items(playlist), self._playlists.source(playlist)
        left, around = exchange.taken_out(before, place, source)

        def put(items: Sequence[PlaylistItem], kept: PlaylistSource | None) -> None:
            self._playlists.set_items(playlist, items)
            if around is not source:
                self._playlists.set_source(playlist, kept)

        put(left, around)
        self._offer(text, lambda: put(before, source))

    def slow_to_slower(self, playlist: PlaylistId) -> None:
        """Sort by falling tempo; songs without a tempo, and missing ones, keep their order at the
        end."""
        items = self.items(playlist)
        tracks = [item.track for item in items if item.track is not None]
        place = {track.id: at for at, track in enumerate(slow_to_slower(tracks))}
        ordered = sorted(items, key=lambda item: place[item.track.id] if item.track else len(place))
        self.set_items(playlist, ordered, self.tr("Sorted fast to slow"))

    def find_file(self, playlist: PlaylistId, place: int, path: Path) -> None:
        """Set the new location of a missing file; a file new to the library is added."""
        items = self.items(playlist)
        (found,) = exchange.items_for([FileEntry(path, items[place].title)], self._library)
        items[place] = replace(found, source=items[place].source)
        self.set_items(playlist, items, self.tr("Found"))
        self.strangers_came.emit(exchange.strangers([found]))

    def look_elsewhere(
        self, playlist: PlaylistId, deliver: Callable[[dict[Path, Track], int], None]
    ) -> None:
        """Find songs of the library for files that are not where the playlist says.

        `deliver` also takes the number of songs of the playlist.
        """

        def look(reader: LibraryReader) -> tuple[dict[Path, Track], int]:
            items = self._playlists.here().items(playlist)
            missing = [i.path for i in items if i.track is None and not is_file(i.path)]
            tracks = reader.snapshot.tracks if reader.snapshot else ()
            usable = {track.path: track for track in tracks if track.fault is None}
            found = find_elsewhere(missing, usable)
            return {path: usable[other] for path, other in found.items()}, len(items)

        self._library_model.ask("elsewhere", look, lambda found: deliver(*found))

    def relink(self, playlist: PlaylistId, found: Mapping[Path, Track]) -> None:
        """Use songs of the library in place of the missing files at these paths."""
        items = [
            replace(item_of(found[item.path]), source=item.source)
            if item.track is None and item.path in found
            else item
            for item in self.items(playlist)
        ]
        count = len(found)
        text = translate("playlists", "%n songs found again", None, PLURAL, count)
        self.set_items(playlist, items, text)

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
        self._offer(text, lambda: self._playlists.delete(imported.made))
        self.strangers_came.emit(list(imported.strangers))

    def usual_suffix(self, playlist: Playlist) -> str:
        """The suffix of the format in which an export gives back most: that of its import."""
        source = None if playlist.rules else self._playlists.source(playlist.id)
        return ".xspf" if source is not None and source.format is PlaylistFormat.XSPF else ".m3u8"

    def export_playlist(self, playlist: Playlist, path: Path) -> None:
        """Write a playlist for other players. Raises OSError and NotAPlaylistError."""
        entries = exchange.entries_of(self.items(playlist.id))
        source = None if playlist.rules else self._playlists.source(playlist.id)
        from lullaby.library import playlist_file

        playlist_file.write(path, names.routine_name(playlist), entries, source)

    def keeps_all(self, playlist: Playlist, path: Path) -> bool:
        """Whether an export to this path gives back what else its own file held."""
        source = None if playlist.rules else self._playlists.source(playlist.id)
        return source is None or (source.format is PlaylistFormat.XSPF) == (
            path.suffix.lower() == ".xspf"
        )

    def _offer(self, text: str, take_back: Callable[[], object]) -> None:
        self.changed.emit()

        def undo() -> None:
            take_back()
            self.changed.emit()

        self._undo.offer(text, undo)

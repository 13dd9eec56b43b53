"""The languages that the family sings in: keeps the choice, and lets its songs come first."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from lullaby.library.built_in_songs import BEDTIME_SONGS, is_unedited
from lullaby.library.family_languages import family_first, languages_from
from lullaby.library.playlist_store import PlaylistItem, item_of
from lullaby.library.provenance import Provenance
from lullaby.library.routine import BuiltIn, PlaylistId, Routine
from lullaby.library.track import Track
from lullaby.lyrics.languages import base_of
from lullaby.stores import Stores
from lullaby.ui.shell.settings_controller import SettingsController


class SungLanguages(QObject):
    """Offers the languages of the bundled songs, and the system's."""

    changed = Signal()

    def __init__(
        self,
        stores: Stores,
        origins: Provenance,
        settings: SettingsController,
        system: str,
        parent: QObject | None = None,
    ) -> None:
        """`system` is the language of the system, as `base_of` gives it."""
        super().__init__(parent)
        self._stores = stores
        self._origins = origins
        self._settings = settings
        self._system = system

    @property
    def chosen(self) -> tuple[str, ...]:
        """The person's choice; the system's language until there is one."""
        return languages_from(self._settings.now.sung_languages) or (self._system,)

    def songs(self) -> Counter[str]:
        """How many bundled songs for all year each language has; the chosen ones are there too."""
        found = Counter[str]()
        for song in self._stores.songs:
            found[base_of(song.language)] += song.season is None
        for language in (self._system, *self.chosen):
            found.setdefault(language, 0)
        return found

    def choose(self, languages: tuple[str, ...]) -> None:
        """Keep the choice; the built-in routines play their songs accordingly."""
        self._settings.change(sung_languages=" ".join(languages))
        self.changed.emit()

    def accept(self) -> None:
        """Keep what is ticked by itself, if the person chose nothing else."""
        if not self._settings.now.sung_languages:
            self.choose(self.chosen)

    def tracks(self, routine: Routine) -> list[Track]:
        """The songs of a routine in the order in which they play.

        Those of an unedited built-in playlist follow the choice, if the person made one; what is
        stored never changes.
        Raises `StorageError`.
        """
        return self._in_order(routine, languages_from(self._settings.now.sung_languages))

    def tracks_once_accepted(self, routine: Routine) -> list[Track]:
        """`tracks` as they are after `accept`. Raises `StorageError`."""
        return self._in_order(routine, self.chosen)

    def played(
        self, playlist: PlaylistId, items: Sequence[PlaylistItem]
    ) -> list[PlaylistItem] | None:
        """What a playlist plays instead of its `items`; None if it plays just these.

        Raises `StorageError`.
        """
        tracks = [item.track for item in items if item.track is not None]
        languages = languages_from(self._settings.now.sung_languages)
        if len(items) > BEDTIME_SONGS or len(tracks) < len(items):
            return None
        ordered = self._family_first(playlist, tracks, languages)
        return None if ordered is None else [item_of(track) for track in ordered]

    def _in_order(self, routine: Routine, languages: tuple[str, ...]) -> list[Track]:
        tracks = self._stores.routines.tracks(routine)
        if routine.playlist is None:
            return tracks
        ordered = self._family_first(routine.playlist, tracks, languages)
        return tracks if ordered is None else ordered

    def _family_first(
        self, playlist: PlaylistId, tracks: list[Track], languages: tuple[str, ...]
    ) -> list[Track] | None:
        """The songs of an unedited built-in playlist in another order, maybe with more."""
        built_in = self._built_in(playlist) if languages else None
        if built_in is None:
            return None
        songs = [song for song in self._stores.library.songbook() if self._all_year(song)]
        if not is_unedited(tracks, built_in, songs, self._pace):
            return None
        usable = (song for song in songs if not song.hidden and song.fault is None)
        ordered = family_first(tracks, usable, languages, self._origins.language)
        return None if ordered == tracks else ordered

    def _built_in(self, playlist: PlaylistId) -> BuiltIn | None:
        found = (p for p in self._stores.playlists.all() if p.id == playlist and p.rules is None)
        return next((each.built_in for each in found), None)

    def _all_year(self, song: Track) -> bool:
        entry = self._origins.song(song)
        return entry is not None and entry.season is None

    def _pace(self, song: Track) -> float:
        """As the catalogue gives it, whatever the person tapped."""
        entry = self._origins.song(song)
        return 0 if entry is None else entry.bpm

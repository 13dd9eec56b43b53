"""The languages that the family sings in: keeps the choice, and lets its songs come first."""

from collections import Counter

from PySide6.QtCore import QObject

from lullaby.library.family_languages import family_first, languages_from
from lullaby.library.playlist_store import item_of
from lullaby.library.provenance import Provenance
from lullaby.lyrics.languages import base_of
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.settings_controller import SettingsController


class SungLanguages(QObject):
    """Offers the languages of the bundled songs, and the system's."""

    def __init__(
        self,
        stores: Stores,
        origins: Provenance,
        settings: SettingsController,
        next_session: NextSession,
        system: str,
        parent: QObject | None = None,
    ) -> None:
        """`system` is the language of the system, as `base_of` gives it."""
        super().__init__(parent)
        self._stores = stores
        self._origins = origins
        self._settings = settings
        self._next_session = next_session
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

    def assume_system(self) -> None:
        """Take the language of the system, unless the person chose before."""
        if not self._settings.now.sung_languages:
            self.choose(self.chosen)

    def choose(self, languages: tuple[str, ...]) -> None:
        """Keep the choice, and let the songs of the built-in routines follow it.

        A disk that refuses leaves the routines as they are.
        """
        self._settings.change(sung_languages=" ".join(languages))
        try:
            self._order_routines(languages)
        except StorageError:
            return
        self._next_session.refresh()

    def _order_routines(self, languages: tuple[str, ...]) -> None:
        playlists = self._stores.playlists
        songs = [
            song
            for song in self._stores.library.songbook()
            if not song.hidden and self._all_year(song.songbook_id)
        ]
        for playlist in playlists.all():
            items = playlists.items(playlist.id)
            tracks = [item.track for item in items if item.track is not None]
            if playlist.built_in is None or playlist.rules is not None or len(tracks) < len(items):
                continue
            ordered = family_first(tracks, songs, languages, self._origins.language)
            if ordered != tracks:
                known = {item.track.id: item for item in items if item.track is not None}
                playlists.set_items(
                    playlist.id, [known.get(track.id) or item_of(track) for track in ordered]
                )

    def _all_year(self, song: str | None) -> bool:
        entry = self._origins.songs.get(song or "")
        return entry is not None and entry.season is None

"""Songs as the library knows them now, with what was chosen for them."""

from collections.abc import Callable

from lullaby.library.chosen_recordings import ChosenRecordings
from lullaby.library.song_preferences import ChildId, with_preferences
from lullaby.library.song_preferences_store import SongPreferencesStore
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track
from lullaby.storage.transaction import StorageError


class KnownTracks:
    """Called with a song, it returns what is to be played: the song, or a chosen recording of it.

    If the disk fails, that is the song as it came.
    """

    def __init__(
        self,
        library: LibraryStore,
        preferences: SongPreferencesStore,
        recordings: ChosenRecordings,
        child: Callable[[], ChildId],
        plays_recordings: Callable[[], bool],
    ) -> None:
        """`child` is sung to; `plays_recordings` tells whether a recording may take the place of a
        song."""
        self._library = library
        self._preferences = preferences
        self._recordings = recordings
        self._child = child
        self._plays_recordings = plays_recordings

    def __call__(self, track: Track) -> Track:
        try:
            known = self._library.track(track.id) or track
            preferences = self._preferences.of(track.id, self._child())
            if not preferences.recording or not self._plays_recordings():
                return with_preferences(known, preferences)
            recording = self._recordings.heard(preferences.recording)
            if recording is None:
                return with_preferences(known, preferences)
            own = self._preferences.of(recording.id, self._child())
            return with_preferences(recording, own)
        except StorageError:
            return track

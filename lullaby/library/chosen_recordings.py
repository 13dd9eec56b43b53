"""The takes that may play instead of a song, and the one that does."""

from pathlib import Path

from lullaby.library.song_preferences import TakeId
from lullaby.library.store import LibraryStore
from lullaby.library.take import Take, TakeKind
from lullaby.library.take_store import TakeStore
from lullaby.library.track import Track
from lullaby.songbook.score_names import is_score_name


class ChosenRecordings:
    """Used from one thread. Methods raise `StorageError`."""

    def __init__(self, library: LibraryStore, takes: TakeStore, folder: Path) -> None:
        """`folder` holds the takes."""
        self._library = library
        self._takes = takes
        self._folder = folder

    def heard(self, take: TakeId) -> Track | None:
        """A take as a song of the library; None if it is deleted or cannot be played."""
        found = self._takes.find(take)
        if found is None or found.deleted_at is not None:
            return None
        ids = self._library.by_path([self._folder / found.file])
        track = next((self._library.track(each) for each in ids.values()), None)
        return None if track is None or track.fault is not None else track

    def song_of(self, track: Track) -> Track:
        """The song that a take is a recording of; any other track itself."""
        take = self._takes.at(track.path, self._folder) if track.sung_by else None
        if take is None:
            return track
        songs = (t for t in self._library.songbook() if t.songbook_id == take.facts.song)
        return next(songs, track)

    def of(self, song: Track) -> list[Take]:
        """The takes of a song, the newest first."""
        found = [take for name in _names(song) for take in self._takes.all(name)]
        singing = [take for take in found if take.facts.kind is not TakeKind.MESSAGE]
        return sorted(singing, key=lambda take: take.facts.recorded_at, reverse=True)


def _names(song: Track) -> set[str]:
    """What its takes may call it."""
    if song.songbook_id is not None:
        return {song.songbook_id}
    if not is_score_name(song.path):
        return set()
    from lullaby.songbook.score_folder import slug

    return {song.path.stem, slug(song.path.stem)}

"""Makes the playlist or routine of a bundle, once.

One of the same name and songs is here already. Another one of that name stays, and the new one is
named after the giver too.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import count

from lullaby.bundles.manifest import BundleKind, GivenRoutine, Manifest
from lullaby.frozen import frozen
from lullaby.journal.entry import FROM_LIBRARY
from lullaby.library.playlist_store import PlaylistStore
from lullaby.library.routine import BuiltIn, PlaylistId, Routine, RoutineIcon, RoutineId
from lullaby.library.routine_store import RoutineStore
from lullaby.library.store import LibraryStore
from lullaby.library.track import TrackId


@frozen
class KeptList:
    """A playlist or routine of a bundle that is here now."""

    name: str
    """Its name here."""
    added: bool
    """False if it was here before."""
    left_out: int = 0
    """Entries whose recordings are not in this library."""
    playlist: PlaylistId | None = None
    """The playlist that was made for it now."""
    routine: RoutineId | None = None
    """The routine that was made now."""


class ListKeeper:
    """Used from one thread, that of the stores."""

    def __init__(
        self,
        library: LibraryStore,
        playlists: PlaylistStore,
        routines: RoutineStore,
        sounds: Collection[str],
        reserved: Collection[str] = (),
    ) -> None:
        """`sounds` are the background sounds that can be played, `reserved` names that no routine
        may have, such as those that built-in ones are shown with."""
        self._library = library
        self._playlists = playlists
        self._routines = routines
        self._sounds = sounds
        self._reserved = {*reserved, *(each.value for each in BuiltIn), FROM_LIBRARY}

    def keep(self, manifest: Manifest, songs: Sequence[TrackId | None]) -> KeptList | None:
        """Make the playlist or routine; None if the bundle is neither. Raises `StorageError`.

        `songs` are those of the manifest in this library.
        """
        found = [songs[entry] for entry in manifest.entries]
        tracks = [track for track in found if track is not None]
        left_out = len(found) - len(tracks)
        if manifest.routine is not None:
            kept = self._keep_routine(manifest, manifest.routine, tracks)
            return replace(kept, left_out=left_out)
        if manifest.kind is not BundleKind.PLAYLIST or not tracks:
            return None
        made, name, added = self._keep_playlist(manifest.name, manifest.giver, tracks)
        return KeptList(name, added, left_out, made if added else None)

    def take_back(self, kept: KeptList) -> None:
        """Delete what was made now; what was here before stays. Raises `StorageError`."""
        if kept.routine is not None:
            self._routines.delete(kept.routine)
        if kept.playlist is not None:
            self._playlists.delete(kept.playlist)

    def _keep_playlist(
        self, wanted: str, giver: str, tracks: Sequence[TrackId]
    ) -> tuple[PlaylistId, str, bool]:
        """The playlist with these songs, its name, and whether it is new."""
        here = {each.name.casefold(): each for each in self._playlists.all() if not each.built_in}
        name = wanted
        for name in names(wanted, giver):
            same = here.get(name.casefold())
            if same is None:
                break
            if self._tracks(same.id) == list(tracks):
                return same.id, same.name, False
        known = {track.id: track for track in self._library.some(list(tracks))}
        made = self._playlists.create(name)
        self._playlists.add(made, [known[track] for track in tracks])
        return made, name, True

    def _keep_routine(
        self, manifest: Manifest, given: GivenRoutine, tracks: Sequence[TrackId]
    ) -> KeptList:
        here = {each.name.casefold(): each for each in self._routines.all() if not each.built_in}
        reserved = {name.casefold() for name in self._reserved}
        name = manifest.name
        for name in names(manifest.name, manifest.giver):
            same = here.get(name.casefold())
            if same is not None and self._sounds_like(same, given, tracks):
                return KeptList(same.name, added=False)
            if same is None and name.casefold() not in reserved:
                break
        playlist, made = None, False
        if given.playlist and tracks:
            playlist, _, made = self._keep_playlist(given.playlist, manifest.giver, tracks)
        routine = self._routines.add(self._routine(name, given, playlist))
        return KeptList(name, added=True, playlist=playlist if made else None, routine=routine)

    def _routine(self, name: str, given: GivenRoutine, playlist: PlaylistId | None) -> Routine:
        return Routine(
            RoutineId(0),
            name,
            None,
            playlist,
            given.minutes,
            tuple(sound for sound in given.ambient if sound.name in self._sounds),
            given.music_step,
            given.icon or RoutineIcon.HEART,
            given.fade_minutes,
        )

    def _sounds_like(self, here: Routine, given: GivenRoutine, tracks: Sequence[TrackId]) -> bool:
        """Whether a routine has these songs and sounds."""
        wanted = self._routine("", given, None)
        songs = [] if here.playlist is None else self._tracks(here.playlist)
        return (
            songs == (list(tracks) if given.playlist else [])
            and (here.minutes, here.fade_minutes, here.music_step, here.icon)
            == (wanted.minutes, wanted.fade_minutes, wanted.music_step, wanted.icon)
            and set(here.ambient) == set(wanted.ambient)
        )

    def _tracks(self, playlist: PlaylistId) -> list[TrackId]:
        items = self._playlists.items(playlist)
        return [item.track.id for item in items if item.track is not None]


def names(wanted: str, giver: str) -> Iterator[str]:
    """Names for a list that came, best first, without an end."""
    yield wanted
    if giver:
        wanted = f"{wanted} ({giver})"
        yield wanted
    yield from (f"{wanted} {number}" for number in count(2))

"""Brings two computers of a family together, either way round, without a twin and without a loss.

What is here stays. Of lists that share a name but not their songs, both stay, the other one
numbered; a list is here already if one of its name, numbered or not, has its songs. So the order in
which files are merged changes numbers only.
"""

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

from lullaby.audio.port import AS_RECORDED
from lullaby.bundles.family_file import (
    FamilyFile,
    FamilyPlaylist,
    FamilyPreferences,
    FamilyRoutine,
    SongKey,
    write,
)
from lullaby.bundles.manifest import GivenRoutine
from lullaby.frozen import frozen
from lullaby.library.playlist_store import PlaylistItem
from lullaby.library.routine import Playlist, PlaylistId, Routine, RoutineIcon, RoutineId
from lullaby.library.singing import WHOLE_SONG
from lullaby.library.song_preferences import EVERYBODY, ChildId, SongPreferences
from lullaby.library.track import Track
from lullaby.songbook.score_names import is_score_name
from lullaby.stores import Stores

NUMBERED = re.compile(r" [2-9]\Z| [1-9][0-9]+\Z")


@frozen
class Together:
    """What a file brought."""

    nights: int = 0
    differing: int = 0
    """Nights that are here with other contents; they stay as they are here."""
    playlists: tuple[str, ...] = ()
    routines: tuple[str, ...] = ()
    preferences: int = 0
    """Songs of which something was not chosen here."""

    @property
    def nothing_new(self) -> bool:
        return not (self.nights or self.playlists or self.routines or self.preferences)


class FamilyMerger:
    """Used from one thread, that of the stores; raises `StorageError`."""

    def __init__(self, stores: Stores, sounds: Collection[str]) -> None:
        """`sounds` are the background sounds that can be played."""
        self._stores = stores
        self._sounds = sounds
        self._tracks: dict[SongKey, Track] = {}
        self._keys: dict[int, SongKey] = {}

    def write(self, path: Path) -> None:
        """Write what is here. Raises OSError and `StorageError`. Built-in lists stay out."""
        stores, tracks = self._stores, self._learn_songs()
        lists = {each.id: each for each in stores.playlists.all()}
        playlists = tuple(
            FamilyPlaylist(each.name, self._songs(each.id))
            for each in lists.values()
            if each.built_in is None and each.rules is None and each.name
        )
        routines = tuple(
            FamilyRoutine(each.name, *self._sounds_and_songs(each, lists))
            for each in stores.routines.all()
            if each.built_in is None and each.name
        )
        children = [(EVERYBODY, ""), *((c.id, c.name) for c in stores.song_preferences.children())]
        preferences = tuple(
            FamilyPreferences(_short(self._keys[track.id]), name, told)
            for track in tracks
            for child, name in children
            if not (told := self._own(track, child)).is_plain
        )
        write(path, stores.journal.entries(), playlists, routines, preferences)

    def merge(self, file: FamilyFile) -> Together:
        """Keep what is not here; what was kept when an error is raised stays."""
        self._learn_songs()
        journal = self._stores.journal
        compared = journal.compare(file.nights.entries, file.nights.without_zone)
        nights = journal.insert(compared.new)
        playlists = [self._keep_playlist(each.name, each.songs) for each in file.playlists]
        routines = [self._keep_routine(each) for each in file.routines]
        kept = [self._keep_preferences(each) for each in file.preferences]
        return Together(
            len(nights),
            len(compared.differing),
            tuple(name for _, name in playlists if name),
            tuple(name for name in routines if name),
            sum(kept),
        )

    def _keep_playlist(
        self, wanted: str, songs: Sequence[SongKey]
    ) -> tuple[PlaylistId, str | None]:
        """The playlist with these songs, and its name if it was made now."""
        here = [each for each in self._stores.playlists.all() if each.built_in is None]
        told = [self._here(song) for song in songs]
        for each in here:
            if _base(each.name) == _base(wanted) and self._songs(each.id) == tuple(told):
                return each.id, None
        name = _free(wanted, [each.name for each in here])
        items = [self._item(song) for song in told]
        return self._stores.playlists.create_from(name, items, None), name

    def _keep_routine(self, routine: FamilyRoutine) -> str | None:
        """Its name here if it was made now."""
        routines = self._stores.routines
        here = [each for each in routines.all() if each.built_in is None]
        lists = {each.id: each for each in self._stores.playlists.all()}
        wanted = self._playable(routine.sounds), tuple(map(self._here, routine.songs))
        for each in here:
            if _base(each.name) == _base(routine.name):
                sounds, songs = self._sounds_and_songs(each, lists)
                if _heard(sounds, songs) == _heard(*wanted):
                    return None
        playlist = None
        if routine.sounds.playlist:
            playlist, _ = self._keep_playlist(routine.sounds.playlist, routine.songs)
        name, sounds = _free(routine.name, [each.name for each in here]), wanted[0]
        routines.add(
            Routine(
                RoutineId(0),
                name,
                None,
                playlist,
                sounds.minutes,
                sounds.ambient,
                sounds.music_step,
                sounds.icon or RoutineIcon.HEART,
                sounds.fade_minutes,
            )
        )
        return name

    def _keep_preferences(self, told: FamilyPreferences) -> bool:
        """Fill in what was not chosen here; whether anything was."""
        track, store = self._tracks.get(_short(told.song)), self._stores.song_preferences
        if track is None:
            return False
        child = store.name_child(told.child) if told.child else EVERYBODY
        before = self._own(track, child)
        wanted = before.over(told.values)
        if wanted == before:
            return False
        store.keep(track.id, child, wanted)
        return True

    def _own(self, track: Track, child: ChildId) -> SongPreferences:
        """What was chosen for a song; everybody's tempo, key and verses are the song's own."""
        told = self._stores.song_preferences.own(track.id, child)
        if child != EVERYBODY:
            return told
        return replace(
            told,
            speed_pitch=None if track.speed_pitch == AS_RECORDED else track.speed_pitch,
            singing=None if track.singing == WHOLE_SONG else track.singing,
        )

    def _learn_songs(self) -> list[Track]:
        library = self._stores.library
        self._tracks, self._keys = {}, {}
        tracks = library.tracks(include_hidden=True)
        for track in tracks:
            key = SongKey(path=str(track.path), title=track.title)
            if track.songbook_id is not None:
                key = SongKey(songbook=track.songbook_id, title=track.title)
            elif is_score_name(track.path) and (score := _hash(track.path)):
                key = SongKey(score=score, path=key.path, title=track.title)
            elif sound := library.sound_of(track.id):
                key = SongKey(sound=sound, path=key.path, title=track.title)
            self._tracks.setdefault(_short(key), track)
            self._tracks.setdefault(SongKey(path=str(track.path)), track)
            self._keys[track.id] = key
        return tracks

    def _songs(self, playlist: PlaylistId) -> tuple[SongKey, ...]:
        return tuple(map(self._key, self._stores.playlists.items(playlist)))

    def _key(self, item: PlaylistItem) -> SongKey:
        known = None if item.track is None else self._keys.get(item.track.id)
        return known or SongKey(path=str(item.path), title=item.title)

    def _here(self, song: SongKey) -> SongKey:
        """A song as it is known here."""
        track = self._tracks.get(_short(song))
        if track is not None:
            return self._keys[track.id]
        return SongKey(path=song.path or song.title, title=song.title)

    def _item(self, song: SongKey) -> PlaylistItem:
        track = self._tracks.get(_short(song))
        path = Path(song.path) if track is None else track.path
        return PlaylistItem(track, path, song.title if track is None else track.title)

    def _sounds_and_songs(
        self, routine: Routine, lists: dict[PlaylistId, Playlist]
    ) -> tuple[GivenRoutine, tuple[SongKey, ...]]:
        of = None if routine.playlist is None else lists.get(routine.playlist)
        chosen = of is not None and of.built_in is None and of.rules is None
        sounds = GivenRoutine(
            routine.minutes,
            routine.fade_minutes,
            routine.music_step,
            tuple(each for each in routine.ambient if each.step),
            routine.icon,
            of.name if of is not None and chosen else "",
        )
        return sounds, self._songs(of.id) if of is not None and chosen else ()

    def _playable(self, sounds: GivenRoutine) -> GivenRoutine:
        known = tuple(each for each in sounds.ambient if each.name in self._sounds)
        return GivenRoutine(
            sounds.minutes,
            sounds.fade_minutes,
            sounds.music_step,
            known,
            sounds.icon or RoutineIcon.HEART,
            sounds.playlist,
        )


def _heard(sounds: GivenRoutine, songs: tuple[SongKey, ...]) -> tuple[object, ...]:
    """What tells two routines of one name apart."""
    ambient = frozenset(sounds.ambient)
    timer = sounds.minutes, sounds.fade_minutes, sounds.music_step, sounds.icon
    return songs, ambient, timer


def _short(song: SongKey) -> SongKey:
    """What a song is found by."""
    if song.songbook:
        return SongKey(songbook=song.songbook)
    if song.score:
        return SongKey(score=song.score)
    return SongKey(sound=song.sound) if song.sound else SongKey(path=song.path)


def _base(name: str) -> str:
    return NUMBERED.sub("", name).casefold()


def _free(wanted: str, taken: Sequence[str]) -> str:
    known = {name.casefold() for name in taken}
    if wanted.casefold() not in known:
        return wanted
    plain = NUMBERED.sub("", wanted)
    numbered = (f"{plain} {number}" for number in count(2))
    return next(name for name in numbered if name.casefold() not in known)


def _hash(path: Path) -> str:
    """SHA-256 of a score; empty if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""

"""Brings two computers of a family together, either way round, without a twin and without a loss.

What is here stays. Of lists that share a name but not their songs, both stay, the other one
numbered; a list is here already if one of its name, numbered or not, has its songs. So the order in
which files are merged changes numbers only.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Protocol

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
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.journal.store import JournalStore
from lullaby.library.playlist_store import PlaylistItem, PlaylistStore
from lullaby.library.routine import Playlist, PlaylistId, Routine, RoutineIcon, RoutineId
from lullaby.library.routine_store import RoutineStore
from lullaby.library.singing import WHOLE_SONG
from lullaby.library.song_preferences import EVERYBODY, NO_PREFERENCES, ChildId, SongPreferences
from lullaby.library.song_preferences_store import SongPreferencesStore
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track, TrackId
from lullaby.regular_file import sha256_of
from lullaby.songbook.score_names import is_score_name

NUMBERED = re.compile(r" [2-9]\Z| [1-9][0-9]+\Z")


@frozen
class NewPlaylist:
    name: str
    """A free one."""
    items: tuple[PlaylistItem, ...]


@frozen
class NewRoutine:
    name: str
    sounds: GivenRoutine
    playlist: PlaylistId | None = None
    """One that is here."""
    new_playlist: str = ""
    """The name of one that is new as well."""


@frozen
class NewPreferences:
    track: TrackId
    child: str
    """Empty for everybody."""
    before: SongPreferences
    wanted: SongPreferences


@frozen
class Together:
    """What a file brings; nothing of it is kept yet."""

    nights: tuple[JournalEntry, ...] = ()
    differing: int = 0
    """Nights that are here with other contents; they stay as they are here."""
    playlists: tuple[NewPlaylist, ...] = ()
    routines: tuple[NewRoutine, ...] = ()
    preferences: tuple[NewPreferences, ...] = ()
    """Songs of which something was not chosen here."""

    @property
    def nothing_new(self) -> bool:
        return not (self.nights or self.playlists or self.routines or self.preferences)


@frozen
class MergedFamily:
    """What was kept of a file, as `FamilyMerger.take_back` needs it."""

    brought: Together
    nights: tuple[EntryId, ...] = ()
    playlists: tuple[PlaylistId, ...] = ()
    routines: tuple[RoutineId, ...] = ()
    preferences: tuple[tuple[TrackId, ChildId, SongPreferences], ...] = ()
    """What was chosen before."""
    children: tuple[ChildId, ...] = ()
    """Those that were not known by name."""


class FamilyStores(Protocol):
    """The stores of which a merge brings something, all over the connection of one thread."""

    @property
    def library(self) -> LibraryStore: ...
    @property
    def playlists(self) -> PlaylistStore: ...
    @property
    def routines(self) -> RoutineStore: ...
    @property
    def journal(self) -> JournalStore: ...
    @property
    def song_preferences(self) -> SongPreferencesStore: ...


class FamilyMerger:
    """Used from one thread, that of the stores; raises `StorageError`."""

    def __init__(self, stores: FamilyStores, sounds: Collection[str]) -> None:
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

    def look(self, file: FamilyFile) -> Together:
        """What is not here; writes nothing."""
        self._learn_songs()
        journal = self._stores.journal
        compared = journal.compare(file.nights.entries, file.nights.without_zone)
        lists = _Lists([each for each in self._stores.playlists.all() if each.built_in is None])
        for each in file.playlists:
            self._look_at_playlist(each.name, each.songs, lists)
        routines: list[NewRoutine] = []
        for each in file.routines:
            new = self._look_at_routine(each, lists, routines)
            if new is not None:
                routines.append(new)
        preferences: dict[tuple[TrackId, str], NewPreferences] = {}
        for each in file.preferences:
            found = self._look_at_preferences(each)
            if found is not None:
                preferences.setdefault((found.track, found.child), found)
        return Together(
            tuple(compared.new),
            len(compared.differing),
            tuple(lists.new),
            tuple(routines),
            tuple(preferences.values()),
        )

    def merge(self, file: FamilyFile) -> MergedFamily:
        """Keep what is not here; what was kept when an error is raised stays."""
        brought, stores = self.look(file), self._stores
        nights = stores.journal.insert(brought.nights)
        made = {
            each.name: stores.playlists.create_from(each.name, list(each.items), None)
            for each in brought.playlists
        }
        routines = [
            stores.routines.add(_routine(each, made.get(each.new_playlist, each.playlist)))
            for each in brought.routines
        ]
        known = {child.name for child in stores.song_preferences.children()}
        children = {
            name: stores.song_preferences.name_child(name)
            for name in dict.fromkeys(each.child for each in brought.preferences if each.child)
        }
        kept: list[tuple[TrackId, ChildId, SongPreferences]] = []
        for each in brought.preferences:
            child = children.get(each.child, EVERYBODY)
            stores.song_preferences.keep(each.track, child, each.wanted)
            kept.append((each.track, child, each.before))
        return MergedFamily(
            brought,
            tuple(nights),
            tuple(made.values()),
            tuple(routines),
            tuple(kept),
            tuple(child for name, child in children.items() if name not in known),
        )

    def take_back(self, merged: MergedFamily) -> None:
        """Undo a merge; what was changed since then in what it brought goes, too."""
        stores = self._stores
        stores.journal.forget(merged.nights)
        for routine in merged.routines:
            stores.routines.delete(routine)
        for playlist in merged.playlists:
            stores.playlists.delete(playlist)
        for track, child, before in merged.preferences:
            stores.song_preferences.clear(track, child)
            stores.song_preferences.keep(track, child, before)
        for child in merged.children:
            stores.song_preferences.forget_child(child)

    def _look_at_playlist(
        self, wanted: str, songs: Sequence[SongKey], lists: "_Lists"
    ) -> PlaylistId | str:
        """The playlist with these songs, or the name of a new one."""
        told = tuple(map(self._here, songs))
        for each in lists.here:
            if _base(each.name) == _base(wanted) and self._songs(each.id) == told:
                return each.id
        for name, its in lists.told.items():
            if _base(name) == _base(wanted) and its == told:
                return name
        name = _free(wanted, lists.names)
        lists.told[name] = told
        lists.new.append(NewPlaylist(name, tuple(map(self._item, told))))
        return name

    def _look_at_routine(
        self, routine: FamilyRoutine, lists: "_Lists", new: Sequence[NewRoutine]
    ) -> NewRoutine | None:
        """The routine if it is not here, and not among the new ones."""
        here = [each for each in self._stores.routines.all() if each.built_in is None]
        of = {each.id: each for each in self._stores.playlists.all()}
        songs = tuple(map(self._here, routine.songs))
        sounds = self._playable(routine.sounds)
        for each in here:
            if _base(each.name) == _base(routine.name):
                own, its = self._sounds_and_songs(each, of)
                if _heard(own, its) == _heard(sounds, songs):
                    return None
        for each in new:
            its = lists.told.get(each.new_playlist)
            if its is None:
                its = () if each.playlist is None else self._songs(each.playlist)
            same = _heard(each.sounds, its) == _heard(sounds, songs)
            if same and _base(each.name) == _base(routine.name):
                return None
        name = _free(routine.name, [each.name for each in (*here, *new)])
        if not routine.sounds.playlist:
            return NewRoutine(name, sounds)
        found = self._look_at_playlist(routine.sounds.playlist, routine.songs, lists)
        if isinstance(found, str):
            return NewRoutine(name, sounds, new_playlist=found)
        return NewRoutine(name, sounds, found)

    def _look_at_preferences(self, told: FamilyPreferences) -> NewPreferences | None:
        """What was not chosen here; None if all was."""
        track = self._tracks.get(_short(told.song))
        if track is None:
            return None
        children = {each.name: each.id for each in self._stores.song_preferences.children()}
        known = not told.child or told.child in children
        child = children.get(told.child, EVERYBODY)
        before = self._own(track, child) if known else NO_PREFERENCES
        wanted = before.over(told.values)
        if wanted == before:
            return None
        return NewPreferences(track.id, told.child, before, wanted)

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


class _Lists:
    """The playlists that are here, and those that are new."""

    def __init__(self, here: Sequence[Playlist]) -> None:
        self.here = here
        self.new: list[NewPlaylist] = []
        self.told: dict[str, tuple[SongKey, ...]] = {}
        """The songs of the new ones, by name."""

    @property
    def names(self) -> list[str]:
        return [*(each.name for each in self.here), *self.told]


def _routine(new: NewRoutine, playlist: PlaylistId | None) -> Routine:
    sounds = new.sounds
    return Routine(
        RoutineId(0),
        new.name,
        None,
        playlist,
        sounds.minutes,
        sounds.ambient,
        sounds.music_step,
        sounds.icon or RoutineIcon.HEART,
        sounds.fade_minutes,
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
        return sha256_of(path)
    except OSError:
        return ""

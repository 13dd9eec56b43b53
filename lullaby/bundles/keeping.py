"""Puts the songs of a bundle into the library, and never the same twice.

Files are moved from where the bundle was unpacked, best on the same disk.

A song is recognised by its score or sound, a take by the hash of its file. What the person has is
kept: words that they edited, and songs that only share a name, stay as they are.
"""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from lullaby.bundles.list_keeping import KeptList, ListKeeper
from lullaby.bundles.manifest import GivenSong, GivenTake
from lullaby.bundles.reading import Unpacked
from lullaby.frozen import frozen
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.own_words import song_of
from lullaby.library.score_catalogue import Scores
from lullaby.library.song_preferences import EVERYBODY, SongPreferences
from lullaby.library.song_preferences_store import SongPreferencesStore
from lullaby.library.song_words import words_of
from lullaby.library.store import LibraryStore
from lullaby.library.take import Take, TakeFacts, TakeKind
from lullaby.library.take_store import TakeStore
from lullaby.library.track import Track, TrackId
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.placing import stored_words
from lullaby.songbook.notes import Score
from lullaby.songbook.score_folder import slug
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import timeline, verses_to_last

LONGEST_NAME = 60
"""Characters of the name of a file, without its suffix."""


@frozen
class Accepted:
    """What somebody chose to keep of a bundle; songs are always kept."""

    manner: bool = True
    """How they are sung: tempo, key, verses and parts."""
    takes: frozenset[str] | None = None
    """Files of takes; None for all."""


EVERYTHING = Accepted()


@frozen
class KeptSong:
    """What became of a song."""

    title: str
    track: TrackId | None = None
    """None for a recording that is not in this library; nothing of it was kept."""
    added: bool = False
    takes: int = 0
    """How many came that were not here."""
    before: SongPreferences | None = None
    """How it was sung before; None if that did not change."""
    own_words_stayed: bool = False
    """Whether the person's words differ from those of the bundle, and were kept."""


@frozen
class KeptBundle:
    songs: tuple[KeptSong, ...]
    """In the order of the bundle."""
    files: tuple[Path, ...] = ()
    """New recordings, which the library is still to read."""
    kept_list: KeptList | None = None
    """The playlist or routine that it was."""


class SongStores(Protocol):
    """The stores that keeping songs needs, all over the connection of the calling thread."""

    @property
    def library(self) -> LibraryStore: ...
    @property
    def song_preferences(self) -> SongPreferencesStore: ...
    @property
    def takes(self) -> TakeStore: ...


class BundleKeeper:
    """Used from one thread, in two steps: the library reads the new scores in between.

    Raises OSError and `StorageError`; what was kept by then stays.
    """

    def __init__(
        self,
        stores: SongStores,
        scores: Scores,
        kept_takes: KeptTakes,
        drafts: DraftStore,
        songs: Path,
        lists: ListKeeper | None = None,
    ) -> None:
        """`songs` is the folder of the person's scores; without `lists` the caller keeps them."""
        self._stores = stores
        self._scores = scores
        self._kept_takes = kept_takes
        self._drafts = drafts
        self._folder = songs
        self._lists = lists

    def place_scores(self, unpacked: Unpacked) -> list[Path]:
        """Put scores that are not here into the folder of scores; those the library is to read."""
        placed: list[Path] = []
        for song, files in zip(unpacked.manifest.songs, unpacked.songs, strict=True):
            if files.score is None or self._find(song, files.score) is not None:
                continue
            self._folder.mkdir(parents=True, exist_ok=True)
            source = unpacked.folder / song.score
            target = _free(self._folder, _stem(song, files.score), source.suffix)
            shutil.move(source, target)
            placed.append(target)
        if placed:
            self._stores.library.add_folder(self._folder)
        return placed

    def keep(
        self, unpacked: Unpacked, added: Sequence[Path], accepted: Accepted = EVERYTHING
    ) -> KeptBundle:
        """Keep all songs, of which those in the files `added` were placed now."""
        new = set(self._stores.library.by_path(added).values())
        recordings: list[Path] = []
        kept: list[KeptSong] = []
        for song, files in zip(unpacked.manifest.songs, unpacked.songs, strict=True):
            track = self._find(song, files.score)
            if track is None:
                kept.append(KeptSong(song.title))
                continue
            before = self._keep_manner(track, song) if accepted.manner else None
            stayed = (
                song.own_words and files.words is not None and self._keep_words(track, files.words)
            )
            came = self._keep_takes(track, song, unpacked, accepted)
            recordings += came
            kept.append(KeptSong(track.title, track.id, track.id in new, len(came), before, stayed))
        if recordings:
            self._stores.library.add_folder(self._kept_takes.folder)
        kept_list = None
        if self._lists is not None:
            kept_list = self._lists.keep(unpacked.manifest, [song.track for song in kept])
        return KeptBundle(tuple(kept), tuple(recordings), kept_list)

    def _find(self, song: GivenSong, score: Score | None) -> Track | None:
        """The same song in this library: of the same notes and words, or of the same sound."""
        library = self._stores.library
        if score is None:
            same = library.with_sound(song.sound) if song.sound else []
            return library.track(same[0]) if same else None
        for track in library.songbook():
            if track.songbook_id == song.id and self._is_same(track, score):
                return track
        own = sorted(self._folder.glob(f"{_stem(song, score)}*")) if self._folder.is_dir() else []
        for track in library.some(list(library.by_path(own).values())):
            if self._is_same(track, score):
                return track
        return None

    def _is_same(self, track: Track, score: Score) -> bool:
        scored = self._scores.find(track)
        return scored is not None and _music(scored.score) == _music(score)

    def _keep_manner(self, track: Track, song: GivenSong) -> SongPreferences | None:
        """Sing it as they do; what was chosen before, if that is different."""
        preferences = self._stores.song_preferences
        stored = preferences.own(track.id, EVERYBODY)
        before = replace(stored, speed_pitch=track.speed_pitch, singing=track.singing)
        told = SongPreferences(
            speed_pitch=song.speed_pitch,
            earlier_ms=song.earlier_ms or None,
            swapped=song.swapped or None,
            singing=song.singing,
        )
        wanted = told.over(before)
        if told.is_plain or wanted == before:
            return None
        preferences.keep(track.id, EVERYBODY, wanted)
        return before

    def _keep_words(self, track: Track, words: Lyrics) -> bool:
        """Keep words that somebody edited; True if the person's own, different ones stay."""
        target = song_of(track)
        here = stored_words(target, self._drafts)
        if here is not None:
            return here.lines != words.lines
        self._drafts.keep_words(target.key, words, track.duration_ms)
        return False

    def _keep_takes(
        self, track: Track, song: GivenSong, unpacked: Unpacked, accepted: Accepted
    ) -> list[Path]:
        """Keep the takes that were accepted and are not here; their files."""
        scored = self._scores.find(track)
        chosen = [
            take for take in song.takes if accepted.takes is None or take.file in accepted.takes
        ]
        if scored is None or not chosen:
            return []
        performed = timeline(scored.score, Setting(verses=verses_to_last(scored.score)))
        words, about = words_of(scored.score, performed), scored.score.about
        known = {
            take.sha256: take
            for take in (*self._stores.takes.deleted(), *self._stores.takes.all(about.id))
        }
        came: list[Path] = []
        for take in chosen:
            source = unpacked.folder / take.file
            sha256 = unpacked.manifest.files[take.file].sha256
            here = known.get(sha256)
            if here is None:
                kept = self._add_take(about.id, track, take, source, words, sha256)
                known[kept.sha256] = kept
                came.append(self._kept_takes.path_of(kept))
            elif here.deleted_at is not None:
                self._kept_takes.restore(here)
                came.append(self._kept_takes.path_of(replace(here, deleted_at=None)))
        return came

    def _add_take(
        self,
        song: str,
        track: Track,
        take: GivenTake,
        source: Path,
        words: Lyrics,
        sha256: str,
    ) -> Take:
        """`sha256` is what the manifest tells and unpacking has found."""
        child = self._stores.song_preferences.name_child(take.child) if take.child else EVERYBODY
        facts = TakeFacts(
            song,
            track.title,
            take.singer,
            take.recorded_at,
            take.length_ms,
            take.place,
            child,
            TakeKind.CHOIR if take.choir else TakeKind.VOICE,
            take.music_audible,
        )
        target = self._kept_takes.new_file(song)
        try:
            shutil.move(source, target)
            return self._kept_takes.add(facts, target, words, sha256)
        finally:
            target.unlink(missing_ok=True)


def _music(score: Score) -> tuple[object, ...]:
    """What makes two scores one song: notes, words and tempo, whatever is told about them."""
    return score.meter, score.key, score.bpm, score.phrases, score.pickup, score.tempos


def _stem(song: GivenSong, score: Score) -> str:
    return slug(song.id or score.about.id or song.title)[:LONGEST_NAME] or "song"


def _free(folder: Path, stem: str, suffix: str) -> Path:
    number = 1
    while (path := folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}").exists():
        number += 1
    return path

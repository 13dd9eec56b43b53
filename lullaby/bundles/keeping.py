"""Puts the songs of a bundle into the library, and never the same twice.

A song is recognised by its score or sound, a take by the hash of its file. What the person has is
kept: words that they edited, and songs that only share a name, stay as they are.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lullaby.bundles.manifest import GivenSong, GivenTake
from lullaby.bundles.reading import Unpacked, UnpackedSong
from lullaby.frozen import frozen
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.own_words import song_of
from lullaby.library.score_catalogue import Scores
from lullaby.library.song_preferences import EVERYBODY, SongPreferences
from lullaby.library.song_words import words_of
from lullaby.library.take import TakeFacts
from lullaby.library.track import Track, TrackId
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.placing import stored_words
from lullaby.songbook.notes import Score
from lullaby.songbook.score_folder import slug
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import timeline, verses_to_last
from lullaby.stores import Stores

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


class BundleKeeper:
    """Used from one thread. Raises OSError and `StorageError`; what was kept by then stays."""

    def __init__(
        self,
        stores: Stores,
        scores: Scores,
        kept_takes: KeptTakes,
        drafts: DraftStore,
        songs: Path,
        read_files: Callable[[list[Path]], None],
    ) -> None:
        """`songs` is the folder of the person's scores; `read_files` adds files to the library."""
        self._stores = stores
        self._scores = scores
        self._kept_takes = kept_takes
        self._drafts = drafts
        self._folder = songs
        self._read_files = read_files

    def keep(self, unpacked: Unpacked, accepted: Accepted = EVERYTHING) -> list[KeptSong]:
        """Keep all songs, in their order."""
        pairs = zip(unpacked.manifest.songs, unpacked.songs, strict=True)
        return [self._keep_song(song, files, unpacked.folder, accepted) for song, files in pairs]

    def _keep_song(
        self, song: GivenSong, files: UnpackedSong, folder: Path, accepted: Accepted
    ) -> KeptSong:
        track, added = self._find(song, files.score), False
        if track is None and files.score is not None:
            track, added = self._add(song, folder / song.score, files.score), True
        if track is None:
            return KeptSong(song.title)
        before = self._keep_manner(track, song) if accepted.manner else None
        stayed = song.own_words and files.words is not None and self._keep_words(track, files.words)
        takes = [
            take for take in song.takes if accepted.takes is None or take.file in accepted.takes
        ]
        came = sum(self._keep_take(track, take, files, folder) for take in takes)
        return KeptSong(track.title, track.id, added, came, before, stayed)

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

    def _add(self, song: GivenSong, source: Path, score: Score) -> Track | None:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = _free(self._folder, _stem(song, score), source.suffix)
        _copy(source, target)
        self._stores.library.add_folder(self._folder)
        self._read_files([target])
        found = self._stores.library.by_path([target])
        return self._stores.library.track(found[target]) if target in found else None

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

    def _keep_take(self, track: Track, take: GivenTake, files: UnpackedSong, folder: Path) -> bool:
        """Keep a take; False if it was here already."""
        scored = self._scores.find(track)
        if scored is None:
            return False
        source, about = folder / take.file, scored.score.about
        for known in (*self._stores.takes.all(about.id), *self._stores.takes.deleted()):
            if known.sha256 == _hash(source):
                if known.deleted_at is not None:
                    self._kept_takes.restore(known)
                return known.deleted_at is not None
        child = self._stores.song_preferences.name_child(take.child) if take.child else EVERYBODY
        facts = TakeFacts(
            about.id, track.title, take.singer, take.recorded_at, take.length_ms, take.place, child
        )
        target = self._kept_takes.new_file(about.id)
        try:
            _copy(source, target)
            performed = timeline(scored.score, Setting(verses=verses_to_last(scored.score)))
            kept = self._kept_takes.add(facts, target, words_of(scored.score, performed))
        finally:
            target.unlink(missing_ok=True)
        path = self._kept_takes.path_of(kept)
        self._stores.library.add_folder(path.parent.parent)
        self._read_files([path])
        return True


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


def _hash(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Path, target: Path) -> None:
    """All or nothing, and on the disk when it returns."""
    part = target.with_name(f".{target.name}.part")
    try:
        with source.open("rb") as read, part.open("wb") as out:
            shutil.copyfileobj(read, out)
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)

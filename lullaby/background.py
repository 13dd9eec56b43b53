"""Background jobs that import heavy modules only when they run."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lullaby.helpers import Helpers, Unanswered
from lullaby.library.score_catalogue import ScoreCatalogue
from lullaby.library.track import Track
from lullaby.library.voice_work import BroughtMessage, VoiceWork
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.kept_songs import KeptSongs
from lullaby.songbook.setting import Setting
from lullaby.storage.transaction import StorageError

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from lullaby.jobs import Job
    from lullaby.library.choir_work import ChoirWork
    from lullaby.library.found import KnownFile, ScanBatch
    from lullaby.library.kept_takes import KeptTakes
    from lullaby.library.scanner import ScanProgress, ScanSummary
    from lullaby.library.song_preferences import ChildId
    from lullaby.library.song_sheet import SongSheet
    from lullaby.library.take import Take
    from lullaby.library.voice_work import BroughtRecording, Failure
    from lullaby.library.ward_sheet import WardSheet
    from lullaby.lyrics.model import Lyrics
    from lullaby.songbook.notes import Score
    from lullaby.songbook.renderer import Block
    from lullaby.songbook.sound_cache import KeptLoop
    from lullaby.takes.choir_order import ChoirOrder
    from lullaby.tempo.analysis import TempoAnalysis
    from lullaby.tempo.tag_result import TagWritten
    from lullaby.units import Bpm
    from lullaby.verified_copy import RewriteFailure

log = logging.getLogger(__name__)

MOST_WORKERS = 4


def scan_folders(
    folders: list[Path],
    known: dict[str, KnownFile],
    job: Job,
    deliver: Callable[[ScanBatch], None],
    report: Callable[[ScanProgress], None],
    helpers: Helpers,
    elsewhere: Mapping[str, KnownFile] = MappingProxyType({}),
    languages: Callable[[], Sequence[str]] = tuple,
) -> ScanSummary:
    """Scan with one helper process per core, up to a small maximum."""
    from lullaby.library.scanner import scan

    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    return scan(folders, known, job, deliver, report, workers, helpers, elsewhere, languages())


class FindWords:
    """Finds the words of a song; used from one thread.

    A choice of verses comes from the score alone. Otherwise a sidecar and tags come first,
    because somebody may have corrected them, then the score, then the songbook's words for the
    same title, without times. Words in the first of `languages` come before others.
    """

    def __init__(
        self,
        songs: Sequence[SongEntry],
        helpers: Helpers,
        languages: Callable[[], Sequence[str]] = tuple,
        encodings: Callable[[], Mapping[str, str]] = dict,
        take_at: Callable[[Path], Take | None] = lambda _: None,
    ) -> None:
        """`languages` gives the person's, `encodings` what somebody chose for words files;
        `take_at` tells which take a file is, and may raise `StorageError`."""
        self._helpers = helpers
        self._languages = languages
        self._encodings = encodings
        self._take_at = take_at
        self._song_scores = {song.id: song.score for song in songs if song.score is not None}
        self._scores = ScoreCatalogue(songs)
        named = ((name, song.words) for song in songs for name in (song.subtitle, song.title))
        self._by_title = {name: words for name, words in named if name}

    def __call__(self, track: Track) -> Lyrics | None:
        scored = self._scores.find(track)
        if scored is None:
            found = self._find(track, self._by_title)
            return found if found is None or not track.sung_by else self._with_tune(found, track)
        from lullaby.library.song_words import with_chords, with_melody, words_of
        from lullaby.songbook.timeline import timeline

        verses = track.singing.verses
        found = None if verses else self._find(track, {})
        performed = timeline(scored.score, Setting(verses=scored.order(verses)))
        if found is not None and found.has_words:
            return with_chords(with_melody(found, performed), performed)
        words = with_chords(words_of(scored.score, performed), performed)
        return words if words.has_words else found

    def _with_tune(self, words: Lyrics, track: Track) -> Lyrics:
        """The words of a take with the notes of its song, if that is known."""
        from lullaby.library.bringing_in import as_sung
        from lullaby.library.take_words import with_tune_of_take
        from lullaby.songbook.score_folder import RefusedScore, read_score

        try:
            take = self._take_at(track.path)
        except StorageError:
            return words
        path = self._song_scores.get(take.facts.song) if take is not None else None
        if take is None or path is None:
            return words
        score = read_score(path)
        if isinstance(score, RefusedScore):
            return words
        return with_tune_of_take(words, as_sung(score.score), take.facts)

    def _find(self, track: Track, songbook: dict[str, Path]) -> Lyrics | None:
        """Read the file in a helper process; a file that fails there has no words."""
        from lullaby.library.in_helper import words_in_helper

        found = words_in_helper(
            track.path,
            track.duration_ms,
            self._helpers,
            songbook,
            languages=self._languages(),
            encodings=self._encodings(),
            language=track.language,
        )
        if isinstance(found, Unanswered):
            log.info("no words of %s: it %s", track.path, found.value)
            return None
        return found

    def sheet(self, track: Track) -> SongSheet | None:
        """The words of a song for printing: from its score, else from its files."""
        from lullaby.library.song_sheet import from_score, from_words

        scored = self._scores.find(track)
        if scored is not None and scored.score.verses:
            return from_score(track.title, scored.score)
        words = self._find(track, self._by_title)
        if words is None or not words.has_words:
            return None
        return from_words(track.title, track.artist, words)


def choir_work(helpers: Helpers, songs: Sequence[SongEntry], kept: KeptSongs) -> ChoirWork:
    """What is done with choirs: voices in helper processes, the accompaniment on the calling
    thread."""
    from lullaby.library.choir_work import Cancelled, Choir, ChoirWork, Tell

    def mix(order: ChoirOrder, cancelled: Cancelled, tell: Tell) -> Failure | None:
        from lullaby.takes.choir_in_helper import sing_together_in_helper

        return sing_together_in_helper(order, helpers, cancelled, tell)

    def music(song: str, score: Score, pace: float, key: int, cancelled: Cancelled) -> Path | None:
        from lullaby.songbook.timeline import verses_to_last

        recorded = next((each.accompaniment for each in songs if each.id == song), None)
        if recorded is not None and (pace, key) == (1.0, 0):
            return recorded
        try:
            setting = Setting(key, pace, verses_to_last(score), with_tune=False)
        except ValueError:
            return None
        return kept.make(score, setting, cancelled)

    def write(choir: Choir, target: Path, cancelled: Cancelled, tell: Tell) -> Failure | None:
        from lullaby.library import choir_writing

        writers = choir_writing.ChoirWriters(mix, music)
        return choir_writing.write_choir(choir, target, writers, cancelled, tell)

    def keep(
        choir: Choir, recorded_at: datetime, takes: KeptTakes, cancelled: Cancelled, tell: Tell
    ) -> Take | Failure:
        from lullaby.library import choir_writing

        writers = choir_writing.ChoirWriters(mix, music)
        return choir_writing.keep_choir(choir, recorded_at, takes, writers, cancelled, tell)

    def export(choir: Choir, target: Path, cancelled: Cancelled, tell: Tell) -> Failure | None:
        from lullaby.library import choir_writing

        writers = choir_writing.ChoirWriters(mix, music)
        return choir_writing.export_choir(choir, target, writers, cancelled, tell)

    return ChoirWork(write, keep, export)


def voice_work(helpers: Helpers) -> VoiceWork:
    """What is done with recordings, in helper processes."""

    def bring_in(
        recording: BroughtRecording | BroughtMessage, kept: KeptTakes, child: Callable[[], ChildId]
    ) -> Take | Failure | None:
        from lullaby.library import bringing_in

        if isinstance(recording, BroughtMessage):
            path, title, singer = recording.path, recording.title, recording.singer
            return bringing_in.bring_in_message(path, title, singer, kept, helpers, child)
        return bringing_in.bring_in(recording, kept, helpers, child)

    def export(take: Take, source: Path, target: Path) -> Failure | None:
        from lullaby.library import take_export

        return take_export.export(take, source, target, helpers)

    def export_for_ward(
        takes: Sequence[Take],
        path_of: Callable[[Take], Path],
        into: Path,
        sheet: WardSheet,
        cancelled: Callable[[], bool],
    ) -> Path | Failure:
        from lullaby.library import ward_export

        return ward_export.export_for_ward(takes, path_of, into, sheet, helpers, cancelled)

    return VoiceWork(bring_in, export, export_for_ward)


class KeptSounds:
    """The background sounds, each rendered once and cached in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str, rate: int) -> KeptLoop | NDArray[np.int16]:
        from lullaby.songbook.sound_cache import KeptSoundscapes

        return KeptSoundscapes(self._folder, _soundscape)(name, rate)


def _soundscape(name: str, rate: int) -> NDArray[np.float32]:
    """Render a background sound; a cached one needs nothing that this loads."""
    from lullaby.songbook.soundscapes import soundscape

    return soundscape(name, rate)


def kept_songs(folder: Path) -> KeptSongs:
    """The cache of songs rendered from scores."""

    def write(path: Path, blocks: Iterator[Block]) -> None:
        from lullaby.audio.writer import write_sound

        write_sound(path, blocks)

    return KeptSongs(folder, write)


class TempoTags:
    """Writes a tempo into a song's file, or restores the former one. Both raise OSError."""

    def __init__(self, helpers: Helpers) -> None:
        self._helpers = helpers

    def write(
        self, path: Path, analysis: TempoAnalysis | None, persons_bpm: Bpm | None
    ) -> TagWritten:
        """Write the person's tempo, else a steady analysed one."""
        from lullaby.library.in_helper import tags_of
        from lullaby.tempo.choices import NotWritten, to_write
        from lullaby.tempo.tag_result import TagWritten
        from lullaby.tempo.tag_writer import former_text, write_tempo
        from lullaby.verified_copy import RewriteFailure

        tags, fault = tags_of(path, self._helpers)
        if fault is not None:
            return TagWritten(kept=RewriteFailure.UNREADABLE)
        wanted = to_write(tags.bpm, analysis, persons_bpm)
        if isinstance(wanted, NotWritten):
            return TagWritten(kept=wanted)
        former = former_text(path, self._helpers)
        refused = write_tempo(path, wanted, self._helpers)
        return TagWritten(wanted, former) if refused is None else TagWritten(kept=refused)

    def restore(self, path: Path, text: str) -> RewriteFailure | None:
        from lullaby.tempo.tag_writer import write_tempo_text

        return write_tempo_text(path, text, self._helpers)

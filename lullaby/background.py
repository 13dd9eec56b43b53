"""Work for the background with its heavy imports, made light for whoever hands it on."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.jobs import Job
from lullaby.library.cover import embedded_cover
from lullaby.library.found import KnownFile, ScanBatch
from lullaby.library.scanner import Progress, ScanSummary, scan
from lullaby.library.song_sheet import SongSheet, from_score, from_words
from lullaby.library.song_words import with_melody
from lullaby.library.track import Origin, Track
from lullaby.lyrics.finder import find_words
from lullaby.lyrics.model import Lyrics
from lullaby.songbook.notes import Score
from lullaby.songbook.shelf import SUFFIX, OnShelf, read_score
from lullaby.tempo.choices import NotWritten, to_write
from lullaby.tempo.heard import Heard
from lullaby.tempo.tag_result import TagWritten
from lullaby.units import Bpm
from lullaby.verified_copy import Unwritten

MOST_WORKERS = 4

REST_S = 0.005
"""Between two seconds of sound that are measured; about as long as each of them takes."""


def scan_folders(
    folders: list[Path],
    known: dict[str, KnownFile],
    job: Job,
    deliver: Callable[[ScanBatch], None],
    report: Callable[[Progress], None],
) -> ScanSummary:
    """A scan with as many helpers as the machine has cores, but few."""
    workers = min(MOST_WORKERS, os.cpu_count() or 1)
    return scan(folders, known, job, deliver, report, workers)


def loudness_of(path: Path, job: Job) -> LoudnessReading | Unmeasured:
    """Measured at half the speed that the machine has: it is in nobody's way."""
    from lullaby.audio.loudness import measure

    rest = threading.Event()

    def cancelled() -> bool:
        rest.wait(REST_S)
        return job.cancelled

    return measure(path, cancelled)


def words_of(track: Track) -> Lyrics | None:
    """With the melody where a score lies beside the recording."""
    words = find_words(track.path, track.duration_ms)
    score = _score_beside(track)
    return words if words is None or score is None else with_melody(words, score)


def sheet_of(track: Track) -> SongSheet | None:
    """The words of a song for paper: from its score, else as they are found."""
    score = _score_beside(track)
    if score is not None and score.verses:
        return from_score(track.title, score)
    words = find_words(track.path, track.duration_ms)
    if words is None or not words.has_words:
        return None
    return from_words(track.title, track.artist, words)


def _score_beside(track: Track) -> Score | None:
    if track.origin is not Origin.SONGBOOK:
        return None
    found = read_score(track.path.with_suffix(SUFFIX))
    return found.score if isinstance(found, OnShelf) else None


def cover_of(track: Track) -> bytes | None:
    return embedded_cover(track.path)


class TempoTags:
    """A tempo into a song's own file, and what was there before back again. Both raise OSError."""

    def write(self, path: Path, heard: Heard | None, said: Bpm | None) -> TagWritten:
        """The person's word, or a steady answer of the ear."""
        from lullaby.library.tags import read_tags
        from lullaby.tempo.tag_writer import former_text, write_tempo

        tags, fault = read_tags(path)
        if fault is not None:
            return TagWritten(kept=Unwritten.UNREADABLE)
        wanted = to_write(tags.bpm, heard, said)
        if isinstance(wanted, NotWritten):
            return TagWritten(kept=wanted)
        former = former_text(path)
        refused = write_tempo(path, wanted)
        return TagWritten(wanted, former) if refused is None else TagWritten(kept=refused)

    def bring_back(self, path: Path, text: str) -> Unwritten | None:
        from lullaby.tempo.tag_writer import write_tempo_text

        return write_tempo_text(path, text)

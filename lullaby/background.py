"""Work for the background with its heavy imports, made light for whoever hands it on."""

import os
from collections.abc import Callable
from pathlib import Path

from lullaby.jobs import Job
from lullaby.library.cover import embedded_cover
from lullaby.library.found import KnownFile, ScanBatch
from lullaby.library.scanner import Progress, ScanSummary, scan
from lullaby.library.track import Track
from lullaby.lyrics.finder import find_words
from lullaby.lyrics.model import Lyrics

MOST_WORKERS = 4


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


def words_of(track: Track) -> Lyrics | None:
    return find_words(track.path, track.duration_ms)


def cover_of(track: Track) -> bytes | None:
    return embedded_cover(track.path)

"""The songs that come with the app, as their index tells. Reading it needs nothing heavy."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lullaby.units import Bpm, Decibels, Ms

log = logging.getLogger(__name__)

INDEX = "index.json"


@dataclass(frozen=True, slots=True)
class SongEntry:
    """`gain_db` is what would bring the recording to -18 LUFS, as in ReplayGain."""

    id: str
    title: str
    origin: str
    """Where it comes from, for the line under the title: Welsh, traditional."""
    composer: str
    language: str
    """BCP 47."""
    bpm: Bpm
    duration_ms: Ms
    audio: Path
    words: Path
    gain_db: Decibels | None = None
    peak: float | None = None


def catalogue(folder: Path) -> tuple[SongEntry, ...]:
    """The songs in `folder`; a missing or damaged index is logged and gives none."""
    try:
        rows = json.loads((folder / INDEX).read_text(encoding="utf-8"))["songs"]
        return tuple(_entry(folder, row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError):
        log.warning("the songs that come with Lullaby could not be read", exc_info=True)
        return ()


def _entry(folder: Path, row: dict[str, Any]) -> SongEntry:
    return SongEntry(
        id=str(row["id"]),
        title=str(row["title"]),
        origin=str(row["origin"]),
        composer=str(row["composer"]),
        language=str(row["language"]),
        bpm=Bpm(float(row["bpm"])),
        duration_ms=Ms(int(row["duration_ms"])),
        audio=folder / str(row["audio"]),
        words=folder / str(row["words"]),
        gain_db=Decibels(float(row["gain_db"])),
        peak=float(row["peak"]),
    )

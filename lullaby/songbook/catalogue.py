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
    people: str = ""
    """Whose song it is, as an English adjective: Welsh."""
    subtitle: str = ""
    """Another name it is known by: 江戸子守唄 is also called Edo Komoriuta."""
    story: str = ""
    """One line about where the song comes from."""
    season: str | None = None
    """When it is sung, as in `notes.Season`; None for a song of every night."""
    verses: int = 1
    """How many different ones there are."""
    sung: tuple[int, ...] = (0,)
    """The verses of the recording in order, from 0."""
    checked: str = "unchecked"
    """How far its notes were compared, as in `notes.Checked`."""
    words_checked: str = "unchecked"
    """How far its words were compared, likewise."""
    words_by: str = ""
    source: str = ""
    """What its notes were compared with."""
    words_source: str = ""
    """What its words were compared with."""
    licence: str = ""
    """Of its score (SPDX)."""
    score: Path | None = None
    """The ABC file that any other key, pace or choice of verses is played from."""
    accompaniment: Path | None = None
    """The same recording without the tune, in time with it to the sample."""
    accompaniment_peak: float | None = None


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
        people=str(row.get("people", "")),
        subtitle=str(row.get("subtitle", "")),
        story=str(row.get("story", "")),
        season=str(row["season"]) if row.get("season") else None,
        verses=int(row.get("verses", 1)),
        sung=tuple(int(verse) for verse in row.get("sung", (0,))),
        checked=str(row.get("checked", "unchecked")),
        words_checked=str(row.get("words_checked", "unchecked")),
        words_by=str(row.get("words_by", "")),
        source=str(row.get("source", "")),
        words_source=str(row.get("words_source", "")),
        licence=str(row.get("licence", "")),
        score=_beside(folder, row.get("score")),
        accompaniment=_beside(folder, row.get("accompaniment")),
        accompaniment_peak=row.get("accompaniment_peak"),
    )


def _beside(folder: Path, name: str | None) -> Path | None:
    return folder / name if name else None

"""Reads the index of the bundled songs. Imports nothing heavy."""

import json
import logging
from pathlib import Path
from typing import Any

from lullaby.frozen import frozen
from lullaby.units import Bpm, Decibels, Ms

log = logging.getLogger(__name__)

INDEX = "index.json"


@frozen
class SongEntry:
    """One song of the index. `gain_db` brings the recording to -18 LUFS, as in ReplayGain."""

    id: str
    title: str
    origin: str
    """Its origin, for the line under the title: Welsh, traditional."""
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
    """The people it comes from, as an English adjective: Welsh."""
    subtitle: str = ""
    """Another name, such as Edo Komoriuta for 江戸子守唄."""
    story: str = ""
    """One line about the song's history."""
    season: str | None = None
    """Its season, as in `notes.Season`; None for all year round."""
    verses: int = 1
    """Number of different verses."""
    sung: tuple[int, ...] = (0,)
    """The verses in the recording, in order, counted from 0."""
    checked: str = "unchecked"
    """How thoroughly its notes were compared with prints, as in `notes.Checked`."""
    words_checked: str = "unchecked"
    """The same for its words."""
    words_by: str = ""
    source: str = ""
    """The prints its notes were compared with."""
    words_source: str = ""
    """The prints its words were compared with."""
    licence: str = ""
    """Licence of its score (SPDX)."""
    score: Path | None = None
    """The ABC file from which other keys, tempos and verses are rendered."""
    accompaniment: Path | None = None
    """The same recording without the tune, sample-aligned."""
    accompaniment_peak: float | None = None


def catalogue(folder: Path) -> tuple[SongEntry, ...]:
    """The songs in `folder`; none if the index is missing or damaged, which is logged."""
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

"""Recordings as they came from the microphone, which wait to be kept or deleted.

Beside each FLAC file lies what is known of it, as JSON, renewed every second while it is recorded.
So a recording can be offered again after a crash.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from lullaby.audio.microphone import RATE
from lullaby.frozen import frozen
from lullaby.takes.frame_times import FrameTimes
from lullaby.takes.recorder import Look, StopReason, SungPiece

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)
"""How long a recording waits once it was offered, and how long it stays after the take made of it
was kept."""

EMPTY_FOR = timedelta(hours=1)
"""A recording that holds no sound for so long is not being recorded."""

UNNOTED = 2 * RATE
"""Frames that may be in the file of a recording that was cut off before its facts tell of them."""

SUFFIX, FACTS_SUFFIX = ".flac", ".json"
LARGEST_FACTS = 1 << 20
LEAST_BYTES = 4_096
"""A smaller file holds less than half a second of silence."""


class Music(StrEnum):
    """What the singer heard."""

    HEADPHONES = "headphones"
    LOUDSPEAKER = "loudspeaker"
    """It may be audible in the take."""
    NONE = "none"


@frozen
class RawFacts:
    """What was recorded."""

    song: str
    """The id of the score; empty for a message, which has no song."""
    title: str
    score: str
    """The path of its score."""
    recorded_at: datetime
    pace: float = 1.0
    semitones: float = 0.0
    verses: tuple[int, ...] | None = None
    music: Music = Music.NONE
    microphone: str = ""
    speaker: str = ""
    """What the music came from, as the system calls it."""
    telephone: bool = False
    """The microphone delivered the quality of a telephone only."""


@frozen
class RawTake:
    path: Path
    """The FLAC file."""
    facts: RawFacts
    pieces: tuple[SungPiece, ...] = ()
    lost_frames: int = 0
    reason: StopReason | None = None
    offered_at: datetime | None = None
    """When the person was first told, at a start, that it waits."""
    kept_at: datetime | None = None
    """When a take was made of it and kept."""
    deleted: bool = False
    """It is removed for good soon."""

    @property
    def is_message(self) -> bool:
        """Whether it is a story or a few words, without a song."""
        return not self.facts.song

    @property
    def goes_at(self) -> datetime | None:
        """When it is removed for good; None if it was neither offered nor kept yet."""
        since = self.kept_at or self.offered_at
        return None if since is None else since + KEPT_FOR


def pieces_of(take: RawTake) -> tuple[SungPiece, ...]:
    """What was sung. If the recording was cut off, the file may hold a second more of the last
    piece than was noted."""
    if take.reason is not None:
        return take.pieces
    *before, last = take.pieces or (SungPiece(0, 0, 0.0),)
    return (*before, replace(last, end=last.end + UNNOTED))


class RawTakes:
    """The folder of recordings that are not kept yet. Used from one thread at a time."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    def new(self, facts: RawFacts) -> RawTake:
        """A recording to be written. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{facts.recorded_at:%Y-%m-%d %H.%M.%S}"
        number = 1
        while True:
            path = self._folder / f"{name}{f' {number}' if number > 1 else ''}{SUFFIX}"
            if not path.exists() and not _facts_file(path).exists():
                break
            number += 1
        take = RawTake(path, facts)
        save(take)
        return take

    def waiting(self) -> list[RawTake]:
        """Those that were neither kept nor deleted, the newest first."""
        return [take for take in self._all() if take.kept_at is None and not take.deleted]

    def offer(self) -> list[RawTake]:
        """Those that wait, noted as offered now unless they were before."""
        found: list[RawTake] = []
        for take in self.waiting():
            offered = replace(take, offered_at=take.offered_at or self._now())
            if offered != take:
                save(offered)
            found.append(offered)
        return found

    def mark_kept(self, take: RawTake) -> None:
        """A take was made of it; it stays for a week, in case that take is damaged or deleted."""
        save(replace(take, kept_at=self._now()))

    def mark_deleted(self, take: RawTake, deleted: bool) -> None:
        """Let it wait no longer, or again; the next `tidy` removes it for good."""
        save(replace(take, deleted=deleted))

    def delete(self, take: RawTake) -> None:
        """Remove it for good, and what was made of it."""
        for path in (mix_file(take), made_file(take), take.path, _facts_file(take.path)):
            path.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove for good what was offered or kept a week ago, and what holds no sound."""
        now = self._now()
        for take in self._all(also_empty=True):
            old = take.goes_at is not None and now >= take.goes_at
            aged = now - take.facts.recorded_at >= EMPTY_FOR
            if take.deleted or old or (aged and not _holds_sound(take.path)):
                self.delete(take)

    def _all(self, also_empty: bool = False) -> list[RawTake]:
        try:
            files = sorted(self._folder.glob(f"*{FACTS_SUFFIX}"), reverse=True)
        except OSError:
            return []
        found = (_read(file.with_suffix(SUFFIX)) for file in files)
        return [each for each in found if each and (also_empty or _holds_sound(each.path))]


def save(take: RawTake) -> None:
    """Write what is known, all or nothing. Raises OSError."""
    target = _facts_file(take.path)
    part = target.with_suffix(".part")
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump(_to_json(take), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def made_file(take: RawTake) -> Path:
    """Where the take that is made of it is written, until it is kept."""
    return take.path.with_suffix(".opus")


def mix_file(take: RawTake) -> Path:
    """Where that take is mixed with the music, to be listened to."""
    return take.path.with_suffix(".wav")


def _facts_file(path: Path) -> Path:
    return path.with_suffix(FACTS_SUFFIX)


def _holds_sound(path: Path) -> bool:
    try:
        return path.stat().st_size >= LEAST_BYTES
    except OSError:
        return False


def _to_json(take: RawTake) -> dict[str, Any]:
    facts = take.facts
    return {
        "recording": 1,
        "song": facts.song,
        "title": facts.title,
        "score": facts.score,
        "recorded_at": facts.recorded_at.isoformat(),
        "pace": facts.pace,
        "semitones": facts.semitones,
        "verses": facts.verses,
        "music": facts.music.value,
        "microphone": facts.microphone,
        "speaker": facts.speaker,
        "telephone": facts.telephone,
        "pieces": [
            {
                "frames": [piece.first, piece.end],
                "from_ms": piece.from_ms,
                "times": [piece.times.first_ms, piece.times.frame_ms],
                "looks": [[look.moment, look.song_ms] for look in piece.looks],
            }
            for piece in take.pieces
        ],
        "lost_frames": take.lost_frames,
        "reason": None if take.reason is None else take.reason.name,
        "deleted": take.deleted,
        "offered_at": None if take.offered_at is None else take.offered_at.isoformat(),
        "kept_at": None if take.kept_at is None else take.kept_at.isoformat(),
    }


def _read(path: Path) -> RawTake | None:
    """None if the facts cannot be read; nothing is removed then."""
    try:
        file = _facts_file(path)
        if file.stat().st_size > LARGEST_FACTS:
            return None
        return _from_json(path, json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        log.warning("a recording cannot be understood", exc_info=True)
        return None


def _from_json(path: Path, told: dict[str, Any]) -> RawTake:
    facts = RawFacts(
        str(told["song"]),
        str(told["title"]),
        str(told["score"]),
        datetime.fromisoformat(told["recorded_at"]),
        float(told["pace"]),
        float(told["semitones"]),
        None if told["verses"] is None else tuple(int(verse) for verse in told["verses"]),
        Music(told["music"]),
        str(told["microphone"]),
        str(told.get("speaker", "")),
        bool(told["telephone"]),
    )
    pieces = tuple(
        SungPiece(
            int(piece["frames"][0]),
            int(piece["frames"][1]),
            float(piece["from_ms"]),
            FrameTimes(float(piece["times"][0]), float(piece["times"][1])),
            tuple(Look(float(moment), float(song_ms)) for moment, song_ms in piece["looks"]),
        )
        for piece in told["pieces"]
    )
    reason, kept_at, offered_at = told["reason"], told["kept_at"], told.get("offered_at")
    return RawTake(
        path,
        facts,
        pieces,
        int(told["lost_frames"]),
        None if reason is None else StopReason[reason],
        None if offered_at is None else datetime.fromisoformat(offered_at),
        None if kept_at is None else datetime.fromisoformat(kept_at),
        bool(told["deleted"]),
    )

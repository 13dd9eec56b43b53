"""One file with what two computers of a family bring together: journal, lists, song preferences.

It is JSON. Recordings are not in it. A file of unknown origin is checked in full.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from lullaby.audio.port import SpeedPitch
from lullaby.bundles.manifest import (
    MOST_ENTRIES,
    MOST_VERSES,
    BundleError,
    BundleProblem,
    GivenRoutine,
    if_told,
    list_of,
    mapping,
    named,
    number_of,
    routine_from,
    routine_values,
    text_of,
    truth,
    whole,
)
from lullaby.frozen import frozen
from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing
from lullaby.journal.entry import JournalEntry
from lullaby.journal.export import to_json as journal_json
from lullaby.journal.reading import ReadNights, read_nights
from lullaby.library.singing import Singing
from lullaby.library.song_preferences import SongPreferences
from lullaby.regular_file import TooLargeError, read_regular
from lullaby.settings import write_atomically
from lullaby.units import Ms

T = TypeVar("T")

VERSION = 1
LARGEST = 64_000_000
"""Bytes; a night takes about 500."""
MOST_SONGS = 100_000
MOST_LISTS = 1_000
MOST_CHILDREN = 50
LONGEST_PATH = 4_096
BOUNDS = Bounds(memory=1 << 30, cpu_s=60)


@frozen
class SongKey:
    """What a song is on every computer; a song that has none of the three is known by its path."""

    songbook: str = ""
    """Its id among the songs that come with the app."""
    sound: str = ""
    """What its recording sounds like."""
    score: str = ""
    """SHA-256 of its score."""
    path: str = ""
    title: str = ""


@frozen
class FamilyPlaylist:
    name: str
    songs: tuple[SongKey, ...]


@frozen
class FamilyRoutine:
    name: str
    sounds: GivenRoutine
    songs: tuple[SongKey, ...]


@frozen
class FamilyPreferences:
    song: SongKey
    child: str
    """Empty for everybody."""
    values: SongPreferences


@frozen
class FamilyFile:
    nights: ReadNights
    playlists: tuple[FamilyPlaylist, ...]
    routines: tuple[FamilyRoutine, ...]
    preferences: tuple[FamilyPreferences, ...]


def write(
    path: Path,
    nights: list[JournalEntry],
    playlists: tuple[FamilyPlaylist, ...],
    routines: tuple[FamilyRoutine, ...],
    preferences: tuple[FamilyPreferences, ...],
) -> None:
    """Write the file atomically. Raises OSError."""
    values = {
        "lullaby_family": VERSION,
        "playlists": [
            {"name": each.name, "songs": [_key(song) for song in each.songs]} for each in playlists
        ],
        "routines": [
            {
                "name": each.name,
                "sounds": routine_values(each.sounds),
                "songs": [_key(song) for song in each.songs],
            }
            for each in routines
        ],
        "preferences": [
            {"song": _key(each.song), "child": each.child, "values": _preferences(each.values)}
            for each in preferences
        ],
        "journal": json.loads(journal_json(nights)),
    }
    write_atomically(path, json.dumps(values, ensure_ascii=False, indent=1) + "\n")


def _key(song: SongKey) -> dict[str, str]:
    values = {field.name: getattr(song, field.name) for field in fields(song)}
    return {name: value for name, value in values.items() if value}


def _preferences(told: SongPreferences) -> dict[str, Any]:
    manner, singing = told.speed_pitch, told.singing
    values: dict[str, Any] = {
        "manner": manner and {"pace": manner.pace, "semitones": manner.semitones},
        "louder": told.louder,
        "earlier_ms": told.earlier_ms,
        "swapped": told.swapped,
        "singing": singing
        and {"tune": singing.with_tune, "verses": singing.verses and list(singing.verses)},
    }
    return {name: value for name, value in values.items() if value is not None}


def read_in_helper(path: Path, helpers: Helpers) -> FamilyFile | BundleProblem | OSError:
    """What is in a file of unknown origin. Raises NoHelperError."""
    answer = ask(helpers, _read, path, patience_s=90.0)
    if isinstance(answer, Unanswered):
        broken = answer is Unanswered.BROKEN
        return BundleProblem.DAMAGED if broken else BundleProblem.TOO_LARGE
    return answer


@costing(BOUNDS)
def _read(path: Path) -> FamilyFile | BundleProblem | OSError:
    try:
        return parse(read_regular(path, LARGEST))
    except BundleError as refused:
        return refused.problem
    except TooLargeError:
        return BundleProblem.TOO_LARGE
    except OSError as problem:
        return problem


def parse(content: bytes) -> FamilyFile:
    """Read a file of unknown origin. Raises BundleError."""
    try:
        values = json.loads(content)
    except (ValueError, RecursionError):
        raise BundleError(BundleProblem.NO_BUNDLE) from None
    version = values.get("lullaby_family") if isinstance(values, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BundleError(BundleProblem.NO_BUNDLE)
    if version > VERSION:
        raise BundleError(BundleProblem.NEWER)
    try:
        return FamilyFile(
            read_nights(json.dumps(mapping(values["journal"])).encode(), None),
            _each(values["playlists"], MOST_LISTS, _playlist),
            _each(values["routines"], MOST_LISTS, _routine),
            _each(values["preferences"], MOST_SONGS, _told),
        )
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise BundleError(BundleProblem.DAMAGED) from None


def _each(values: Any, most: int, read: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    return tuple(read(mapping(each)) for each in list_of(values, most))


def _playlist(values: Mapping[str, Any]) -> FamilyPlaylist:
    return FamilyPlaylist(named(values["name"]), _songs(values))


def _routine(values: Mapping[str, Any]) -> FamilyRoutine:
    sounds = routine_from(mapping(values["sounds"]))
    return FamilyRoutine(named(values["name"]), sounds, _songs(values))


def _songs(values: Mapping[str, Any]) -> tuple[SongKey, ...]:
    return _each(values["songs"], MOST_ENTRIES * 20, _song)


def _song(values: Mapping[str, Any]) -> SongKey:
    path = values.get("path", "")
    if not isinstance(path, str) or len(path) > LONGEST_PATH or "\0" in path:
        raise ValueError("no path")
    parts = {name: text_of(values.get(name, "")) for name in ("songbook", "sound", "score")}
    title = values.get("title", "")
    return SongKey(**parts, path=path, title=text_of(str(title)[:300]))


def _told(values: Mapping[str, Any]) -> FamilyPreferences:
    told = mapping(values["values"])

    def manner(value: Any) -> SpeedPitch:
        pair = mapping(value)
        return SpeedPitch(
            number_of(pair["pace"], 0.25, 4.0), number_of(pair["semitones"], -36.0, 36.0)
        )

    def singing(value: Any) -> Singing:
        sung = mapping(value)
        verses = if_told(sung.get("verses"), lambda each: list_of(each, MOST_VERSES))
        order = None if verses is None else tuple(whole(each, 0, MOST_VERSES) for each in verses)
        return Singing(truth(sung["tune"]), order or None)

    return FamilyPreferences(
        _song(mapping(values["song"])),
        text_of(values.get("child", "")),
        SongPreferences(
            if_told(told.get("manner"), manner),
            if_told(told.get("louder"), lambda value: whole(value, -6, 6)),
            if_told(told.get("earlier_ms"), lambda value: Ms(whole(value, -5_000, 5_000))),
            if_told(told.get("swapped"), truth),
            if_told(told.get("singing"), singing),
        ),
    )

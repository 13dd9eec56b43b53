"""One evening remembered."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType

from lullaby.units import Ms

EntryId = NewType("EntryId", int)


class Outcome(Enum):
    ASLEEP = "asleep"
    CALMER = "calmer"
    NOT_THIS_TIME = "not this time"


class Ending(Enum):
    """What closed the evening; an entry without one is still open."""

    TIMER = "timer"
    STOPPED = "stopped"
    END_OF_LIST = "end of list"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class EntrySong:
    """A song heard that evening; kept by title too, so that it outlives the library."""

    track_id: int | None
    title: str
    played_ms: Ms
    sung: bool = False
    """The words were on screen while it played."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    id: EntryId
    started_at: datetime
    ended_at: datetime | None = None
    ending: Ending | None = None
    routine: str = ""
    """A built-in routine's value (`BuiltIn`) or the name of the person's own."""
    beds: tuple[str, ...] = ()
    timer_minutes: int | None = None
    outcome: Outcome | None = None
    minutes_to_calm: int | None = None
    note: str = ""
    by_hand: bool = False
    songs: tuple[EntrySong, ...] = ()
    finish: str = ""
    """How the evening was to end (`session.finish.Finish`); empty where nobody said."""
    awake_ms: tuple[Ms, ...] = ()
    """When somebody said that they were still awake, in ms of sound since the start."""

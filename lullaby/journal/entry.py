"""One evening remembered."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NewType

from lullaby.units import Ms

EntryId = NewType("EntryId", int)


FROM_LIBRARY = "from_library"
"""In the place of a routine where songs were begun from the Library."""


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


class Kind(Enum):
    """What the evening was for."""

    BEDTIME = "bedtime"
    NAP = "nap"
    NIGHT_WAKING = "night waking"
    FUSSING = "fussing"


class Mood(Enum):
    """The states of Prechtl and Brazelton in five plain words."""

    ASLEEP = "asleep"
    DROWSY = "drowsy"
    CALM = "calm"
    FUSSY = "fussy"
    CRYING = "crying"


class Help(Enum):
    """What else parents try, the most often tried first (Cho et al. 2025, 7,576 prompts)."""

    FEEDING = "feeding"
    ROCKING = "rocking"
    SINGING = "singing"
    RUBBING = "rubbing"
    DUMMY = "dummy"
    NAPPY = "nappy"
    SHUSHING = "shushing"
    MUSIC = "music"
    WAITING = "waiting"
    OWN_BED = "own bed"
    SWADDLING = "swaddling"
    SCREEN = "screen"


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
    """A built-in routine's value (`BuiltIn`), the name of the person's own or of the playlist that
    was begun, or `FROM_LIBRARY`."""
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
    kind: Kind | None = None
    before: Mood | None = None
    """How they were when it began."""
    after: Mood | None = None
    """How they were at its end; see `filling.after_of` for where nobody said."""
    helped: tuple[Help, ...] = ()
    """What else was tried that helped, in the order of `Help`."""
    who: tuple[str, ...] = ()
    """Who was there."""
    children: tuple[str, ...] = ()
    """With whom it was, by name; empty for the only child, or for all of them."""
    music_step: int | None = None
    """How loud the songs were at the press, 0 to 20."""
    bed_steps: tuple[int, ...] = ()
    """How loud each of `beds` was at the press, 0 to 20; empty where that is not known."""

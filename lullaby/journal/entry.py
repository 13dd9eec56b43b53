"""One evening remembered."""

from datetime import datetime
from enum import Enum
from typing import NewType

from lullaby.frozen import frozen
from lullaby.units import Ms

EntryId = NewType("EntryId", int)


FROM_LIBRARY = "from_library"
"""Stands for the routine when songs were started from the Library."""


class Outcome(Enum):
    ASLEEP = "asleep"
    CALMER = "calmer"
    NOT_THIS_TIME = "not this time"


class Ending(Enum):
    """What ended the evening; an entry without one is still open."""

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
    """Prechtl's and Brazelton's behavioural states in five plain words."""

    ASLEEP = "asleep"
    DROWSY = "drowsy"
    CALM = "calm"
    FUSSY = "fussy"
    CRYING = "crying"


class Help(Enum):
    """What else parents try, most frequent first (Cho et al. 2025, 7,576 prompts)."""

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


@frozen
class EntrySong:
    """A song heard that evening; also kept by title, in case it leaves the library."""

    track_id: int | None
    title: str
    played_ms: Ms
    sung: bool = False
    """The words were on screen while it played."""
    sung_ms: Ms = Ms(0)
    """For how long a voice was heard singing it; 0 if nobody listened, or that was not wanted."""
    singer: str = ""
    """Who sang in the recording, if it was one of the person's own."""

    @property
    def name(self) -> str:
        """Its title, and whose recording of it was heard: Suo Gân · Ana."""
        return f"{self.title} · {self.singer}" if self.singer else self.title


@frozen
class JournalEntry:
    id: EntryId
    started_at: datetime
    ended_at: datetime | None = None
    ending: Ending | None = None
    routine: str = ""
    """A built-in routine's value (`BuiltIn`), the name of a custom routine or playlist, or
    `FROM_LIBRARY`."""
    ambient: tuple[str, ...] = ()
    timer_minutes: int | None = None
    outcome: Outcome | None = None
    minutes_to_calm: int | None = None
    note: str = ""
    by_hand: bool = False
    songs: tuple[EntrySong, ...] = ()
    finish: str = ""
    """How the evening was to end (`session.finish.Finish`); empty if not chosen."""
    awake_ms: tuple[Ms, ...] = ()
    """When "still awake" was pressed, in ms of playback since the start."""
    kind: Kind | None = None
    before: Mood | None = None
    """The child's mood at the start."""
    after: Mood | None = None
    """The child's mood at the end; `filling.after_of` fills in a missing one."""
    helped: tuple[Help, ...] = ()
    """What else was tried that helped, in the order of `Help`."""
    who: tuple[str, ...] = ()
    """Which adults were there."""
    children: tuple[str, ...] = ()
    """The children's names; empty for an only child, or for all of them."""
    music_step: int | None = None
    """Volume step of the songs at the start, 0 to 20."""
    ambient_steps: tuple[int, ...] = ()
    """Volume step of each of `ambient` at the start, 0 to 20; empty if not known."""

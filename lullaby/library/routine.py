"""Routines: a playlist with duration, background sounds and levels."""

from collections.abc import Iterable
from enum import Enum
from itertools import chain, count
from typing import NewType

from lullaby.frozen import frozen
from lullaby.library.rules import Rules

PlaylistId = NewType("PlaylistId", int)
RoutineId = NewType("RoutineId", int)

STEPS = 20
"""Highest level of music and background sounds, from 0; see `session.volume` for gains."""

MOST_AMBIENT_SOUNDS = 2
"""More than two background sounds at once blur into each other."""

STEPS_PER_DOT = 4
"""Steps per dot of a background sound, which has five dots."""

TIMER_CHOICES: tuple[int | None, ...] = (10, 20, 30, 45, None)
"""Minutes until silence; None plays without end."""


class BuiltIn(Enum):
    """The routines that come with the app; `ui` holds their names."""

    NIGHT_WAKING = "night_waking"
    BEDTIME = "bedtime"
    NAP = "nap"
    JUST_SOUND = "just_sound"


class RoutineIcon(Enum):
    """The picture beside the name of a routine of the person's own; `ui` draws it."""

    HEART = "heart"
    MOON = "moon"
    SUN = "sun"
    BED = "bed"
    FEATHER = "feather"
    NOTE = "note"
    BOOK = "book"
    PEOPLE = "people"


@frozen
class AmbientStep:
    """A background sound (`songbook.soundscapes` names) at a step from 0 to `STEPS`."""

    name: str
    step: int


def dots_of(ambient: tuple[AmbientStep, ...], limit: int = STEPS) -> dict[str, int]:
    """The dots of each background sound that is on, as it sounds within the gentle limit."""
    return {sound.name: dots(min(sound.step, limit)) for sound in ambient if sound.step}


def dots(step: int) -> int:
    """How many dots show a level of 0 to `STEPS`."""
    return -(-step // STEPS_PER_DOT)


def with_sound(ambient: tuple[AmbientStep, ...], name: str, step: int) -> tuple[AmbientStep, ...]:
    """The background sounds with one at another level, 0 to `STEPS`; 0 leaves it out.

    One too many replaces the oldest.
    """
    others = tuple(sound for sound in ambient if sound.name != name)
    if step <= 0:
        return others
    return (*others[-(MOST_AMBIENT_SOUNDS - 1) :], AmbientStep(name, min(step, STEPS)))


@frozen
class Playlist:
    """Songs in order, chosen one by one or by rules; a built-in one belongs to a routine."""

    id: PlaylistId
    name: str
    """Empty for the playlist of a built-in routine: `ui` names it."""
    built_in: BuiltIn | None = None
    rules: Rules | None = None
    """The rules of a smart playlist; None if its songs are chosen one by one."""


@frozen
class Routine:
    id: RoutineId
    name: str
    """Empty for a built-in routine: `ui` names it."""
    built_in: BuiltIn | None
    playlist: PlaylistId | None
    minutes: int | None
    ambient: tuple[AmbientStep, ...] = ()
    music_step: int = 8
    icon: RoutineIcon | None = None
    """None for a built-in routine."""
    fade_minutes: int | None = None
    """How long the fade takes; None as set in Settings for all."""


@frozen
class DeletedRoutine:
    """What restores a routine, in its place of the list."""

    routine: Routine
    place: int


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or with the first number from 2 that makes it differ from all `taken`.

    The journal keeps names, so two routines must not share one. Letter case does not tell two
    names apart.
    """
    known = {name.casefold() for name in taken}
    numbered = (f"{wanted} {number}" for number in count(2))
    return next(name for name in chain((wanted,), numbered) if name.casefold() not in known)

"""How a family sings a song: with everybody, and with one child."""

from dataclasses import dataclass, fields, replace
from typing import NewType

from lullaby.audio.port import SpeedPitch
from lullaby.library.singing import Singing
from lullaby.library.track import Track
from lullaby.units import Ms

ChildId = NewType("ChildId", int)

EVERYBODY = ChildId(0)
WORDS_STEP = Ms(50)
FARTHEST = Ms(5_000)
"""Words further off belong to another recording."""
MOST_LOUDER = 6
"""Steps of volume that a song may stand out by, up or down; the gentle limit holds all the same."""


@dataclass(frozen=True, slots=True)
class Child:
    id: ChildId
    name: str


@dataclass(frozen=True, slots=True)
class SongPreferences:
    """None is as with everybody, and for everybody as the song came."""

    speed_pitch: SpeedPitch | None = None
    louder: int | None = None
    """Steps of volume, up or down."""
    earlier_ms: Ms | None = None
    """How much earlier than their times the words are shown."""
    swapped: bool | None = None
    """The two singers have changed parts."""
    singing: Singing | None = None
    """With the tune or without, and which verses."""

    @property
    def is_plain(self) -> bool:
        return self == NO_PREFERENCES

    def over(self, other: "SongPreferences") -> "SongPreferences":
        """What this leaves open is taken from `other`."""
        names = [field.name for field in fields(self)]
        mine = {name: getattr(self, name) for name in names}
        known = {name: value for name, value in mine.items() if value is not None}
        return replace(other, **known)


NO_PREFERENCES = SongPreferences()


def with_preferences(track: Track, song_preferences: SongPreferences) -> Track:
    """A track as it is to be played with `song_preferences`."""
    return replace(
        track,
        speed_pitch=song_preferences.speed_pitch or track.speed_pitch,
        singing=song_preferences.singing or track.singing,
        louder=song_preferences.louder or 0,
    )


def moved(earlier_ms: Ms, steps: int) -> Ms:
    """Steps of 50 ms, earlier (+) or later (-)."""
    return Ms(max(-FARTHEST, min(FARTHEST, earlier_ms + steps * WORDS_STEP)))

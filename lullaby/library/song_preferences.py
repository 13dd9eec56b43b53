"""A family's preferences for a song, for everybody or for one child."""

from dataclasses import fields, replace
from typing import NewType

from lullaby.audio.port import SpeedPitch
from lullaby.frozen import frozen
from lullaby.library.singing import Singing
from lullaby.library.track import Track
from lullaby.units import Ms

ChildId = NewType("ChildId", int)
TakeId = NewType("TakeId", int)

SONG_ITSELF = TakeId(0)
"""Stands for no recording, where one could be chosen."""

EVERYBODY = ChildId(0)
ERASED = ChildId(-1)
"""A child that was erased; only recordings that wait in the bin are still for it."""

WORDS_STEP = Ms(50)
FARTHEST = Ms(5_000)
"""Largest shift of words, in ms; a larger one means another recording."""
MOST_LOUDER = 6
"""Largest volume offset of a song in steps, up or down; the gentle limit still applies."""


@frozen
class Child:
    id: ChildId
    name: str


@frozen
class SongPreferences:
    """Fields that are None inherit: a child's from everybody's, everybody's from the song."""

    speed_pitch: SpeedPitch | None = None
    louder: int | None = None
    """Volume offset in steps."""
    earlier_ms: Ms | None = None
    """How much earlier than their time the words are shown, in ms."""
    swapped: bool | None = None
    """Whether the two singers swapped parts."""
    singing: Singing | None = None
    """Tune on or off, and which verses."""
    recording: TakeId | None = None
    """Which take plays instead of the song; `SONG_ITSELF` for none."""

    @property
    def is_plain(self) -> bool:
        return self == NO_PREFERENCES

    def over(self, other: "SongPreferences") -> "SongPreferences":
        """These preferences, with `other` for fields that are None."""
        names = [field.name for field in fields(self)]
        mine = {name: getattr(self, name) for name in names}
        known = {name: value for name, value in mine.items() if value is not None}
        return replace(other, **known)


NO_PREFERENCES = SongPreferences()


def with_preferences(track: Track, song_preferences: SongPreferences) -> Track:
    """The track with `song_preferences` applied."""
    return replace(
        track,
        speed_pitch=song_preferences.speed_pitch or track.speed_pitch,
        singing=song_preferences.singing or track.singing,
        louder=song_preferences.louder or 0,
    )


def moved(earlier_ms: Ms, steps: int) -> Ms:
    """Shift by steps of 50 ms, earlier (+) or later (-)."""
    return Ms(max(-FARTHEST, min(FARTHEST, earlier_ms + steps * WORDS_STEP)))

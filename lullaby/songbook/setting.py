"""How to render a song: key, tempo, verses, and whether the tune is played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.units import Bpm

if TYPE_CHECKING:
    from lullaby.songbook.notes import Score

LOWEST, HIGHEST = -12, 12
SLOWEST, FASTEST = 0.5, 1.5


@frozen
class Setting:
    """`key` in semitones from the written one, -12 to 12; `pace` as a factor of the written tempo,
    0.5 to 1.5; `verses` in singing order, counted from 0, repeats allowed; None for each verse
    once."""

    key: int = 0
    pace: float = 1.0
    verses: tuple[int, ...] | None = None
    with_tune: bool = True

    def __post_init__(self) -> None:
        if not LOWEST <= self.key <= HIGHEST:
            raise ValueError(f"the key {self.key:+d} is not from -12 to 12")
        if not SLOWEST <= self.pace <= FASTEST:
            raise ValueError(f"the pace {self.pace:g} is not from 0.5 to 1.5")
        if self.verses is not None and (not self.verses or min(self.verses) < 0):
            raise ValueError("no verses to sing")

    def bpm(self, score: Score) -> Bpm:
        """The tempo in the score's own beats."""
        return Bpm(score.bpm * self.pace)


AS_WRITTEN = Setting()


def pace_for(score: Score, bpm: Bpm) -> float:
    """The pace at which a song has the tempo `bpm`, counted in its own beats."""
    return bpm / score.bpm

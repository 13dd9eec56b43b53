"""How a song is to sound: its key, pace, verses, and whether the tune is played."""

from dataclasses import dataclass

from lullaby.songbook.notes import Score
from lullaby.units import Bpm

LOWEST, HIGHEST = -12, 12
SLOWEST, FASTEST = 0.5, 1.5


@dataclass(frozen=True, slots=True)
class Setting:
    """`key` in semitones from the written one, -12 to 12; `pace` in parts of the written tempo,
    0.5 to 1.5; the `verses` to sing one after another, from 0, any of them more than once; None
    for all of them once."""

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
        """In the score's own beats."""
        return Bpm(score.bpm * self.pace)


AS_WRITTEN = Setting()


def pace_for(score: Score, bpm: Bpm) -> float:
    """The pace that makes a song as fast as `bpm`, counted in its own beats."""
    return bpm / score.bpm

"""What a line of music in ABC holds: notes, rests and bar lines."""

from dataclasses import dataclass
from fractions import Fraction

from lullaby.frozen import frozen
from lullaby.songbook.abc_fields import Speed


@dataclass(slots=True)
class WrittenNote:
    """A note or rest as written, with its slots of all `w:` lines below it."""

    pitch: int | None
    length: Fraction
    line: int
    bar: int
    chord: str = ""
    tied: bool = False
    slurred: bool = False
    words: tuple[str, ...] = ()
    speed: Speed | None = None
    """The tempo, if another than the first was told before."""


@frozen
class BarSign:
    ends: int = 0
    """How often what came before is sung again."""
    starts: bool = False
    endings: tuple[int, ...] = ()
    strong: bool = False
    """Whether it is a double bar, which ends an ending."""
    section: str = ""
    """The name of the part of the tune that begins here (`P:` in ABC)."""
    signs: frozenset[str] = frozenset()
    """Signs of the order: `segno`, `coda`, `tocoda`, `fine`, `dacapo`, `dalsegno`."""

    @property
    def is_line(self) -> bool:
        """Whether there is a bar line, and not only a name or sign."""
        return bool(self.endings) or not (self.section or self.signs)

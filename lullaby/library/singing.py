"""What of a song made from a score is sung: its tune, and which verses."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Singing:
    """`verses` by number from 0, in order; None for all there are."""

    with_tune: bool = True
    verses: tuple[int, ...] | None = None


WHOLE_SONG = Singing()


def chosen(verses: Iterable[int], there: int) -> tuple[int, ...] | None:
    """A choice out of `there` verses in the order of the song; all and none are the same."""
    kept = tuple(sorted({verse for verse in verses if 0 <= verse < there}))
    return kept if 0 < len(kept) < there else None


def as_text(verses: tuple[int, ...] | None) -> str:
    """As the library keeps a choice: numbers parted by blanks, empty for all."""
    return "" if verses is None else " ".join(map(str, verses))


def from_text(text: str) -> tuple[int, ...] | None:
    return tuple(int(word) for word in text.split()) or None

"""The singing options of a song with a score: its tune, and which verses."""

from collections.abc import Iterable

from lullaby.frozen import frozen


@frozen
class Singing:
    """`verses` are counted from 0, in order; None for all."""

    with_tune: bool = True
    verses: tuple[int, ...] | None = None


WHOLE_SONG = Singing()


def chosen(verses: Iterable[int], there: int) -> tuple[int, ...] | None:
    """Normalise a choice out of `there` verses: sorted; None for all or none."""
    kept = tuple(sorted({verse for verse in verses if 0 <= verse < there}))
    return kept if 0 < len(kept) < there else None


def as_text(verses: tuple[int, ...] | None) -> str:
    """A choice as stored: numbers separated by spaces, empty for all."""
    return "" if verses is None else " ".join(map(str, verses))


def from_text(text: str) -> tuple[int, ...] | None:
    return tuple(int(word) for word in text.split()) or None

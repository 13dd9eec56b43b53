"""Where the columns of the list of songs stand, and which leave when room grows short."""

from dataclasses import dataclass

COVER = 48
BUTTON = 48


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges in px, or None for a column that has left for want of room."""

    title: float
    title_end: float
    tempo: float
    words: float | None
    journal: float | None
    length: float | None
    button: float


def columns(width: float, scale: float) -> Columns:
    """Columns leave in the order length, words, journal, as room grows short."""
    button = width - 12 - BUTTON * scale
    at = button - 12 * scale
    room = width / scale
    length = words = journal = None
    if room >= 780:
        at -= 70 * scale
        length = at
    if room >= 520:
        at -= 190 * scale
        journal = at
    if room >= 680:
        at -= 128 * scale
        words = at
    tempo = at - 112 * scale
    title = 12 + (COVER + 18) * scale
    return Columns(title, tempo - 12, tempo, words, journal, length, button)

"""Where the columns of the list of songs stand, and which leave when room grows short."""

from dataclasses import dataclass

COVER = 48
BUTTON = 48
TITLE = 150
"""What a title has at least, in px at usual text: 18 letters."""


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
    """Columns leave in the order length, words, journal, before a title has less than `TITLE`."""
    button = width - 12 - BUTTON * scale
    at = button - 12 * scale
    room = width / scale
    length = words = journal = None
    if room >= 822:
        at -= 70 * scale
        length = at
    if room >= 624:
        at -= 190 * scale
        journal = at
    if room >= 752:
        at -= 128 * scale
        words = at
    tempo = at - 112 * scale
    title = 12 + (COVER + 18) * scale
    return Columns(title, tempo - 12, tempo, words, journal, length, button)

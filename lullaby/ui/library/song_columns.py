"""The columns of the song list, and the order in which they are hidden if space is short."""

from dataclasses import dataclass

from lullaby.ui.controls.buttons import MOST_GROWTH

COVER = 48
BUTTON = 48
TITLE = 150
"""The least width of a title, in px at 100 %: 18 letters."""

EDGE = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Left edges in px, or None for a column that does not fit."""

    cover: float | None
    title: float
    title_end: float
    tempo: float | None
    """None if the tempo stands under the title: in a folded row, whose title may take two lines."""
    words: float | None
    journal: float | None
    length: float | None
    button: float

    @property
    def folded(self) -> bool:
        return self.tempo is None


def button_side(scale: float) -> float:
    """The width of the button at the end of a row, in px; it grows like other buttons."""
    return BUTTON * min(scale, MOST_GROWTH)


def columns(width: float, scale: float) -> Columns:
    """Hide length, words, journal, tempo, cover, in this order, to give a title `TITLE`."""
    button = width - EDGE - button_side(scale)
    at = button - EDGE * scale
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
    beside_cover = EDGE + (COVER + 18) * scale
    if tempo - EDGE - beside_cover >= TITLE * scale:
        return Columns(EDGE, beside_cover, tempo - EDGE, tempo, words, journal, length, button)
    end = button - EDGE
    covered = end - beside_cover >= TITLE * scale
    title = beside_cover if covered else EDGE + 4 * scale
    return Columns(EDGE if covered else None, title, end, None, None, None, None, button)

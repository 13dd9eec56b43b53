"""The columns of the song list, and the order in which they are hidden if space is short."""

from lullaby.frozen import frozen
from lullaby.ui.controls.buttons import MOST_GROWTH

COVER = 48
BUTTON = 48
TITLE = 150
"""The least width of a title, in px at 100 %: 18 letters."""

EDGE, LAST_EDGE = 8, 6
BESIDE_COVER = 14
BETWEEN_BUTTONS = 4
BETWEEN = 14
"""Between two columns, in px at 100 %."""

NIGHTS, TEMPO, WORDS, LENGTH = 172, 104, 24, 44
"""Widths in px at 100 %."""

FOR_LENGTH, FOR_NIGHTS, FOR_WORDS = 900, 760, 620
"""The least widths of a row, in px at 100 %, that show these columns."""


@frozen
class Columns:
    """Left edges in px, or None for a column that does not fit."""

    cover: float | None
    title: float
    title_end: float
    journal: float | None
    tempo: float | None
    """None if the tempo stands under the title: in a folded row, whose title may take two lines."""
    words: float | None
    length: float | None
    heart: float | None
    button: float

    @property
    def folded(self) -> bool:
        return self.tempo is None


def button_side(scale: float) -> float:
    """The width of a button at the end of a row, in px; it grows like other buttons."""
    return BUTTON * min(scale, MOST_GROWTH)


def columns(width: float, scale: float) -> Columns:
    """Hide length, nights, words, tempo, heart, cover, in this order, to give a title `TITLE`."""
    button = width - LAST_EDGE - button_side(scale)
    room, gap = width / scale, BETWEEN * scale
    heart = button - BETWEEN_BUTTONS - button_side(scale)
    at = heart - gap
    length = words = journal = None
    if room >= FOR_LENGTH:
        length = at - LENGTH * scale
        at = length - gap
    if room >= FOR_WORDS:
        words = at - WORDS * scale
        at = words - gap
    tempo = at - TEMPO * scale
    at = tempo - gap
    if room >= FOR_NIGHTS:
        journal = at - NIGHTS * scale
        at = journal - gap
    beside_cover = EDGE + (COVER + BESIDE_COVER) * scale
    if at - beside_cover >= TITLE * scale:
        return Columns(EDGE, beside_cover, at, journal, tempo, words, length, heart, button)
    end = button - EDGE
    covered = end - beside_cover >= TITLE * scale
    if heart - EDGE - beside_cover >= TITLE * scale:
        end = heart - EDGE
        return Columns(EDGE, beside_cover, end, None, None, None, None, heart, button)
    title = beside_cover if covered else EDGE + 4 * scale
    return Columns(EDGE if covered else None, title, end, None, None, None, None, None, button)

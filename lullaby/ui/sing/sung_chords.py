"""The chords above the words, in the key in which the song is sung."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from lullaby.frozen import frozen
from lullaby.lyrics.chord_names import transposed_names
from lullaby.lyrics.model import Chord, Lyrics
from lullaby.ui.sing.line_layout import CHORD_SHARE, LayoutRow, LineLayout
from lullaby.ui.theme import fonts
from lullaby.ui.theme.theme import Theme

GAP = 0.5
"""The least gap between two chords, as a share of their letter size."""

FOOT = 0.28
"""From the chords' baseline to the top of the letters' row, as a share of the chords' size."""

Measure = Callable[[str], float]


@frozen
class PlacedChord:
    """A chord's name and its distance from where its row begins, in px."""

    name: str
    along: float


class SungChords:
    """The chords of one song; calls `changed` when they look different."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._lines: Sequence[Sequence[Chord]] = ()
        self._sung: Sequence[Sequence[Chord]] = ()
        self._shown = False
        self._semitones = 0

    def take(self, lyrics: Lyrics | None) -> None:
        """Set the words, or none."""
        self._lines = () if lyrics is None else tuple(line.chords for line in lyrics.lines)
        self._sung = self._transposed()

    @property
    def there(self) -> bool:
        """Whether the song has chords."""
        return any(self._lines)

    def __contains__(self, line: object) -> bool:
        """Whether chords are shown above a line."""
        return isinstance(line, int) and bool(self.of(line))

    def of(self, line: int) -> Sequence[Chord]:
        """The chords that are shown above a line."""
        return self._sung[line] if self._shown else ()

    def show(self, shown: bool) -> None:
        if shown != self._shown:
            self._shown = shown
            self._tell()

    def set_key(self, semitones: int) -> None:
        """Set by how much the song is sung higher than its words say."""
        if semitones != self._semitones:
            self._semitones = semitones
            self._sung = self._transposed()
            self._tell()

    def _tell(self) -> None:
        if self.there:
            self._changed()

    def _transposed(self) -> Sequence[Sequence[Chord]]:
        names = (chord.name for line in self._lines for chord in line)
        moved = transposed_names(names, self._semitones)
        return [[Chord(moved[each.name], each.at) for each in line] for line in self._lines]


def places(
    row: LayoutRow,
    until: int | None,
    chords: Sequence[Chord],
    measures: tuple[Measure, Measure],
    room: float,
) -> list[PlacedChord]:
    """Where the chords of one row stand: above their letters, without touching each other.

    `until` is the first character of the next row, None for the last one. `measures` give the width
    of letters and of chords; nothing extends beyond `room` px, if the chords fit there at all.
    """
    letters, names = measures
    here = [c for c in chords if c.at >= row.start and (until is None or c.at < until)]
    gap = names("m") * GAP
    placed: list[PlacedChord] = []
    free = 0.0
    for chord in here:
        along = max(free, letters(row.text[: max(0, chord.at - row.start)]))
        placed.append(PlacedChord(chord.name, along))
        free = along + names(chord.name) + gap
    end = room
    for at in reversed(range(len(placed))):
        each = placed[at]
        placed[at] = PlacedChord(each.name, max(0.0, min(each.along, end - names(each.name))))
        end = placed[at].along - gap
    return placed


def paint_chords(
    painter: QPainter,
    theme: Theme,
    layout: LineLayout,
    chords: Sequence[Chord],
    colour: QColor,
    at: tuple[float, float],
    edges: tuple[float, float],
) -> None:
    """Paint chords above the letters of a line whose corner is `at`.

    `edges` are the left and right end of the space for words, in px.
    """
    letters = QFontMetricsF(theme.lyric_font(layout.size))
    size = layout.chords * CHORD_SHARE
    painter.setFont(fonts.font(fonts.SANS, size, fonts.Weight.Medium))
    painter.setPen(colour)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    names = QFontMetricsF(painter.font())
    measures = (letters.horizontalAdvance, names.horizontalAdvance)
    for index, row in enumerate(layout.rows):
        begin = at[0] + layout.start(index)
        room = begin - edges[0] if layout.right_to_left else edges[1] - begin
        following = layout.rows[index + 1].start if index + 1 < len(layout.rows) else None
        y = at[1] + index * layout.pitch + layout.band + layout.chords - size * FOOT
        for chord in places(row, following, chords, measures, room):
            wide = names.horizontalAdvance(chord.name)
            x = begin - chord.along - wide if layout.right_to_left else begin + chord.along
            painter.drawText(QPointF(x, y), chord.name)

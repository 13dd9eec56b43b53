"""Draws the melody above the words: one bar for each tone, as long as its part of the wipe.

It is a guide for the eye. It never listens, and never judges singing.
"""

from PySide6.QtCore import QRectF

from lullaby.frozen import frozen
from lullaby.lyrics.model import Line, Lyrics, Syllable
from lullaby.ui.sing.line_layout import LineLayout

THICK = 7.0
"""Height of a bar, in px."""

FOOT = 0.22
"""The share of the band that stays free between the lowest bar and the letters."""

GAP = 4.0
"""Gap between two bars, in px."""

LEAST_SPAN = 7
"""In semitones; a melody with a smaller range is not stretched over the whole band."""


@frozen
class Compass:
    """The lowest and the highest tone of a song, in semitones from C4."""

    low: float
    high: float


def compass(lyrics: Lyrics) -> Compass | None:
    """None if the melody is unknown."""
    pitches = [
        float(note.pitch)
        for line in lyrics.lines
        for syllable in line.syllables
        for note in syllable.notes
    ]
    if not pitches:
        return None
    low, high = min(pitches), max(pitches)
    spare = max(0.0, LEAST_SPAN - (high - low)) / 2
    return Compass(low - spare, high + spare)


def bars(line: Line, layout: LineLayout, within: Compass) -> list[QRectF]:
    """The bars in px from the line's corner; a tone across a line break has a bar in both rows."""
    made: list[QRectF] = []
    begin = 0.0
    for syllable, end in zip(line.syllables, layout.edges, strict=False):
        for index, note in enumerate(syllable.notes):
            first = begin + (end - begin) * _share(syllable, note.start_ms)
            following = syllable.notes[index + 1 : index + 2]
            until = following[0].start_ms if following else syllable.end_ms
            last = begin + (end - begin) * _share(syllable, until)
            made += _placed(layout, first, last, _height(layout, within, float(note.pitch)))
        begin = end
    return made


def _share(syllable: Syllable, at: int) -> float:
    length = max(1, syllable.end_ms - syllable.start_ms)
    return min(1.0, max(0.0, (at - syllable.start_ms) / length))


def _height(layout: LineLayout, within: Compass, pitch: float) -> float:
    """From a row's top to the bar's top, in px."""
    share = (pitch - within.low) / max(1.0, within.high - within.low)
    return (layout.band * (1 - FOOT) - THICK) * (1 - share)


def _placed(layout: LineLayout, first: float, last: float, down: float) -> list[QRectF]:
    placed: list[QRectF] = []
    gone = 0.0
    total = sum(row.width for row in layout.rows)
    for index, row in enumerate(layout.rows):
        start = max(0.0, first * total - gone)
        stop = min(row.width, last * total - gone)
        gone += row.width
        wide = max(THICK, stop - start - GAP)
        begin = layout.start(index)
        if stop <= start:
            continue
        left = begin - start - wide if layout.right_to_left else begin + start
        placed.append(QRectF(left, index * layout.pitch + down, wide, THICK))
    return placed

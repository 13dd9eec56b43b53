"""The tempos of a song in MusicXML, at their places in its notes.

After a repeat or a jump the tempo is the one that is written for that bar.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction

from lullaby.songbook.abc_fields import Speed, speed_of
from lullaby.songbook.musicxml_order import Turn
from lullaby.songbook.musicxml_parts import XmlBar, XmlTempo
from lullaby.songbook.musicxml_voice import LineNote, bar_length
from lullaby.songbook.notes import PaceChange
from lullaby.songbook.tempo_map import changes_in

QUARTER = Fraction(1, 4)


def tempos_of(
    bars: Sequence[XmlBar], order: Sequence[Turn], line: Sequence[LineNote]
) -> tuple[Speed, tuple[PaceChange, ...]]:
    """The tempo of the first note of the line, and its changes after that.

    `order` begins with the bar of that note.
    """
    first = line[0]
    told = list(_told(bars))
    places = [place for place, _ in told]
    at = bisect_right(places, (first.turn.place, first.at)) - 1
    meter = bars[first.turn.place].meter
    if told:
        speed = told[max(0, at)][1]
    else:
        said = " ".join(text for bar in bars[: first.turn.place + 1] for text in bar.said)
        speed = speed_of(f'"{said.replace(chr(34), "")}"', QUARTER, meter)
    paces: list[tuple[Fraction, float]] = []
    start = -first.at
    for turn in order:
        here = bisect_right(places, (turn.place, Fraction(0)))
        after = bisect_left(places, (turn.place + 1, Fraction(0)))
        paces.append((start, told[here - 1][1].pace_beside(speed) if here else 1.0))
        paces += [
            (start + within, other.pace_beside(speed)) for (_, within), other in told[here:after]
        ]
        start += bar_length(bars[turn.place])
    length = sum((note.length for note in line), Fraction(0))
    return speed, changes_in(paces, length)


def _told(bars: Sequence[XmlBar]) -> Iterator[tuple[tuple[int, Fraction], Speed]]:
    """Each tempo with its bar and place in there, in their order; of several at one place the first
    that counts a note value, as others are for playback."""
    for place, bar in enumerate(bars):
        found: dict[Fraction, XmlTempo] = {}
        for tempo in bar.tempos:
            at = min(max(Fraction(0), tempo.at), bar_length(bar))
            if at not in found or (found[at].beat is None and tempo.beat is not None):
                found[at] = tempo
        for at in sorted(found):
            yield (place, at), _speed(found[at], bar.meter)


def _speed(tempo: XmlTempo, meter: tuple[int, int]) -> Speed:
    beat, rate = tempo.beat, tempo.rate
    if beat is None:
        beat, rate = _counted(meter, rate)
    return speed_of(f"{beat.numerator}/{beat.denominator}={rate:g}", QUARTER, meter)


def _counted(meter: tuple[int, int], quarters: float) -> tuple[Fraction, float]:
    """A rate of quarters in the beats of a meter."""
    if meter[1] == 8 and meter[0] % 3 == 0:
        return Fraction(3, 8), round(quarters * 2 / 3, 2)
    return QUARTER, quarters

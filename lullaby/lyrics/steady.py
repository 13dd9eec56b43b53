"""Sets untimed words on a steady beat, so that they can be paced and tapped."""

from dataclasses import replace

from lullaby.lyrics.assemble import assemble, timing_of
from lullaby.lyrics.model import Line, Lyrics, Part
from lullaby.lyrics.pieces import RawLine, RawSyllable
from lullaby.lyrics.syllables import split_line
from lullaby.units import Bpm, Ms

REFERENCE_BPM = Bpm(60.0)
"""Words that have no times get one beat a second, which a tapped tempo then scales."""
BEATS_IN_A_BAR = 4
"""Untimed lines are held to whole bars, as sung verses are."""


def steady_words(lyrics: Lyrics, beats_a_syllable: float = 1.0) -> Lyrics:
    """Untimed words on a steady beat of 60 BPM: a beat for each syllable, lines in whole bars.

    The last syllable is held until the bar ends; between verses there is one bar of rest.
    """
    beat = 60_000 / REFERENCE_BPM
    bar = BEATS_IN_A_BAR * beat
    at = 0.0
    raws: list[RawLine] = []
    for number, line in enumerate(lyrics.lines, start=1):
        if not line.text:
            if raws:
                raws.append(RawLine(number, "", round(at)))
                at += bar
            continue
        pieces = split_line(line.text, lyrics.language)
        sung = len(pieces) * beats_a_syllable * beat
        end = at + max(1, -(-sung // bar)) * bar
        raws.append(_steady(number, line, pieces, (at, end, beats_a_syllable * beat)))
        at = end
    lines, _ = assemble(raws, 0, Ms(round(at)))
    return replace(lyrics, lines=lines, timing=timing_of(lines), offset_ms=0)


def _steady(
    number: int, line: Line, pieces: tuple[str, ...], times: tuple[float, float, float]
) -> RawLine:
    start, end, each = times
    starts = [round(start + index * each) for index in range(len(pieces))]
    syllables = tuple(
        RawSyllable(text, begin, stop)
        for text, begin, stop in zip(pieces, starts, [*starts[1:], round(end)], strict=True)
    )
    marked = line.part is not Part.EVERYONE
    return RawLine(
        number,
        line.text,
        round(start),
        round(end),
        syllables,
        line.part,
        marked,
        translations=tuple(line.translation.split("\n")),
        chords=line.chords,
    )

"""Arranges a quiet accompaniment from chord symbols: bass, three voices in broken chords, a pad.

A written accompaniment is played instead while the verses are sung, on the same harp. All of it
is meant to calm: a steady pulse, dark plucked sounds, soft and nearly even velocities, and
voices that move as little as possible.
"""

import itertools
import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import IntEnum

from lullaby.frozen import frozen
from lullaby.songbook.notes import Score
from lullaby.songbook.pitches import chord_of
from lullaby.songbook.timeline import Timeline

BASS_LOW = 40
"""E2 as a MIDI number; the bass stays within the octave above it."""

VOICES_LOW, VOICES_HIGH = 52, 67
TUNE_ABOVE = 2
"""The voices stay this many semitones below the lowest note sung over their chord."""

PATTERNS = {
    (3, 4): (0, 1, 2, 3, 2, 1),
    (6, 8): (0, 1, 2, 3, 2, 1),
    (4, 4): (0, 1, 2, 1, 3, 1, 2, 1),
    (2, 4): (0, 1, 2, 1),
}
"""The voice plucked on each eighth note: 0 is the bass, 1 to 3 the voices from low to high."""

THREE, TWO = (0, 2, 3), (0, 2)
"""The voices plucked in a group of eighths of other meters."""

FIRST_STROKE = 44
STROKES = (33, 38)
TUNE_STROKES = (58, 64)
PAD_STROKE = 26
SEED = 1849
LAST_STROKE = 36
WRITTEN_STROKE = 40
LESS_TOGETHER = 3
"""By how much each further note that is struck at once makes a written chord softer."""
SOFTEST = 22
LONGEST_HELD_MS = 2_500.0
"""A harp string has died away by then."""
HARP_LOW, HARP_HIGH = 28, 88
ROLL_MS = 90.0
SAME_MS = 0.01
"""Events closer than this, in ms, count as simultaneous."""


class Instrument(IntEnum):
    """General MIDI programs, from 0."""

    CELESTA = 8
    HARP = 46
    WARM_PAD = 89


@frozen
class InstrumentNote:
    """A note of an instrument; `strength` is a MIDI velocity."""

    instrument: Instrument
    pitch: int
    strength: int
    start_ms: float
    end_ms: float


def arrange(score: Score, timeline: Timeline, with_tune: bool = True) -> list[InstrumentNote]:
    """All notes of a performance, sorted by time."""
    dice = random.Random(SEED)
    strokes = _accompany(score, timeline, dice)
    if timeline.played:
        strokes = [*_between(strokes, timeline.verses_ms), *_written(timeline)]
    if with_tune:
        strokes += [
            InstrumentNote(
                Instrument.CELESTA,
                note.pitch,
                dice.randint(*TUNE_STROKES),
                note.start_ms,
                note.end_ms,
            )
            for note in timeline.notes
        ]
    return sorted(strokes, key=lambda stroke: (stroke.start_ms, stroke.pitch))


def _between(
    strokes: Sequence[InstrumentNote], verses_ms: Sequence[tuple[float, float]]
) -> Iterator[InstrumentNote]:
    """What sounds before, between and after the verses; it ends where a verse begins."""
    begins = [begin for begin, _ in verses_ms]
    for stroke in strokes:
        verse = bisect_right(begins, stroke.start_ms + SAME_MS) - 1
        start = stroke.start_ms if verse < 0 else max(stroke.start_ms, verses_ms[verse][1])
        if start > stroke.start_ms and stroke.instrument is Instrument.HARP:
            continue
        end = min([stroke.end_ms, *begins[verse + 1 : verse + 2]])
        if end > start + SAME_MS:
            yield replace(stroke, start_ms=start, end_ms=end)


def _written(timeline: Timeline) -> Iterator[InstrumentNote]:
    together = Counter(round(note.start_ms) for note in timeline.played)
    for note in timeline.played:
        more = together[round(note.start_ms)] - 1
        strength = max(SOFTEST, WRITTEN_STROKE - LESS_TOGETHER * more)
        end = min(note.end_ms, note.start_ms + LONGEST_HELD_MS)
        yield InstrumentNote(Instrument.HARP, _on_harp(note.pitch), strength, note.start_ms, end)


def _on_harp(pitch: int) -> int:
    """The pitch, moved by octaves onto the harp."""
    while pitch < HARP_LOW:
        pitch += 12
    return _down_to(HARP_HIGH, pitch)


def voicings(symbols: Sequence[str], ceilings: Sequence[int]) -> list[tuple[int, int, int, int]]:
    """Bass and three voices for each chord, moving as little as possible.

    No voice exceeds the chord's ceiling, a MIDI number, if that can be avoided."""
    found: list[tuple[int, int, int, int]] = []
    for symbol, ceiling in zip(symbols, ceilings, strict=True):
        root, intervals = chord_of(symbol)
        bass = BASS_LOW + (root - BASS_LOW) % 12
        classes = [(root + step) % 12 for step in intervals[-3:]]
        if len(intervals) == 4:
            classes = [(root + step) % 12 for step in (intervals[0], intervals[1], intervals[3])]
        options = _close_positions(classes, ceiling)
        before = found[-1][1:] if found else (55, 59, 62)
        best = min(options, key=lambda voices: _motion(before, voices))
        found.append((bass, *best))
    return found


def _close_positions(classes: Sequence[int], ceiling: int) -> list[tuple[int, int, int]]:
    options: list[tuple[int, int, int]] = []
    for order in itertools.permutations(classes):
        for low in range(VOICES_LOW - 6, VOICES_HIGH):
            if low % 12 != order[0]:
                continue
            middle = low + (order[1] - low) % 12
            high = middle + (order[2] - middle) % 12
            if low < middle < high <= ceiling and high - low <= 12:
                options.append((low, middle, high))
    return options or [_lowest(classes)]


def _lowest(classes: Sequence[int]) -> tuple[int, int, int]:
    low = VOICES_LOW - 6 + (classes[0] - VOICES_LOW + 6) % 12
    middle = low + (classes[1] - low) % 12
    return low, middle, middle + (classes[2] - middle) % 12


def _motion(before: Sequence[int], after: Sequence[int]) -> int:
    return sum(abs(one - other) for one, other in zip(before, after, strict=True))


def _accompany(score: Score, timeline: Timeline, dice: random.Random) -> list[InstrumentNote]:
    tune = Tune(timeline)
    lowest = [tune.lowest(span.start_ms, span.end_ms) for span in timeline.chords]
    usual = sorted(note.pitch for note in timeline.notes)[len(timeline.notes) // 10]
    ceilings = [min(VOICES_HIGH, usual + 1, (low or usual) - TUNE_ABOVE) for low in lowest]
    chords = voicings([span.symbol for span in timeline.chords], ceilings)
    last_bar = timeline.bars_ms[-2]
    strokes = _broken_chords(score, timeline, tune, chords, dice)
    for span, voices, ceiling in zip(timeline.chords, chords, ceilings, strict=True):
        strokes += [
            InstrumentNote(Instrument.WARM_PAD, pitch, PAD_STROKE, span.start_ms, span.end_ms)
            for pitch in sorted({_down_to(ceiling, voice) for voice in voices[1:]})
        ]
    strokes += [
        InstrumentNote(
            Instrument.HARP, pitch, LAST_STROKE, last_bar + at * ROLL_MS, timeline.end_ms
        )
        for at, pitch in enumerate(chords[-1])
    ]
    return strokes


def _broken_chords(
    score: Score,
    timeline: Timeline,
    tune: "Tune",
    chords: Sequence[tuple[int, int, int, int]],
    dice: random.Random,
) -> list[InstrumentNote]:
    pattern = pattern_of(score.meter)
    starts = [span.start_ms for span in timeline.chords]
    strokes: list[InstrumentNote] = []
    for place, start in enumerate(timeline.eighths_ms[: -2 * len(pattern)]):
        at = max(0, bisect_right(starts, start + SAME_MS) - 1)
        strength = dice.randint(*STROKES) if place % len(pattern) else FIRST_STROKE
        voice = pattern[place % len(pattern)]
        pitch = _beside(tune.at(start), chords[at][voice], chords[at])
        end = min(timeline.chords[at].end_ms, start + timeline.bar_ms)
        strokes.append(InstrumentNote(Instrument.HARP, pitch, strength, start, end))
    return strokes


def pattern_of(meter: tuple[int, int]) -> tuple[int, ...]:
    """The pattern of a meter: that of `PATTERNS`, or groups of three or two eighths.

    The bar must last a whole number of eighths."""
    if meter in PATTERNS:
        return PATTERNS[meter]
    eighths = meter[0] * 8 // meter[1]
    if meter[1] == 8 and eighths % 3 == 0:
        return THREE * (eighths // 3)
    if meter == (2, 2):
        return PATTERNS[(4, 4)]
    return (*(TWO * (eighths // 2)), *((0,) if eighths % 2 else ()))


def _beside(sung: int | None, wanted: int, chord: Sequence[int]) -> int:
    """The chord note nearest to `wanted` that is not above the tune or a semitone from it."""
    if sung is None:
        return wanted
    near = sorted(chord, key=lambda pitch: (abs(pitch - wanted), pitch))
    for drop in (0, 12, 24):
        for pitch in near:
            if pitch - drop <= sung and abs(pitch - drop - sung) != 1:
                return pitch - drop
    return _down_to(sung - 2, wanted)


def _down_to(ceiling: int, pitch: int) -> int:
    """The pitch, lowered by octaves until it is at most `ceiling`."""
    return pitch - 12 * max(0, -(-(pitch - ceiling) // 12))


class Tune:
    """Looks up the melody note at a moment."""

    def __init__(self, timeline: Timeline) -> None:
        self._notes = timeline.notes
        self._starts = [note.start_ms for note in timeline.notes]

    def at(self, ms: float) -> int | None:
        """The MIDI pitch sounding or starting at `ms`; None in a rest."""
        place = bisect_right(self._starts, ms + SAME_MS) - 1
        if place < 0 or self._notes[place].end_ms <= ms + SAME_MS:
            return None
        return self._notes[place].pitch

    def lowest(self, start_ms: float, end_ms: float) -> int | None:
        """The lowest MIDI pitch sung between two moments; None if none is."""
        first = max(0, bisect_right(self._starts, start_ms + SAME_MS) - 1)
        last = bisect_left(self._starts, end_ms - SAME_MS)
        sung = [n.pitch for n in self._notes[first:last] if n.end_ms > start_ms + SAME_MS]
        return min(sung, default=None)

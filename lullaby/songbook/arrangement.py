"""A quiet accompaniment out of chord symbols: a bass, three close voices in broken chords, a pad.

Everything here serves calm: one steady pulse, dark plucked sound, soft and nearly even strokes,
and voices that move as little as they can.
"""

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from lullaby.songbook.notes import Score
from lullaby.songbook.pitches import chord_of
from lullaby.songbook.timeline import Timeline

BASS_LOW = 40
"""E2; the bass stays within the octave above it."""

VOICES_LOW, VOICES_HIGH = 52, 67
TUNE_ABOVE = 2
"""The voices keep this many semitones below the tune's usual low notes."""

PATTERNS = {
    (3, 4): (0, 1, 2, 3, 2, 1),
    (6, 8): (0, 1, 2, 3, 2, 1),
    (4, 4): (0, 1, 2, 1, 3, 1, 2, 1),
    (2, 4): (0, 1, 2, 1),
}
"""Which voice each eighth plucks: 0 is the bass, 1 to 3 the voices from below."""

FIRST_STROKE = 44
STROKES = (33, 38)
TUNE_STROKES = (58, 64)
PAD_STROKE = 26
SEED = 1849
ROLL_MS = 90.0


class Instrument(IntEnum):
    """General MIDI programs, from 0."""

    CELESTA = 8
    HARP = 46
    WARM_PAD = 89


@dataclass(frozen=True, slots=True)
class Stroke:
    """A note of an instrument; `strength` is a MIDI velocity."""

    instrument: Instrument
    pitch: int
    strength: int
    start_ms: float
    end_ms: float


def arrange(score: Score, timeline: Timeline, with_tune: bool = True) -> list[Stroke]:
    """All notes of a performance, in order of time."""
    dice = random.Random(SEED)
    strokes = _accompany(score, timeline, dice)
    if with_tune:
        strokes += [
            Stroke(
                Instrument.CELESTA,
                note.pitch,
                dice.randint(*TUNE_STROKES),
                note.start_ms,
                note.end_ms,
            )
            for note in timeline.notes
        ]
    return sorted(strokes, key=lambda stroke: (stroke.start_ms, stroke.pitch))


def voicings(symbols: Sequence[str], ceiling: int) -> list[tuple[int, int, int, int]]:
    """Bass and three voices for each chord, each as near to the one before as can be."""
    found: list[tuple[int, int, int, int]] = []
    for symbol in symbols:
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


def _accompany(score: Score, timeline: Timeline, dice: random.Random) -> list[Stroke]:
    pattern = PATTERNS[score.meter]
    eighth = timeline.bar_ms / len(pattern)
    low_tune = sorted(note.pitch for note in timeline.notes)[len(timeline.notes) // 10]
    ceiling = min(VOICES_HIGH, max(VOICES_LOW + 8, low_tune - TUNE_ABOVE + 3))
    chords = voicings([span.symbol for span in timeline.chords], ceiling)
    strokes: list[Stroke] = []
    last_bar = timeline.bars_ms[-2]
    for bar in timeline.bars_ms:
        if bar >= last_bar:
            break
        for place, voice in enumerate(pattern):
            start = bar + place * eighth
            at = _chord_at(timeline, start)
            ends = timeline.chords[at].end_ms
            strength = FIRST_STROKE if place == 0 else dice.randint(*STROKES)
            pitch = chords[at][voice]
            end = min(ends, start + timeline.bar_ms)
            strokes.append(Stroke(Instrument.HARP, pitch, strength, start, end))
    for span, voices in zip(timeline.chords, chords, strict=True):
        strokes += [
            Stroke(Instrument.WARM_PAD, pitch, PAD_STROKE, span.start_ms, span.end_ms)
            for pitch in voices[1:]
        ]
    strokes += [
        Stroke(Instrument.HARP, pitch, 36, last_bar + at * ROLL_MS, timeline.end_ms)
        for at, pitch in enumerate(chords[-1])
    ]
    return strokes


def _chord_at(timeline: Timeline, ms: float) -> int:
    starts = [span.start_ms for span in timeline.chords]
    return max(0, sum(1 for start in starts if start <= ms + 0.01) - 1)

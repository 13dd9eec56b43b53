"""Measures an arrangement, for tests, tables and musicians."""

import itertools
from collections.abc import Sequence

from lullaby.frozen import frozen
from lullaby.songbook.arrangement import Instrument, InstrumentNote, Tune
from lullaby.songbook.timeline import Timeline

STRUCK_TOGETHER_MS = 30.0


@frozen
class Figures:
    above_tune: float
    """Share of harp notes that start above the sounding tune note, 0 to 1."""
    rubs: int
    """Number of note pairs struck together a semitone apart."""
    strokes_a_second: float
    """Harp notes per second, from the first bar to the last."""
    widest_leap: int
    """The largest step of one of the three voices between chords, in semitones."""


def figures(strokes: Sequence[InstrumentNote], timeline: Timeline) -> Figures:
    """Measure a whole performance; `strokes` may include the tune."""
    tune = Tune(timeline)
    harp = [stroke for stroke in strokes if stroke.instrument is Instrument.HARP]
    sung = [(stroke, tune.at(stroke.start_ms)) for stroke in harp]
    above = sum(1 for stroke, pitch in sung if pitch is not None and stroke.pitch > pitch)
    return Figures(
        above_tune=above / max(1, len(harp)),
        rubs=_rubs(strokes, timeline),
        strokes_a_second=len(harp) / (timeline.end_ms / 1000),
        widest_leap=_widest_leap(strokes),
    )


def _rubs(strokes: Sequence[InstrumentNote], timeline: Timeline) -> int:
    """Count semitone clashes; the tune counts even if only the person sings it."""
    struck = [(stroke.start_ms, stroke.pitch) for stroke in strokes]
    struck += [(note.start_ms, note.pitch) for note in timeline.notes]
    struck = sorted(set(struck))
    rubs = 0
    for at, (start, pitch) in enumerate(struck):
        for later, other in struck[at + 1 :]:
            if later - start > STRUCK_TOGETHER_MS:
                break
            rubs += abs(other - pitch) == 1
    return rubs


def _widest_leap(strokes: Sequence[InstrumentNote]) -> int:
    chords: dict[float, list[int]] = {}
    for stroke in strokes:
        if stroke.instrument is Instrument.WARM_PAD:
            chords.setdefault(stroke.start_ms, []).append(stroke.pitch)
    voices = [sorted(chords[start]) for start in sorted(chords)]
    pairs = itertools.pairwise(voices)
    full = [(one, other) for one, other in pairs if len(one) == len(other)]
    return max(
        (abs(b - a) for one, other in full for a, b in zip(one, other, strict=True)), default=0
    )

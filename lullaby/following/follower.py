"""Follows a singer through a song, a step of 40 ms at a time."""

from collections import deque
from collections.abc import Sequence

import numpy as np

from lullaby.following.belief import STEP_MS, TEMPOS, Belief
from lullaby.following.cells import Cells, Floats
from lullaby.following.evidence import KEYS, Evidence, evidence_of
from lullaby.following.hearing import Heard
from lullaby.frozen import frozen

CONFIDENCE_STEPS = 30.0
"""Voiced steps over which confidence is averaged: 1.2 s. Pauses leave it as it is."""

NEUTRAL = 1.0
"""Confidence before anything was heard."""

SHARPNESS_S = 1.3
"""Time over which sharpness is averaged."""


@frozen
class Believed:
    """What is believed after a step."""

    end_s: float
    notes: Floats
    """How likely the singer is at each note of the song, or rests after it."""
    gaps: Floats
    """How likely the singer has ended each line."""
    trust: float
    """About 1 to 2.4 for the song being sung, below for speech, noise and other music."""
    voiced: float
    idle: float
    """How likely nobody has begun."""


class Follower:
    """Holds what is believed about one singer and one song."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._belief = Belief(cells)
        self._confidence = NEUTRAL
        self._sharp = deque[float](maxlen=round(1000 * SHARPNESS_S / STEP_MS))
        pitch_classes = cells.cell_pitch[cells.note_first]
        self._of_pitch = (pitch_classes == np.arange(12)[:, None]).astype(np.float32)

    def step(self, frames: Sequence[Heard]) -> Believed:
        """Take the frames of a step, usually FRAMES, and tell what is believed now."""
        evidence = evidence_of(frames)
        voiced = sum(frame.voiced for frame in frames) / len(frames)
        belief = self._belief
        belief.go_on(voiced, max(frame.onset for frame in frames))
        belief.weigh(evidence)
        by_note = np.add.reduceat(belief.by_cell, self._cells.note_first, axis=0)
        self._confidence += (self._fit(evidence, by_note) - self._confidence) * (
            evidence.voiced / CONFIDENCE_STEPS
        )
        notes = by_note.sum(axis=1) + belief.rests.sum(axis=(0, 2))
        gaps = belief.gaps.sum(axis=(0, 2))
        self._sharp.append(self._sharpness(notes, gaps) / (1 - belief.idle + 1e-6))
        trust = self._confidence * sum(self._sharp) / len(self._sharp)
        return Believed(frames[-1].end_s, notes, gaps, trust, voiced, belief.idle)

    @property
    def keys(self) -> Floats:
        """How likely each transposition is, in half semitones upwards from the stored key."""
        belief = self._belief
        found = belief.by_cell.sum(axis=0)
        found += belief.rests.sum(axis=(0, 1)) + belief.gaps.sum(axis=(0, 1))
        return found + np.float32(belief.idle / len(KEYS))

    @property
    def tempo(self) -> float:
        """The expected tempo, as a share of the stored pace."""
        masses = self._belief.tempos + 1e-12
        return float(np.exp(np.log(TEMPOS) @ masses / masses.sum()))

    def place(self, line: int) -> None:
        """The singer is known to begin this line."""
        self._belief.place(line)

    def _fit(self, evidence: Evidence, by_note: Floats) -> float:
        """log2 of the likelihood of the pitch heard against any pitch, by what was believed before;
        `by_note` are the masses of notes, (note, key), after that."""
        if evidence.pitched is None:
            return 0.0
        by_pitch = (self._of_pitch @ by_note) / evidence.sung
        whole = float(by_pitch.sum())
        return float(np.log2((by_pitch * evidence.pitched).sum() / whole)) if whole > 0 else 0.0

    def _sharpness(self, notes: Floats, gaps: Floats) -> float:
        """The mass within a note of the likeliest; lines of the same tune are one."""
        cells = self._cells
        whole = notes.copy()
        whole[cells.line_last_note] += gaps
        folded = np.bincount(cells.note_in_tune, whole)
        best = int(np.argmax(folded))
        return float(folded[max(0, best - 1) : best + 2].sum())

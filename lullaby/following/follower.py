"""Follows a singer through a song, a step of 40 ms at a time."""

from collections import deque
from collections.abc import Sequence

import numpy as np

from lullaby.following.belief import STEP_MS, TEMPOS, Belief
from lullaby.following.cells import Cells, Floats
from lullaby.following.evidence import KEYS, Evidence, evidence_of
from lullaby.following.hearing import Heard
from lullaby.frozen import frozen

FRAMES = 2
"""Frames of a step."""

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
        self._by_pitch = (cells.cell_pitch == np.arange(12)[:, None]).astype(np.float32)

    def step(self, frames: Sequence[Heard]) -> Believed:
        """Take the frames of a step, usually FRAMES, and tell what is believed now."""
        evidence = evidence_of(frames)
        voiced = sum(frame.voiced for frame in frames) / len(frames)
        belief = self._belief
        belief.go_on(voiced, max(frame.onset for frame in frames))
        self._confidence += (self._fit(evidence) - self._confidence) * (
            evidence.voiced / CONFIDENCE_STEPS
        )
        belief.weigh(evidence)
        cells = self._cells
        in_cells = belief.sung.sum(axis=0).sum(axis=1)
        notes = np.add.reduceat(in_cells, cells.note_first) + belief.rests.sum(axis=(0, 2))
        gaps = belief.gaps.sum(axis=(0, 2))
        self._sharp.append(self._sharpness(notes, gaps) / (1 - belief.idle + 1e-6))
        trust = self._confidence * sum(self._sharp) / len(self._sharp)
        return Believed(frames[-1].end_s, notes, gaps, trust, voiced, belief.idle)

    @property
    def keys(self) -> Floats:
        """How likely each transposition is, in half semitones upwards from the stored key."""
        belief = self._belief
        masses = (belief.sung, belief.rests, belief.gaps)
        found = np.sum([each.sum(axis=(0, 1)) for each in masses], axis=0)
        return found + np.float32(belief.idle / len(KEYS))

    @property
    def tempo(self) -> float:
        """The expected tempo, as a share of the stored pace."""
        masses = self._belief.sung.sum(axis=(1, 2)) + 1e-12
        return float(np.exp(np.log(TEMPOS) @ masses / masses.sum()))

    def place(self, line: int) -> None:
        """The singer is known to begin this line."""
        self._belief.place(line)

    def _fit(self, evidence: Evidence) -> float:
        """log2 of the likelihood of the pitch heard against any pitch."""
        if evidence.pitched is None:
            return 0.0
        by_pitch = self._by_pitch @ self._belief.sung.sum(axis=0)
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

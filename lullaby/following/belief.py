"""How likely a singer is at each place of a song, in each tempo and each key: a Bayes filter."""

import numpy as np

from lullaby.following.cells import Cells, Floats, after_a_line, from_anywhere
from lullaby.following.evidence import KEYS, Evidence

STEP_MS = 40.0
TEMPOS = (0.55, 0.72, 0.93, 1.2, 1.56, 2.0)
"""Shares of the stored pace."""

USUAL_TEMPO, TEMPO_SPREAD = 1.0, 0.35
"""Mean and standard deviation (of the logarithm) of the tempo somebody begins with."""

INTO_REST, INTO_GAP = 0.06, 0.6
"""Shares of those who leave a note, or the last note of a line, and pause."""

OUT_OF_PAUSE = 0.16
BACK_FROM_REST = 0.03
"""The share of those going on after a rest who begin the line again."""

OUT_OF_IDLE = 0.12
ANY_LINE_FIRST = 0.004
"""How likely somebody begins with each line but the first."""

SPREAD_EVERY = 4
"""Steps from one spreading to neighbouring tempos and keys to the next."""

TO_NEIGHBOUR_TEMPO = 0.006 * SPREAD_EVERY
TO_NEIGHBOUR_KEY = 0.002 * SPREAD_EVERY
BREAKING_OFF = 2e-5
"""How likely a singer goes to the beginning of some line, from anywhere, in each step."""

LEAST = 1e-22
"""Added to everything, so that no number becomes too small for quick arithmetic."""


class Belief:
    """Masses of notes' cells, rests, gaps, and of nobody having begun; they sum to 1.

    The masses of cells are many, so few passes are made over them, in buffers that are made once;
    by how much they are too large together is made good with the next pass."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        shape = len(TEMPOS), len(KEYS)
        self._sung = np.zeros((shape[0], len(cells.cell_note), shape[1]), np.float32)
        self._moved = np.zeros_like(self._sung)
        self._likely = np.zeros_like(self._sung[0])
        self._scale = 1.0
        self.by_cell = np.zeros_like(self._sung[0])
        """Masses of cells, (cell, key), after `weigh`."""
        self.rests = np.zeros((shape[0], len(cells.note_last), shape[1]), np.float32)
        self.gaps = np.zeros((shape[0], cells.lines, shape[1]), np.float32)
        self.idle = 1.0
        self._steps = 0
        tempos = np.array(TEMPOS)
        self._advance = np.minimum(STEP_MS * tempos[:, None] / cells.cell_ms, 0.95)
        self._advance = self._advance.astype(np.float32)[:, :, None]
        self._stay = 1 - self._advance
        off = np.log(tempos / USUAL_TEMPO) / TEMPO_SPREAD
        first = np.exp(-(off**2) / 2)
        self._first_tempo = (first / first.sum() / len(KEYS)).astype(np.float32)[:, None, None]
        self._line_cell = cells.note_first[cells.line_first_note]
        self._line_end = cells.note_last[cells.line_last_note]
        self._onward = after_a_line(cells).T.copy()
        self._anywhere = from_anywhere(cells).T.copy()
        self._first_line = np.full(cells.lines, ANY_LINE_FIRST, np.float32)
        self._first_line[0] = max(0.2, 1 - ANY_LINE_FIRST * (cells.lines - 1))
        self._first_line /= self._first_line.sum()

    @property
    def tempos(self) -> Floats:
        """The mass of each tempo among those who sing; not scaled."""
        return self._sung.sum(axis=(1, 2))

    def go_on(self, voiced: float, onset: float) -> None:
        """Move by STEP_MS; the arguments are as heard in this time."""
        attack = 0.55 + 1.65 * onset
        starts = np.zeros((len(TEMPOS), self._cells.lines, len(KEYS)), np.float32)
        if self._steps % SPREAD_EVERY == 0:
            self._spread()
            masses = np.add.reduceat(self._sung, self._line_cell, axis=1)
            starts += self._anywhere @ masses
            starts *= BREAKING_OFF * SPREAD_EVERY * voiced * self._scale
        self._steps += 1
        begun = OUT_OF_IDLE * voiced * self.idle
        self.idle -= begun
        starts += begun * self._first_tempo * self._first_line[:, None]
        out = min(OUT_OF_PAUSE * (0.15 + 0.85 * voiced) * attack, 0.9)
        starts += self._onward @ (out * self.gaps)
        self.gaps *= 1 - out
        resumed = self._out_of_rests(min(OUT_OF_PAUSE * (0.3 + 0.7 * voiced) * attack, 0.9), starts)
        self._along(attack, resumed)
        self._sung[:, self._line_cell] += starts

    def _along(self, attack: float, resumed: Floats) -> None:
        """Along the cells, and from the last of a note to the next note, a rest or the gap."""
        cells, sung = self._cells, self._sung
        scale = np.float32(self._scale)
        self._scale = 1.0
        moved = np.multiply(sung, scale * self._advance, out=self._moved)
        sung *= scale * self._stay
        left = moved[:, cells.note_last]
        self.rests += INTO_REST * left
        self.gaps += INTO_GAP * moved[:, self._line_end]
        onward = (1 - INTO_REST) * attack * left
        onward[:, cells.line_last_note] *= (1 - INTO_GAP) / (1 - INTO_REST)
        moved[:, cells.note_last] = onward + resumed
        sung[:, 1:] += moved[:, :-1]

    def _out_of_rests(self, out: float, starts: Floats) -> Floats:
        leaving = out * self.rests
        self.rests -= leaving
        again = np.add.reduceat(leaving, self._cells.line_first_note, axis=1)
        starts += BACK_FROM_REST * again
        self.gaps += INTO_GAP * leaving[:, self._cells.line_last_note]
        leaving[:, self._cells.line_last_note] *= 1 - INTO_GAP
        leaving *= 1 - BACK_FROM_REST
        return leaving

    def _spread(self) -> None:
        for masses, moving in (
            (self._sung, self._moved),
            (self.rests, np.empty_like(self.rests)),
            (self.gaps, np.empty_like(self.gaps)),
        ):
            _spread_tempos(masses, moving)
            _spread_keys(masses, moving)
        self._sung += LEAST

    def weigh(self, evidence: Evidence) -> None:
        """Multiply by the likelihood of what was heard."""
        likely = np.take(evidence.sung, self._cells.cell_pitch, axis=0, out=self._likely)
        self._sung *= likely
        self.rests *= evidence.silent
        self.gaps *= evidence.silent
        self.idle = max(self.idle * evidence.silent, LEAST)
        np.sum(self._sung, axis=0, out=self.by_cell)
        whole = float(self.by_cell.sum() + self.rests.sum() + self.gaps.sum()) + self.idle
        self._scale = 1 / whole
        scale = np.float32(self._scale)
        self.by_cell *= scale
        self.rests *= scale
        self.gaps *= scale
        self.idle *= self._scale

    def place(self, line: int) -> None:
        """The singer is known to begin this line: keep tempo and key."""
        shape = self._scale * self._sung.sum(axis=1)
        shape += self.rests.sum(axis=1) + self.gaps.sum(axis=1)
        shape += self.idle * self._first_tempo[:, 0]
        for masses in (self._sung, self.rests, self.gaps):
            masses[:] = LEAST
        self.idle = LEAST
        self._scale = 1.0
        self._sung[:, self._line_cell[line]] = shape / shape.sum()


def _spread_tempos(masses: Floats, moving: Floats) -> None:
    """Into neighbouring tempos, by way of the buffer `moving`."""
    np.multiply(masses, np.float32(TO_NEIGHBOUR_TEMPO), out=moving)
    masses[1:-1] *= np.float32(1 - 2 * TO_NEIGHBOUR_TEMPO)
    masses[:: len(masses) - 1] *= np.float32(1 - TO_NEIGHBOUR_TEMPO)
    masses[1:] += moving[:-1]
    masses[:-1] += moving[1:]


def _spread_keys(masses: Floats, moving: Floats) -> None:
    """Into neighbouring keys, around the octave, by way of the buffer `moving`."""
    np.multiply(masses, np.float32(TO_NEIGHBOUR_KEY), out=moving)
    masses *= np.float32(1 - 2 * TO_NEIGHBOUR_KEY)
    masses[:, :, 1:] += moving[:, :, :-1]
    masses[:, :, :-1] += moving[:, :, 1:]
    masses[:, :, 0] += moving[:, :, -1]
    masses[:, :, -1] += moving[:, :, 0]

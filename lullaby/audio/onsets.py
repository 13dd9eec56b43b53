"""Finds attacks in a stream of sound, each to within a millisecond."""

import numpy as np

from lullaby.audio.decoder import Block

HOP = 64
"""Frames over which energy is summed: 1.3 ms."""

AFTER = 4
"""Hops that make up the energy of an attack: 5 ms."""

BEFORE = 24
"""Hops before an attack that are all softer: 32 ms, longer than a period of the lowest note."""

AROUND = 36
"""Hops on either side within which an attack is the strongest: 48 ms."""

RISE = 3.0
"""An attack has at least this many times the energy of what precedes it (5 dB)."""

SLIGHT = 0.2
"""An attack begins where it reaches this share of its greatest energy."""

FAINT = 1e-8
"""Slope energy below which nothing counts as an attack: about -75 dB at 1 kHz."""

LATE = HOP * (AFTER + AROUND + 1)
"""Frames that must follow an attack before it is known."""


class OnsetFinder:
    """Reads a stream block by block; all attacks before frame `known_to` have been found.

    It uses the energy of the waveform's slope, so that bright attacks stand out from a low hum.
    """

    def __init__(self, apart: int) -> None:
        """Report no attack that comes less than `apart` frames after a reported one."""
        self._apart = apart
        self._last = 0
        self._end = np.zeros((1, 2), np.float32)
        self._slopes = np.zeros(HOP * (BEFORE + AROUND), np.float32)
        self._first = -(BEFORE + AROUND) * HOP
        self.known_to = 0

    def feed(self, block: Block) -> list[int]:
        """Read a block and return the attacks that have become known, as frames."""
        if not len(block):
            return []
        steps = np.diff(np.concatenate((self._end, block)), axis=0)
        self._end = block[-1:].copy()
        self._slopes = np.concatenate((self._slopes, np.square(steps).sum(axis=1)))
        hops = len(self._slopes) // HOP
        energy = self._slopes[: hops * HOP].reshape(-1, HOP).mean(axis=1, dtype=np.float64)
        fresh = hops - BEFORE - 2 * AROUND - AFTER
        if fresh <= 0:
            return []
        found = self._pick(energy, fresh)
        passed = fresh * HOP
        self._slopes = self._slopes[passed:]
        self._first += passed
        self.known_to += passed
        return found

    def _pick(self, energy: np.ndarray, fresh: int) -> list[int]:
        """Choose attacks among the `fresh` hops after the first BEFORE + AROUND."""
        window = np.lib.stride_tricks.sliding_window_view
        means = window(energy, AFTER).mean(axis=1)
        softest = window(means, BEFORE - AFTER + 1).max(axis=1)
        rises = (means[BEFORE:] + FAINT) / (softest[: len(means) - BEFORE] + FAINT)
        strongest = window(rises, 2 * AROUND + 1).max(axis=1)[:fresh]
        middle = rises[AROUND : AROUND + fresh]
        hops = np.flatnonzero((middle == strongest) & (middle > RISE)) + AROUND + BEFORE
        found: list[int] = []
        for hop in hops.tolist():
            attack = self._slopes[hop * HOP : (hop + AFTER) * HOP]
            at = self._first + hop * HOP + int(np.argmax(attack > SLIGHT * attack.max()))
            if at - self._last >= self._apart:
                self._last = at
                found.append(at)
        return found

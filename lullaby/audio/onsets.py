"""Where notes begin: attacks in a stream of sound, each found to within a millisecond."""

import numpy as np

from lullaby.audio.decoder import Block

HOP = 64
"""Frames over which energy is summed: 1.3 ms."""

AFTER = 4
"""Hops that make the energy of an attack: 5 ms."""

BEFORE = 24
"""Hops before it that are all softer: 32 ms, longer than a swing of the lowest note."""

AROUND = 36
"""Hops to both sides in which an attack is the strongest: 48 ms."""

RISE = 3.0
"""An attack has this many times the energy of what was before it: 5 dB."""

SLIGHT = 0.2
"""With this share of its greatest energy an attack begins."""

FAINT = 1e-8
"""Energy of the slope below which nothing is heard to begin: about -75 dB at 1 kHz."""

LATE = HOP * (AFTER + AROUND + 1)
"""Frames that must have come after an attack before it is known."""


class OnsetFinder:
    """Reads a stream block by block; `known_to` says up to which frame all attacks are found.

    Energy is that of the slope of the wave, so that bright attacks stand out of a deep hum.
    """

    def __init__(self, apart: int) -> None:
        """Of attacks less than `apart` frames from one before, none is told."""
        self._apart = apart
        self._last = 0
        self._end = np.zeros((1, 2), np.float32)
        self._slopes = np.zeros(HOP * (BEFORE + AROUND), np.float32)
        self._first = -(BEFORE + AROUND) * HOP
        self.known_to = 0

    def feed(self, block: Block) -> list[int]:
        """The attacks that have become known."""
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
        """Among the `fresh` hops behind the first BEFORE + AROUND."""
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

"""Warmth: reduces the brightness of a sound, by a filter with an exactly known delay.

A linear-phase low-pass runs in parallel with the sound; the amount sets the mix of the two. So
every amount is a gentle shelf, the two never cancel, and a change of amount is a plain ramp.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.ramp import Curve

CORNER_HZ = 3_000.0
"""At full warmth the sound is 3 dB down here and falls by 12 dB per octave above."""

DELAY = 64
"""The delay of the sound in frames, at any amount: 1.3 ms."""

_TAPS = 2 * DELAY + 1


def _low_pass() -> NDArray[np.float64]:
    """The magnitude response of a second-order Butterworth filter, with linear phase."""
    size = 8_192
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    magnitude = 1 / np.sqrt(1 + (frequencies / CORNER_HZ) ** 4)
    around_zero = np.roll(np.fft.irfft(magnitude, size), DELAY)[:_TAPS]
    taps = around_zero * np.hanning(_TAPS + 2)[1:-1]
    return taps / taps.sum()


_LOW_PASS = _low_pass().astype(np.float32)


def warmed(context: Block, amount: Curve) -> Block:
    """Filter all frames of `context` but the first and last `DELAY`, which only surround them."""
    return Warmth(context[: 2 * DELAY]).warm(context[2 * DELAY :], amount)[1]


@dataclass(frozen=True, slots=True, eq=False)
class Warmth:
    """Input that still affects the output."""

    past: Block

    @classmethod
    def fresh(cls) -> "Warmth":
        return cls(np.zeros((_TAPS - 1, 2), np.float32))

    def warm(self, block: Block, amount: Curve) -> tuple["Warmth", Block]:
        """As many frames as went in; `amount` is 0 (unchanged) to 1, one value or one per frame."""
        frames = len(block)
        whole = np.concatenate((self.past, block))
        after = Warmth(whole[frames:])
        plain = whole[DELAY : DELAY + frames]
        if not np.any(amount):
            return after, plain
        size = len(whole)
        spectrum = np.fft.rfft(whole.T) * np.fft.rfft(_LOW_PASS, size)
        soft = np.fft.irfft(spectrum, size)[:, _TAPS - 1 :].T
        return after, (plain + amount * (soft - plain)).astype(np.float32, copy=False)

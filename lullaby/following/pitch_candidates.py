"""Finds the two likeliest pitches of a short frame of sound by autocorrelation."""

import numpy as np
from numpy.typing import NDArray

from lullaby.frozen import frozen

RATE = 16_000
"""Samples per second of all that is heard here."""

FRAME = 1024
"""Samples of a frame: 64 ms, almost five periods of the lowest voice."""

LOWEST_HZ, HIGHEST_HZ = 75.0, 900.0
"""Range of the voices that are heard: a low man to a high woman."""

FULL_HZ, HALF_HZ, SILENT_HZ = 1400.0, 2800.0, 4500.0
"""The spectrum counts fully up to the first, with HALF_WEIGHT at the second, not from the third."""

HALF_WEIGHT = 0.35
CUT_HZ = 60.0
"""Below it there is only rumble."""

FIRST_PEAK = 0.82
"""The first peak of at least this share of the best is the period: later ones are multiples."""

RELATED = 0.045
"""A second pitch differs by this share from every multiple and fraction of the first."""

FINER = 2
"""Lags per sample."""

LONGEST_MULTIPLE = 8


@frozen
class Candidate:
    """A pitch that a frame may have."""

    pitch: float
    """MIDI number, with fractions."""
    clarity: float
    """The share of the power that repeats with this period, 0 to 1."""


class PitchFinder:
    """Autocorrelation of the Hann-windowed frame, divided by the window's own (Boersma, 1993)."""

    def __init__(self) -> None:
        self._window = np.hanning(FRAME + 2)[1:-1].astype(np.float32)
        hertz = np.fft.rfftfreq(2 * FRAME, 1 / RATE)
        points = [0.0, CUT_HZ - 1, CUT_HZ, FULL_HZ, HALF_HZ, SILENT_HZ, RATE / 2]
        weights = [0.0, 0.0, 1.0, 1.0, HALF_WEIGHT, 0.0, 0.0]
        self._weights = np.interp(hertz, points, weights).astype(np.float32)
        self._first = int(FINER * RATE / HIGHEST_HZ)
        self._last = int(FINER * RATE / LOWEST_HZ) + 1
        power = np.abs(np.fft.rfft(self._window, 2 * FRAME)) ** 2
        own = np.fft.irfft(power, 2 * FINER * FRAME)[: self._last + 2]
        self._own = (own / own[0]).astype(np.float32)

    def spectrum(self, frame: NDArray[np.float32]) -> NDArray[np.float32]:
        """Power of the windowed frame, FRAME + 1 bins from 0 Hz to half the rate."""
        bins = np.fft.rfft(frame * self._window, 2 * FRAME)
        return (bins.real**2 + bins.imag**2).astype(np.float32)

    def power(self, spectrum: NDArray[np.float32]) -> float:
        """The part of the power that a voice could have."""
        return float(spectrum @ self._weights) / FRAME**2

    def find(self, spectrum: NDArray[np.float32]) -> tuple[Candidate | None, Candidate | None]:
        """The likeliest pitch, and the likeliest unrelated to it; None where there is none."""
        whole = np.fft.irfft(spectrum * self._weights, 2 * FINER * FRAME)[: self._last + 2]
        if whole[0] <= 0:
            return None, None
        likeness = whole / (whole[0] * self._own)
        peaks = self._peaks(likeness)
        if not len(peaks):
            return None, None
        heights = likeness[peaks]
        first = int(peaks[int(np.argmax(heights >= FIRST_PEAK * heights.max()))])
        ratio = peaks / first
        ratio = np.where(ratio < 1, 1 / ratio, ratio)
        whole_numbers = np.minimum(np.round(ratio), LONGEST_MULTIPLE)
        others = peaks[np.abs(ratio / whole_numbers - 1) > RELATED]
        second = None
        if len(others):
            second = _candidate(likeness, int(others[int(np.argmax(likeness[others]))]))
        return _candidate(likeness, first), second

    def _peaks(self, likeness: NDArray[np.float64]) -> NDArray[np.intp]:
        middle = likeness[self._first : self._last + 1]
        before = likeness[self._first - 1 : self._last]
        after = likeness[self._first + 1 : self._last + 2]
        return np.flatnonzero((middle > before) & (middle >= after) & (middle > 0)) + self._first


def _candidate(likeness: NDArray[np.float64], lag: int) -> Candidate:
    """The peak at `lag`, between the lags by a parabola."""
    before, middle, after = (float(each) for each in likeness[lag - 1 : lag + 2])
    bend = before - 2 * middle + after
    shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    hertz = FINER * RATE / (lag + shift)
    clarity = middle - 0.25 * (before - after) * shift
    return Candidate(69 + 12 * float(np.log2(hertz / 440)), min(max(clarity, 0.0), 1.0))

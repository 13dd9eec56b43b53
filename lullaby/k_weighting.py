"""The K-weighting of ITU-R BS.1770, in the frequency domain."""

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]

DESIGN_RATE = 48_000.0
SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
"""Stage 1, numerator and denominator at 48 kHz (BS.1770-4, table 1)."""

HIGH_PASS = (
    (1.0, -2.0, 1.0),
    (1.0, -1.99004745483398, 0.99007225036621),
)
"""Stage 2 (BS.1770-4, table 2)."""

ABSOLUTE_GATE = -70.0
RELATIVE_GATE = -10.0


def k_weight(loop: Signal, rate: int) -> Signal:
    """Apply the K-weighting to a seamless loop of shape (frames, channels)."""
    spectrum = np.fft.rfft(loop, axis=0)
    f = np.asarray(np.fft.rfftfreq(loop.shape[0], 1 / rate), dtype=np.float64)
    response = _response(f, *SHELF) * _response(f, *HIGH_PASS)
    return np.fft.irfft(spectrum * response[:, None], loop.shape[0], axis=0)


def loudness(loop: Signal, rate: int) -> float:
    """LUFS of a stereo loop by ITU-R BS.1770-4, both gates included."""
    return gated(steps(loop, rate))


def steps(loop: Signal, rate: int) -> Signal:
    """The weighted mean square of every 100 ms, channels summed."""
    hop = rate // 10
    count = loop.shape[0] // hop
    squares = np.sum(k_weight(loop, rate) ** 2, axis=1)
    return squares[: count * hop].reshape(count, hop).mean(axis=1)


def gated(hops: Signal) -> float:
    """LUFS from the weighted mean squares (channels summed) of steps of 100 ms."""
    blocks = np.convolve(hops, np.full(4, 0.25), mode="valid")
    loud = blocks[blocks > _power(ABSOLUTE_GATE)]
    if not loud.size:
        return ABSOLUTE_GATE
    kept = loud[loud > loud.mean() * 10 ** (RELATIVE_GATE / 10)]
    return float(-0.691 + 10 * np.log10(kept.mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _response(
    f: Signal, over: tuple[float, float, float], under: tuple[float, float, float]
) -> Signal:
    """Magnitude of a biquad designed at 48 kHz."""
    z = np.exp(-2j * np.pi * np.minimum(f, DESIGN_RATE / 2) / DESIGN_RATE)
    top = over[0] + over[1] * z + over[2] * z**2
    bottom = under[0] + under[1] * z + under[2] * z**2
    return np.asarray(np.abs(top / bottom), dtype=np.float64)

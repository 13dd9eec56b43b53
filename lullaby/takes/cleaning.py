"""Takes rumble and steady noise out of a recorded voice, without moving it in time."""

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE
from lullaby.takes.salience import Sound

RUMBLE_HZ = 70.0
"""Below this nobody sings a lullaby: footsteps, wind, a hand on the microphone."""

TAPS = 4097
"""Length of the high-pass: symmetric, so that nothing is shifted; it falls within 40 Hz."""

PIECE = 1 << 16
"""Points of the transforms of the high-pass."""

WINDOW = 2048
"""Samples of a look: 43 ms."""

HOP = WINDOW // 4
LOUDEST_CUT_DB = 10.0
"""The most that is taken from any frequency; a voice with all noise gone sounds under water."""

LEAST_GAIN = float(10 ** (-LOUDEST_CUT_DB / 20))
OVER = 2.0
"""The noise is taken for this much more than its mean power, since it fluctuates."""

QUIET = 0.1
"""Share of the looks, the quietest ones, that are taken for pauses."""

AT_MOST = 2000
"""Looks from which the noise is estimated."""

AT_ONCE = 512
"""Looks transformed at a time, so that memory stays bounded."""

Power = NDArray[np.float32]


def cleaned(sound: Sound) -> Sound:
    """Mono sound at 48 kHz without rumble, its steady noise lowered by up to 10 dB."""
    return _without_noise(without_rumble(sound))


def without_rumble(sound: Sound) -> Sound:
    """The same without rumble only: a symmetric high-pass, piece by piece."""
    at = np.arange(TAPS) - TAPS // 2
    low = 2 * RUMBLE_HZ / RATE * np.sinc(2 * RUMBLE_HZ / RATE * at) * np.hamming(TAPS)
    high = -low / low.sum()
    high[TAPS // 2] += 1.0
    response = np.fft.rfft(high, PIECE).astype(np.complex64)
    step = PIECE - TAPS + 1
    half = TAPS // 2
    out = np.empty(len(sound), np.float32)
    for first in range(0, len(sound), step):
        begin, end = first - half, first - half + PIECE
        piece = np.zeros(PIECE, np.float32)
        inside = sound[max(0, begin) : end]
        piece[max(0, -begin) : max(0, -begin) + len(inside)] = inside
        done = np.fft.irfft(np.fft.rfft(piece) * response, PIECE)
        length = min(step, len(sound) - first)
        out[first : first + length] = done[TAPS - 1 : TAPS - 1 + length]
    return out


def _without_noise(sound: Sound) -> Sound:
    window = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    after = WINDOW + (-len(sound)) % HOP
    padded = np.pad(sound, (WINDOW, after))
    looks = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    noise = _noise(looks, window)
    out = np.zeros(len(padded), np.float32)
    for first in range(0, len(looks), AT_ONCE):
        # One look more on either side, for the means over time.
        part = looks[max(0, first - 1) : first + AT_ONCE + 1]
        spectra = np.fft.rfft(part * window, axis=1)
        gains = _gains(_power(spectra), noise)
        here = slice(1 if first else 0, (1 if first else 0) + min(AT_ONCE, len(looks) - first))
        parts = np.fft.irfft(spectra[here] * gains[here], WINDOW, axis=1) * window
        for number, each in enumerate(parts, first):
            out[number * HOP : number * HOP + WINDOW] += each.astype(np.float32)
    # Squares of Hann windows, four of which overlap, add up to 1.5.
    return out[WINDOW : WINDOW + len(sound)] / np.float32(1.5)


def _noise(looks: NDArray[np.float32], window: NDArray[np.float32]) -> Power:
    """The mean power of each bin in the pauses."""
    some = looks[:: max(1, len(looks) // AT_MOST)]
    some = some[np.abs(some).max(axis=1) > 0.0]
    if not len(some):
        return np.zeros(WINDOW // 2 + 1, np.float32)
    powers = np.concatenate(
        [
            _power(np.fft.rfft(some[first : first + AT_ONCE] * window, axis=1))
            for first in range(0, len(some), AT_ONCE)
        ]
    )
    order = np.argsort(powers.sum(axis=1))
    pauses = powers[order[: max(1, round(QUIET * len(order)))]]
    return pauses.mean(axis=0)


def _power(spectra: NDArray[np.complex128]) -> Power:
    return (spectra.real**2 + spectra.imag**2).astype(np.float32)


def _gains(power: Power, noise: Power) -> NDArray[np.float32]:
    """By look and bin; power is averaged over three looks and bins, so that no tones tinkle."""
    smooth = _of_three(_of_three(power).T).T
    share = OVER * noise / np.maximum(smooth, np.float32(1e-20))
    return np.sqrt(np.clip(1 - share, LEAST_GAIN**2, 1.0)).astype(np.float32)


def _of_three(values: Power) -> Power:
    """The mean of each value and its neighbours along the last axis."""
    wide = np.pad(values, ((0, 0), (1, 1)), mode="edge")
    return (wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:]) / np.float32(3)

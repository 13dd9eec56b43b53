"""Periodic noise and slow modulation, from which the background sounds are built.

Noise is shaped in the Fourier domain and every swell has whole cycles, so that loops are seamless.
"""

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]


def frequencies(frames: int, rate: int) -> Signal:
    """The frequencies, in Hz, of the magnitudes that `shaped` takes."""
    return np.asarray(np.fft.rfftfreq(frames, 1 / rate), dtype=np.float64)


def shaped(dice: np.random.Generator, frames: int, shape: Signal) -> Signal:
    """Two channels of noise with the magnitude spectrum `shape` (frames // 2 + 1 values)."""
    channels = []
    for _ in range(2):
        phase = dice.uniform(0, 2 * np.pi, shape.size)
        channels.append(np.fft.irfft(shape * np.exp(1j * phase), frames))
    noise = np.stack(channels, axis=1)
    noise /= np.sqrt(np.mean(noise**2))
    return noise


def swell(dice: np.random.Generator, frames: int, cycles: tuple[int, ...]) -> Signal:
    """A slow modulation between about -1 and 1, with whole cycles."""
    turn = 2 * np.pi * np.arange(frames) / frames
    waves = [np.sin(count * turn + dice.uniform(0, 2 * np.pi)) for count in cycles]
    return np.sum(waves, axis=0) / len(cycles)


def low_pass(f: Signal, corner: float) -> Signal:
    """Magnitudes of a low-pass filter with 12 dB per octave above `corner` Hz."""
    return 1 / np.sqrt(1 + (f / corner) ** 4)


def high_pass(f: Signal, corner: float) -> Signal:
    """Magnitudes of a high-pass filter with 12 dB per octave below `corner` Hz."""
    return 1 / np.sqrt(1 + (corner / np.maximum(f, 1e-6)) ** 4)


def mix_in(loop: Signal, start: int, sound: Signal) -> None:
    """Add `sound` to the loop at frame `start`, in place; it wraps around at the end."""
    place = (start + np.arange(len(sound))) % len(loop)
    loop[place] += sound

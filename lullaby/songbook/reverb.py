"""A soft reverb: convolves a stream of sound with a fixed impulse response."""

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
BLOCK = 13 * RATE // 10
"""Most frames per block: 1.3 s."""

SIZE = 1 << 17
"""Size of the Fourier transform: a block plus the impulse response fit into it."""

Block = NDArray[np.float32]

SECONDS = 1.3
"""Length of the impulse response, at whose end it has decayed by 60 dB."""

FIRST_MS = 18.0
SHARE = 0.3
"""Energy of the reverb relative to the dry sound."""

TUNE_HZ = (120.0, 900.0)
DARKNESS_HZ = 2_200.0
SEED = 1766


def room() -> Block:
    """The impulse response, of shape (frames, 2), with unit energy in the range of the tune."""
    frames = round(SECONDS * RATE)
    dice = np.random.default_rng(SEED)
    time = np.arange(frames) / RATE
    tail = dice.standard_normal((frames, 2)) * 10 ** (-3 * time / SECONDS)[:, None]
    spectrum = np.fft.rfft(tail, axis=0)
    f = np.fft.rfftfreq(frames, 1 / RATE)
    shape = 1 / np.sqrt(1 + (f / DARKNESS_HZ) ** 4) / np.sqrt(1 + (120 / np.maximum(f, 1)) ** 4)
    tail = np.fft.irfft(spectrum * shape[:, None], frames, axis=0)
    tail *= (1 - np.exp(-time * 60))[:, None]
    in_band = (f > TUNE_HZ[0]) & (f < TUNE_HZ[1])
    tail /= np.sqrt(np.mean(np.abs(np.fft.rfft(tail, axis=0)[in_band]) ** 2, axis=0))
    late = np.zeros((round(FIRST_MS * RATE / 1000), 2))
    return np.concatenate((late, tail)).astype(np.float32)


class Reverb:
    """Overlap-add convolution; `process` returns a block of the same length."""

    def __init__(self) -> None:
        answer = room()
        self._answer = np.fft.rfft(answer.astype(np.float64), SIZE, axis=0) * SHARE**0.5
        self._rest = np.zeros((SIZE, 2))

    def process(self, block: Block) -> Block:
        """Process at most BLOCK frames; their tail is added to the next blocks."""
        spectrum = np.fft.rfft(block, SIZE, axis=0) * self._answer
        total = np.fft.irfft(spectrum, SIZE, axis=0)
        total += self._rest
        self._rest = np.zeros((SIZE, 2))
        self._rest[: SIZE - len(block)] = total[len(block) :]
        return (block + total[: len(block)]).astype(np.float32)

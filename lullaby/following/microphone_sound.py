"""Sound of a microphone as it is listened to: mono at 16 kHz, without gaps."""

import numpy as np
from numpy.typing import NDArray

from lullaby.audio import microphone
from lullaby.audio.microphone import Microphones, NoMicrophoneError, OpenMicrophone
from lullaby.following.listening import SourceLostError
from lullaby.following.pitch_candidates import RATE

WITHIN_S = 0.1
FACTOR = microphone.RATE // RATE
TAPS = 96
CUT_HZ = 7_200.0
LONGEST_GAP_S = 2.0
"""A longer one, as after the computer has slept, is as long as this."""

FULL_SCALE = 32_768.0


def open_sound(microphones: Microphones) -> "MicrophoneSound":
    """Open the system's microphone. Raises SourceLostError."""
    try:
        return MicrophoneSound(microphones.open())
    except NoMicrophoneError as problem:
        raise SourceLostError(str(problem)) from problem


class MicrophoneSound:
    """The `SoundSource` of an open microphone."""

    def __init__(self, opened: OpenMicrophone) -> None:
        self._opened = opened
        self._next = 0
        self._slower = Decimator()

    def read(self) -> NDArray[np.float32]:
        try:
            block = self._opened.read(WITHIN_S)
        except NoMicrophoneError as problem:
            raise SourceLostError(str(problem)) from problem
        if block is None:
            return np.zeros(0, np.float32)
        missed = min(max(0, block.first - self._next), round(LONGEST_GAP_S * microphone.RATE))
        self._next = block.end
        sound = np.frombuffer(block.samples, np.int16).astype(np.float32) / np.float32(FULL_SCALE)
        return self._slower.take(np.concatenate((np.zeros(missed, np.float32), sound)))

    def close(self) -> None:
        self._opened.close()


class Decimator:
    """Takes every `FACTOR`th sample of what a low-pass filter leaves; a windowed sine cardinal,
    which delays by 1 ms."""

    def __init__(self) -> None:
        at = np.arange(TAPS) - (TAPS - 1) / 2
        share = 2 * CUT_HZ / microphone.RATE
        taps = share * np.sinc(share * at) * np.hamming(TAPS)
        self._taps = (taps / taps.sum()).astype(np.float32)
        self._before = np.zeros(TAPS - 1, np.float32)
        self._skip = 0

    def take(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """However sound is parted, the result is the same."""
        if not len(samples):
            return samples
        whole = np.concatenate((self._before, samples))
        filtered = np.convolve(whole, self._taps, "valid")
        taken = filtered[self._skip :: FACTOR]
        self._skip = (self._skip - len(samples)) % FACTOR
        self._before = whole[-(TAPS - 1) :]
        return taken.astype(np.float32)

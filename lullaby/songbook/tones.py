"""Synthesises the built-in instruments, a music box, a harp and a pad, from a few partials."""

import numpy as np
from numpy.typing import NDArray

from lullaby.frozen import frozen
from lullaby.songbook.arrangement import Instrument

RATE = 48_000
Mono = NDArray[np.float32]

PARTIALS = {
    Instrument.CELESTA: ((1.0, 1.0, 1.0), (2.0, 0.16, 1.7), (3.0, 0.10, 2.6), (5.4, 0.08, 6.0)),
    Instrument.HARP: (
        *((1.0, 1.0, 1.0), (2.0, 0.42, 1.5), (3.0, 0.20, 2.2), (4.0, 0.10, 3.0)),
        *((5.0, 0.05, 4.0), (6.0, 0.025, 5.0)),
    ),
    Instrument.WARM_PAD: ((1.0, 1.0, 0.0), (2.0, 0.30, 0.0), (3.0, 0.10, 0.0), (4.0, 0.03, 0.0)),
}
"""Each partial's frequency ratio, weight, and decay rate relative to the first."""

ATTACK_MS = {Instrument.CELESTA: 3.0, Instrument.HARP: 4.0, Instrument.WARM_PAD: 700.0}
RELEASE_MS = {Instrument.CELESTA: 350.0, Instrument.HARP: 260.0, Instrument.WARM_PAD: 900.0}
HALF_LIFE_MS = {Instrument.CELESTA: 520.0, Instrument.HARP: 640.0}
"""Time in which a plucked middle C decays to half; higher notes decay faster."""

LEVEL = {Instrument.CELESTA: 1.6, Instrument.HARP: 0.95, Instrument.WARM_PAD: 0.34}
"""Balance as in the recordings: the tune 6 to 7 dB above the harp, the pad 12 dB below it."""
PAN = {Instrument.CELESTA: 0.5, Instrument.HARP: 0.42, Instrument.WARM_PAD: 0.58}
"""Pan from left (0) to right (1)."""

HIGHEST_PARTIAL = 9_000.0
BEATING = 0.0012
"""Relative detuning of the pad's two channels, for a slow beating."""

FULL_STROKE = 127.0


@frozen
class StereoTone:
    """The samples of one note and its gain on the left and right channel."""

    wave: Mono
    left: float
    right: float


class ToneBank:
    """Makes tones and caches them."""

    def __init__(self) -> None:
        self._made: dict[tuple[Instrument, int, int], Mono] = {}

    def tone(self, instrument: Instrument, pitch: int, strength: int, frames: int) -> StereoTone:
        """The tone of a note held for `frames` frames; its release follows."""
        key = (instrument, pitch, frames)
        if key not in self._made:
            self._made[key] = _wave(instrument, pitch, frames)
        loud = LEVEL[instrument] * (strength / FULL_STROKE) ** 1.4
        side = PAN[instrument] * np.pi / 2
        return StereoTone(self._made[key], float(loud * np.cos(side)), float(loud * np.sin(side)))


def hertz(pitch: float) -> float:
    """The frequency of a MIDI pitch in equal temperament, A4 (69) at 440 Hz."""
    return float(440.0 * 2 ** ((pitch - 69) / 12))


def _wave(instrument: Instrument, pitch: int, frames: int) -> Mono:
    release = _frames(RELEASE_MS[instrument])
    length = frames + release
    first = hertz(pitch)
    time = np.arange(length, dtype=np.float32) / np.float32(RATE)
    sound = np.zeros(length, np.float32)
    for multiple, weight, fading in PARTIALS[instrument]:
        if first * multiple > HIGHEST_PARTIAL:
            continue
        sine = _sine(first * multiple, length)
        if instrument is Instrument.WARM_PAD:
            sine = (sine + _sine(first * multiple * (1 + BEATING), length)) / np.float32(2)
        else:
            half = HALF_LIFE_MS[instrument] * 2 ** (-(pitch - 60) / 24) / 1000 / fading
            sine *= np.exp(time * np.float32(-np.log(2) / half))
        sound += np.float32(weight) * sine
    return sound * _envelope(instrument, frames, length)


def _sine(frequency: float, length: int) -> Mono:
    phase = np.arange(length, dtype=np.float64) * (2 * np.pi * frequency / RATE)
    return np.sin(np.mod(phase, 2 * np.pi).astype(np.float32))


def _envelope(instrument: Instrument, held: int, length: int) -> Mono:
    shape = np.ones(length, np.float32)
    attack = min(_frames(ATTACK_MS[instrument]), held)
    shape[:attack] = np.sin(np.linspace(0, np.pi / 2, attack, endpoint=False)) ** 2
    shape[held:] *= np.cos(np.linspace(0, np.pi / 2, length - held)) ** 2
    return shape


def _frames(ms: float) -> int:
    return round(ms * RATE / 1000)

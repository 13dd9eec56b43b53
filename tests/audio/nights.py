"""Hand-driven evenings, their sound before volume, and how far it rises above the night so far.

A `Song` is a file with what the library knows of its loudness. Levels are short-term loudness
(BS.1770, 3 s) and the mean square of 20 ms.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import Decoder
from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.audio.port import AS_RECORDED, SpeedPitch
from lullaby.k_weighting import HIGH_PASS, SHELF, Signal
from lullaby.library.loudness_store import loudness_of_reading
from lullaby.library.rendition import Rendition
from lullaby.library.track import Loudness
from lullaby.session.loudness import PEAK_LIMIT, cue_gain, is_measured
from lullaby.session.rendition_switcher import CueMaker
from lullaby.session.transitions import SOFT_START
from lullaby.units import Decibels, Lufs, Ms
from tests.audio.hand_driven import BUFFER, HandDriven
from tests.audio.sounds import RATE, Sound
from tests.fakes import FakeClock

TARGET = -23.0
USUAL_BLOCK_DB = TARGET + 9.0
"""The loudest 20 ms of most songbook songs, which are at the target: -14.4 dBFS."""

TENTH = RATE // 10
BLOCK = RATE // 50
FAINT_DB = -60.0


def impulse_response(frames: int) -> Signal:
    """The first `frames` samples of the weighting's impulse response at 48 kHz."""
    signal = np.zeros(frames)
    signal[0] = 1.0
    for (b0, b1, b2), (_, a1, a2) in (SHELF, HIGH_PASS):
        heard = signal.tolist()
        out = [0.0, 0.0]
        for n in range(frames):
            before, earlier = (heard[n - 1] if n else 0.0), (heard[n - 2] if n > 1 else 0.0)
            now = b0 * heard[n] + b1 * before + b2 * earlier - a1 * out[-1] - a2 * out[-2]
            out.append(now)
        signal = np.array(out[2:])
    return signal


def to_db(power: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return 10 * np.log10(np.maximum(power, 1e-12))


def short_terms(sound: Sound) -> NDArray[np.float64]:
    """LUFS of the 3 s that end with each 100 ms."""
    taps = impulse_response(4_096)
    size = -(-(len(sound) + len(taps)) // 2**16) * 2**16
    spectrum = np.fft.rfft(sound.astype(np.float64), size, axis=0)
    weighted = np.fft.irfft(spectrum * np.fft.rfft(taps, size)[:, None], size, axis=0)
    whole = len(sound) // TENTH * TENTH
    powers = np.square(weighted[:whole]).sum(axis=1).reshape(-1, TENTH).mean(axis=1)
    padded = np.concatenate((np.zeros(29), powers))
    return to_db(np.convolve(padded, np.full(30, 1 / 30), "valid")) - 0.691


def blocks(sound: Sound) -> NDArray[np.float64]:
    """dBFS of each 20 ms, averaged over both channels."""
    whole = len(sound) // BLOCK * BLOCK
    squares = np.square(sound[:whole], dtype=np.float64).reshape(-1, 2 * BLOCK)
    return to_db(squares.mean(axis=1))


@dataclass(frozen=True)
class Song:
    path: Path
    loudness: Loudness | None = None
    """What the library knows before the song starts."""
    seconds: float = 6.0
    """How long it is heard."""
    start_ms: int = 0
    speed_pitch: SpeedPitch = AS_RECORDED

    def measured(self) -> "Song":
        reading = measure(self.path)
        known = loudness_of_reading(reading) if isinstance(reading, LoudnessReading) else None
        return replace(self, loudness=known)

    @property
    def own_lufs(self) -> float:
        """The loudest 3 s of a measured song at its level; for others, the target."""
        if not is_measured(self.loudness):
            return TARGET
        decoder, parts = Decoder(self.path), list[Sound]()
        while (part := decoder.read()) is not None:
            parts.append(part)
        decoder.close()
        gain = cue_gain(self.loudness, Lufs(TARGET), PEAK_LIMIT)
        return float(short_terms(np.concatenate(parts)).max()) + gain


@dataclass
class Night:
    """What was heard, and where each song started."""

    sound: Sound
    songs: Sequence[Song]
    begins: list[int]

    def rise_lu(self) -> float:
        """How far the 3 s of any song exceed all of these: the loudest of the night before it, the
        target, and a measured song's own loudest at the target."""
        levels = short_terms(self.sound)
        worst = -np.inf
        for song, (begin, end) in zip(self.songs, self._songs(TENTH), strict=True):
            before = max(levels[:begin].max(initial=-np.inf), TARGET)
            loudest = float(levels[begin:end].max(initial=-np.inf))
            if loudest > before:
                before = max(before, song.own_lufs)
            worst = max(worst, loudest - before)
        return float(worst)

    def step_db(self) -> float:
        """How far any 20 ms exceed everything heard before; for the first song, the usual value at
        the target."""
        levels = blocks(self.sound)
        before = np.maximum.accumulate(np.concatenate(([-200.0], levels[:-1])))
        for begin, end in self._songs(BLOCK):
            if levels[begin:end].max(initial=-200.0) > FAINT_DB:
                before[:end] = np.maximum(before[:end], USUAL_BLOCK_DB)
                break
        sounding = levels > FAINT_DB
        return float((levels - before)[sounding].max(initial=-200.0))

    @property
    def peak(self) -> float:
        return float(np.abs(self.sound).max(initial=0.0))

    def _songs(self, unit: int) -> list[tuple[int, int]]:
        borders = [begin // unit for begin in self.begins] + [len(self.sound) // unit]
        return list(pairwise(borders))


def render_night(songs: Sequence[Song], governed: bool = True) -> Night:
    """Play one song after another, each for its time; `governed` or by their gains alone."""
    engine, make = HandDriven(FakeClock()), CueMaker()
    begins: list[int] = []
    for song in songs:
        rendition = Rendition(song.path, loudness=song.loudness)
        cue = make(rendition, song.speed_pitch, SOFT_START)
        cue = replace(cue, start_ms=Ms(song.start_ms))
        if not governed:
            cue = replace(cue, level=None, gain_db=_former_gain(song.loudness))
        begins.append(len(engine.speaker.played) * BUFFER)
        engine.player.play(cue)
        engine.pass_ms(round(song.seconds * 1000))
    engine.player.close()
    sound = engine.speaker.sound()
    return Night(sound, songs, begins)


def _former_gain(loudness: Loudness | None) -> Decibels:
    """The gain from tags and defaults, as without a governor."""
    if loudness is None:
        return Decibels(-6.0)
    wanted = loudness.gain_db + TARGET + 18.0
    most = 12.0 if loudness.peak is None else -1.0 - 20 * float(np.log10(max(loudness.peak, 1e-6)))
    return Decibels(min(wanted, max(0.0, min(12.0, most))))

"""Changes speed and pitch independently: a streaming phase vocoder in numpy.

It reads frames of about 2048 samples, each at its own position, and writes one every quarter frame.
Peaks of the spectrum continue their phase, and everything around a peak turns with it (identity
phase locking: Laroche and Dolson, "Improved phase vocoder time-scale modification of audio", 1999).
Both channels turn alike, which preserves the stereo image. To change pitch, it writes a frame
shorter or longer than it was read, through its spectrum. Around an attack the sound runs at its own
speed and starts with its own phases, so that no attack is heard early.
"""

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.damage import without_damage
from lullaby.audio.decoder import RATE, Block
from lullaby.audio.onsets import LATE, OnsetFinder
from lullaby.frozen import frozen

QUARTERS = range(480, 577)
"""Possible quarter frames as read, in samples at 48 kHz; 512 unless another tunes better."""

TUNING = 0.5
"""The largest error of the pitch, in cents."""

BATCH = 16
"""Vocoder frames processed at a time."""

APART = RATE * 11 // 100
"""Of attacks less than 110 ms apart, only the first is preserved."""

FORESIGHT = 2_400
"""How far before an attack the reading path changes: 50 ms."""

BACK = 4_096
"""Samples over which the reading position returns to its line after an attack."""

NEW = 2.0
"""A bin of the spectrum starts with an attack if its energy grows by this factor (3 dB)."""

Spectrum = NDArray[np.complexfloating]
"""In single precision, as numpy keeps it."""


def _roughness(number: int) -> int:
    """The largest prime factor, which determines the cost of a Fourier transform of that length."""
    largest, factor = 1, 2
    while number > 1:
        if number % factor:
            factor += 1
        else:
            largest, number = factor, number // factor
    return largest


def _quarters(semitones: float) -> tuple[int, int]:
    """A quarter frame as read and as written; their ratio is the change of pitch."""
    if semitones == 0:
        return 512, 512
    ratio = 2.0 ** (semitones / 12)
    pairs = [(read, round(read / ratio)) for read in QUARTERS]

    def cost(pair: tuple[int, int]) -> tuple[bool, int, int]:
        off = abs(1200 * np.log2(pair[0] / pair[1] / ratio))
        return bool(off > TUNING), max(map(_roughness, pair)), abs(pair[0] - 512)

    return min(pairs, key=cost)


@frozen
class _Spot:
    """Where a frame is read, and the attack it belongs to."""

    at: int
    attack: int | None


class _ReadPath:
    """Where each frame is read: along a line with the slope of the speed, 1:1 around attacks."""

    def __init__(self, pace: float, read: int, hop: int) -> None:
        self._pace = pace
        self._read = read
        self._hop = hop
        self._attacks: list[int] = [0]
        self._n = -2
        self._at = -2.0 * read

    @property
    def at(self) -> int:
        """Where the last frame was read."""
        return round(self._at)

    def add(self, attacks: list[int]) -> None:
        self._attacks += attacks

    def next(self, known_to: float) -> _Spot | None:
        """The next frame's spot; None until all attacks that may affect it are known."""
        n, written = self._n + 1, (self._n + 1) * self._hop
        while len(self._attacks) > 1 and written >= self._begin(self._attacks[1]):
            self._attacks.pop(0)
        near = self._attacks[0]
        inside = abs(written - near / self._pace) < 2 * self._hop
        if inside:
            at = near + (written - near / self._pace) * self._read / self._hop
        else:
            at = self._at + self._slope() * self._hop
        if at + 2 * self._read + FORESIGHT > known_to:
            return None
        self._n, self._at = n, at
        return _Spot(round(at), near if inside else None)

    def _begin(self, attack: int) -> float:
        """The output position from which an attack is near."""
        return attack / self._pace - 2 * self._hop

    def _slope(self) -> float:
        written = self._n * self._hop
        if len(self._attacks) > 1 and self._attacks[1] <= self._at + 2 * self._read + FORESIGHT:
            attack = self._attacks[1]
            left = self._begin(attack) - written
            return max(0.0, (attack - 2 * self._read - self._at) / left)
        return ((written + BACK) * self._pace - self._at) / BACK


class Stretcher:
    """Takes blocks of any length and returns what is ready; `flush` returns the rest, once.

    Frame `n` of the output is frame `n * pace` of the input, from the first on.
    """

    def __init__(self, pace: float, semitones: float = 0.0) -> None:
        """`pace` is a factor of speed, 0.6 to 1.1; `semitones` from -6 to 6, fractions allowed."""
        self._pace = pace
        self._untouched = pace == 1.0 and semitones == 0.0
        self._read, self._hop = _quarters(semitones)
        self._size, self._synthesis_size = 4 * self._read, 4 * self._hop
        self._window = _hann(self._size)
        self._synthesis_window = _hann(self._synthesis_size) * (
            self._synthesis_size / self._size / 1.5
        )
        self._course = _ReadPath(pace, self._read, self._hop)
        self._finder = OnsetFinder(APART)
        self._spots: list[_Spot] = []
        self._first = -4 * self._size
        self._input = np.zeros((2, -self._first), np.float32)
        bins = self._size // 2 + 1
        self._turn = np.ones(bins, np.complex64)
        self._before: Spectrum = np.zeros((2, bins), np.complex64)
        self._tail = np.zeros((2, 3, self._hop), np.float32)
        self._trim = 3 * self._hop
        self._came = 0
        self._went = 0
        self._attack: int | None = None
        self._begins: NDArray[np.bool_] = np.ones(bins, bool)

    @property
    def held(self) -> int:
        """How many input frames are kept."""
        return self._input.shape[1]

    def process(self, block: Block) -> Block:
        """Take a block and return what has become ready."""
        block = without_damage(block)
        self._came += len(block)
        if self._untouched:
            return block
        return self._count(self._take(block))

    def flush(self) -> Block:
        """Return everything still held; nothing may follow."""
        wanted = round(self._came / self._pace)
        if self._untouched:
            return np.zeros((0, 2), np.float32)
        parts: list[Block] = []
        have = self._went
        quiet = np.zeros((LATE + FORESIGHT + BATCH * self._size, 2), np.float32)
        while have < wanted:
            parts.append(self._take(quiet))
            have += len(parts[-1])
        whole = np.concatenate([np.zeros((0, 2), np.float32), *parts])
        return self._count(whole[: max(0, wanted - self._went)])

    def _count(self, block: Block) -> Block:
        self._went += len(block)
        return block

    def _take(self, block: Block) -> Block:
        self._input = np.concatenate((self._input, block.T), axis=1)
        self._course.add(self._finder.feed(block))
        parts: list[Block] = []
        while True:
            spot = self._course.next(self._finder.known_to)
            if spot is None:
                break
            self._spots.append(spot)
            if len(self._spots) == BATCH:
                parts.append(self._synthesize(self._spots))
                self._spots = []
        self._forget()
        if not parts:
            return np.zeros((0, 2), np.float32)
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _forget(self) -> None:
        """Drop input that no frame will read any more."""
        earliest = self._spots[0].at if self._spots else self._course.at
        passed = earliest - 3 * self._size - self._first
        if passed > self._size:
            self._input = self._input[:, passed:].copy()
            self._first += passed

    def _spectra(self, places: NDArray[np.int64]) -> Spectrum:
        """The spectra of the frames centred at `places`, for both channels."""
        starts = places - self._size // 2 - self._first
        frames = np.lib.stride_tricks.sliding_window_view(self._input, self._size, axis=1)
        return np.fft.rfft(frames[:, starts] * self._window)

    def _synthesize(self, spots: list[_Spot]) -> Block:
        """The output of a batch of frames."""
        places = np.array([spot.at for spot in spots])
        spectra = self._spectra(np.concatenate((places, places - self._read)))
        here, earlier = spectra[:, :BATCH], spectra[:, BATCH:]
        last = np.concatenate((self._before[:, None], here[:, :-1]), axis=1)
        self._before = here[:, -1]
        steps = (last * np.conj(earlier)).sum(axis=0)
        leaders = _leaders(here)
        turns = np.empty(steps.shape, np.complex64)
        for n, spot in enumerate(spots):
            turn = self._turn * steps[n]
            size = np.abs(turn)
            turn = np.where(size > 1e-20, turn / np.maximum(size, 1e-20), self._turn)
            turn = turn[leaders[n]]
            if spot.attack is not None:
                turn[self._begun(spot.attack)] = 1.0
            turns[n] = self._turn = turn
        frames = np.fft.irfft(here * turns, self._synthesis_size) * self._synthesis_window
        return self._add(frames.reshape(2, BATCH, 4, self._hop))

    def _begun(self, attack: int) -> NDArray[np.bool_]:
        """Which bins of the spectrum start with an attack."""
        if attack != self._attack:
            self._attack = attack
            places = np.array([attack - self._size // 2, attack + self._read])
            power = np.square(np.abs(self._spectra(places))).sum(axis=0)
            self._begins = power[1] > NEW * power[0]
        return self._begins

    def _add(self, frames: NDArray[np.floating]) -> Block:
        whole = np.zeros((2, BATCH + 3, self._hop), np.float32)
        whole[:, :3] = self._tail
        for quarter in range(4):
            whole[:, quarter : quarter + BATCH] += frames[:, :, quarter]
        self._tail = whole[:, BATCH:].copy()
        sound = whole[:, :BATCH].reshape(2, -1).T
        trim, self._trim = self._trim, max(0, self._trim - len(sound))
        return np.ascontiguousarray(sound[trim:])


def _hann(size: int) -> NDArray[np.float32]:
    return ((1 - np.cos(2 * np.pi * np.arange(size) / size)) / 2).astype(np.float32)


def _leaders(spectra: Spectrum) -> NDArray[np.int64]:
    """For each frame and each bin, the nearest peak."""
    power = np.square(spectra.real).sum(axis=0) + np.square(spectra.imag).sum(axis=0)
    bins = power.shape[1]
    inner = power[:, 2:-2]
    peak = np.zeros(power.shape, bool)
    peak[:, 2:-2] = (
        (inner > power[:, 1:-3])
        & (inner >= power[:, 3:-1])
        & (inner > power[:, :-4])
        & (inner >= power[:, 4:])
    )
    index = np.arange(bins)
    below = np.maximum.accumulate(np.where(peak, index, -bins), axis=1)
    above = np.minimum.accumulate(np.where(peak, index, 2 * bins)[:, ::-1], axis=1)[:, ::-1]
    nearest = np.where(index - below <= above - index, below, above)
    return np.where((nearest >= 0) & (nearest < bins), nearest, index)

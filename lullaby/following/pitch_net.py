"""A small net that tells how surely a voice is heard, and at which pitch.

The net and its weights are SwiftF0 0.3.0 by Lars Nieradzik (MIT; `LICENSE-SwiftF0.txt` beside this
file): log spectra of three windows, convolutions over 128 bands and over time, logits of 95
pitches, and one number for the voice. Where it would look at the next frame it takes this one
again, so it uses no later sound.
"""

from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lullaby.following.net_layers import BandLayer, Floats
from lullaby.following.pitch_candidates import HIGHEST_HZ, LOWEST_HZ
from lullaby.frozen import frozen

REACH = 2048
"""Samples of the longest window; the answer is for its middle."""

BANDS = 128
PITCHED_BANDS = 96
WINDOWS = (1024, 2048, 512)
SOFTEST = 1e-8

BLOCKS = ((1, 3, 1), (3, 51, 17), (5, 54, 27), (7, 40, 40), (9, 48, 48), (11, 6, 2))
"""The first layer of each residual block, its padding, and the distance of its taps in bands."""

OVER_TIME = (1, 11)
"""Blocks whose layers also have taps in the frame before."""


@frozen
class NetHearing:
    """What the net makes of a frame."""

    pitch: float
    """MIDI number, the likeliest within the range of voices."""
    sure: float
    """How surely there is a voice, 0 to 1."""


class PitchNet:
    """Hears consecutive frames, 16 to 20 ms apart; keeps what each layer made of the last one.

    It takes several frames at once, in buffers that are made once: most of the time of so small a
    net would go into the calls."""

    def __init__(self, frames: int = 1, hop: int = 320) -> None:
        """`frames` at once, `hop` samples apart."""
        with (files("lullaby.following") / "pitch_net.npz").open("rb") as file:
            weights: dict[str, NDArray[Any]] = dict(np.load(file))
        self._frames, self._hop = frames, hop
        self._spectra = _Spectra(weights, frames, hop)
        self._into = self._layer(weights, 0, (BANDS, len(WINDOWS)), 1)
        channels = len(weights["bias_0"])
        wide = BANDS, channels
        self._blocks = [
            tuple(
                self._layer(weights, number, wide, padding, apart, first in OVER_TIME)
                for number in (first, first + 1)
            )
            for first, padding, apart in BLOCKS
        ]
        self._out = self._layer(weights, 13, (PITCHED_BANDS, channels), 1, after=0)
        seen = self._out.rows, len(weights["bias_13"])
        self._voice = self._layer(weights, 14, seen, 2, over_time=False)
        kernel = weights["kernel_15"]
        self._seen = np.zeros((frames + 1, len(kernel) // 2), np.float32)
        """For each frame, and the one before them, how a voice is seen, and the mean level."""
        self._hidden = kernel, weights["bias_15"]
        self._sure = weights["sure_kernel"], float(weights["sure_bias"][0])
        self._pitch = weights["pitch_kernel"], float(weights["pitch_bias"][0])
        self._log_hertz = weights["log_hertz"]
        hertz = np.exp(self._log_hertz)
        self._no_voice = ~((hertz >= LOWEST_HZ) & (hertz <= HIGHEST_HZ))

    @property
    def samples(self) -> int:
        """How many samples `hear` takes."""
        return REACH + (self._frames - 1) * self._hop

    def hear(self, sound: Floats) -> list[NetHearing]:
        """Take the last `samples` at 16 kHz, full scale 1; the frames in order."""
        spectra = self._spectra.of(sound)
        level = spectra.mean(axis=(1, 2))
        bands = np.maximum(self._into.run(spectra), 0, out=self._into.made)
        for inner, outer in self._blocks:
            between = np.maximum(inner.run(bands), 0, out=inner.made)
            made = outer.run(between)
            made += bands
            bands = np.maximum(made, 0, out=made)
        pitched = np.maximum(self._out.run(bands[:, :PITCHED_BANDS]), 0, out=self._out.made)
        seen = self._seen
        seen[0] = seen[-1]
        seen[1:, :-1] = self._voice.run(pitched).max(axis=1)
        seen[1:, -1] = level
        kernel, bias = self._hidden
        hidden = np.maximum(np.concatenate((seen[:-1], seen[1:]), axis=1) @ kernel + bias, 0)
        sure = 1 / (1 + np.exp(-(hidden @ self._sure[0] + self._sure[1])))
        logits = pitched @ self._pitch[0] + self._pitch[1]
        logits[:, self._no_voice] = -np.inf
        return [
            NetHearing(self._likeliest(row), float(p)) for row, p in zip(logits, sure, strict=True)
        ]

    def _layer(
        self,
        weights: dict[str, NDArray[Any]],
        number: int,
        bands: tuple[int, int],
        padding: int,
        apart: int = 1,
        over_time: bool = True,
        after: int | None = None,
    ) -> BandLayer:
        kernel, bias = weights[f"kernel_{number}"], weights[f"bias_{number}"]
        behind = padding if after is None else after
        return BandLayer(kernel, bias, self._frames, *bands, (padding, behind), apart, over_time)

    def _likeliest(self, logits: Floats) -> float:
        """Between the likeliest pitch and its neighbours, by how likely they are."""
        best = int(np.argmax(logits))
        near = slice(max(0, best - 1), best + 2)
        shares = np.exp(logits[near].astype(np.float64) - float(logits[best]))
        log_hertz = float(shares @ self._log_hertz[near] / shares.sum())
        return 69 + 12 * (log_hertz - float(np.log(440.0))) / float(np.log(2.0))


class _Spectra:
    """Log spectra in bands around the middle of each frame, from windows of several lengths."""

    def __init__(self, weights: dict[str, NDArray[Any]], frames: int, hop: int) -> None:
        self._windows = [weights[f"window_{size}"] for size in WINDOWS]
        self._frames, self._hop = frames, hop
        bins = [size // 2 + 1 for size in WINDOWS]
        firsts = np.cumsum([0, *bins])
        self._levels = np.empty((frames, firsts[-1]), np.float32)
        self._parts = [self._levels[:, a:b] for a, b in pairwise(firsts.tolist())]
        at, weight, starts = [], [], []
        for number, size in enumerate(WINDOWS):
            bin_of, band_of = np.divmod(weights[f"at_{size}"], BANDS)
            for band in range(BANDS):
                chosen = np.flatnonzero(band_of == band)
                starts.append(len(at))
                at += (bin_of[chosen] + firsts[number]).tolist() or [firsts[number]]
                weight += weights[f"weight_{size}"][chosen].tolist() or [0.0]
        self._at = np.array(at, np.intp)
        self._weights = np.array(weight, np.float32)
        self._starts = np.array(starts, np.intp)
        self._weighted = np.empty((frames, len(at)), np.float32)
        self._windowed = np.empty((frames, max(WINDOWS)), np.float32)

    def of(self, sound: Floats) -> Floats:
        """(frames, BANDS, windows); only few bins count in a band."""
        for size, window, part in zip(WINDOWS, self._windows, self._parts, strict=True):
            first = (REACH - size) // 2
            frames = self._windowed[:, :size]
            for number, frame in enumerate(frames):
                start = first + number * self._hop
                np.multiply(sound[start : start + size], window, out=frame)
            np.abs(np.fft.rfft(frames), out=part)
        np.take(self._levels, self._at, axis=1, out=self._weighted, mode="clip")
        self._weighted *= self._weights
        bands = np.add.reduceat(self._weighted, self._starts, axis=1)
        bands += np.float32(SOFTEST)
        np.log(bands, out=bands)
        return bands.reshape(self._frames, len(WINDOWS), BANDS).transpose(0, 2, 1)

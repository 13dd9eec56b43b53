"""A small net that tells how surely a voice is heard, and at which pitch.

The net and its weights are SwiftF0 0.3.0 by Lars Nieradzik (MIT; `LICENSE-SwiftF0.txt` beside this
file): log spectra of three windows, convolutions over 128 bands and over time, logits of 95
pitches, and one number for the voice. Where it would look at the next frame it takes this one
again, so it uses no later sound.
"""

from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lullaby.following.pitch_candidates import HIGHEST_HZ, LOWEST_HZ
from lullaby.frozen import frozen

Floats = NDArray[np.float32]

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
    """Hears consecutive frames, 16 to 20 ms apart; keeps what each layer made of the last one."""

    def __init__(self) -> None:
        with (files("lullaby.following") / "pitch_net.npz").open("rb") as file:
            self._weights: dict[str, NDArray[Any]] = dict(np.load(file))
        self._banks = [self._bank(size) for size in WINDOWS]
        self._before: dict[int, Floats] = {}
        self._log_hertz = self._weights["log_hertz"]
        hertz = np.exp(self._log_hertz)
        self._voices = (hertz >= LOWEST_HZ) & (hertz <= HIGHEST_HZ)

    def hear(self, sound: Floats) -> NetHearing:
        """Take the last REACH samples at 16 kHz, full scale 1."""
        spectra = self._spectra(sound)
        bands = np.maximum(self._layer(0, spectra, 1), 0)
        for first, padding, apart in BLOCKS:
            over_time = first in OVER_TIME
            inner = np.maximum(self._layer(first, bands, padding, apart, over_time), 0)
            outer = self._layer(first + 1, inner, padding, apart, over_time)
            bands = np.maximum(outer + bands, 0)
        pitched = np.maximum(self._layer(13, bands[:PITCHED_BANDS], 1, after=0), 0)
        voice = self._layer(14, pitched, 2, over_time=False).max(axis=0)
        seen = np.append(voice, spectra.mean(dtype=np.float32)).astype(np.float32)
        hidden = np.maximum(self._step(15, seen), 0)
        weights = self._weights
        logit = float(hidden @ weights["sure_kernel"] + weights["sure_bias"][0])
        return NetHearing(self._pitch(pitched), float(1 / (1 + np.exp(-logit))))

    def _bank(self, size: int) -> Floats:
        """The bands of a spectrum, (bins, BANDS)."""
        bank = np.zeros((size // 2 + 1) * BANDS, np.float32)
        bank[self._weights[f"at_{size}"]] = self._weights[f"weight_{size}"]
        return bank.reshape(-1, BANDS)

    def _spectra(self, sound: Floats) -> Floats:
        """Log spectra around the middle of the sound, (BANDS, windows)."""
        found: list[Floats] = []
        for size, bank in zip(WINDOWS, self._banks, strict=True):
            start = (REACH - size) // 2
            frame = sound[start : start + size] * self._weights[f"window_{size}"]
            found.append(np.log(np.abs(np.fft.rfft(frame)).astype(np.float32) @ bank + SOFTEST))
        return np.stack(found, axis=1).astype(np.float32)

    def _layer(
        self,
        number: int,
        bands: Floats,
        padding: int,
        apart: int = 1,
        over_time: bool = True,
        after: int | None = None,
    ) -> Floats:
        """A convolution over bands, (bands, channels), and over this frame and the one before;
        `after` is the padding behind the last band, by default as before the first."""
        behind = padding if after is None else after
        whole = np.zeros((padding + len(bands) + behind, bands.shape[1]), np.float32)
        whole[padding : padding + len(bands)] = bands
        parts = [whole]
        if over_time:
            parts = [self._before.get(number, np.zeros_like(whole)), whole]
            self._before[number] = whole
        kernel, bias = self._weights[f"kernel_{number}"], self._weights[f"bias_{number}"]
        taps = len(kernel) // (len(parts) * bands.shape[1])
        count = len(whole) - apart * (taps - 1)
        rows = [part[at * apart : at * apart + count] for at in range(taps) for part in parts]
        return np.concatenate(rows, axis=1) @ kernel + bias

    def _step(self, number: int, seen: Floats) -> Floats:
        """A convolution over this frame and the one before only."""
        before = self._before.get(number, np.zeros_like(seen))
        self._before[number] = seen
        kernel, bias = self._weights[f"kernel_{number}"], self._weights[f"bias_{number}"]
        return np.concatenate((before, seen)) @ kernel + bias

    def _pitch(self, pitched: Floats) -> float:
        """Between the likeliest pitch and its neighbours, by how likely they are."""
        logits = pitched @ self._weights["pitch_kernel"] + self._weights["pitch_bias"][0]
        logits = np.where(self._voices, logits, -np.inf)
        best = int(np.argmax(logits))
        near = slice(max(0, best - 1), best + 2)
        shares = np.exp(logits[near].astype(np.float64) - float(logits[best]))
        log_hertz = float(shares @ self._log_hertz[near] / shares.sum())
        return 69 + 12 * (log_hertz - float(np.log(440.0))) / float(np.log(2.0))

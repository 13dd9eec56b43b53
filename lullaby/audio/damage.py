"""Mutes damaged places in decoded sound softly, so that the song continues.

Decoders turn broken packets and lost sectors into samples far beyond full scale (7,806 was seen
from an MP3, 3e38 from a float AIFF) or into NaN. Undamaged float recordings may exceed full scale
too, throughout: so the limit depends on how loud a recording starts.
"""

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]

BEYOND = 8.0
"""Amplitude that no music reaches: 18 dB above full scale, or above the recording's usual peak."""

MOST = 65_536.0
"""The loudest usual peak that still counts as a recording: 16-bit integers stored as floats."""

QUIET_MS = 5
"""Silence on either side of a damaged frame; longer than a resampler rings."""

RAMP_MS = 10
"""The sound fades out over this time before the silence, and back in after it."""

PIECE_MS = 10
"""Length of the pieces whose peaks show how loud a recording usually is."""

KNOWN_MS = 1_000
"""The usual peak is measured over this time, several times as long as a lost sector."""

FAINT = 1e-4
"""Pieces with a lower peak are ignored (-80 dB)."""


def without_damage(block: Block, limit: float = MOST * BEYOND) -> Block:
    """Replace samples beyond `limit`, and NaN, with 0; return an undamaged block as it is."""
    if is_within(block, limit):
        return block
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(block) <= limit, block, np.float32(0))


def is_within(sound: Block, limit: float) -> bool:
    """Whether all samples are numbers from -`limit` to `limit`."""
    return bool(sound.max(initial=0.0) <= limit and sound.min(initial=0.0) >= -limit)


class DamageRepairer:
    """Repairs a stream of stereo blocks of any length, with a delay of 15 ms; `flush` returns the
    rest.

    The first second is held back until the usual loudness of the recording is known.
    """

    def __init__(self, rate: int) -> None:
        """`rate` in frames per second."""
        self._rate = rate
        self._quiet, self._ramp = rate * QUIET_MS // 1000, rate * RAMP_MS // 1000
        self._margin = self._quiet + self._ramp
        self._waiting: list[Block] = []
        self._waits = 0
        self._limit: float | None = None
        self._tail: Block = np.zeros((0, 2), np.float32)
        self._since = self._margin
        """Frames between the last damaged frame and the start of the tail, at most the margin."""

    def repair(self, block: Block) -> Block:
        """Take a block and return the repaired sound that is ready; may be empty."""
        if self._limit is not None:
            return self._repair(block, self._limit, self._margin)
        self._waiting.append(block)
        self._waits += len(block)
        if self._waits < self._rate * KNOWN_MS // 1000:
            return self._tail[:0]
        return self._begin(self._margin)

    def flush(self) -> Block:
        """Return everything still held; a new sound may follow."""
        if self._waiting:
            return self._begin(0)
        return self._repair(self._tail[:0], self._limit or BEYOND, 0)

    def _begin(self, kept: int) -> Block:
        """Measure how loud the recording usually is, and repair what was held back for it."""
        whole = np.concatenate(self._waiting)
        self._waiting, self._waits = [], 0
        self._limit = BEYOND * max(1.0, _usual(whole, self._rate * PIECE_MS // 1000))
        return self._repair(whole, self._limit, kept)

    def _repair(self, block: Block, limit: float, kept: int) -> Block:
        """Return all but the last `kept` frames, which a damaged frame may still follow."""
        if len(self._tail) == 0 and len(block) == 0:
            return block
        whole = np.concatenate((self._tail, block)) if len(self._tail) else block
        given = max(0, len(whole) - kept)
        whole_is_sound = self._since >= self._margin and is_within(whole, limit)
        if whole_is_sound:
            self._tail = whole[given:]
            return whole[:given]
        with np.errstate(invalid="ignore"):
            bad = np.asarray(~np.all(np.abs(whole) <= limit, axis=1), np.bool_)
        gains = self._gains(bad)
        out = np.where(bad[:, None], np.float32(0), whole)[:given] * gains[:given, None]
        self._since = self._passed(bad[:given])
        self._tail = whole[given:]
        return out.astype(np.float32, copy=False)

    def _passed(self, bad: NDArray[np.bool_]) -> int:
        """Frames since the last damaged one, after those of `bad`."""
        where = np.flatnonzero(bad)
        passed = self._since + len(bad) if len(where) == 0 else len(bad) - 1 - int(where[-1])
        return min(self._margin, passed)

    def _gains(self, bad: NDArray[np.bool_]) -> NDArray[np.float32]:
        """1 far from damage, 0 near it, half a cosine in between."""
        frames = np.arange(len(bad))
        last = np.maximum.accumulate(np.where(bad, frames, -self._since - 1))
        following = np.where(bad, frames, len(bad) + self._margin)
        following = np.minimum.accumulate(following[::-1])[::-1]
        distance = np.minimum(frames - last, following - frames)
        share = np.clip((distance - self._quiet) / self._ramp, 0.0, 1.0)
        return ((1 - np.cos(np.pi * share)) / 2).astype(np.float32)


def _usual(sound: Block, piece: int) -> float:
    """The median peak of the audible pieces; 1 if it is too large for a recording."""
    padded = np.zeros((-(-len(sound) // piece) * piece, 2), np.float32)
    padded[: len(sound)] = np.abs(sound)
    tops = padded.reshape(-1, 2 * piece).max(axis=1)
    tops = np.where(tops <= MOST, tops, np.inf)
    tops = tops[tops > FAINT]
    middle = float(np.median(tops)) if len(tops) else 1.0
    return middle if middle <= MOST else 1.0

"""What no music holds: damaged places in decoded sound are muted, softly, and the song goes on.

Broken packets and lost sectors come out of decoders as samples far beyond full scale (7,806 was
seen from an MP3, 3e38 from a float AIFF) or as no numbers at all. Honest floats may lie above
full scale too, for a whole recording: so the limit is taken from how the recording begins.
"""

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]

BEYOND = 8.0
"""Amplitude that no music holds: 18 dB over full scale, or over what the recording usually is."""

MOST = 65_536.0
"""Usual amplitude of the loudest recording that is taken for one: 16-bit numbers kept as floats."""

QUIET_MS = 5
"""Silence on both sides of a damaged frame, longer than a resampler rings."""

RAMP_MS = 10
"""In which the sound sinks before the silence, and rises after it."""

PIECE_MS = 10
"""Of which one peak is taken, to find out how loud a recording usually is."""

KNOWN_MS = 1_000
"""After which that is known: several times what a lost sector leaves."""

FAINT = 1e-4
"""A piece below this peak says nothing: -80 dB."""


def without_damage(block: Block, limit: float = MOST * BEYOND) -> Block:
    """The same block if all its samples are numbers within `limit`; else with 0 for the others."""
    if len(block) == 0 or np.abs(block).max() <= limit:
        return block
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(block) <= limit, block, np.float32(0))


class DamageRepairer:
    """Takes stereo blocks of any length and gives them back 15 ms late; `flush` gives the rest.

    The first second waits until it is known how loud the recording usually is.
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
        """Frames between the last damaged one and the first of the tail, as far as that matters."""

    def repair(self, block: Block) -> Block:
        """What can be said of the sound so far; may be empty."""
        if self._limit is not None:
            return self._repair(block, self._limit, self._margin)
        self._waiting.append(block)
        self._waits += len(block)
        if self._waits < self._rate * KNOWN_MS // 1000:
            return self._tail[:0]
        return self._begin(self._margin)

    def flush(self) -> Block:
        """All that is still inside; a new sound may follow."""
        if self._waiting:
            return self._begin(0)
        return self._repair(self._tail[:0], self._limit or BEYOND, 0)

    def _begin(self, kept: int) -> Block:
        """Settle how loud the recording usually is, and mend what has waited for that."""
        whole = np.concatenate(self._waiting)
        self._waiting, self._waits = [], 0
        self._limit = BEYOND * max(1.0, _usual(whole, self._rate * PIECE_MS // 1000))
        return self._repair(whole, self._limit, kept)

    def _repair(self, block: Block, limit: float, kept: int) -> Block:
        """Give all but the last `kept` frames, which a damaged one may still follow."""
        if len(self._tail) == 0 and len(block) == 0:
            return block
        whole = np.concatenate((self._tail, block)) if len(self._tail) else block
        given = max(0, len(whole) - kept)
        whole_is_sound = self._since >= self._margin and np.abs(whole).max() <= limit
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
        """Frames since the last damaged one, when those of `bad` have passed."""
        where = np.flatnonzero(bad)
        passed = self._since + len(bad) if len(where) == 0 else len(bad) - 1 - int(where[-1])
        return min(self._margin, passed)

    def _gains(self, bad: NDArray[np.bool_]) -> NDArray[np.float32]:
        """1 far from all damage, 0 near it, half a cosine between."""
        frames = np.arange(len(bad))
        last = np.maximum.accumulate(np.where(bad, frames, -self._since - 1))
        following = np.where(bad, frames, len(bad) + self._margin)
        following = np.minimum.accumulate(following[::-1])[::-1]
        distance = np.minimum(frames - last, following - frames)
        share = np.clip((distance - self._quiet) / self._ramp, 0.0, 1.0)
        return ((1 - np.cos(np.pi * share)) / 2).astype(np.float32)


def _usual(sound: Block, piece: int) -> float:
    """The middle peak of the sounding pieces; 1 where it is too large to be one of a recording."""
    padded = np.zeros((-(-len(sound) // piece) * piece, 2), np.float32)
    padded[: len(sound)] = np.abs(sound)
    tops = padded.reshape(-1, 2 * piece).max(axis=1)
    tops = np.where(tops <= MOST, tops, np.inf)
    tops = tops[tops > FAINT]
    middle = float(np.median(tops)) if len(tops) else 1.0
    return middle if middle <= MOST else 1.0

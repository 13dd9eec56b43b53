"""A voice that comes in pieces from far away, each laid at its place in the music.

Frames are those heard since the song's beginning, at the pace at which it is played.
"""

import threading
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE

Sound = NDArray[np.float32]

SIZE = 16 * RATE
"""Frames that are kept."""

JUMP = RATE // 100
"""A piece that belongs this far from the end of the last one begins anew there."""

BEND = 4
"""By so many frames a piece is drawn out or pressed together to its place, so that two clocks that
run apart stay together: 0.4 % of 20 ms, which nobody hears."""

SEAM = RATE * 5 // 1000
"""A new beginning fades in over 5 ms."""

SINK = RATE // 5
"""A voice whose next piece is missing goes on and sinks to silence in 200 ms."""

LOOK_BACK = RATE * 30 // 1000
LONGEST_PERIOD = RATE // 80
SHORTEST_PERIOD = RATE // 500
COARSE = 4
"""Every fourth sample is enough to find the period of a voice."""

TELL_EVERY = RATE // 10
"""So much new sound is laid before the player is asked to render again."""


class LaidVoice:
    """Pieces come in on one thread, another reads; what is read does not change by reading."""

    def __init__(self, pace: float = 1.0) -> None:
        """`pace` is that of the music: at 0.9, what is at 900 ms of the song is heard at 1,000."""
        self._per_ms = RATE / 1000 / pace
        self._lock = threading.Lock()
        self._ring = np.zeros(SIZE, np.float32)
        self._top = 0
        """The frame after the last that the ring holds."""
        self._end: int | None = None
        """The frame after the last piece."""
        self._told = 0
        self._changed: Callable[[], None] = _nothing

    @property
    def end_ms(self) -> float | None:
        """The place in the song after the last piece; None before the first."""
        return None if self._end is None else self._end / self._per_ms

    def on_change(self, changed: Callable[[], None]) -> None:
        """Call this when what was rendered ahead should be rendered again."""
        self._changed = changed

    def lay(self, place_ms: float, sound: Sound) -> None:
        """Lay a piece of mono sound whose first sample belongs at `place_ms` of the song. One that
        is too old to be kept is left out."""
        with self._lock:
            target = round(place_ms * self._per_ms)
            if not len(sound) or target < self._top - SIZE + SINK:
                return
            self._lay(target, sound)
            self._told += len(sound)
            tell = self._told >= TELL_EVERY
            if tell:
                self._told = 0
        if tell:
            self._changed()

    def read(self, first: int, frames: int) -> Sound | None:
        """The sound from frame `first`; None where nobody sings."""
        with self._lock:
            if first >= self._top or first + frames <= max(0, self._top - SIZE):
                return None
            got = self._ring[np.arange(first, first + frames) % SIZE]
            got[max(0, self._top - first) :] = 0.0
            return got

    def _lay(self, target: int, sound: Sound) -> None:
        end = self._end
        if end is not None and target + len(sound) <= end - JUMP:
            self._put_in(target, sound)
            return
        if end is None or abs(target - end) > JUMP:
            start = target
            self._make_room(start + len(sound) + SINK)
            seam = np.arange(start, start + min(SEAM, len(sound))) % SIZE
            rising = np.linspace(0.0, 1.0, len(seam), dtype=np.float32)
            sound = sound.copy()
            sound[: len(seam)] = sound[: len(seam)] * rising + self._ring[seam] * (1.0 - rising)
        else:
            start = end
            sound = _bent(sound, max(-BEND, min(BEND, target - end)))
            self._make_room(start + len(sound) + SINK)
        self._end = start + len(sound)
        self._ring[np.arange(start, self._end) % SIZE] = sound
        before = self._ring[np.arange(self._end - LOOK_BACK, self._end) % SIZE]
        self._ring[np.arange(self._end, self._end + SINK) % SIZE] = _sinking(before)

    def _put_in(self, start: int, sound: Sound) -> None:
        """A piece that comes after those that follow it."""
        seam = min(SEAM, len(sound) // 2)
        share = np.ones(len(sound), np.float32)
        if seam:
            share[:seam] = np.linspace(0.0, 1.0, seam, dtype=np.float32)
            share[-seam:] = share[:seam][::-1]
        where = np.arange(start, start + len(sound)) % SIZE
        self._ring[where] = sound * share + self._ring[where] * (1.0 - share)

    def _make_room(self, top: int) -> None:
        """Silence up to frame `top`."""
        if top - SIZE >= self._top:
            self._ring[:] = 0.0
        elif top > self._top:
            self._ring[np.arange(self._top, top) % SIZE] = 0.0
        self._top = max(self._top, top)


def _bent(sound: Sound, by: int) -> Sound:
    """The same sound with so many more frames."""
    if not by or len(sound) <= BEND:
        return sound
    size = len(sound) + by
    at = np.linspace(0, len(sound) - 1, size)
    return np.interp(at, np.arange(len(sound)), sound).astype(np.float32)


def _sinking(before: Sound) -> Sound:
    """How a voice goes on that is not heard any more: its last period again and again, sinking."""
    period = _period(before)
    last = before[-period:]
    again = np.tile(last, -(-SINK // period))[:SINK]
    falling = (1.0 + np.cos(np.pi * np.arange(SINK) / SINK)) / 2
    return (again * falling).astype(np.float32)


def _period(sound: Sound) -> int:
    """After how many frames the sound is most like itself; the longest if it is silent."""
    coarse = sound[::COARSE]
    alike = np.correlate(coarse, coarse, "full")[len(coarse) - 1 :]
    shortest, longest = SHORTEST_PERIOD // COARSE, LONGEST_PERIOD // COARSE
    lags = np.arange(shortest, longest + 1)
    per_frame = alike[lags] / (len(coarse) - lags)
    best = int(np.argmax(per_frame))
    return int(lags[best]) * COARSE if per_frame[best] > 0.0 else LONGEST_PERIOD


def _nothing() -> None:
    """Nobody has rendered anything yet."""

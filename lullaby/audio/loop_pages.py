"""Keeps those seconds of a stored background sound in memory that are about to be heard."""

import threading
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE

PAGE = RATE
"""Frames that are read at a time: one second."""

LEAST, AHEAD = 3, 7
"""Pages after the one that was heard last: more are read when so many are not there, up to so many.
The engine renders at most 1.6 s at once."""

KEPT = 14
"""Pages in memory, because the engine may go back by 2 s, and a sound that fades out may return:
2.7 MB, where the longest loop has 12.3 MB."""

Pcm = NDArray[np.int16]
"""Stereo frames of 16 bits, shape (frames, 2)."""


class StoredLoop(Protocol):
    """A sound in a file, whose end leads to its beginning."""

    def __len__(self) -> int:
        """Its frames, at least one."""
        ...

    def read(self, at: int, frames: int) -> Pcm:
        """These frames; they do not go beyond the end. May wait for a disk. Raises OSError."""
        ...


class LoopPages:
    """One thread calls `feed`, another `read`, which never waits for the file."""

    def __init__(self, loop: StoredLoop, hungry: Callable[[], None]) -> None:
        """`hungry` is called when `feed` should be."""
        self._loop = loop
        self._tell = hungry
        self._lock = threading.Lock()
        self._pages: dict[int, Pcm] = {}
        """The one that was used last comes last."""
        self._wanted: set[int] = {0}
        """Pages from which on more are needed."""
        self.starved = False
        """Whether something was needed before it was there."""

    @property
    def hungry(self) -> bool:
        """Whether `feed` has something to do."""
        return bool(self._wanted)

    def read(self, at: int, frames: int) -> list[Pcm]:
        """The frames from `at` on, in parts; fewer if they have not been read yet."""
        parts: list[Pcm] = []
        with self._lock:
            place, left = at % len(self._loop), frames
            while left:
                number = place // PAGE
                page = self._pages.pop(number, None)
                if page is None:
                    break
                self._pages[number] = page
                part = page[place - number * PAGE :][:left]
                parts.append(part)
                left -= len(part)
                place = (place + len(part)) % len(self._loop)
            self.starved = self.starved or left > 0
            low = not all(number in self._pages for number in self._after(place // PAGE, LEAST))
            if low:
                self._wanted.add(place // PAGE)
        if low:
            self._tell()
        return parts

    def feed(self) -> None:
        """Read what is needed next, and forget what was used longest ago. Raises OSError."""
        with self._lock:
            wanted, self._wanted = self._wanted, set()
            coming = [number for first in wanted for number in self._after(first, AHEAD)]
        for number in coming:
            if number in self._pages:
                continue
            first = number * PAGE
            page = self._loop.read(first, min(PAGE, len(self._loop) - first))
            with self._lock:
                self._pages[number] = page
        with self._lock:
            for number in [*self._pages][:-KEPT]:
                del self._pages[number]

    def _after(self, first: int, count: int) -> list[int]:
        """The numbers of a page and of so many after it."""
        pages = -(-len(self._loop) // PAGE)
        return [(first + number) % pages for number in range(min(count + 1, pages))]

"""What the mix reads: a file that is decoded ahead of it, or a looping background sound."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.dc_blocker import DcBlocker
from lullaby.audio.decoder import RATE, Block, CannotPlay, Decoder
from lullaby.audio.loop_pages import LoopPages, StoredLoop
from lullaby.audio.port import AS_RECORDED, LaidSound, SpeedPitch, Trouble
from lullaby.audio.profile import CHUNK, Profile
from lullaby.audio.stretch import Stretcher
from lullaby.units import FULL_SCALE, Ms

AHEAD = 7 * RATE
"""Frames decoded in advance."""

LEAST = 43 * RATE // 10
"""So many remain: the longest block and the 3 s after it, which show how loud the song will be."""

FIRST = 4 * RATE
"""Frames at a song's start whose loudness is known before the first of them sounds."""

BEHIND = 22 * RATE // 10
"""Frames kept after they were read, because the engine may go back to them."""

ENOUGH = RATE
"""Frames with which a sound can start while the rest is being decoded."""


class FileSource:
    """A moving window on a file, played at a speed and pitch.

    One thread fills it, another reads. Frames are counted as heard: at speed 0.8, frame 100 is
    frame 80 of the file. `duration_ms` and `trouble` become known once the file has been opened.
    """

    def __init__(
        self,
        path: Path,
        start_ms: Ms,
        hungry: Callable[[], None],
        ready: Callable[[], None],
        speed_pitch: SpeedPitch = AS_RECORDED,
        enough: int = ENOUGH,
        made: SpeedPitch = AS_RECORDED,
        voice: LaidSound | None = None,
    ) -> None:
        """`made` is how the file already sounds; positions are those of the song at its own speed.
        `voice` is added to it.

        `hungry` is called when little is decoded ahead, `ready` once, when there is sound to play.
        """
        self.path = path
        self.start_ms = start_ms
        self.speed_pitch = speed_pitch
        self._made = made
        self._voice = voice
        self._voice_from = round(start_ms * RATE / 1000 / speed_pitch.pace)
        self._enough = enough
        self._stretcher: Stretcher | None = None
        self.duration_ms: Ms | None = None
        self.trouble: Trouble | None = None
        self._hungry = hungry
        self._ready: Callable[[], None] | None = ready
        self._lock = threading.Lock()
        self._window: Block = np.zeros((0, 2), np.float32)
        self._rest: list[Block] = []
        self._written = 0
        self._centre = DcBlocker()
        self.profile = Profile()
        self._read = 0
        self._whole = False
        self.counted = False
        """Whether `duration_ms` was counted to the end of the file."""
        self._decoder: Decoder | None = None
        self._unwanted = False

    def read(self, at: int, frames: int) -> Block:
        """Up to `frames` frames from frame `at` (counted from `start_ms`), as a copy."""
        with self._lock:
            size = len(self._window)
            end = min(at + frames, self._written) if self._ready is None else 0
            count = max(0, end - at)
            if count and at < self._written - size:
                count = 0
            self._read = max(self._read, at + count)
            hungry = not self._whole and self._written - self._read < LEAST
            first = at % size if size else 0
            block = self._window[first : first + count]
            if len(block) < count:
                block = np.concatenate((block, self._window[: count - len(block)]))
            else:
                block = block.copy()
        if hungry:
            self._hungry()
        if self._voice is not None and count:
            sung = self._voice.read(self._voice_from + at, count)
            if sung is not None:
                block += sung[:, None]
        return block

    def over(self, at: int) -> bool:
        return self._whole and at >= self._written

    @property
    def length(self) -> int | None:
        return self._written if self._whole else None

    @property
    def expected(self) -> int | None:
        if self._whole or self.duration_ms is None:
            return self.length
        return self.frame_of(self.duration_ms)

    def position_of(self, at: float) -> Ms:
        """The position in the song of frame `at`."""
        return Ms(self.start_ms + int(at * self.speed_pitch.pace * 1000 / RATE))

    def frame_of(self, position_ms: float) -> int:
        """The frame at which a position of the song is heard; negative before `start_ms`."""
        return round((position_ms - self.start_ms) * RATE / 1000 / self.speed_pitch.pace)

    def release(self) -> None:
        """Stop reading; the next `feed` closes the file."""
        self._unwanted = True
        self._hungry()

    @property
    def hungry(self) -> bool:
        """Whether `feed` has something to do."""
        if self._unwanted or self._whole:
            return True
        return self._decoder is None or self._written - self._read < LEAST

    @property
    def unwanted(self) -> bool:
        return self._unwanted

    @property
    def written(self) -> int:
        """Frames that have come from the file so far."""
        return self._written

    def give_up(self) -> None:
        """Give up a file that does not answer. Another thread than the blocked one calls this; the
        blocked one closes the file if it ever returns."""
        self.trouble = Trouble.NOT_IN_TIME
        self._unwanted = self._whole = True
        self._announce()

    # Called by the thread that fills it

    def feed(self) -> bool:
        """Decode until enough is ready; False if there will never be anything left to do."""
        if self._unwanted or self._whole:
            self._close()
            return False
        try:
            self._fill()
        except CannotPlay as problem:
            self.trouble = self.trouble or problem.trouble
            self.duration_ms = None
            self._end()
        return not self._whole

    def break_off(self) -> None:
        """End the sound with what is there; having nothing at all is a trouble."""
        if not self._written:
            self.trouble = self.trouble or Trouble.UNREADABLE
        self._end()

    def _fill(self) -> None:
        if self._decoder is None:
            made = self._made
            self._decoder = Decoder(self.path, Ms(round(self.start_ms / made.pace)))
            self._stretcher = Stretcher(
                self.speed_pitch.pace / made.pace, self.speed_pitch.semitones - made.semitones
            )
            self._window = np.zeros((AHEAD + BEHIND + RATE, 2), np.float32)
            declared = self._decoder.duration_ms
            self.duration_ms = None if declared is None else Ms(round(declared * made.pace))
        while self._written - self._read < AHEAD and not self._unwanted:
            chunk = self._next_chunk()
            if self._unwanted:
                break
            if len(chunk):
                self._append(chunk)
            if len(chunk) < CHUNK:
                self._end()
                self.counted = self._written > 0
                return
            if self._written >= self._enough:
                self._announce()
        if self._unwanted:
            self._close()

    def _next_chunk(self) -> Block:
        """A chunk of fixed length; only the last is shorter."""
        rest, waits = self._rest, sum(map(len, self._rest))
        while waits < CHUNK and not self._unwanted:
            block = self._next_block()
            if block is None:
                break
            rest.append(block)
            waits += len(block)
        whole = np.concatenate([self._window[:0], *rest])
        self._rest = [whole[CHUNK:]]
        return whole[:CHUNK]

    def _next_block(self) -> Block | None:
        """A block, decoded and stretched; empty while the stretcher needs more, None at the end."""
        if self._decoder is None or self._stretcher is None:
            return None
        block = self._decoder.read()
        if block is not None:
            return self._stretcher.process(self._centre.centred(block))
        rest = self._stretcher.flush()
        self._stretcher = None
        return rest if len(rest) else None

    def _append(self, block: Block) -> None:
        """Append a chunk; the window has several to spare."""
        self.profile.feed(block)
        with self._lock:
            first = self._written % len(self._window)
            head = block[: len(self._window) - first]
            self._window[first : first + len(head)] = head
            self._window[: len(block) - len(head)] = block[len(head) :]
            self._written += len(block)

    def _end(self) -> None:
        if self.trouble is None and (self._written or self.duration_ms is None):
            played = self._written * self.speed_pitch.pace
            self.duration_ms = Ms(self.start_ms + round(played * 1000 / RATE))
        self._whole = True
        self._close()
        self._announce()

    def _announce(self) -> None:
        ready, self._ready = self._ready, None
        if ready is not None:
            ready()

    def _close(self) -> None:
        if self._decoder is not None:
            self._decoder.close()
            self._decoder = None


Loop = NDArray[np.float32] | NDArray[np.int16] | StoredLoop
"""Stereo frames whose end leads to their beginning: in memory, or in a file."""


def nothing() -> None:
    """Does nothing."""


class LoopSource:
    """An endless background sound, silent until it has been made.

    One in a file is read as it goes; `hungry` is called when `feed` has something to do.
    """

    def __init__(self, hungry: Callable[[], None] = nothing) -> None:
        self._hungry = hungry
        self._loop: NDArray[np.float32] | NDArray[np.int16] | LoopPages | None = None

    def take(self, loop: Loop) -> None:
        """Sound like this from now on. The beginning of a stored loop is read. Raises OSError."""
        if isinstance(loop, np.ndarray):
            self._loop = loop
            return
        pages = LoopPages(loop, self._hungry)
        pages.feed()
        self._loop = pages

    @property
    def hungry(self) -> bool:
        """Whether `feed` has something to do."""
        return isinstance(self._loop, LoopPages) and self._loop.hungry

    def feed(self) -> bool:
        """Read what is needed next; whether it came too late for something. Raises OSError."""
        pages = self._loop
        if not isinstance(pages, LoopPages):
            return False
        pages.feed()
        late, pages.starved = pages.starved, False
        return late

    def read(self, at: int, frames: int) -> Block:
        loop = self._loop
        if loop is None:
            return np.zeros((0, 2), np.float32)
        parts = loop.read(at, frames) if isinstance(loop, LoopPages) else _turns(loop, at, frames)
        block = np.zeros((sum(map(len, parts)), 2), np.float32)
        first = 0
        for part in parts:
            block[first : first + len(part)] = part
            first += len(part)
        if not isinstance(loop, np.ndarray) or loop.dtype == np.int16:
            block *= np.float32(1 / FULL_SCALE)
        return block

    def over(self, at: int) -> bool:
        return False

    length = None
    expected = None

    def release(self) -> None:
        """Nothing to do: its memory is freed with the last mix that holds it."""


def _turns(
    loop: NDArray[np.float32] | NDArray[np.int16], at: int, frames: int
) -> list[NDArray[Any]]:
    """The frames of a loop from `at` on, in parts."""
    parts: list[NDArray[Any]] = []
    while frames:
        part = loop[at % len(loop) :][:frames]
        parts.append(part)
        at, frames = at + len(part), frames - len(part)
    return parts

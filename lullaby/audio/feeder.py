"""Decodes ahead on threads, so that rendering never waits for a disk."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from lullaby.audio.decoder import RATE
from lullaby.audio.port import AS_RECORDED, LaidSound, SpeedPitch
from lullaby.audio.source import ENOUGH, FileSource, Loop, LoopSource
from lullaby.clock import Clock
from lullaby.units import Ms

log = logging.getLogger(__name__)

AmbientLoops = Callable[[str, int], Loop]
"""Makes a background sound, by name and sample rate. Raises KeyError for an unknown name."""

PATIENCE = Ms(4_500)
"""A file that delivers nothing for this long is given up; the next song starts within 5 s."""

LOOK_EVERY_S = 0.25
"""How often a file that blocks its reader is checked."""

LONGEST_LOOK = Ms(1_000)
"""A longer gap between two checks means that the whole machine stood still, not the file."""


@dataclass(slots=True)
class _Feeding:
    """A source, and the running call that fills it."""

    source: FileSource
    call: Future[bool] | None = None
    had: int = 0
    waited: int = 0
    """Ms since the call last delivered something."""


@dataclass(slots=True)
class _Looping:
    """A background sound by name, and the running call that reads more of it."""

    name: str
    ready: Callable[[], None]
    call: Future[None] | None = None


class Feeder:
    """Keeps sources filled, each file on a thread of its own, so that a hanging one blocks no
    other.

    `step` never blocks: it hands sources that run low to `readers`, and gives up those that block
    their reader for `PATIENCE`. Background sounds are made on `maker`.
    """

    def __init__(
        self,
        ambient_loops: AmbientLoops,
        maker: Executor,
        readers: Executor,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._ambient_loops = ambient_loops
        self._maker = maker
        self._readers = readers
        self._clock = clock
        self._wake = wake
        self._lock = threading.Lock()
        self._feedings: list[_Feeding] = []
        self._looping: WeakKeyDictionary[LoopSource, _Looping] = WeakKeyDictionary()
        self._looked = clock.monotonic_ms()

    def open_source(
        self,
        path: Path,
        start_ms: Ms,
        ready: Callable[[], None],
        speed_pitch: SpeedPitch = AS_RECORDED,
        enough: int = ENOUGH,
        made: SpeedPitch = AS_RECORDED,
        voice: LaidSound | None = None,
    ) -> FileSource:
        """A source that starts to fill at the next step and calls `ready` when it can be heard."""
        source = FileSource(path, start_ms, self._wake, ready, speed_pitch, enough, made, voice)
        with self._lock:
            self._feedings.append(_Feeding(source))
        self._wake()
        return source

    def loop(self, name: str, ready: Callable[[], None]) -> LoopSource:
        """A source that sounds once the background sound exists; silent if the name is unknown."""
        source = LoopSource(self._wake)
        with self._lock:
            self._looping[source] = _Looping(name, ready)
        self._maker.submit(self._make, name, source, ready)
        return source

    def step(self) -> float | None:
        """Fill what runs low. Returns the seconds until the next check, None if all is well."""
        now = self._clock.monotonic_ms()
        passed = min(now - self._looked, LONGEST_LOOK)
        self._looked = now
        with self._lock:
            feedings, loops = tuple(self._feedings), tuple(self._looping.items())
        for loop, looping in loops:
            if loop.hungry and (looping.call is None or looping.call.done()):
                looping.call = self._readers.submit(self._feed_loop, loop, looping)
        del loops
        over = [feeding for feeding in feedings if not self._tend(feeding, passed)]
        with self._lock:
            self._feedings = [feeding for feeding in self._feedings if feeding not in over]
            waiting = any(feeding.call is not None for feeding in self._feedings)
        return LOOK_EVERY_S if waiting else None

    def close(self) -> None:
        """Close every file but those that hang; nothing may step afterwards."""
        self._maker.shutdown(cancel_futures=True)
        for feeding in self._feedings:
            feeding.source.release()
        self._readers.shutdown(cancel_futures=True)
        for feeding in self._feedings:
            if feeding.call is None or feeding.call.done():
                feeding.source.break_off()
        self._feedings = []

    def _tend(self, feeding: _Feeding, passed: int) -> bool:
        """Fill one source if needed; False if it will never need anything again."""
        source = feeding.source
        if feeding.call is None and source.hungry:
            feeding.had, feeding.waited = source.written, 0
            feeding.call = self._readers.submit(self._feed, source)
            feeding.call.add_done_callback(lambda _: self._wake())
        if feeding.call is None:
            return True
        if feeding.call.done():
            going_on = feeding.call.result()
            feeding.call = None
            return going_on
        if source.unwanted:
            return False
        delivered = source.written - feeding.had
        feeding.had = source.written
        feeding.waited = 0 if delivered else feeding.waited + passed
        if feeding.waited < PATIENCE:
            return True
        log.warning("%s does not answer", source.path)
        source.give_up()
        return False

    def _feed(self, source: FileSource) -> bool:
        try:
            return source.feed()
        except Exception:  # a file may break a decoder in unforeseen ways
            log.exception("%s breaks off", source.path)
            source.break_off()
            return False

    def _make(self, name: str, source: LoopSource, ready: Callable[[], None]) -> None:
        try:
            loop = self._ambient_loops(name, RATE)
        except KeyError:
            log.warning("no background sound is called %s", name)
        except Exception:  # making a sound runs foreign code; without it the night is only quieter
            log.exception("the background sound %s could not be made", name)
        else:
            if len(loop):
                self._begin(loop, source, ready)

    def _begin(self, loop: Loop, source: LoopSource, ready: Callable[[], None]) -> None:
        try:
            source.take(loop)
        except OSError:
            log.warning("a background sound cannot be read", exc_info=True)
        else:
            ready()

    def _feed_loop(self, source: LoopSource, looping: _Looping) -> None:
        """Read more of a background sound, or make it again if its file is gone."""
        try:
            late = source.feed()
        except OSError:
            log.warning("the background sound %s is made again", looping.name, exc_info=True)
            self._make(looping.name, source, looping.ready)
        else:
            if late:
                looping.ready()

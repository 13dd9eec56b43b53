"""Decodes ahead, so that what renders never waits for a disk."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE
from lullaby.audio.port import AS_RECORDED, Manner
from lullaby.audio.source import ENOUGH, FileSource, LoopSource
from lullaby.units import Ms

log = logging.getLogger(__name__)

Beds = Callable[[str, int], NDArray[np.float32]]
"""A background sound by name at a rate: a loop of stereo frames; KeyError for an unknown name."""


class Feeder:
    """Opens files and keeps them filled, in `step`; has background sounds made on `maker`."""

    def __init__(self, beds: Beds, maker: Executor, wake: Callable[[], None]) -> None:
        self._beds = beds
        self._maker = maker
        self._wake = wake
        self._lock = threading.Lock()
        self._sources: list[FileSource] = []

    def open(
        self,
        path: Path,
        start_ms: Ms,
        ready: Callable[[], None],
        manner: Manner = AS_RECORDED,
        enough: int = ENOUGH,
        made: Manner = AS_RECORDED,
    ) -> FileSource:
        """A source that begins to fill with the next step, and says when it can be heard."""
        source = FileSource(path, start_ms, self._wake, ready, manner, enough, made)
        with self._lock:
            self._sources.append(source)
        self._wake()
        return source

    def loop(self, name: str, ready: Callable[[], None]) -> LoopSource:
        """A source that sounds when the background sound has been made; silent if unknown."""
        source = LoopSource()
        self._maker.submit(self._make, name, source, ready)
        return source

    def step(self) -> None:
        """Fill what runs low."""
        with self._lock:
            sources = tuple(self._sources)
        done = {source for source in sources if not self._feed(source)}
        with self._lock:
            self._sources = [source for source in self._sources if source not in done]

    def close(self) -> None:
        """Close every file; nobody steps any more."""
        self._maker.shutdown(cancel_futures=True)
        for source in self._sources:
            source.break_off()
        self._sources = []

    def _feed(self, source: FileSource) -> bool:
        try:
            return source.feed()
        except Exception:  # a file may break a decoder in ways nobody foresaw
            log.exception("%s breaks off", source.path)
            source.break_off()
            return False

    def _make(self, name: str, source: LoopSource, ready: Callable[[], None]) -> None:
        try:
            loop = self._beds(name, RATE)
        except KeyError:
            log.warning("no background sound is called %s", name)
        except Exception:  # the maker is a stranger; without it the night is only more quiet
            log.exception("the background sound %s could not be made", name)
        else:
            if len(loop):
                source.loop = np.ascontiguousarray(loop, np.float32)
                ready()

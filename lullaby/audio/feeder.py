"""The thread that decodes ahead, so that the one that renders never waits for a disk."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE
from lullaby.audio.source import FileSource, LoopSource
from lullaby.units import Ms

log = logging.getLogger(__name__)

Beds = Callable[[str, int], NDArray[np.float32]]
"""A background sound by name at a rate: a loop of stereo frames; KeyError for an unknown name."""


class Feeder:
    """Opens files and makes background sounds, each kind on a thread of its own."""

    def __init__(self, beds: Beds) -> None:
        self._beds = beds
        self._sources: list[FileSource] = []
        self._work = threading.Condition()
        self._hungry = False
        self._closed = False
        self._maker = ThreadPoolExecutor(1, thread_name_prefix="beds")
        self._thread = threading.Thread(target=self._run, name="feeder", daemon=True)
        self._thread.start()

    def open(self, path: Path, start_ms: Ms) -> FileSource:
        """A source that begins to fill at once."""
        source = FileSource(path, start_ms, self._wake)
        with self._work:
            self._sources.append(source)
        self._wake()
        return source

    def loop(self, name: str) -> LoopSource:
        """A source that sounds when the background sound has been made; silent if unknown."""
        source = LoopSource()
        self._maker.submit(self._make, name, source)
        return source

    def close(self) -> None:
        """Both threads end."""
        with self._work:
            self._closed = True
            self._work.notify()
        self._thread.join()
        self._maker.shutdown(cancel_futures=True)

    def _wake(self) -> None:
        with self._work:
            self._hungry = True
            self._work.notify()

    def _run(self) -> None:
        while True:
            with self._work:
                self._work.wait_for(lambda: self._hungry or self._closed)
                self._hungry = False
                sources = tuple(self._sources)
                if self._closed:
                    break
            done = {source for source in sources if not self._feed(source)}
            with self._work:
                self._sources = [source for source in self._sources if source not in done]
        for source in sources:
            source.let_go()
            source.feed()

    def _feed(self, source: FileSource) -> bool:
        try:
            return source.feed()
        except Exception:  # a file may break a decoder in ways nobody foresaw
            log.exception("%s breaks off", source.path)
            source.break_off()
            return False

    def _make(self, name: str, source: LoopSource) -> None:
        try:
            loop = self._beds(name, RATE)
        except KeyError:
            log.warning("no background sound is called %s", name)
        except Exception:  # the maker is a stranger; without it the night is only more quiet
            log.exception("the background sound %s could not be made", name)
        else:
            source.loop = np.ascontiguousarray(loop, np.float32)

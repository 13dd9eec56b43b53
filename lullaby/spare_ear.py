"""The ear in a process of its own, below the priority of sound and window.

What a file does to a decoder does nothing to the app, and no long computation is ever on the
threads of the window and the sound.
"""

import multiprocessing
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from lullaby.audio.content import content_of
from lullaby.audio.decoder import CannotPlay
from lullaby.audio.port import Trouble
from lullaby.jobs import Job
from lullaby.library.hearing_queue import Unheard
from lullaby.listening import hear_file, step_back
from lullaby.tempo.heard import Heard

LOOK_EVERY_S = 0.1
"""How soon a cancelled song is left."""

LONGEST_S = 60.0
"""A file that keeps the ear longer cannot be heard; usual ones take a third of a second."""

TRIES = 2
"""A helper may die through no fault of the song it hears."""

CONTENT, HEAR = "content", "hear"
WORK: dict[str, Callable[[Path], str | Heard]] = {CONTENT: content_of, HEAR: hear_file}

Answer = str | Heard | Unheard


class SpareEar:
    """An `Ear`. Asked from one thread at a time; `rest` and `close` while nothing is asked."""

    def __init__(self) -> None:
        self._helper: BaseProcess | None = None
        self._line: Connection | None = None

    def content(self, path: Path, job: Job) -> str | Unheard:
        answer = self._ask(CONTENT, path, job)
        return answer if isinstance(answer, (str, Unheard)) else Unheard.UNREADABLE

    def hear(self, path: Path, job: Job) -> Heard | Unheard:
        answer = self._ask(HEAR, path, job)
        return answer if isinstance(answer, (Heard, Unheard)) else Unheard.UNREADABLE

    def rest(self) -> None:
        """Let the helper go, with the memory it takes; the next question calls another."""
        if self._line is not None:
            self._line.close()
        if self._helper is not None:
            self._helper.terminate()
            self._helper.join()
        self._helper = self._line = None

    def _ask(self, what: str, path: Path, job: Job) -> Answer:
        for _ in range(TRIES):
            try:
                line = self._line or self._call_helper()
                line.send((what, path))
                until = time.monotonic() + LONGEST_S
                while not line.poll(LOOK_EVERY_S):
                    if job.cancelled:
                        self.rest()
                        return Unheard.CANCELLED
                    if time.monotonic() > until:
                        self.rest()
                        return Unheard.UNREADABLE
                return line.recv()
            except (EOFError, OSError):
                self.rest()
        return Unheard.UNREADABLE

    def _call_helper(self) -> Connection:
        fresh = multiprocessing.get_context("spawn")
        ours, theirs = fresh.Pipe()
        self._helper = fresh.Process(target=serve, args=(theirs,), name="ear", daemon=True)
        self._helper.start()
        theirs.close()
        self._line = ours
        return ours


def serve(line: Connection) -> None:
    """Answer until nobody asks any more: the line ends with the app, however that ends."""
    step_back()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            what, path = line.recv()
            line.send(_answer(what, path))


def _answer(what: str, path: Path) -> Answer:
    try:
        return WORK[what](path)
    except CannotPlay as problem:
        gone = problem.trouble is Trouble.MISSING
        return Unheard.MISSING if gone else Unheard.UNREADABLE
    except Exception:  # a recording nobody foresaw is one that cannot be heard
        return Unheard.UNREADABLE

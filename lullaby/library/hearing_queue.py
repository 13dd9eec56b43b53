"""Lets the ear hear the songs of the library one after another, in the background.

Each song is a job of its own and each result is kept at once, so that after a stop, or whatever
else, it goes on where it was. A recording that has been heard before, wherever its file was then,
is recognised by its content and not heard again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol, TypeVar

from lullaby.clock import Clock
from lullaby.jobs import Job, JobRunner
from lullaby.library.hearing_store import HearingStore, ToHear
from lullaby.storage.transaction import StorageError
from lullaby.tempo.heard import Heard
from lullaby.units import Ms

log = logging.getLogger(__name__)

T = TypeVar("T")

ENOUGH_TO_TELL = 5
"""Songs after which it can be told how long the rest will take."""


class Unheard(Enum):
    """Why a recording was not heard."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    CANCELLED = "cancelled"


class Ear(Protocol):
    """Both end soon with `Unheard.CANCELLED` once their job is cancelled."""

    def content(self, path: Path, job: Job) -> str | Unheard:
        """What names the recording in a file, whatever its tags."""
        ...

    def hear(self, path: Path, job: Job) -> Heard | Unheard: ...

    def rest(self) -> None:
        """There is nothing to hear for now."""
        ...


@dataclass(frozen=True, slots=True)
class Listening:
    """How far it is: songs heard and in all; `left_ms` once it can be told."""

    done: int
    total: int
    left_ms: Ms | None = None
    paused: bool = False


class HearingQueue:
    """Lives on the owner thread; only the ear works elsewhere."""

    def __init__(
        self,
        store: HearingStore,
        runner: JobRunner,
        ear: Ear,
        clock: Clock,
        told: Callable[[], None],
    ) -> None:
        """`told` is called whenever `progress` has changed."""
        self._store = store
        self._runner = runner
        self._ear = ear
        self._clock = clock
        self._told = told
        self._song: ToHear | None = None
        self._job: Job | None = None
        self._paused = False
        self._begun_ms = Ms(0)
        self._begun_at = self._done = self._total = 0

    @property
    def progress(self) -> Listening | None:
        """None when nothing is left to hear, or nothing has been begun."""
        if self._song is None and not self._paused:
            return None
        heard = self._done - self._begun_at
        left = None
        if heard >= ENOUGH_TO_TELL and not self._paused:
            took = self._clock.monotonic_ms() - self._begun_ms
            left = Ms(round(took / heard * (self._total - self._done)))
        return Listening(self._done, self._total, left, self._paused)

    def start(self) -> None:
        """Go on where it was left, unless paused; nothing happens while it runs. Never raises."""
        if self._song is not None or self._paused:
            return
        try:
            self._done, self._total = self._store.counts()
        except StorageError as problem:
            log.warning("no songs are heard: %s", problem)
            return
        self._begun_at, self._begun_ms = self._done, self._clock.monotonic_ms()
        self._next()

    def pause(self) -> None:
        """Until `go_on`, or until the app is opened again."""
        if self._song is not None:
            self._paused = True
            self.stop()

    def go_on(self) -> None:
        self._paused = False
        self.start()
        self._told()

    def stop(self) -> None:
        """Leave the song under way for the next start."""
        if self._job is not None:
            self._job.cancel()
        self._song = self._job = None
        self._told()

    def _next(self) -> None:
        try:
            self._song = self._store.next()
        except StorageError as problem:
            log.warning("no more songs are heard: %s", problem)
        if self._song is None:
            self._ear.rest()
        else:
            self._name(self._song)
        self._told()

    def _name(self, song: ToHear) -> None:
        def done(content: str | Unheard) -> None:
            if isinstance(content, Unheard):
                self._keep(song, content)
            elif self._song is song:
                self._recognise(song, content)

        def failed(_: Exception) -> None:
            self._keep(song, Unheard.UNREADABLE)

        self._submit(song, lambda job: self._ear.content(song.path, job), done, failed)

    def _recognise(self, song: ToHear, content: str) -> None:
        try:
            known = self._store.recognise(song, content)
        except StorageError as problem:
            self._give_up_for_now(song, problem)
            return
        if known:
            self._go_to_next(song)
        else:
            self._hear(song, content)

    def _hear(self, song: ToHear, content: str) -> None:
        def done(heard: Heard | Unheard) -> None:
            self._keep(song, heard, content)

        def failed(_: Exception) -> None:
            self._keep(song, Unheard.UNREADABLE)

        self._submit(song, lambda job: self._ear.hear(song.path, job), done, failed)

    def _submit(
        self,
        song: ToHear,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        job = self._runner.submit(work, done, failed)
        if self._song is song:
            self._job = job

    def _keep(self, song: ToHear, result: Heard | Unheard, content: str = "") -> None:
        """Keep a result, even of a song that was stopped too late; go on if that is wanted."""
        try:
            if isinstance(result, Heard):
                self._store.write(song, content, result)
            elif result is not Unheard.CANCELLED:
                self._store.give_up(song, missing=result is Unheard.MISSING)
        except StorageError as problem:
            self._give_up_for_now(song, problem)
            return
        if result is not Unheard.CANCELLED:
            self._go_to_next(song)

    def _go_to_next(self, song: ToHear) -> None:
        if self._song is song:
            self._done += 1
            self._song = self._job = None
            self._next()

    def _give_up_for_now(self, song: ToHear, problem: StorageError) -> None:
        log.warning("what was heard of %s is not kept: %s", song.path, problem)
        if self._song is song:
            self._song = self._job = None
            self._ear.rest()
            self._told()

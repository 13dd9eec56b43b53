"""Offers recordings that were neither kept nor deleted, one after the other."""

import logging
from collections.abc import Callable
from pathlib import Path

from lullaby.clock import Clock
from lullaby.jobs import JobRunner
from lullaby.takes.raw_take import RawTake, RawTakes
from lullaby.ui.recorder import texts
from lullaby.ui.shell.notifications import Notifications

log = logging.getLogger(__name__)

TOPIC = "recording waits"


class WaitingRecordings:
    def __init__(
        self,
        folder: Path,
        clock: Clock,
        jobs: JobRunner,
        notices: Notifications,
        recording: Callable[[], bool],
        open_raw: Callable[[RawTake], bool],
    ) -> None:
        """`recording` tells whether something is being recorded; `open_raw` shows a recording, and
        returns whether that was possible."""
        self._folder = folder
        self._clock = clock
        self._jobs = jobs
        self._notices = notices
        self._recording = recording
        self._open_raw = open_raw
        self._seen: set[Path] = set()
        """The recordings that the person has looked at."""

    def look(self) -> None:
        """Remove what has waited long enough, and offer the rest."""
        self._find(tidy=True)

    def go_on(self) -> None:
        """The person has left a recording; offer the next one, if it was one of these."""
        if self._seen:
            self._find(tidy=False)

    def take_back(self) -> None:
        self._notices.take_back(TOPIC)

    def _find(self, tidy: bool) -> None:
        takes, seen = RawTakes(self._folder, self._clock.now), set(self._seen)

        def work(_: object) -> list[RawTake]:
            if tidy:
                takes.tidy()
            return [take for take in takes.waiting() if take.path not in seen]

        self._jobs.submit(work, self._tell, _log)

    def _tell(self, waiting: list[RawTake]) -> None:
        if not waiting or self._recording():
            return
        newest = waiting[0]

        def look() -> bool:
            opened = self._open_raw(newest)
            if opened:
                self._seen.add(newest.path)
            return opened

        self._notices.offer(TOPIC, *texts.waiting(waiting, self._clock.now()), look)
        takes = RawTakes(self._folder, self._clock.now)
        self._jobs.submit(lambda _: takes.offer(), _nothing, _log)


def _nothing(_: object) -> None:
    pass


def _log(problem: Exception) -> None:
    log.warning("recordings could not be looked for", exc_info=problem)

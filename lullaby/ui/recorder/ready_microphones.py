"""The microphones of the recorder, prepared in the background while it may be started."""

import logging
from collections.abc import Callable

from lullaby.audio.microphone import Microphones
from lullaby.jobs import Job, JobRunner

log = logging.getLogger(__name__)


class ReadyMicrophones:
    """Makes the microphones when the recorder first needs them."""

    def __init__(self, make: Callable[[], Microphones], jobs: JobRunner) -> None:
        self._make = make
        self._jobs = jobs
        self._microphones: Microphones | None = None

    def __call__(self) -> Microphones:
        if self._microphones is None:
            self._microphones = self._make()
        return self._microphones

    def prepare(self) -> None:
        """Let the next recording begin soon; no microphone is opened."""
        microphones = self()

        def work(_: Job) -> None:
            microphones.prepare()

        self._jobs.submit(work, _nothing, _log)

    def release(self) -> None:
        """No recording begins soon."""
        microphones = self._microphones
        if microphones is None:
            return

        def work(_: Job) -> None:
            microphones.release()

        self._jobs.submit(work, _nothing, _log)


def _nothing(_: None) -> None:
    pass


def _log(problem: Exception) -> None:
    log.warning("a microphone could not be prepared", exc_info=problem)

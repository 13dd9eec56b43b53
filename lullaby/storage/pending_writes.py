"""Queues writes that the disk refuses, and retries them in order."""

import logging
import sqlite3
from collections.abc import Callable, Hashable

from lullaby.storage.transaction import StorageError, impatient
from lullaby.units import Ms

log = logging.getLogger(__name__)

Write = Callable[[], object]

EVERY_MS = 2_000
"""Retry interval; each retry waits up to `transaction.BRIEF_MS` for a locked file."""


class PendingWrites:
    """A queue of writes in which a newer write of a topic replaces an older pending one.

    A write raises `StorageError` or OSError if the disk refuses it. Any other error would recur,
    so that write is logged and dropped.
    """

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        """`connection` is the one whose busy timeout retries shorten."""
        self._connection = connection
        self._waiting: dict[Hashable, Write] = {}
        self._tried_ms: Ms | None = None

    @property
    def waiting(self) -> bool:
        """Whether any write is pending."""
        return bool(self._waiting)

    def waits(self, topic: Hashable) -> bool:
        return topic in self._waiting

    def write(self, topic: Hashable, write: Write, again: Write | None = None) -> bool:
        """Write now, or queue it; True if it is written.

        Retries call `again` instead, if given. While anything is pending,
        new writes queue behind it.
        """
        if self._waiting or not self._succeeds(write):
            self.keep(topic, again or write)
            return False
        return True

    def keep(self, topic: Hashable, write: Write) -> None:
        """Queue a write that was refused elsewhere."""
        self._waiting.pop(topic, None)
        self._waiting[topic] = write

    def give_up(self, topic: Hashable) -> None:
        """Drop the pending write of a topic."""
        self._waiting.pop(topic, None)

    def retry(self, now_ms: Ms) -> None:
        """Retry pending writes if it is time; `now_ms` is on the monotonic clock."""
        if not self._waiting:
            return
        if self._tried_ms is None or now_ms - self._tried_ms >= EVERY_MS:
            self._tried_ms = now_ms
            self.retry_now()

    def retry_now(self) -> bool:
        """Retry pending writes in order up to the first refusal; True if all are written."""
        while self._waiting:
            topic, write = next(iter(self._waiting.items()))
            if not self._succeeds(write):
                return False
            if self._waiting.get(topic) is write:
                del self._waiting[topic]
        return True

    def _succeeds(self, write: Write) -> bool:
        """False if the disk refused it."""
        try:
            with impatient(self._connection):
                write()
        except (StorageError, OSError) as problem:
            if isinstance(problem.__cause__, sqlite3.IntegrityError | sqlite3.ProgrammingError):
                log.exception("a write was given up")
                return True
            if not self._waiting:
                log.warning("the disk does not take what is written just now", exc_info=True)
            return False
        return True

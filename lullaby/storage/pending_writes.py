"""Writes that the disk refuses: kept in their order and tried again until there is room."""

import logging
import sqlite3
from collections.abc import Callable, Hashable

from lullaby.storage.transaction import StorageError, impatient
from lullaby.units import Ms

log = logging.getLogger(__name__)

Write = Callable[[], object]

EVERY_MS = 2_000
"""How often what waits is tried again; each try takes a locked file for `transaction.BRIEF_MS`."""


class PendingWrites:
    """The newest write of a topic takes the place of an older one of it that still waits.

    A write raises `StorageError` or OSError when the disk does not serve. One that would never
    succeed, as something in it is wrong, is logged and given up.
    """

    def __init__(self, connection: sqlite3.Connection | None = None) -> None:
        """`connection` is what writes wait for when another process has locked it."""
        self._connection = connection
        self._waiting: dict[Hashable, Write] = {}
        self._tried_ms: Ms | None = None

    @property
    def waiting(self) -> bool:
        """Something is not written yet."""
        return bool(self._waiting)

    def waits(self, topic: Hashable) -> bool:
        return topic in self._waiting

    def write(self, topic: Hashable, write: Write, again: Write | None = None) -> bool:
        """Write now, or as soon as the disk serves; whether it is written.

        `again` is what is tried later instead. What comes while something waits, waits behind it.
        """
        if self._waiting or not self._succeeds(write):
            self.keep(topic, again or write)
            return False
        return True

    def keep(self, topic: Hashable, write: Write) -> None:
        """A write that was refused elsewhere."""
        self._waiting.pop(topic, None)
        self._waiting[topic] = write

    def give_up(self, topic: Hashable) -> None:
        """It need not be written any more."""
        self._waiting.pop(topic, None)

    def retry(self, now_ms: Ms) -> None:
        """Try what waits, when it is time; `now_ms` is of the monotonic clock."""
        if not self._waiting:
            return
        if self._tried_ms is None or now_ms - self._tried_ms >= EVERY_MS:
            self._tried_ms = now_ms
            self.retry_now()

    def retry_now(self) -> bool:
        """Try what waits, in order, up to what is refused again; whether all is written."""
        while self._waiting:
            topic, write = next(iter(self._waiting.items()))
            if not self._succeeds(write):
                return False
            if self._waiting.get(topic) is write:
                del self._waiting[topic]
        return True

    def _succeeds(self, write: Write) -> bool:
        """False where the disk refused it."""
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

"""Songs played anew are kept as files in the cache folder, so that each is played only once."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.songbook.notes import Score
from lullaby.songbook.setting import Setting

if TYPE_CHECKING:
    from lullaby.songbook.renderer import Block

log = logging.getLogger(__name__)

Writer = Callable[[Path, "Iterator[Block]"], None]
"""Writes sound to a file, all or nothing: `audio.writer.write_sound`."""

EDITION = 1
"""Raised when the instruments or the arrangement change."""

REST_S = 0.003
"""After every block that is played for later: the sound that plays now comes first."""

SUFFIX = ".opus"
MOST = 60
"""Files that are kept: about 40 MB. The ones that were asked for longest ago go first."""


class _Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """Nobody waits for the song any more."""


class KeptSongs:
    """Gives the file of a song in a setting. Slow when it is not there yet: call it in a worker."""

    def __init__(self, folder: Path, write: Writer, most: int = MOST) -> None:
        self._folder = folder
        self._write = write
        self._most = most

    def path_of(self, score: Score, setting: Setting) -> Path:
        """Where it is or would be. Another score or setting is another file."""
        key = f"{EDITION}\n{score!r}\n{setting!r}".encode()
        safe = re.sub(r"[^\w-]+", "-", score.about.id)[:60]
        name = f"{safe}-{hashlib.sha256(key).hexdigest()[:16]}{SUFFIX}"
        return self._folder / name

    def is_ready(self, score: Score, setting: Setting) -> bool:
        return self.path_of(score, setting).is_file()

    def file(self, score: Score, setting: Setting, anew: bool = False) -> Path:
        """The file, played first if need be, or `anew` because it turned out to be damaged.

        Raises OSError when it cannot be written, ValueError for a verse the song has not.
        """
        path = self.path_of(score, setting)
        if anew or not path.is_file():
            return self._played(score, setting)
        path.touch()
        return path

    def make(self, score: Score, setting: Setting, cancelled: Callable[[], bool]) -> Path | None:
        """The file, played if it is not there; None when it was `cancelled` meanwhile.

        It rests between blocks, so that what plays is never held up.
        """
        rest = threading.Event()

        def between() -> None:
            if cancelled():
                raise _Cancelled
            rest.wait(REST_S)

        if self.is_ready(score, setting):
            return self.file(score, setting)
        try:
            return None if cancelled() else self._played(score, setting, between)
        except _Cancelled:
            return None

    def _played(
        self, score: Score, setting: Setting, between: Callable[[], None] = lambda: None
    ) -> Path:
        from lullaby.songbook.renderer import prepare

        path = self.path_of(score, setting)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._write(path, prepare(score, setting).blocks(between))
        self._forget_the_oldest(path)
        return path

    def _forget_the_oldest(self, newest: Path) -> None:
        try:
            files = [each for each in self._folder.glob(f"*{SUFFIX}") if each != newest]
            files.sort(key=lambda each: each.stat().st_mtime_ns, reverse=True)
            for each in files[self._most - 1 :]:
                each.unlink(missing_ok=True)
        except OSError:
            log.warning("the kept songs could not be tidied", exc_info=True)

"""Caches rendered songs as files, so that each setting is rendered only once."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.songbook.setting import Setting

if TYPE_CHECKING:
    from lullaby.songbook.notes import Score
    from lullaby.songbook.renderer import Block

log = logging.getLogger(__name__)

Writer = Callable[[Path, "Iterator[Block]"], None]
"""Writes sound to a file, all or nothing, as `audio.writer.write_sound` does."""

EDITION = 1
"""Increase this when instruments or arrangement change; older files are then not used."""

REST_S = 0.003
"""Pause in seconds after each rendered block, so that playback gets the processor first."""

SUFFIX = ".opus"
MOST = 60
"""Most files kept, about 40 MB; those requested longest ago are deleted first."""


class _Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """The rendering was cancelled."""


class KeptSongs:
    """Provides a song in a setting as a file. Rendering is slow: call it on a worker thread."""

    def __init__(self, folder: Path, write: Writer, most: int = MOST) -> None:
        self._folder = folder
        self._write = write
        self._most = most

    def path_of(self, score: Score, setting: Setting) -> Path:
        """The file's path, whether it exists or not; it depends on score and setting."""
        import hashlib  # 4 ms to load, and the start needs none

        tempos = f"\n{score.tempos!r}" if score.tempos else ""
        key = f"{EDITION}\n{score!r}\n{setting!r}{tempos}".encode()
        safe = re.sub(r"[^\w-]+", "-", score.about.id)[:60]
        name = f"{safe}-{hashlib.sha256(key).hexdigest()[:16]}{SUFFIX}"
        return self._folder / name

    def is_ready(self, score: Score, setting: Setting) -> bool:
        return self.path_of(score, setting).is_file()

    def file(self, score: Score, setting: Setting, anew: bool = False) -> Path:
        """The file, rendered if needed; `anew` renders it again because it was damaged.

        Raises OSError if it cannot be written, ValueError for a verse that the song lacks.
        """
        path = self.path_of(score, setting)
        if anew or not path.is_file():
            return self._played(score, setting)
        path.touch()
        return path

    def make(self, score: Score, setting: Setting, cancelled: Callable[[], bool]) -> Path | None:
        """The file, rendered if needed; None once `cancelled` returns true.

        Pauses between blocks, so that rendering never disturbs playback.
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

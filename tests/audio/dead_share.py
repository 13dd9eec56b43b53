"""A regular file on a network share that stops answering: reads block until it is released.

A test can create nothing that hangs like a share, and a pipe is no regular file: so this replaces
the opening of files, and nothing else.
"""

import io
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from lullaby.audio import sound_file
from lullaby.regular_file import open_regular

NAME = "on a share"


class DeadShare:
    """Files named `NAME` return their first `answers` bytes, and then block."""

    def __init__(self, answers: int = 0) -> None:
        self.answers = answers
        self.silent = threading.Event()
        """Set while somebody waits."""
        self._over = threading.Event()

    def mount(self, patch: pytest.MonkeyPatch) -> "DeadShare":
        patch.setattr(sound_file, "open_regular", self.open)
        return self

    def release(self) -> None:
        """Let blocked readers see the end of the file."""
        self._over.set()

    def open(self, path: Path) -> BinaryIO:
        return _Silent(path, self) if path.stem == NAME else open_regular(path)

    def wait(self) -> None:
        self.silent.set()
        self._over.wait()


class _Silent(io.BufferedReader):
    def __init__(self, path: Path, share: DeadShare) -> None:
        super().__init__(io.FileIO(path))
        self._share = share

    def read(self, size: int | None = -1, /) -> bytes:
        answered = self._share.answers - self.tell()
        if answered <= 0:
            self._share.wait()
            return b""
        return super().read(answered if size is None or size < 0 else min(size, answered))

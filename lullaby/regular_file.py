"""Opens files that somebody else made: only regular ones, of a limited size; and hashes files.

A file named like a song or playlist may be a FIFO or a device, where reading blocks or never ends.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
"""Do not block on a file that becomes a FIFO between `stat` and `open`."""


class NotRegularError(OSError):
    """A folder, FIFO, socket or device is where a file was expected."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "not an ordinary file", str(path))


class TooLargeError(OSError):
    """The file is larger than anything of its kind."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EFBIG, "too large", str(path))


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading, buffered. Raises NotRegularError, or OSError as `open` does."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise NotRegularError(path)
    file = open(str(path), "rb", opener=_open_at_once)  # noqa: SIM115
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise NotRegularError(path)
    return file


def read_regular(path: Path, limit: int) -> bytes:
    """Read a whole file of at most `limit` bytes.

    Raises NotRegularError, TooLargeError, or OSError as `open` does. The size
    that the system reports is not trusted: files in /proc report 0.
    """
    with open_regular(path) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise TooLargeError(path)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError(path)
    return data


def sha256_of(path: Path) -> str:
    """The SHA-256 of a whole file, in hexadecimal digits. Raises OSError as `open` does."""
    import hashlib  # most starts hash nothing

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | _FLAGS)

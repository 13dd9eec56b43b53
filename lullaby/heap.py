"""Has the C library hand memory back that is not used any more.

Only glibc needs to be asked. By itself it keeps a heap for each thread, and raises the size from
which blocks are given back with each larger one that is freed: after a library has been read, or a
picture painted, tens of MB stay that nobody uses.
"""

import ctypes
import sys
from typing import Any

ARENA_MAX, MMAP_THRESHOLD, TRIM_THRESHOLD = -8, -3, -1
"""Parameters of mallopt(3)."""

MOST_HEAPS = 2
"""The window's, and one for all threads."""

LARGE = 1 << 20
"""Bytes from which a block is mapped by itself; those of the sound are smaller."""

KEPT = 256 << 10
"""Bytes at the end of a heap that are not worth giving back."""


def give_back_readily() -> None:
    """Once, before anything large is held."""
    library = _glibc()
    if library is not None:
        library.mallopt(ARENA_MAX, MOST_HEAPS)
        library.mallopt(MMAP_THRESHOLD, LARGE)
        library.mallopt(TRIM_THRESHOLD, KEPT)


def _glibc() -> Any:
    """None where another C library serves."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") else None

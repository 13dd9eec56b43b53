"""Makes the C library return freed memory to the system.

Only glibc needs this. By default it keeps a heap per thread and raises its trim threshold with
every larger block that is freed, so tens of MB stay unused after reading a library or painting.
"""

import ctypes
import sys
from typing import Any

ARENA_MAX, MMAP_THRESHOLD, TRIM_THRESHOLD = -8, -3, -1
"""Parameters of mallopt(3)."""

MOST_HEAPS = 2
"""Heaps: one for the window's thread, one for all others."""

LARGE = 1 << 20
"""Bytes from which a block is mapped separately; sound blocks are smaller."""

KEPT = 256 << 10
"""Free bytes at the end of a heap that are not worth returning."""


def give_back_readily() -> None:
    """Configure glibc; call it once, before large allocations."""
    library = _glibc()
    if library is not None:
        library.mallopt(ARENA_MAX, MOST_HEAPS)
        library.mallopt(MMAP_THRESHOLD, LARGE)
        library.mallopt(TRIM_THRESHOLD, KEPT)


def _glibc() -> Any:
    """The C library if it is glibc, else None."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") else None

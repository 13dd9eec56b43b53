"""The memory of this process, now and at its peak."""

import sys
from pathlib import Path

PAGES = Path("/proc/self/statm")
PAGE_KB = 4


def peak_kb() -> int:
    """In KiB; always 0 if the system does not report it."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def resident_kb() -> int:
    """Current memory in KiB; the peak if the system does not report it."""
    if PAGES.exists():
        return int(PAGES.read_text().split()[1]) * PAGE_KB
    return peak_kb()

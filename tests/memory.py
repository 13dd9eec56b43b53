"""How much memory this process needs, now and at most."""

import sys
from pathlib import Path

PAGES = Path("/proc/self/statm")
PAGE_KB = 4


def peak_kb() -> int:
    """In KiB; always 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


def resident_kb() -> int:
    """What it holds now, in KiB; where the system does not tell, what it has held at most."""
    if PAGES.exists():
        return int(PAGES.read_text().split()[1]) * PAGE_KB
    return peak_kb()

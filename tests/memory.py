"""How much memory this process has ever needed."""

import sys


def peak_kb() -> int:
    """In KiB; always 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak

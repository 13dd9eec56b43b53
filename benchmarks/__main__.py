"""`python -m benchmarks NAME...`, or all of them: figures beside a floor from the same run."""

import sys
from importlib import import_module

NAMES = (
    "first_window",
    "scan",
    "memory",
    "resident",
    "playing",
    "paths",
    "search",
    "journal",
    "library",
    "window_tasks",
    "sound",
    "under_load",
    "hearing",
    "stretch",
    "night_safety",
    "loudness",
    "songbook",
    "lyric_line",
    "lyric_sync",
    "soak",
)

ON_REQUEST = ("mutants",)
"""Not of the kind, or far longer than the others: only by name."""


def main() -> int:
    """Each module is loaded when its turn comes, so that none pays for another."""
    wanted = sys.argv[1:] or ["all"]
    unknown = [name for name in wanted if name not in (*NAMES, *ON_REQUEST, "all")]
    if unknown:
        print(f"no benchmark of that name: {', '.join(unknown)}", file=sys.stderr)
        print(f"there are: {', '.join((*NAMES, *ON_REQUEST))}, all", file=sys.stderr)
        return 2
    for name in NAMES if "all" in wanted else wanted:
        print(f"\n== {name}", flush=True)
        import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

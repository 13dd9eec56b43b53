"""`python -m benchmarks NAME...`, or all of them: figures beside a floor from the same run.

Words after `window_tasks` name its steps.
"""

import os
import sys
from importlib import import_module

NAMES = (
    "first_window",
    "scan",
    "resident",
    "playing",
    "paths",
    "search",
    "journal",
    "library",
    "window_tasks",
    "sound",
    "under_load",
    "analysis",
    "stretch",
    "night_safety",
    "loudness",
    "songbook",
    "lyric_line",
    "lyric_sync",
    "together",
    "together_browser",
    "together_heard",
    "takes",
    "choir",
    "recording",
    "long_recording",
    "apart",
    "appointment",
    "leading",
    "encodings",
    "words_speed",
    "soak",
)

IN_STEPS = "window_tasks"
"""The benchmark whose steps may be named after it."""

ON_REQUEST = ("mutants", "words_growth")
"""Run only by name: a different kind of benchmark, or a far longer one."""


def main() -> int:
    """Run the named benchmarks; each module is loaded in its turn, so that none affects another."""
    words = sys.argv[1:] or ["all"]
    end = words.index(IN_STEPS) + 1 if IN_STEPS in words else len(words)
    wanted, steps = words[:end], words[end:]
    unknown = [name for name in wanted if name not in (*NAMES, *ON_REQUEST, "all")]
    if unknown:
        print(f"no benchmark of that name: {', '.join(unknown)}", file=sys.stderr)
        print(f"there are: {', '.join((*NAMES, *ON_REQUEST))}, all", file=sys.stderr)
        return 2
    # Those that open a real window set the platform of its virtual desktop.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in NAMES if "all" in wanted else wanted:
        print(f"\n== {name}", flush=True)
        module = import_module(f"benchmarks.{name}")
        module.main(steps) if name == IN_STEPS else module.main()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

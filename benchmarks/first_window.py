"""Time from the start of a process to the first paint of Lullaby's window.

Each figure is from a fresh process on its own screen (Xvfb). The floor is a bare PySide6 window in
the same run. The window opens with the night sky; the last figures show when the first screen, with
the moon to press, has been painted.
"""

import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import against, line, race, title
from benchmarks.music import filled_library
from benchmarks.programs import Environment, command, screen

ROUNDS = 11
SONGS = 10_000
AIM = 1.6
BARE = "a bare PySide6 window"


def first_paint(environment: Environment, *words: str | Path) -> float:
    """Ms from the start to the first paint; fails if something heavy was loaded by then."""
    begun = time.monotonic()
    output = subprocess.run(
        command("benchmarks.first_paint", *words),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        timeout=60,
    ).stdout.split()
    if len(output) > 1:
        print(f"  loaded before the first painting: {', '.join(output[1:])}")
    return (float(output[0]) - begun) * 1_000


def main() -> None:
    with tempfile.TemporaryDirectory() as name, screen(Path(name)) as (_, environment):
        folder = Path(name)
        fresh, full = "the very first start", f"a library of {SONGS:,} songs"
        used = "a start without songs of one's own"
        ready, ready_full = "ready to press", f"ready to press, {SONGS:,} songs"
        libraries = {songs: filled_library(folder / f"data {songs}", songs) for songs in (0, SONGS)}
        starts = iter(range(ROUNDS + 1))
        contestants: dict[str, Callable[[], float]] = {
            BARE: lambda: first_paint(environment, "bare"),
            fresh: lambda: first_paint(environment, "app", folder / f"new {next(starts)}"),
            used: lambda: first_paint(environment, "app", libraries[0]),
            full: lambda: first_paint(environment, "app", libraries[SONGS]),
            ready: lambda: first_paint(environment, "ready", libraries[0]),
            ready_full: lambda: first_paint(environment, "ready", libraries[SONGS]),
        }
        for measure in contestants.values():
            measure()
        title("From the start of the process to the first painting")
        rounds = race(ROUNDS, contestants)
        line(BARE, rounds.median(BARE), "ms")
        for each in (fresh, used, full):
            against(rounds, each, BARE, "ms", AIM)
        for each in (ready, ready_full):
            against(rounds, each, BARE, "ms")


if __name__ == "__main__":
    main()

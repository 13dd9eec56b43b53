"""Resident memory of the application after ten idle seconds, beside a bare PySide6 window."""

import tempfile
import time
from pathlib import Path

from benchmarks.figures import Measure, against, line, race, title
from benchmarks.music import filled_library
from benchmarks.programs import (
    BARE_WINDOW,
    LULLABY,
    Environment,
    command,
    own_mb,
    resident_mb,
    running,
    screen,
)
from tests.end_to_end.screen import Screen

ROUNDS = 3
IDLE = 10.0
SONGS = (0, 10_000)
BARE = "a bare PySide6 window"
OWN = ", of that its own"


def held(display: Screen, environment: Environment, window: str, words: list[str]) -> list[float]:
    """MB used once the window has been open for a while: in total, and not backed by files."""
    with running(words, environment) as pid:
        display.wait_for_window(window)
        time.sleep(IDLE)
        return [resident_mb(pid), own_mb(pid)]


def main() -> None:
    with tempfile.TemporaryDirectory() as name, screen(Path(name)) as (display, environment):
        own: dict[str, list[float]] = {}

        def measured(who: str, window: str, words: list[str]) -> Measure:
            def measure() -> float:
                everything, private = held(display, environment, window, words)
                own.setdefault(who, []).append(private)
                return everything

            return measure

        contestants = {BARE: measured(BARE, "Bare window", command(BARE_WINDOW))}
        for songs in SONGS:
            data = filled_library(Path(name) / f"data {songs}", songs)
            who = f"Lullaby with {songs:,} songs"
            contestants[who] = measured(who, "Lullaby", command(LULLABY, "--data", data))
        title(f"Resident memory after {IDLE:g} idle seconds")
        rounds = race(ROUNDS, contestants)
        line(BARE, rounds.median(BARE), "MB")
        for who in list(contestants)[1:]:
            against(rounds, who, BARE, "MB")
        for who in contestants:
            line(who + OWN, sorted(own[who])[len(own[who]) // 2], "MB")


if __name__ == "__main__":
    main()

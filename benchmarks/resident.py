"""Memory and processor time of the real application, over all its processes, by state.

One run beside a bare PySide6 window on the same screen (Xvfb) and sound server (a PulseAudio null
sink), with a library of 10,000 songs: idle, playing a song with syllable words over rain on
Tonight, on Sing and resting, and rain alone.

PSS counts a shared page in proportion for each process; RSS counts it in full for each. Processor
time is what the system counted (user and system), in percent of one core.
"""

import sqlite3
import statistics
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from benchmarks.evening import make_song, prepare
from benchmarks.figures import title
from benchmarks.music import filled_library
from benchmarks.programs import (
    BARE_WINDOW,
    Environment,
    Held,
    VirtualDesktop,
    command,
    family,
    family_share,
    held,
    on_virtual_desktop,
    opened,
    running,
)
from tests.end_to_end.screen import Screen

ROUNDS = 3
SONGS = 10_000
IDLE_S = 10.0
"""Seconds after which the idle window is measured."""

STARTED_S = 20.0
"""Seconds after which automatic work (scan, backup, search for songs to analyse) is done."""

SETTLE_S = 6.0
"""Seconds after each change that are not measured."""

LOOK_S = 15.0
"""Seconds of each measurement of the processor."""

RESTS_AFTER_S = 25.0
"""Seconds without a touch after which Tonight rests."""

BARE = "a bare PySide6 window"
IDLE, TONIGHT, SING = "idle", "playing, on Tonight", "playing, on Sing"
RESTING, RAIN = "playing, resting", "rain alone, on Tonight"


@dataclass(frozen=True, slots=True)
class Look:
    """One state of one run."""

    memory: Held
    processes: int
    processor: float
    """In percent of one core."""


def look(pid: int, settle: float = SETTLE_S, display: Screen | None = None) -> Look:
    """Measure; with `display`, a touch every few seconds keeps Tonight from resting."""
    time.sleep(settle)
    shares: list[float] = []
    for _ in range(3):
        if display is not None:
            display.press("Shift_L")
            time.sleep(1.0)
        shares.append(family_share(pid, LOOK_S / 3))
    pids = family(pid)
    return Look(held(pids), len(pids), statistics.mean(shares))


def states(display: Screen, environment: Environment, data: Path) -> dict[str, Look]:
    """One run of the application through its states, with music."""
    found: dict[str, Look] = {}
    with opened(display, environment, data) as pid:
        time.sleep(IDLE_S)
        pids = family(pid)
        memory, processes = held(pids), len(pids)
        found[IDLE] = Look(memory, processes, look(pid, STARTED_S).processor)
        display.press("space")
        found[TONIGHT] = look(pid, SETTLE_S, display)
        display.press("l")
        found[SING] = look(pid)
        display.press("l")
        found[RESTING] = look(pid, RESTS_AFTER_S)
    return found


def rain(display: Screen, environment: Environment, data: Path) -> Look:
    """Rain alone, started with one press."""
    with opened(display, environment, data) as pid:
        time.sleep(SETTLE_S)
        display.press("space")
        return look(pid, SETTLE_S, display)


def bare(display: Screen, environment: Environment) -> Look:
    with running(command(BARE_WINDOW), environment) as pid:
        display.wait_for_window("Bare window")
        return look(pid, IDLE_S)


def only_rain(data: Path) -> None:
    """Make the first routine play no song."""
    with sqlite3.connect(data / "lullaby.sqlite3") as database:
        database.execute(
            "UPDATE routine SET music_step = 0, playlist_id = NULL WHERE built_in = 'night_waking'"
        )
    database.close()


def all_known(data: Path) -> None:
    """Mark every song as analysed and measured, so that only requested work is done."""
    with sqlite3.connect(data / "lullaby.sqlite3") as database:
        database.execute(
            "INSERT OR REPLACE INTO loudness"
            " (track_id, size, mtime_ns, lufs, true_peak_db, range_lu, reason)"
            " SELECT id, size, mtime_ns, -23.0, -6.0, 5.0, '' FROM track"
        )
        database.execute(
            "INSERT OR REPLACE INTO recording (track_id, size, mtime_ns, content)"
            " SELECT id, size, mtime_ns, '' FROM track"
        )
    database.close()


def tell(name: str, looks: list[Look]) -> None:
    """Print the medians of the rounds."""
    print(
        f"  {name:<26}{statistics.median([each.memory.pss_mb for each in looks]):8.1f}"
        f"{statistics.median([each.memory.rss_mb for each in looks]):9.1f}"
        f"{statistics.median([each.processes for each in looks]):11.0f}"
        f"{statistics.median([each.processor for each in looks]):13.2f}",
        flush=True,
    )


def measure(here: VirtualDesktop) -> None:
    song = make_song(here.folder / "music")
    data, rainy = here.folder / "data", here.folder / "rainy data"
    for folder in (data, rainy):
        filled_library(folder, SONGS)
        prepare(folder, song, here.environment)
        all_known(folder)
    only_rain(rainy)
    looks: dict[str, list[Look]] = defaultdict(list)
    for _ in range(ROUNDS):
        looks[BARE].append(bare(here.display, here.environment))
        for state, seen in states(here.display, here.environment, data).items():
            looks[state].append(seen)
        looks[RAIN].append(rain(here.display, here.environment, rainy))
    title(f"All processes together, {SONGS:,} songs, medians of {ROUNDS} rounds")
    print(f"  {'':<26}{'PSS MB':>8}{'RSS MB':>9}{'processes':>11}{'% of a core':>13}")
    for state, seen in looks.items():
        tell(state, seen)


def main() -> None:
    on_virtual_desktop(measure)


if __name__ == "__main__":
    main()

"""Memory and processor time of the real application, over all its processes, by state.

One run beside a bare PySide6 window on the same screen (Xvfb) and sound server (a PulseAudio null
sink), with a library of 10,000 songs: idle, playing a song with syllable words over rain on
Tonight, on Sing and resting, and rain alone.

PSS counts a shared page in proportion for each process; RSS counts it in full for each. Processor
time is what the system counted (user and system), in percent of one core.
"""

import shutil
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
from lullaby.audio.decoder import RATE
from lullaby.background import KeptSounds
from lullaby.paths import paths_under
from tests.end_to_end.screen import Screen

ROUNDS = 3
SONGS = 10_000
IDLE_S = 10.0
"""Seconds after which the memory of the idle window is measured."""

STARTED_S = 20.0
"""Seconds after which automatic work (scan, backup, search for songs to analyse) is done."""

SETTLE_S = 6.0
"""Seconds after each change that are not measured."""

LOOK_S = 12.0
"""Seconds of each measurement of the processor. Tonight rests 20 s after a touch, so a look at it
needs no further touch."""

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


def memory(pid: int) -> tuple[Held, int]:
    """Of all processes together, and how many they are."""
    pids = family(pid)
    return held(pids), len(pids)


def share(pid: int, settle: float = SETTLE_S) -> float:
    """Of the processor, after so many seconds that are not measured."""
    time.sleep(settle)
    return family_share(pid, LOOK_S)


def states(display: Screen, environment: Environment, data: Path) -> dict[str, Look]:
    """One run of the application through its states, with music.

    Tonight's memory is that of an evening whose words were not looked at.
    """
    found: dict[str, Look] = {}
    with opened(display, environment, data) as pid:
        time.sleep(IDLE_S)
        at_first = memory(pid)
        found[IDLE] = Look(*at_first, share(pid, STARTED_S - IDLE_S))
        display.press("space")
        time.sleep(SETTLE_S)
        without_words = memory(pid)
        display.press("l")
        sing = share(pid)
        found[SING] = Look(*memory(pid), sing)
        display.press("l")
        found[TONIGHT] = Look(*without_words, share(pid))
        resting = share(pid, RESTS_AFTER_S - SETTLE_S - LOOK_S)
        found[RESTING] = Look(*memory(pid), resting)
    return found


def rain(display: Screen, environment: Environment, data: Path) -> Look:
    """Rain alone, started with one press."""
    with opened(display, environment, data) as pid:
        time.sleep(SETTLE_S)
        display.press("space")
        used = share(pid)
        return Look(*memory(pid), used)


def bare(display: Screen, environment: Environment) -> Look:
    with running(command(BARE_WINDOW), environment) as pid:
        display.wait_for_window("Bare window")
        time.sleep(SETTLE_S)
        return Look(*memory(pid), 0.0)


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
            " (track_id, size, mtime_ns, lufs, true_peak_db, range_lu, reason, heard_ms)"
            " SELECT id, size, mtime_ns, -23.0, -6.0, 5.0, '', duration_ms FROM track"
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
    filled_library(data, SONGS)
    prepare(data, song, here.environment)
    all_known(data)
    # Rendered here, because that takes 65 MB for a moment in the first evening with rain.
    KeptSounds(paths_under(data).made_sounds)("rain", RATE)
    shutil.copytree(data, rainy, ignore=lambda *_: ("music",))
    only_rain(rainy)
    looks: dict[str, list[Look]] = defaultdict(list)
    for _ in range(ROUNDS):
        looks[BARE].append(bare(here.display, here.environment))
        for state, seen in states(here.display, here.environment, data).items():
            looks[state].append(seen)
        looks[RAIN].append(rain(here.display, here.environment, rainy))
    title(f"All processes together, {SONGS:,} songs, medians of {ROUNDS} rounds")
    print(f"  {'':<26}{'PSS MB':>8}{'RSS MB':>9}{'processes':>11}{'% of a core':>13}")
    for state in (BARE, IDLE, TONIGHT, SING, RESTING, RAIN):
        tell(state, looks[state])


def main() -> None:
    on_virtual_desktop(measure)


if __name__ == "__main__":
    main()

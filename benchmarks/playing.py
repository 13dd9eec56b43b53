"""Processor time of the real application while it plays with words, in percent of one core.

On its own screen and sound server (Xvfb, a PulseAudio null sink): a song with syllable words over
rain, on Tonight, on Sing and resting. For comparison: the same application before the first press,
and the same sound in a terminal, which shows the cost of the sound alone.
"""

import sqlite3
import subprocess
import time
from pathlib import Path

from benchmarks.figures import Rounds, against, line, title
from benchmarks.music import open_library
from benchmarks.programs import (
    LULLABY,
    Environment,
    VirtualDesktop,
    command,
    on_virtual_desktop,
    processor_share,
    running,
)
from tests.audio.sounds import tone, write
from tests.end_to_end.screen import Screen

ROUNDS = 2
LOOK = 20.0
"""Seconds of each measurement."""

SETTLE = 5.0
"""Seconds after each change that are not measured."""

RESTS_AFTER = 20.0
"""Seconds without a touch after which Tonight rests."""

SONG = 240.0
SOUND, IDLE = "the same sound in a terminal", "Lullaby, idle"
TONIGHT, SING, RESTING = "playing, on Tonight", "playing, on Sing", "playing, resting"


def make_song(folder: Path) -> Path:
    """Four minutes with a syllable every 400 ms, seven to a line."""
    folder.mkdir()
    song = write(folder / "song.mp3", tone(SONG, 0.2))
    rows: list[str] = []
    for first in range(0, int(SONG * 1_000) - 4_000, 3_200):
        stamps = [first + 400 * part for part in range(8)]
        words = [f"<{stamp(at)}>la{' ' if at % 800 else '-'}" for at in stamps[:7]]
        rows.append(f"[{stamp(first)}]{''.join(words)}<{stamp(stamps[7])}>")
    song.with_suffix(".lrc").write_text("\n".join(rows), encoding="utf-8")
    return song


def stamp(ms: int) -> str:
    return f"{ms // 60_000:02}:{ms // 1_000 % 60:02}.{ms % 1_000:03}"


def prepare(data: Path, song: Path, environment: Environment, ambient: bool = True) -> None:
    """Make the first routine play the song, over rain or alone, for 30 minutes."""
    open_library(data).connection.close()
    listed = song.parent / "evening.m3u8"
    listed.write_text(f"{song.name}\n" * 4, encoding="utf-8")
    for words in (("scan", song.parent, "--add"), ("playlist", "import", listed)):
        subprocess.run(
            command(LULLABY, "--data", data, *words),
            env=environment,
            check=True,
            capture_output=True,
            timeout=120,
        )
    with sqlite3.connect(data / "lullaby.sqlite3") as database:
        database.execute(
            "UPDATE routine SET minutes = 30, music_step = 8,"
            " playlist_id = (SELECT id FROM playlist WHERE name = 'evening')"
            " WHERE built_in = 'night_waking'"
        )
        database.execute("DELETE FROM routine_bed")
        if ambient:
            database.execute(
                "INSERT INTO routine_bed (routine_id, name, step)"
                " SELECT id, 'rain', 4 FROM routine WHERE built_in = 'night_waking'"
            )
    database.close()


def look(pid: int) -> float:
    time.sleep(SETTLE)
    return processor_share(pid, LOOK)


def next_session(display: Screen, environment: Environment, data: Path) -> dict[str, float]:
    """One run of the application through its states."""
    found: dict[str, float] = {}
    with running(command(LULLABY, "--data", data), environment) as pid:
        display.wait_for_window("Lullaby")
        time.sleep(SETTLE)
        found[IDLE] = look(pid)
        display.press("space")
        time.sleep(SETTLE)
        found[TONIGHT] = tonight(display, pid)
        display.press("l")
        found[SING] = look(pid)
        display.press("l")
        time.sleep(RESTS_AFTER)
        found[RESTING] = look(pid)
    return found


def tonight(display: Screen, pid: int) -> float:
    """Two halves with a touch before each, so that Tonight does not rest meanwhile."""
    halves: list[float] = []
    for _ in range(2):
        display.press("Shift_L")
        time.sleep(1.0)
        halves.append(processor_share(pid, LOOK / 2))
    return sum(halves) / 2


def in_a_terminal(environment: Environment, song: Path) -> float:
    words = command(LULLABY, "play", song, "--under", "rain", "--volume", "8")
    with running(words, environment) as pid:
        return look(pid)


def measure(here: VirtualDesktop) -> None:
    song = make_song(here.folder / "music")
    prepare(here.folder / "data", song, here.environment)
    title(f"Processor time over {LOOK:g} s, in percent of one core")
    figures: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        figures.setdefault(SOUND, []).append(in_a_terminal(here.environment, song))
        for state, share in next_session(
            here.display, here.environment, here.folder / "data"
        ).items():
            figures.setdefault(state, []).append(share)
    rounds = Rounds(figures)
    line(IDLE, rounds.median(IDLE), "%")
    line(SOUND, rounds.median(SOUND), "%")
    for state in (TONIGHT, SING, RESTING):
        against(rounds, state, SOUND, "%")


def main() -> None:
    on_virtual_desktop(measure)


if __name__ == "__main__":
    main()

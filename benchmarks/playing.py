"""Processor time of the real application while it plays with words, in percent of one core.

On its own screen and sound server (Xvfb, a PulseAudio null sink): a song with syllable words over
rain, on Tonight, on Sing and resting. For comparison: the same application before the first press,
and the same sound in a terminal, which shows the cost of the sound alone.
"""

import time
from pathlib import Path

from benchmarks.evening import make_song, prepare
from benchmarks.figures import Rounds, against, line, title
from benchmarks.programs import (
    LULLABY,
    Environment,
    VirtualDesktop,
    command,
    on_virtual_desktop,
    opened,
    processor_share,
    running,
)
from tests.end_to_end.screen import Screen

ROUNDS = 2
LOOK = 20.0
"""Seconds of each measurement."""

SETTLE = 5.0
"""Seconds after each change that are not measured."""

RESTS_AFTER = 20.0
"""Seconds without a touch after which Tonight rests."""

SOUND, IDLE = "the same sound in a terminal", "Lullaby, idle"
TONIGHT, SING, RESTING = "playing, on Tonight", "playing, on Sing", "playing, resting"


def look(pid: int) -> float:
    time.sleep(SETTLE)
    return processor_share(pid, LOOK)


def next_session(display: Screen, environment: Environment, data: Path) -> dict[str, float]:
    """One run of the application through its states."""
    found: dict[str, float] = {}
    with opened(display, environment, data) as pid:
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

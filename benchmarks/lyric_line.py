"""What a playing line of words costs, in percent of one core, and how long its frames take.

Two of the real app, each on a screen of its own (Xvfb, 1366x768), play the same song over rain at
the same time: one with a word every 400 ms that is wiped, one with the same words untimed, so that
the same screen stands still. Both are looked at over the same seconds, so that whatever else runs
weighs on both; the difference is the cost of the line; aim: at most 2 % of one core. Then
every frame of half a minute is timed inside the app, from the decision to the end of the flush;
aim: none over 33 ms, not even where the line changes.
"""

import json
import re
import statistics
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.figures import Rounds, line, share, title
from benchmarks.playing import make_song, prepare
from benchmarks.programs import (
    LULLABY,
    Environment,
    VirtualDesktop,
    command,
    on_virtual_desktop,
    processor_shares,
    running,
    screen,
)
from tests.end_to_end.screen import Screen
from tests.sound_server import SoundServer

ROUNDS = 5
LOOK = 10.0
"""Seconds of each look."""

SETTLE = 5.0
FRAMES_FOR = 30.0
"""Seconds during which frames are timed."""

AIM = 2.0
FRAME_AIM = 33.0
STILL, MOVING = "Sing, words standing still", "Sing, a line being sung"


def untimed(song: Path) -> None:
    """The same words without their stamps."""
    words = song.with_suffix(".lrc")
    plain = re.sub(r"[\[<][^\]>]*[\]>]", "", words.read_text(encoding="utf-8"))
    words.write_text(plain, encoding="utf-8")


def sing(display: Screen) -> None:
    """Begin to play and go to Sing."""
    display.wait_for_window("Lullaby")
    time.sleep(SETTLE)
    display.press("space")
    time.sleep(1.0)
    display.press("l")


def looks(homes: dict[str, Path], folder: Path, sound: SoundServer) -> dict[str, list[float]]:
    """Processor time of both on Sing, over the same seconds."""
    with ExitStack() as stack:
        pids: list[int] = []
        for data in homes.values():
            display, around = stack.enter_context(screen(folder))
            environment = {**around, **sound.environment}
            program = running(command(LULLABY, "--data", data), environment)
            pids.append(stack.enter_context(program))
            sing(display)
        time.sleep(SETTLE)
        rounds = [processor_shares(pids, LOOK) for _ in range(ROUNDS)]
    return {kind: [shares[at] for shares in rounds] for at, kind in enumerate(homes)}


def frames(display: Screen, environment: Environment, data: Path) -> list[dict[str, float]]:
    """Every frame of a while, as the app itself timed them."""
    log = data / "frames.json"
    program = subprocess.Popen(
        command("benchmarks.lyric_frames", data, log, str(SETTLE + FRAMES_FOR)),
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    sing(display)
    program.wait(60 + FRAMES_FOR)
    return json.loads(log.read_text(encoding="utf-8"))


def tell_frames(seen: list[dict[str, float]]) -> None:
    for name, wanted in (("line changes", True), ("other frames", False)):
        times = [frame["ms"] for frame in seen if bool(frame["change"]) is wanted]
        if times:
            note = f"p95 {share(times, 0.95):.1f}, longest {max(times):.1f}, {len(times)} frames"
            line(f"{name}, median", statistics.median(times), "ms", f"  {note}")
    longest = max(frame["ms"] for frame in seen)
    line("longest frame of all", longest, "ms", f"  aim at most {FRAME_AIM:g}")


def measure(here: VirtualDesktop) -> None:
    homes: dict[str, Path] = {}
    for kind in (STILL, MOVING):
        homes[kind] = here.folder / f"data {len(homes)}"
        song = make_song(here.folder / f"music {len(homes)}")
        if kind is STILL:
            untimed(song)
        prepare(homes[kind], song, here.environment)
    title(f"Processor time over {LOOK:g} s, in percent of one core, {ROUNDS} rounds")
    figures = looks(homes, here.folder, here.sound)
    rounds = Rounds(figures)
    for kind in (STILL, MOVING):
        line(kind, rounds.median(kind), "%")
    over = [moving - still for moving, still in zip(figures[MOVING], figures[STILL], strict=True)]
    line("the line's own cost", statistics.median(over), "%", f"  aim at most {AIM:g}")
    title(f"Frames of {FRAMES_FOR:g} s")
    tell_frames(frames(here.display, here.environment, homes[MOVING]))


def main() -> None:
    on_virtual_desktop(measure)


if __name__ == "__main__":
    main()

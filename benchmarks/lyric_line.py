"""The cost of a line of words during playback, in percent of one core, and its frame times.

Two instances of the real application, each on its own screen (Xvfb, 1366x768), play the same song
over rain simultaneously: one with a wiped word every 400 ms, one with the same words untimed, so
that the same screen stands still. Both are measured over the same seconds, so that other load
affects both; the difference is the cost of the line; aim: at most 2 % of one core. Then every frame
of some seconds is timed inside the application, from the decision to the end of the flush; aim:
none over 33 ms, not even where the line changes.
"""

import json
import re
import shutil
import statistics
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks.evening import make_song, prepare
from benchmarks.figures import Rounds, line, share, title
from benchmarks.programs import (
    Environment,
    VirtualDesktop,
    command,
    on_virtual_desktop,
    opened,
    processor_shares,
    screen,
)
from tests.end_to_end.screen import Screen
from tests.sound_server import SoundServer

ROUNDS = 4
LOOK = 6.0
"""Seconds of each measurement."""

SETTLE = 5.0
FRAMES_FOR = 15.0
"""Seconds during which frames are timed."""

AIM = 2.0
FRAME_AIM = 33.0
STILL, MOVING = "Sing, words standing still", "Sing, a line being sung"


def untimed(song: Path) -> None:
    """The same words without times."""
    words = song.with_suffix(".lrc")
    plain = re.sub(r"[\[<][^\]>]*[\]>]", "", words.read_text(encoding="utf-8"))
    words.write_text(plain, encoding="utf-8")


def sing(display: Screen) -> None:
    """Start playback and switch to Sing."""
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
            pids.append(stack.enter_context(opened(display, environment, data)))
            sing(display)
        time.sleep(SETTLE)
        rounds = [processor_shares(pids, LOOK) for _ in range(ROUNDS)]
    return {kind: [shares[at] for shares in rounds] for at, kind in enumerate(homes)}


def frames(display: Screen, environment: Environment, data: Path) -> list[dict[str, float]]:
    """Frames of a while, as the application timed them."""
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
    title("Making the song and two libraries, which takes half a minute")
    homes: dict[str, Path] = {}
    made = make_song(here.folder / "music")
    for kind in (STILL, MOVING):
        homes[kind] = here.folder / f"data {len(homes)}"
        song = homes[kind] / "music" / made.name
        shutil.copytree(made.parent, song.parent)
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

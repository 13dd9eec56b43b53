"""What a playing line of words costs, in percent of one core, and how long its frames take.

The real app on a screen (Xvfb, 1366x768) and a sound server of its own plays the same song over
rain twice: with a word every 400 ms that is wiped, and with the same words untimed, so that the
same screen stands still. The difference is the cost of the line; aim: at most 2 % of one core.
Then every frame of a minute is timed inside the app, from the decision to the end of the flush;
aim: none over 33 ms, not even where the line changes.
"""

import json
import re
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.figures import Rounds, line, share, title
from benchmarks.playing import make_song, prepare
from benchmarks.programs import LULLABY, Environment, command, processor_share, running, screen
from tests.end_to_end.screen import Screen
from tests.sound_server import SoundServer, available

ROUNDS = 3
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


def look(display: Screen, environment: Environment, data: Path) -> float:
    """Processor time of the app on Sing while it plays."""
    with running(command(LULLABY, "--data", data), environment) as pid:
        display.wait_for_window("Lullaby")
        time.sleep(SETTLE)
        display.press("space")
        time.sleep(1.0)
        display.press("l")
        time.sleep(SETTLE)
        return processor_share(pid, LOOK)


def frames(display: Screen, environment: Environment, data: Path) -> list[dict[str, float]]:
    """Every frame of a while, as the app itself timed them."""
    log = data / "frames.json"
    program = subprocess.Popen(
        command("benchmarks.lyric_frames", data, log, str(SETTLE + FRAMES_FOR)),
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    display.wait_for_window("Lullaby")
    time.sleep(SETTLE)
    display.press("space")
    time.sleep(1.0)
    display.press("l")
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


def main() -> None:
    if not available():
        print("  needs PulseAudio and Xvfb")
        return
    with (
        tempfile.TemporaryDirectory() as name,
        SoundServer(Path(name)) as sound,
        screen(Path(name)) as (display, around),
    ):
        environment = {**around, **sound.environment}
        homes: dict[str, Path] = {}
        for kind in (STILL, MOVING):
            homes[kind] = Path(name) / f"data {len(homes)}"
            song = make_song(Path(name) / f"music {len(homes)}")
            if kind is STILL:
                untimed(song)
            prepare(homes[kind], song, environment)
        title(f"Processor time over {LOOK:g} s, in percent of one core, {ROUNDS} rounds")
        figures: dict[str, list[float]] = {}
        for number in range(ROUNDS):
            kinds = (STILL, MOVING) if number % 2 == 0 else (MOVING, STILL)
            for kind in kinds:
                figures.setdefault(kind, []).append(look(display, environment, homes[kind]))
        rounds = Rounds(figures)
        for kind in (STILL, MOVING):
            line(kind, rounds.median(kind), "%")
        over = [
            moving - still for moving, still in zip(figures[MOVING], figures[STILL], strict=True)
        ]
        line("the line's own cost", statistics.median(over), "%", f"  aim at most {AIM:g}")
        title(f"Frames of {FRAMES_FOR:g} s")
        tell_frames(frames(display, environment, homes[MOVING]))


if __name__ == "__main__":
    main()

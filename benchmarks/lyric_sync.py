"""The highlighted syllable compared with the audible sound, over a ten-minute song.

Every syllable of the song starts with a burst of sound whose pitch identifies it among eight. The
real application sings it on its own screen and sound server, with pauses, seeks and changes of
speed; the server's monitor is recorded. The flush of a syllable's first frame is compared with the
time at which its burst was heard. Aim: median under 15 ms, 95 % under 40 ms. The floor is an
exactly known position, shown in frames 33 ms apart.

`LYRIC_SYNC_SECONDS` shortens the song.
"""

import json
import os
import random
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.evening import prepare, stamp
from benchmarks.figures import line, share, title
from benchmarks.programs import VirtualDesktop, command, on_virtual_desktop
from tests.audio.sounds import RATE, write
from tests.sound_server import Recorder

SECONDS = float(os.environ.get("LYRIC_SYNC_SECONDS", "600"))
TONES = [520.0 * 1.25**step for step in range(8)]
"""In Hz; a burst of 25 ms is enough to distinguish neighbours."""

BURST = round(0.05 * RATE)
LOOKED_AT = round(0.025 * RATE)
QUIET = round(0.12 * RATE)
"""For at least this many frames between bursts the level is below a tenth of the loudest."""

NEAR_S = 0.3
"""Words and sound further apart than this, in s, do not belong together."""

MEDIAN_AIM, P95_AIM = 15.0, 40.0
FLOOR_MEDIAN, FLOOR_P95 = 33.3 / 2, 33.3 * 0.95
PER_LINE = 7


@dataclass(frozen=True, slots=True)
class Song:
    path: Path
    begins: tuple[float, ...]
    """The start of every syllable, in s."""


def make_song(folder: Path) -> Song:
    """Syllables of 330 to 650 ms, seven to a line, a breath after each line."""
    chance = random.Random(3)
    begins: list[float] = []
    at = 2.0
    while at < SECONDS - 6:
        for _ in range(PER_LINE):
            begins.append(round(at, 3))
            at += chance.uniform(0.33, 0.65)
        at += chance.choice((0.2, 0.6, 1.0))
    sound = np.zeros((round(SECONDS * RATE), 2), np.float32)
    times = np.arange(BURST) / RATE
    for number, begin in enumerate(begins):
        burst = 0.7 * np.sin(2 * np.pi * TONES[number % 8] * times) * np.exp(-times * 60)
        first = round(begin * RATE)
        sound[first : first + BURST] += burst[:, None].astype(np.float32)
    folder.mkdir()
    path = write(folder / "song.flac", sound)
    rows: list[str] = []
    for first in range(0, len(begins) - PER_LINE, PER_LINE):
        stamps = begins[first : first + PER_LINE]
        words = "".join(f"<{stamp(round(1000 * begin))}>la " for begin in stamps)
        end = stamp(round(1000 * stamps[-1]) + 330)
        rows.append(f"[{stamp(round(1000 * stamps[0]))}]{words.rstrip()}<{end}>")
    path.with_suffix(".lrc").write_text("\n".join(rows), encoding="utf-8")
    return Song(path, tuple(begins))


def deeds() -> list[tuple[float, str, float]]:
    """The actions: a pause, a seek and another speed in turn, some seconds apart."""
    chance = random.Random(5)
    done: list[tuple[float, str, float]] = []
    at, paces = 12.0, (0.9, 0.8, 1.0, 0.7, 1.0)
    for turn in range(int(SECONDS)):
        if at > SECONDS - 25:
            break
        done += [(at, "toggle", 0.0), (at + chance.uniform(1, 3), "toggle", 0.0)]
        to = 1_000 * min(SECONDS - 60, max(0.0, at + chance.uniform(-20, 20)))
        done += [(at + 10, "seek", to), (at + 20, "pace", paces[turn % len(paces)])]
        at += 30
    return done


def recorded_bursts(recorder: Recorder) -> list[tuple[float, int]]:
    """When each burst was heard (monotonic clock, in s), and its index among the eight."""
    sound = recorder.stop()[:, 0]
    level = np.abs(sound)
    loud = np.flatnonzero(level > 0.1 * np.percentile(level[level > 0.01], 99))
    starts = loud[np.diff(loud, prepend=-RATE) > QUIET]
    return [
        (recorder.moment_nearby(_onset(level, start)), _tone(sound[start : start + LOOKED_AT]))
        for start in starts
        if start + LOOKED_AT < len(sound)
    ]


def _onset(level: NDArray[np.float32], start: int) -> int:
    """Where a burst reaches a third of its own peak."""
    part = level[max(0, start - 480) : start + LOOKED_AT]
    return max(0, start - 480) + int(np.argmax(part > part.max() / 3))


def _tone(part: NDArray[np.float32]) -> int:
    spectrum = np.abs(np.fft.rfft(part * np.hanning(len(part)), 8 * len(part)))
    pitch = float(np.argmax(spectrum)) * RATE / (8 * len(part))
    return min(range(8), key=lambda number: abs(np.log(max(pitch, 1.0) / TONES[number])))


def shown(frames: list[dict[str, Any]], lines: int) -> list[tuple[float, int]]:
    """When the first part of each syllable was flushed, for syllables reached by playback."""
    firsts: list[tuple[float, int]] = []
    before: int | None = None
    for frame in frames:
        if frame["line"] is None or frame["syllable"] is None:
            continue
        number = frame["line"] * PER_LINE + frame["syllable"]
        if frame["line"] >= lines or not frame["fraction"] or number == before:
            continue
        if before is None or number == before + 1:
            firsts.append((frame["at"], number))
        before = number
    return firsts


def errors(
    firsts: list[tuple[float, int]], bursts: list[tuple[float, int]]
) -> tuple[list[float], int]:
    """Words minus sound in ms (positive: late), and how many syllables had no sound nearby."""
    found: list[float] = []
    for at, number in firsts:
        near = [at - moment for moment, tone in bursts if tone == number % 8]
        near = [gap for gap in near if abs(gap) < NEAR_S]
        if near:
            found.append(1_000 * min(near, key=abs))
    return found, len(firsts) - len(found)


def measure(here: VirtualDesktop) -> None:
    folder = here.folder
    song = make_song(folder / "music")
    prepare(folder / "data", song.path, here.environment, ambient=False)
    plan, log = folder / "deeds.json", folder / "frames.json"
    plan.write_text(json.dumps(deeds()), encoding="utf-8")
    recorder = here.sound.record()
    program = subprocess.Popen(
        command("benchmarks.lyric_frames", folder / "data", log, str(SECONDS + 5), plan),
        env=here.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    here.display.wait_for_window("Lullaby")
    time.sleep(4.0)
    here.display.press("space")
    time.sleep(0.5)
    here.display.press("l")
    program.wait(SECONDS + 90)
    bursts = recorded_bursts(recorder)
    frames = json.loads(log.read_text(encoding="utf-8"))
    found, alone = errors(shown(frames, len(song.begins) // PER_LINE), bursts)
    tell(found, alone, len(bursts))


def main() -> None:
    on_virtual_desktop(measure)


def tell(found: list[float], alone: int, bursts: int) -> None:
    title(f"Words against sound over {SECONDS:g} s with pauses, seeks and changes of pace")
    away = [abs(error) for error in found]
    median, p95 = statistics.median(away), share(away, 0.95)
    line("median error", median, "ms", f"  {median / FLOOR_MEDIAN:.2f} x floor, aim {MEDIAN_AIM:g}")
    line("95 % of syllables within", p95, "ms", f"  {p95 / FLOOR_P95:.2f} x floor, aim {P95_AIM:g}")
    line("largest error", max(away), "ms")
    line("words later than the sound by (median)", statistics.median(found), "ms")
    line("floor: exact position, 30 frames a second", FLOOR_MEDIAN, "ms", f"  p95 {FLOOR_P95:.1f}")
    print(f"  {len(found)} syllables compared, {alone} shown with no sound near, {bursts} heard")


if __name__ == "__main__":
    main()

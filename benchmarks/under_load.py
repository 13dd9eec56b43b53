"""What is heard on a busy machine: our player beside pygame's own music player.

A steady tone plays into a null sink, whose monitor shows for how long it was interrupted. The
player runs in its own process, whose main thread holds the interpreter 300 ms at a time, as a busy
window would; or while other processes keep every core busy; or beside tempo analysis with all its
helpers.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.figures import line, title
from tests.audio.sounds import RATE, tone, write
from tests.sound_server import SoundServer, available

PLAYED_S = 16
SETTLED_S = 3
WINDOW = RATE // 1000

OURS = """
from lullaby.audio.port import Cue, CueId
from lullaby.audio.pygame_player import PygamePlayer
from lullaby.clock import SystemClock
from lullaby.songbook.soundscapes import soundscape
from lullaby.units import Ms
from pathlib import Path
player = PygamePlayer(SystemClock(), soundscape)
player.play(Cue(CueId(1), Path(song), ramp_ms=Ms(100)))
"""

PEER = """
import pygame
pygame.mixer.init(48_000, -16, 2, 2_048)
pygame.mixer.music.load(song)
pygame.mixer.music.play()
"""

BUSY = """
import re, sys, time
song, stall, seconds = sys.argv[1], sys.argv[2] == "stall", float(sys.argv[3])
exec(compile(sys.argv[4], "player", "exec"))
ending = time.monotonic() + seconds
while time.monotonic() < ending:
    time.sleep(0.3)
    if stall:
        sys.setswitchinterval(5.0)
        held = time.monotonic() + 0.3
        while time.monotonic() < held:
            sum(range(10_000))
        sys.setswitchinterval(0.005)
"""

HOG = "while True: pass"

ANALYSIS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from lullaby.jobs import Job
from lullaby.tempo_worker import TempoWorkerPool, worker_count
if __name__ == "__main__":
    workers, song = TempoWorkerPool(), Path(sys.argv[1])
    with ThreadPoolExecutor(worker_count()) as pool:
        for _ in pool.map(lambda _: workers.analyze(song, Job()), range(10_000)):
            pass
"""


LOADS = {
    "idle": "idle",
    "stall": "300 ms stalls",
    "hog": "every core busy",
    "analysis": "tempo analysis",
}


def silent_ms(server: SoundServer, song: Path, player: str, load: str) -> float:
    """How many ms of the tone were missing."""
    around = {**os.environ, **server.environment}
    others = {"hog": [HOG] * (os.cpu_count() or 1), "analysis": [ANALYSIS]}.get(load, [])
    hogs = [subprocess.Popen([sys.executable, "-c", code, song]) for code in others]
    recorder = server.record()
    try:
        words = [sys.executable, "-c", BUSY, str(song), load, str(PLAYED_S), player]
        subprocess.run(words, env=around, check=True, stdout=subprocess.DEVNULL)
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
    recorded = np.abs(recorder.stop()[:, 0])
    first = int(np.argmax(recorded > 0.05)) + SETTLED_S * RATE
    last = len(recorded) - int(np.argmax(recorded[::-1] > 0.05))
    steady = recorded[first : min(last, first + (PLAYED_S - SETTLED_S - 2) * RATE)]
    peaks = steady[: len(steady) // WINDOW * WINDOW].reshape(-1, WINDOW).max(axis=1)
    return float(np.count_nonzero(peaks < 0.02))


def main() -> None:
    if not available():
        print("PulseAudio is not there")
        return
    with tempfile.TemporaryDirectory() as name:
        song = write(Path(name) / "song.wav", tone(PLAYED_S + 10.0, 0.4, 1_000.0))
        for load, words in LOADS.items():
            title(words)
            for player, code in (("Lullaby", OURS), ("pygame.mixer.music", PEER)):
                with SoundServer(Path(name) / f"{load}-{player[0]}") as server:
                    line(
                        f"{player}: silence in {PLAYED_S - SETTLED_S - 2} s",
                        silent_ms(server, song, code, load),
                        "ms",
                    )
                time.sleep(0.5)


if __name__ == "__main__":
    main()

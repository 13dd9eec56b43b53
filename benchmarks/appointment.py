"""How exactly two computers begin a song at an agreed time.

Two processes with clocks that are apart by known amounts play the same noise, each through a sound
server of its own, whose monitor is recorded. The difference of what was heard, less that of the
clocks, is what Lullaby adds. Beside it stands the same noise played when a timer says so.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import line, share, title
from lullaby.audio.port import Cue, CueId
from lullaby.audio.pygame_player import PygamePlayer
from lullaby.clock import SystemClock
from lullaby.library.appointment import beginning
from lullaby.units import Ms
from tests.audio.sounds import RATE, steady, write
from tests.sound_server import Recorder, SoundServer, available

APART_MS = (0, 137, -420, 1_250, -60, 15)
"""How far the other clock is ahead, round by round."""

AHEAD_S = 6.0
SOUND_S = 3.0
RAMP = Ms(400)
MOST_MS = 20.0


class ShiftedClock(SystemClock):
    """A wall clock that is wrong by a known amount."""

    def __init__(self, ahead_ms: float) -> None:
        self._ahead = timedelta(milliseconds=ahead_ms)

    def now(self) -> datetime:
        return super().now() + self._ahead


def sing_here(song: str, at: str, ahead_ms: str, by_timer: str) -> None:
    """Play a song at an agreed time by a clock that is ahead; in a process of its own."""
    clock = ShiftedClock(float(ahead_ms))
    player = PygamePlayer(clock, lambda _name, _rate: steady(1.0, 0.0))
    moment = datetime.fromisoformat(at)
    if by_timer == "timer":
        time.sleep(max(0.0, (moment - clock.now()).total_seconds()))
        player.play(Cue(CueId(1), Path(song), ramp_ms=RAMP))
    else:
        start = beginning(moment, clock.now(), clock.monotonic_ms(), 1.0)
        player.play(Cue(CueId(1), Path(song), ramp_ms=RAMP, begins_ms=start.at_ms))
    time.sleep(max(0.0, (moment - clock.now()).total_seconds()) + SOUND_S + 1)
    player.close()


def main() -> None:
    if not available():
        print("needs PulseAudio and its parec and pactl")
        return
    title("two computers begin at an agreed time")
    rng = np.random.default_rng(7)
    noise = (rng.standard_normal(round(SOUND_S * RATE)) * 0.1).astype(np.float32)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        song = write(folder / "song.flac", np.column_stack((noise, noise)))
        for way in ("timer", "Lullaby"):
            rounds = [
                _round(folder / f"{way}{number}", song, noise, ahead, way)
                for number, ahead in enumerate(APART_MS)
            ]
            apart = [abs(each[0]) for each in rounds]
            late = [each for both in rounds for each in both[1:]]
            aim = f"  aim at most {MOST_MS:g}" if way == "Lullaby" else "  for comparison"
            line(f"apart more than the clocks, median, by {way}", share(apart, 0.5), "ms")
            line(f"apart more than the clocks, most, by {way}", max(apart), "ms", aim)
            line(f"after the agreed time, median, by {way}", share(late, 0.5), "ms")


def _round(
    folder: Path, song: Path, noise: NDArray[np.float32], ahead_ms: float, way: str
) -> tuple[float, float, float]:
    """How much more both were apart than their clocks, and how late each was, in ms."""
    at = datetime.now(UTC) + timedelta(seconds=AHEAD_S)
    late: list[float] = [0.0, 0.0]

    def sing(end: int, ahead: float) -> None:
        place = folder / str(end)
        place.mkdir(parents=True)
        with SoundServer(place) as server:
            recorder = server.record()
            _play(server, song, at, ahead, way)
            late[end] = _heard_after(recorder, noise, at) + ahead

    threads = [threading.Thread(target=sing, args=each) for each in ((0, 0.0), (1, ahead_ms))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return late[1] - late[0], late[0], late[1]


def _play(server: SoundServer, song: Path, at: datetime, ahead: float, way: str) -> None:
    code = "import sys; from benchmarks.appointment import sing_here; sing_here(*sys.argv[1:])"
    subprocess.run(
        [sys.executable, "-c", code, str(song), at.isoformat(), str(ahead), way],
        env={**os.environ, **server.environment},
        check=True,
        timeout=60,
    )


def _heard_after(recorder: Recorder, noise: NDArray[np.float32], at: datetime) -> float:
    """How long after `at` the sound was heard, in ms."""
    recorded = recorder.stop()[:, 0]
    size = 1 << (len(recorded) + len(noise)).bit_length()
    spectrum = np.fft.rfft(recorded, size) * np.conj(np.fft.rfft(noise, size))
    frame = int(np.argmax(np.fft.irfft(spectrum, size)[: len(recorded)]))
    wall_less_monotonic = time.time() - time.monotonic()
    return (recorder.moment_of(frame) + wall_less_monotonic - at.timestamp()) * 1000


if __name__ == "__main__":
    main()

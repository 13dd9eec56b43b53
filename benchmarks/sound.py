"""The sound engine: the cost of playback, and the accuracy of its position.

Run in the project folder: `python -m benchmarks.sound`. CPU is measured on SDL's dummy device. If
PulseAudio is installed, the shown position is compared with the monitor of a null sink.
"""

import os
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from lullaby.audio.decoder import Decoder
from lullaby.audio.engine import BLOCK, Engine
from lullaby.audio.port import AS_RECORDED, AmbientSound, Cue, CueId, FadePoint, SpeedPitch
from lullaby.audio.pygame_player import PygamePlayer
from lullaby.clock import SystemClock
from lullaby.songbook.soundscapes import soundscape
from lullaby.units import Gain, Ms
from tests.audio.sounds import RATE, clicks, tone, write
from tests.sound_server import Recorder, SoundServer, available

PLAYED = 12.0
"""Seconds that are recorded."""

SETTLED = 2.0
"""Seconds at the start that are ignored."""

PACE = 0.1
"""How often, in seconds, a window asks for the position."""


MANNERS = (
    ("as recorded", AS_RECORDED, 0.0),
    ("80 %, 2 lower", SpeedPitch(0.8, -2.0), 0.0),
    ("60 %, 6 lower", SpeedPitch(0.6, -6.0), 0.0),
    ("80 %, 2 lower, warm", SpeedPitch(0.8, -2.0), 1.0),
)


class Held:
    """A sound held in memory."""

    def __init__(self, sound: np.ndarray) -> None:
        self._sound = sound

    def read(self, at: int, frames: int) -> np.ndarray:
        return np.take(self._sound, np.arange(at, at + frames), axis=0, mode="wrap")

    def over(self, at: int) -> bool:
        return False

    length = None
    expected = None

    def release(self) -> None:
        pass


@dataclass
class Shown:
    """What the player reported, and its cost."""

    times: list[float] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    cpu: float = 0.0


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def decoding(song: Path) -> float:
    """Multiples of real time."""
    begun = time.perf_counter()
    decoder, frames = Decoder(song), 0
    while (block := decoder.read()) is not None:
        frames += len(block)
    decoder.close()
    return frames / RATE / (time.perf_counter() - begun)


def rendering(seconds: int = 60) -> float:
    """Multiples of real time: a song over rain, in a fade, with the ceiling active."""
    music, rain = Held(tone(5.0, 0.8)), Held(soundscape("rain", RATE))
    engine = Engine()
    engine.apply(lambda mix: mix.play(music, 1.0, Ms(4_000)))
    engine.apply(lambda mix: mix.set_ambient_sounds([("rain", rain, Gain(0.5))], Ms(2_000)))
    engine.apply(lambda mix: mix.set_ceiling(0.5))
    engine.apply(lambda mix: mix.fade([FadePoint(Ms(seconds * 1_000), Gain(0.0))], 0))
    begun = time.perf_counter()
    for _ in range(seconds * RATE // BLOCK):
        engine.render()
        engine.forget(engine.frame)
    return seconds / (time.perf_counter() - begun)


def play(song: Path, speed_pitch: SpeedPitch = AS_RECORDED, warmth: float = 0.0) -> Shown:
    """Play over rain for a while."""
    player = PygamePlayer(SystemClock(), soundscape)
    shown, pause = Shown(), threading.Event()
    player.set_ambient_sounds((AmbientSound("rain", Gain(0.2)),))
    player.set_warmth(warmth)
    player.play(Cue(CueId(1), song, ramp_ms=Ms(500), speed_pitch=speed_pitch))
    pause.wait(SETTLED)
    begun, used = time.monotonic(), processor_seconds()
    while time.monotonic() - begun < PLAYED - SETTLED:
        shown.times.append(time.monotonic())
        shown.places.append(player.status().position_ms)
        pause.wait(PACE)
    shown.cpu = (processor_seconds() - used) / (time.monotonic() - begun)
    player.close()
    return shown


def errors(shown: Shown, recorder: Recorder, threshold: float = 0.5) -> np.ndarray:
    """How far the shown position was ahead of each click as heard, in ms."""
    recorded = np.abs(recorder.stop()[:, 0])
    loud = np.flatnonzero(recorded > threshold)
    moments = [recorder.moment_of(at) for at in loud[np.diff(loud, prepend=-RATE) > RATE // 4]]
    inside = [at for at in moments if shown.times[0] < at < shown.times[-1]]
    ahead = np.interp(inside, shown.times, shown.places)
    return (ahead + 500) % 1_000 - 500


@contextmanager
def environment(values: dict[str, str]) -> Iterator[None]:
    os.environ.update(values)
    yield
    for name in values:
        del os.environ[name]


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        song = write(folder / "song.mp3", tone(30.0, 0.1) + clicks(30.0, every=1.0))
        print(f"decode (MP3)          {decoding(song):8.0f} x real time")
        print(f"render (song, sound)  {rendering():8.0f} x real time")
        with environment({"SDL_AUDIODRIVER": "dummy"}):
            for name, speed_pitch, warmth in MANNERS:
                cpu = 100 * play(song, speed_pitch, warmth).cpu
                print(f"CPU, {name:<17}{cpu:8.2f} % of one core")
        if not available():
            return
        with SoundServer(folder) as server, environment(server.environment):
            for name, speed_pitch in (("as recorded", AS_RECORDED), ("at 80 %", SpeedPitch(0.8))):
                recorder = server.record()
                ahead = errors(play(song, speed_pitch), recorder, 0.25)
                spread = np.abs(ahead - np.median(ahead))
                print(
                    f"position, {name:<12}{np.median(ahead):+8.1f} ms ahead of the sound,"
                    f" p95 {np.percentile(spread, 95):.1f} ms around that, {len(ahead)} clicks"
                )


if __name__ == "__main__":
    main()

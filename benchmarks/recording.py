"""From the press on Record until the microphone is heard, and from Stop until the take is ready.

A synthetic singer stands for the person, and a null sink's monitor for the microphone.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import against, line, race, title
from lullaby.audio.captured_microphones import CapturedMicrophones
from lullaby.audio.decoder import Decoder
from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.audio.microphone import RATE
from lullaby.audio.mono import read_mono
from lullaby.helper_pool import HelperPool
from lullaby.takes.cleaning import cleaned, without_rumble
from lullaby.takes.frame_times import FrameTimes
from lullaby.takes.made_take import MadeTake
from lullaby.takes.raw_in_helper import RawOrder, make_in_helper
from lullaby.takes.raw_take import RawFacts, RawTakes, made_file
from lullaby.takes.raw_writer import RawWriter
from lullaby.takes.recorder import SungPiece, parts_of
from lullaby.takes.salience import RATE as SINGER_RATE
from tests.sound_server import SoundServer
from tests.takes.singer import VOICES, performed, sing

ROUNDS = 8
PREPARING_S = 6.0
"""Between opening the screen and the press."""

LENGTH_S = 180
SONG = "suo-gan"
FLOOR_DB = -50.0
"""Of the noise of the room, under full scale."""

Sound = NDArray[np.float64]


def main() -> None:
    title(f"load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        _ready(Path(folder) / "server")
        _kept(Path(folder))


def _ready(folder: Path) -> None:
    title("press to the first sound heard")
    before = dict(os.environ)
    with SoundServer(folder) as server:
        os.environ.update(server.environment)
        server.add_microphone("mic")
        try:
            rounds = race(ROUNDS, {"prepared": lambda: _press(True), "new": lambda: _press(False)})
        finally:
            os.environ.clear()
            os.environ.update(before)
    against(rounds, "prepared", "new", "ms", aim=400.0)
    line("worst, prepared", max(rounds.figures["prepared"]), "ms")
    line("new", rounds.median("new"), "ms")


def _press(prepared: bool) -> float:
    microphones = CapturedMicrophones()
    if prepared:
        microphones.prepare()
        time.sleep(PREPARING_S)
    began = time.perf_counter()
    with closing(microphones.open()) as opened:
        while opened.read(0.2) is None:
            pass
        return (time.perf_counter() - began) * 1000


def _kept(folder: Path) -> None:
    title(f"from Stop to the take, {LENGTH_S} s of singing")
    song = performed(SONG)
    once = sing(song.notes, 5, VOICES["woman"])
    voice = np.resize(once, LENGTH_S * SINGER_RATE)
    sound = np.repeat(voice, RATE // SINGER_RATE) / np.abs(voice).max() / 4
    noise = np.random.default_rng(2).normal(0.0, 10 ** (FLOOR_DB / 20), len(sound))
    takes = RawTakes(folder / "waiting", lambda: datetime.now(UTC))
    raw = takes.new(RawFacts(SONG, SONG, SONG, datetime.now(UTC)))
    writer = RawWriter(raw.path)
    writer.write(np.round((sound + noise) * 32_767).astype("<i2").tobytes())
    writer.close()
    pieces = (SungPiece(0, len(sound), 0.0, FrameTimes(0.0)),)
    order = RawOrder(raw.path, parts_of(pieces, 1.0), 1.0, song, True, made_file(raw))
    with closing(HelperPool(awaited=True)) as helpers:
        for name in ("first take, with a new helper", "second take"):
            _timed(name, order, helpers)
        with busy():
            _timed("both processors busy", order, helpers)
    with closing(HelperPool()) as helpers, busy():
        _timed("the same at low priority", order, helpers)
    level = measure(made_file(raw))
    assert isinstance(level, LoudnessReading)
    line("its loudness", level.integrated_lufs, "LUFS", "  aim -23 \u00b1 0.3")
    heard = read_mono(Decoder(raw.path), 1 << 30)
    _floor(heard)


def _timed(name: str, order: RawOrder, helpers: HelperPool) -> None:
    began = time.perf_counter()
    made = make_in_helper(order, helpers)
    line(name, time.perf_counter() - began, "s", "  aim at most 10")
    assert isinstance(made, MadeTake)


@contextmanager
def busy() -> Iterator[None]:
    """Another program keeps every processor busy."""
    loop = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(loop) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def _floor(sound: NDArray[np.float32]) -> None:
    """How much the noise sinks where nobody sings."""
    plain, clean = without_rumble(sound), cleaned(sound)
    frames = len(plain) // 960 * 960
    before = _levels(np.asarray(plain[:frames], float))
    after = _levels(np.asarray(clean[:frames], float))
    quiet = before < np.percentile(before, 3)
    line("floor lowered by", float(np.mean(before[quiet] - after[quiet])), "dB", "  aim 8 or more")


def _levels(sound: Sound) -> Sound:
    """Of each 20 ms, in dB."""
    return 10 * np.log10(np.mean(np.square(sound.reshape(-1, 960)), axis=1) + 1e-12)


if __name__ == "__main__":
    main()

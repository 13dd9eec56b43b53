"""Records for ten minutes while every processor is busy, and looks for lost frames.

A null sink plays noise whose every second is known, and its monitor is the microphone. In each
second of the recording the place of that noise tells whether frames went missing before it.
`LULLABY_MINUTES` sets another length.
"""

import os
import subprocess
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import line, title
from benchmarks.recording import busy
from lullaby.audio.captured_microphones import CapturedMicrophones
from lullaby.audio.decoder import Decoder
from lullaby.audio.microphone import RATE
from lullaby.audio.mono import read_mono
from lullaby.takes.raw_take import RawFacts, RawTake, RawTakes
from lullaby.takes.recording import Recording, run
from tests.sound_server import SoundServer

MINUTES = float(os.environ.get("LULLABY_MINUTES", "10"))
LEVEL = 3_000
"""Of the noise, root mean square in 16 bits."""

REACH = RATE // 2
"""How far from its usual place a second is looked for, in frames."""

FIRST = 8
"""The second of the noise that is looked for first: the recording begins some seconds late."""

Sound = NDArray[np.float32]


def main() -> None:
    title(f"{MINUTES:g} minutes of recording while every processor is busy")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seconds = round(60 * MINUTES)
        noise = folder / "noise.raw"
        with noise.open("wb") as file:
            for second in range(seconds + 30):
                file.write(_noise(second).astype("<i2").tobytes())
        before = dict(os.environ)
        with SoundServer(folder / "server") as server:
            os.environ.update(server.environment)
            server.add_microphone("mic")
            try:
                raw, elapsed_s = _record(folder, noise, seconds)
            finally:
                os.environ.clear()
                os.environ.update(before)
        _compare(raw, elapsed_s)


def _record(folder: Path, noise: Path, seconds: int) -> tuple[RawTake, float]:
    """What was recorded, and for how long it was open, in s."""
    command = ["pacat", "--raw", "--channels=1", f"--rate={RATE}", "--format=s16le", str(noise)]
    takes = RawTakes(folder / "waiting", lambda: datetime.now(UTC))
    facts = RawFacts("", "noise", "", datetime.now(UTC))
    recording = Recording(CapturedMicrophones(), None, takes, lambda: facts)
    recording.count_in()
    with subprocess.Popen(command) as player, busy():
        thread = run(recording)
        while not recording.now.listening:
            time.sleep(0.05)
        began = time.monotonic()
        recording.show_sign(began * 1000)
        time.sleep(seconds)
        recording.stop()
        thread.join()
        elapsed_s = time.monotonic() - began
        player.kill()
    raw = recording.now.saved
    assert raw is not None
    return raw, elapsed_s


def _compare(raw: RawTake, elapsed_s: float) -> None:
    with closing(Decoder(raw.path)) as decoder:
        sound = read_mono(decoder, 1 << 30)
    line("recorded", len(sound) / RATE, "s", f"  open for {elapsed_s:.1f} s")
    line("marked as lost", 1000 * raw.lost_frames / RATE, "ms")
    lags: list[int] = []
    usual = _first_lag(sound)
    for second in range(FIRST, len(sound) // RATE - 2):
        lag = _lag(sound, second, usual)
        if lag is not None:
            lags.append(lag)
            usual = lag
    steps = np.diff(lags)
    line(
        "seconds whose place is known",
        100 * len(lags) / max(1, len(sound) // RATE - 2 - FIRST),
        "%",
    )
    line("lost and not marked", 1000 * -int(steps[steps < -1].sum()) / RATE, "ms", "  aim 0")
    line("the player was late by", 1000 * int(steps[steps > 1].sum()) / RATE, "ms")


def _noise(second: int) -> NDArray[np.float64]:
    return np.clip(np.random.default_rng(second).normal(0.0, LEVEL, RATE), -32_000, 32_000)


def _first_lag(sound: Sound) -> int:
    """Where a second of the noise is in the recording, less its place in the noise."""
    return _best(sound[: 16 * RATE], FIRST)[0] - FIRST * RATE


def _lag(sound: Sound, second: int, usual: int) -> int | None:
    """The same for any second, near the usual place; None if it is not heard there."""
    first = max(0, second * RATE + usual - REACH)
    at, clear = _best(sound[first : first + 2 * RATE + REACH], second)
    return first + at - second * RATE if clear else None


def _best(sound: Sound, second: int) -> tuple[int, bool]:
    if len(sound) < RATE:
        return 0, False
    noise = _noise(second)[: RATE // 4]
    size = 1 << (len(sound) + len(noise)).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(noise, size))
    fit = np.abs(np.fft.irfft(spectrum, size)[: len(sound)])
    at = int(fit.argmax())
    return at, bool(fit[at] > 12 * np.sqrt(np.mean(fit**2)))


if __name__ == "__main__":
    main()

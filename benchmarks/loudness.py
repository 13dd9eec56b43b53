"""Measuring loudness: speed, memory, and the EBU's test signals.

Run in the project folder: `python -m benchmarks.loudness [FILE...]`; without files it measures the
bundled songs.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.paths import assets
from tests.audio.sounds import tone, write
from tests.audio.test_loudness import CASES, linear
from tests.decoding import duration_of
from tests.memory import resident_kb


def files() -> None:
    paths = [Path(name) for name in sys.argv[1:]] or sorted((assets() / "songs").glob("*.opus"))
    played = used = waited = 0.0
    before = resident_kb()
    for path in paths:
        duration = duration_of(path)
        if not isinstance(duration, int):
            continue
        begun, at = time.process_time(), time.monotonic()
        reading = measure(path)
        used += time.process_time() - begun
        waited += time.monotonic() - at
        played += duration / 1_000
        if isinstance(reading, LoudnessReading):
            lufs, peak = reading.integrated_lufs, reading.true_peak_db
            print(f"{lufs:7.2f} LUFS {peak:+7.2f} dBTP {reading.range_lu:5.1f} LU  {path.name}")
    print(f"{played / used:.0f} x real time of one core, {played / waited:.0f} x on this machine")
    print(f"memory {resident_kb() - before:+d} KB")
    begun = time.monotonic()
    measure(paths[0])
    duration = duration_of(paths[0])
    if isinstance(duration, int):
        calm = duration / 1_000 / (time.monotonic() - begun)
        print(f"{calm:.0f} x real time in the background: 1000 songs in {4_000 / calm:.0f} min")


def ebu() -> None:
    with tempfile.TemporaryDirectory() as name:
        for number, (parts, lufs) in CASES.items():
            sound = np.concatenate([tone(s, linear(db), 1_000.0) for db, s in parts])
            reading = measure(write(Path(name) / "case.flac", sound))
            if isinstance(reading, LoudnessReading):
                print(f"Tech 3341 case {number}: {reading.integrated_lufs - lufs:+.2f} LU off")


if __name__ == "__main__":
    files()
    ebu()

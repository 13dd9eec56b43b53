"""How far from its true place a recorded voice is placed in its song.

`python -m benchmarks takes` lets synthetic singers (`tests/takes/singer.py`) of five kinds sing 12
songs at 30, 18 and 12 dB over noise. The environment variable LULLABY_TAKES may name a folder of
real recordings instead, each `name.wav` or `.flac` beside `name.csv` with its notes: begin in s,
hertz, length in s. Those are cut at random places, which the placing has to find.
"""

import csv
import math
import os
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import take_sound
from benchmarks.figures import line, share, title
from lullaby.audio.decoder import Decoder
from lullaby.audio.mono import read_mono
from lullaby.songbook.timeline import SungNote, Timeline
from lullaby.takes.placing import LONGEST_S, place
from lullaby.takes.salience import RATE
from tests.takes.singer import VOICES, faster, performed, sing

SONGS = (
    *("suo-gan", "fais-dodo", "twinkle", "schlaf-kindlein", "au-clair-de-la-lune", "der-mond"),
    *("stille-nacht", "lulajze", "rozhinkes", "tu-scendi", "aloha-oe", "el-noi-de-la-mare"),
)
SNRS_DB = (30.0, 18.0, 12.0)
WANDER_MS = 20.0
PACES = (0.88, 0.95, 1.08)
CUTS = int(os.environ.get("LULLABY_CUTS", "3"))
"""Of each real recording."""


def main() -> None:
    folder = os.environ.get("LULLABY_TAKES")
    if folder:
        _real(Path(folder))
        return
    _synthetic("steady", 0.0, other_pace=False)
    _synthetic("wandering", WANDER_MS, other_pace=False)
    _synthetic("at another pace", 0.0, other_pace=True)
    _others()
    take_sound.main()


def _synthetic(name: str, wander_ms: float, other_pace: bool) -> None:
    title(name)
    rng = np.random.default_rng(11)
    errors: dict[str, list[float]] = {kind: [] for kind in VOICES}
    keys = tried = 0
    spent = sounded = 0.0
    for number, song_name in enumerate(SONGS):
        song = performed(song_name)
        for at, (kind, voice) in enumerate(VOICES.items()):
            tried += 1
            pace = PACES[(number + at) % len(PACES)] if other_pace else 1.0
            begins = float(rng.uniform(-350, 350))
            snr = SNRS_DB[(number + at) % len(SNRS_DB)]
            notes = faster(song.notes, pace)
            sound = sing(notes, 100 * number + at, voice, begins / pace, snr, wander_ms)
            before = time.process_time()
            found = place(sound, song)
            spent += time.process_time() - before
            sounded += len(sound) / RATE
            if found is not None:
                errors[kind].append(abs(found.first_ms - begins))
                keys += found.semitones == voice.semitones
    for kind, figures in errors.items():
        _print(kind, figures)
    _print("all", [error for figures in errors.values() for error in figures])
    line("key right", 100 * keys / tried, "%", f"  of {tried}")
    line("processor time", 1000 * spent / sounded, "ms", "  for each second of sound")


def _others() -> None:
    title("another song")
    refused = tried = 0
    for number, name in enumerate(SONGS):
        sound = sing(performed(name).notes, number, VOICES["woman"])
        for other in (SONGS[number - 1], SONGS[number - 5]):
            tried += 1
            refused += place(sound, performed(other)) is None
    line("refused", 100 * refused / tried, "%", f"  of {tried}")


def _real(folder: Path) -> None:
    title(str(folder))
    rng = np.random.default_rng(11)
    errors: list[float] = []
    lost = 0
    for path in sorted((*folder.glob("*.wav"), *folder.glob("*.flac"))):
        song = _notes(path.with_suffix(".csv"))
        sound = read_mono(Decoder(path, rate=RATE), LONGEST_S * RATE)
        for _ in range(CUTS):
            found, begins = _cut(sound, song, rng)
            if found is None:
                lost += 1
            else:
                errors.append(found - begins)
    _print("recordings", [abs(error) for error in errors])
    if errors:
        usual = float(np.median(errors))
        line("placed late by, median", usual, "ms", "  the same for all: it cancels in a choir")
        _print("about that", [abs(error - usual) for error in errors])
    line("not heard", lost, "")


def _cut(
    sound: NDArray[np.float32], song: Timeline, rng: np.random.Generator
) -> tuple[float | None, float]:
    begin = int(rng.integers(0, max(1, len(sound) // 3)))
    found = place(sound[begin:], song)
    return None if found is None else found.first_ms, begin * 1000 / RATE


def _notes(path: Path) -> Timeline:
    notes: list[SungNote] = []
    for row in csv.reader(path.open(encoding="utf-8", newline="")):
        begin, hertz, length = (float(cell) for cell in row[:3])
        pitch = round(69 + 12 * math.log2(hertz / 440))
        notes.append(SungNote(1000 * begin, 1000 * (begin + length), pitch))
    return Timeline(tuple(notes), (), (), (), 1000.0, notes[-1].end_ms)


def _print(name: str, errors: list[float]) -> None:
    if errors:
        line(f"{name}: median", share(errors, 0.5), "ms")
        line(f"{name}: 95 %", share(errors, 0.95), "ms", f"  worst {max(errors):.1f}")

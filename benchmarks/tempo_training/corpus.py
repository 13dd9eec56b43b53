"""Makes the training pieces from open melodies: this is the recipe, not the sound.

Run as
`python -m benchmarks.tempo_training.corpus TARGET --tunes FOLDER --font FILE [--font FILE ...]`.
FOLDER holds ABC collections, one folder each: those of music21's corpus (Essen folk songs,
O'Neill 1850, Ryan's Mammoth, Aird; all in the public domain). Needs fluidsynth, ffmpeg and
espeak-ng. Every piece is one file of 8 kHz samples and one row of pieces.csv. Existing pieces are
not made again; `--first 2000` adds other pieces and noises to them.
"""

import argparse
import csv
import random
import subprocess
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.tempo_training import noises, tunes, voices
from benchmarks.tempo_training.band import Style, notes_of, perform, random_style, render
from benchmarks.tempo_training.tunes import Tune
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.notes import Score

RATE = 8_000
SECONDS = 45.0
SLOW_WORDS = ("slow", "tender", "lament", "plaint", "feeling", "expression", "mournful", "lullaby")
LIVELY_WORDS = ("lively", "spirit", "gaily", "animated", "boldly", "allegro", "quick", "playful")
DANCE_BPM = {"jig": 112, "slip jig": 116, "slipjig": 116, "reel": 104, "hornpipe": 84}
DANCE_BPM |= {"strathspey": 112, "clog": 80, "fling": 88, "waltz": 150}
HALF_NOTE = ("reel", "hornpipe", "clog", "fling")
SHARES = {"essenFolksong": 0.42, "oneills1850": 0.24, "ryansMammoth": 0.14, "airdsAirs": 0.1}


@dataclass(frozen=True, slots=True)
class Task:
    number: int
    kind: str
    tune: Tune | None
    bpm: float
    font: Path | None
    target: Path

    @property
    def file(self) -> str:
        return f"{self.number:04d}.npy"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--tunes", type=Path, required=True)
    parser.add_argument("--songs", type=Path, action="append", default=[], help="our own ABC")
    parser.add_argument("--font", type=Path, action="append", required=True)
    parser.add_argument("--pieces", type=int, default=700)
    parser.add_argument("--noises", type=int, default=180)
    parser.add_argument("--first", type=int, default=0, help="number of the first; adds others")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    asked.target.mkdir(parents=True, exist_ok=True)
    table = asked.target / "pieces.csv"
    there: set[str] = set()
    if table.exists():
        with table.open(encoding="utf-8") as before:
            there = {row["file"] for row in csv.DictReader(before)}
    tasks = [task for task in _tasks(asked) if task.file not in there]
    with ProcessPoolExecutor(asked.workers) as pool, table.open("a", encoding="utf-8") as out:
        rows = csv.writer(out)
        if not there:
            rows.writerow(("file", "kind", "bpm", "notes_per_s", "group", "name"))
        for row in pool.map(_make, tasks):
            rows.writerow(row)
            out.flush()


def own_tune(score: Score) -> Tune:
    """A song of the songbook in the form that the recipe takes."""
    at, notes = 0.0, []
    for phrase in score.phrases:
        for note in phrase.notes:
            if note.pitch is not None:
                notes.append((at, float(note.length), note.pitch))
            at += float(note.length)
    last = notes[-1][2] % 12
    return Tune(
        score.about.title, "songbook", score.meter, last, False, tuple(notes), "lullaby", score.bpm
    )


def _tasks(asked: argparse.Namespace) -> list[Task]:
    dice = random.Random(1787 + asked.first)
    pool: dict[str, list[Tune]] = {}
    for source in SHARES:
        files = sorted((asked.tunes / source).glob("*.abc"))
        pool[source] = [tune for file in files for tune in tunes.read(file)]
    own = [
        own_tune(read_abc(path.read_text(encoding="utf-8"), path.name))
        for folder in asked.songs
        for path in sorted(folder.glob("*.abc"))
    ]
    tasks: list[Task] = []
    while len(tasks) < asked.pieces:
        source = dice.choices((*SHARES, "own"), (*SHARES.values(), 0.1 if own else 0))[0]
        tune = dice.choice(own if source == "own" else pool[source])
        timed = _tempo(tune, dice)
        if timed is None:
            continue
        tune, bpm = timed
        kind = "sung" if dice.random() < 0.2 else "played"
        number = asked.first + len(tasks)
        tasks.append(Task(number, kind, tune, bpm, dice.choice(asked.font), asked.target))
    made = [noises.KINDS[number % len(noises.KINDS)] for number in range(asked.noises)]
    for kind in (*made, "own rain", "own ocean", "own pink_noise"):
        number = asked.first + len(tasks)
        tasks.append(Task(number, kind, None, 0.0, None, asked.target))
    dice.shuffle(tasks)
    return tasks


def _tempo(tune: Tune, dice: random.Random) -> tuple[Tune, float] | None:
    """A tempo that suits this tune; None for one that nobody would feel that way."""
    word = tune.word
    dance = next((d for d in tunes.DANCES if d in word), None)
    if dance and dice.random() < 0.75:
        if dance in HALF_NOTE and tune.meter in ((4, 4), (2, 2)):
            tune = replace(tune, meter=(2, 2))
        bpm = DANCE_BPM[dance] * np.exp(dice.gauss(0, 0.12))
    elif any(w in word for w in SLOW_WORDS) and dice.random() < 0.7:
        bpm = np.exp(dice.uniform(np.log(42), np.log(80)))
    elif any(w in word for w in LIVELY_WORDS) and dice.random() < 0.7:
        bpm = np.exp(dice.uniform(np.log(92), np.log(150)))
    else:
        bpm = np.exp(dice.uniform(np.log(42), np.log(160)))
    per_beat = _density(tune)
    per_second = per_beat * bpm / 60
    if not 0.6 <= per_second <= 8.5:
        return None
    if bpm > 125 and per_beat < 1.35:
        return None
    if bpm < 62 and per_beat > 3.2:
        return None
    return tune, float(bpm)


def _density(tune: Tune) -> float:
    last = tune.notes[-1]
    return len(tune.notes) / ((last[0] + last[1]) / tune.beat)


def _make(task: Task) -> tuple[object, ...]:
    dice = random.Random(task.number * 7_919 + 13)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        raw = folder / "raw.wav"
        seconds = SECONDS + 4
        style = "-"
        if task.tune is None:
            if task.kind.startswith("own "):
                sound = noises.own_soundscape(task.kind[4:])
            else:
                sound = noises.noise(task.kind, task.number, SECONDS, folder)
            _write(raw, sound)
        elif task.kind == "sung":
            plan = replace(
                Style(task.bpm, 0, 0, "alone", "none", 0.5),
                rubato=dice.choice((0.01, 0.03, 0.05)),
                loose=dice.choice((0.01, 0.02, 0.03)),
            )
            _write(raw, voices.sing(notes_of(task.tune, plan, dice, SECONDS), SECONDS, dice))
            style = "voice"
        else:
            plan = random_style(dice, task.bpm, task.tune.meter)
            assert task.font is not None
            render(perform(task.tune, plan, dice, seconds), task.font, raw, seconds)
            style = f"{plan.lead}/{plan.back}/{plan.pattern}/{plan.drums}"
        samples = _aged(raw, folder, dice)
    np.save(task.target / task.file, samples)
    if task.tune is None:
        return task.file, "noise", "", "", task.kind, task.kind
    density = round(_density(task.tune) * task.bpm / 60, 2)
    group = f"{task.tune.source}:{task.tune.name}"
    return task.file, task.kind, round(task.bpm, 2), density, group, style


def _write(path: Path, sound: np.ndarray) -> None:
    raw = (np.clip(sound, -1, 1) * 32_000).astype("<i2").tobytes()
    command = ["ffmpeg", "-v", "error", "-y", "-f", "s16le", "-ar", "22050", "-ac", "1", "-i", "-"]
    subprocess.run([*command, str(path)], input=raw, check=True)


def _aged(raw: Path, folder: Path, dice: random.Random) -> np.ndarray:
    """Sometimes add band limits, compression or noise; then convert to 8 kHz."""
    filters = []
    if dice.random() < 0.25:
        filters.append(f"lowpass=f={dice.choice((1_800, 2_500, 3_500))}")
    if dice.random() < 0.15:
        filters.append("highpass=f=180")
    if dice.random() < 0.2:
        filters.append("acompressor=threshold=0.1:ratio=6:attack=5:release=80")
    chain = ["-af", ",".join(filters)] if filters else []
    source = raw
    if dice.random() < 0.4:
        source = folder / dice.choice(("small.mp3", "small.opus"))
        command = ["ffmpeg", "-v", "error", "-y", "-i", str(raw), "-b:a", "32k", str(source)]
        subprocess.run(command, check=True)
    command = ["ffmpeg", "-v", "error", "-i", str(source), *chain, "-t", str(SECONDS)]
    command += ["-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"]
    done = subprocess.run(command, check=True, capture_output=True)
    samples = np.frombuffer(done.stdout, dtype="<f4").copy()
    if dice.random() < 0.3:
        rough = np.random.default_rng(dice.randrange(1 << 30))
        level = np.sqrt(np.mean(samples**2)) * 10 ** (-dice.uniform(18, 45) / 20)
        samples += (level * rough.normal(0, 1, len(samples))).astype(np.float32)
    return samples.astype(np.float16) if np.max(np.abs(samples)) < 4 else samples


if __name__ == "__main__":
    main()

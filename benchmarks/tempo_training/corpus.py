"""Makes the training pieces from open melodies and scores: this is the recipe, not the sound.

`python -m benchmarks.tempo_training.corpus TARGET --tunes FOLDER --font FILE [--font FILE ...]`.
FOLDER holds ABC collections, one folder each: those of music21's corpus (Essen folk songs,
O'Neill 1850, Ryan's Mammoth, Aird; all in the public domain). `--scores` adds art songs (OpenScore
Lieder), `--performances` human piano playing (ASAP). Needs libfluidsynth, and espeak-ng for speech.
Each collection is played with a sound font of its own, so that a model asked about one that it has
not seen has hardly heard its instruments. Every piece is one file of 8 kHz samples and one row of
pieces.csv, and so is each copy of a piece at a low bit rate. Existing pieces are not made again.
"""

import argparse
import csv
import random
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.tempo_training import noises, songs, tunes, voices
from benchmarks.tempo_training.band import (
    Style,
    notes_of,
    perform,
    perform_chorale,
    style_of_kind,
)
from benchmarks.tempo_training.lossy import LOW_RATES, squeeze
from benchmarks.tempo_training.performances import performances
from benchmarks.tempo_training.synth import RATE as SOUND_RATE
from benchmarks.tempo_training.synth import Synth
from benchmarks.tempo_training.tunes import Tune
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.notes import Score
from lullaby.tempo.spectrum import RATE

SECONDS = 36.0
SLOW_WORDS = ("slow", "tender", "lament", "plaint", "feeling", "expression", "mournful", "lullaby")
LIVELY_WORDS = ("lively", "spirit", "gaily", "animated", "boldly", "allegro", "quick", "playful")
DANCE_BPM = {"jig": 112, "slip jig": 116, "slipjig": 116, "reel": 104, "hornpipe": 84}
DANCE_BPM |= {"strathspey": 112, "clog": 80, "fling": 88, "waltz": 150}
HALF_NOTE = ("reel", "hornpipe", "clog", "fling")
SHARES = {"essenFolksong": 0.42, "oneills1850": 0.22, "ryansMammoth": 0.14, "airdsAirs": 0.14}
KINDS = {"mixed": 0.3, "music box": 0.14, "choir": 0.12, "pop": 0.14, "piano": 0.08}
KINDS |= {"voice": 0.18, "voices": 0.04}
TUNES_A_TURN = 6
LOSSY = 0.5
"""Share of the pieces that get a copy at a low bit rate."""

MOST_OF_ONE = 12
"""Most songs of one composer."""

FROM_S = 8.0
"""Where the excerpt of a piano performance begins."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a piece; `calm` is "1", "0", or empty where only the tempo tells."""

    file: str
    kind: str
    bpm: str
    notes_per_s: str
    group: str
    name: str
    corpus: str
    calm: str = ""
    lossy: str = ""

    def cells(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in Row.__slots__)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--tunes", type=Path, required=True)
    parser.add_argument("--songs", type=Path, action="append", default=[], help="our own ABC")
    parser.add_argument("--scores", type=Path, help="a folder of MusicXML for each composer")
    parser.add_argument("--performances", type=Path)
    parser.add_argument("--chorales", type=Path, help="a folder of compressed MusicXML")
    parser.add_argument("--but", type=Path, help="a labels.csv whose songs are left out")
    parser.add_argument("--font", type=Path, action="append", required=True)
    parser.add_argument("--pieces", type=int, default=700)
    parser.add_argument("--noises", type=int, default=120)
    parser.add_argument("--first", type=int, default=0, help="seed; adds other pieces")
    asked = parser.parse_args()
    asked.target.mkdir(parents=True, exist_ok=True)
    table = asked.target / "pieces.csv"
    there: set[str] = set()
    if table.exists():
        with table.open(encoding="utf-8") as before:
            there = {row["file"] for row in csv.DictReader(before)}
    dice = random.Random(1787 + asked.first)
    with table.open("a", encoding="utf-8") as out:
        rows = csv.writer(out)
        if not there:
            rows.writerow(Row.__slots__)
        made = _Maker(asked, there)
        for row, sound in made.all(dice):
            np.save(asked.target / row.file, sound)
            rows.writerow(row.cells())
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


class _Maker:
    """Makes all pieces, each from dice of its own, so that one more changes no other."""

    def __init__(self, asked: argparse.Namespace, there: set[str]) -> None:
        self._asked, self._there = asked, there
        self._synths: dict[Path, Synth] = {}

    def all(self, dice: random.Random) -> Iterator[tuple[Row, np.ndarray]]:
        """Kinds by turns, tunes the most often, so that an early end leaves some of each."""
        melodies = self._tunes(dice)
        streams = [*[melodies] * TUNES_A_TURN, self._noises()]
        if self._asked.scores:
            streams.append(self._songs(random.Random(dice.random())))
        if self._asked.chorales:
            streams.append(self._chorales(random.Random(dice.random())))
        if self._asked.performances:
            streams.append(self._performances(random.Random(dice.random())))
        while streams:
            for stream in list(streams):
                made = next(stream, None)
                if made is None:
                    streams = [other for other in streams if other is not stream]
                else:
                    yield from made

    def _tunes(self, dice: random.Random) -> Iterator[list[tuple[Row, np.ndarray]]]:
        pool = {
            source: [tune for file in sorted(folder.glob("*.abc")) for tune in tunes.read(file)]
            for source in SHARES
            if (folder := self._asked.tunes / source).exists()
        }
        own = [
            own_tune(read_abc(path.read_text(encoding="utf-8"), path.name))
            for folder in self._asked.songs
            for path in sorted(folder.glob("*.abc"))
        ]
        fonts, sources = self._asked.font, [*pool, "own"]
        pool["own"] = own
        weights = [SHARES.get(source, 0.08 if own else 0) for source in sources]
        made = 0
        while made < self._asked.pieces:
            source = dice.choices(sources, weights)[0]
            timed = _tempo(dice.choice(pool[source]), dice)
            if timed is None:
                continue
            kind = dice.choices([*KINDS], [*KINDS.values()])[0]
            corpus = "irish" if source in ("oneills1850", "ryansMammoth") else source
            order = {"essenFolksong": 0, "irish": 1}.get(corpus, 2)
            name = f"t{self._asked.first + made:05d}"
            made += 1
            if f"{name}.npy" in self._there:
                continue
            own_dice = random.Random(f"{name} tune")
            yield self._tune(name, kind, *timed, corpus, fonts[order % len(fonts)], own_dice)

    def _tune(
        self,
        name: str,
        kind: str,
        tune: Tune,
        bpm: float,
        corpus: str,
        font: Path,
        dice: random.Random,
    ) -> list[tuple[Row, np.ndarray]]:
        if kind in ("voice", "voices"):
            plan = replace(
                Style(bpm, 0, 0, "alone", "none", 0.5),
                rubato=dice.choice((0.01, 0.03, 0.05)),
                loose=dice.choice((0.01, 0.02, 0.03)),
            )
            singers = 1 if kind == "voice" else dice.choice((2, 3, 4))
            notes, bpm = notes_of(tune, plan, dice, SECONDS)
            sound, style = voices.sing(notes, SECONDS, dice, singers), kind
        else:
            plan = style_of_kind(kind, dice, bpm, tune.meter)
            midi, bpm = perform(tune, plan, dice, SECONDS + 4)
            sound = self._synth(font).render(midi, SECONDS)
            style = f"{plan.lead}/{plan.back}/{plan.pattern}/{plan.drums}"
        density = round(_density(tune) * bpm / 60, 2)
        group = f"{tune.source}:{tune.name}"
        row = Row(f"{name}.npy", kind, f"{bpm:.2f}", f"{density}", group, style, corpus)
        return _copies(row, sound, dice)

    def _noises(self) -> Iterator[list[tuple[Row, np.ndarray]]]:
        made = [noises.KINDS[number % len(noises.KINDS)] for number in range(self._asked.noises)]
        with tempfile.TemporaryDirectory() as folder:
            for number, kind in enumerate([*made, "own rain", "own ocean", "own pink_noise"]):
                name = f"n{self._asked.first + number:05d}"
                if f"{name}.npy" in self._there:
                    continue
                if kind.startswith("own "):
                    sound = noises.own_soundscape(kind[4:])
                else:
                    seed = self._asked.first + number
                    sound = noises.noise(kind, seed, SECONDS, Path(folder))
                row = Row(f"{name}.npy", "noise", "", "", name, kind, "noise")
                yield _copies(row, sound, random.Random(f"{name} noise"))

    def _songs(self, dice: random.Random) -> Iterator[list[tuple[Row, np.ndarray]]]:
        left_out: set[str] = set()
        if self._asked.but:
            with self._asked.but.open(encoding="utf-8") as labels:
                left_out = {Path(row["file"]).stem[1:] for row in csv.DictReader(labels)}
        paths = sorted(self._asked.scores.rglob("*.mxl"))
        dice.shuffle(paths)
        count: dict[object, int] = {}
        for path in paths:
            file = f"s{path.stem}.npy"
            if path.stem[2:] in left_out or file in self._there:
                continue
            song = songs.read(path, SECONDS + 20)
            if song is None:
                continue
            count[song.composer] = count.get(song.composer, 0) + 1
            count[song.calm] = count.get(song.calm, 0) + 1
            few = count[song.calm] <= count.get(not song.calm, 0) + 5
            if count[song.composer] > MOST_OF_ONE or not few:
                count[song.calm] -= 1
                continue
            own_dice = random.Random(f"{path.stem} song")
            font = own_dice.choice(self._asked.font)
            midi = songs.perform(song, SECONDS, own_dice)
            sound = self._synth(font).render(midi, SECONDS)
            row = Row(
                file,
                "song",
                f"{song.bpm:.2f}",
                "",
                song.composer,
                song.word,
                "scores",
                str(int(song.calm)),
            )
            yield _copies(row, sound, own_dice)

    def _performances(self, dice: random.Random) -> Iterator[list[tuple[Row, np.ndarray]]]:
        found = list(performances(self._asked.performances, FROM_S, FROM_S + SECONDS))
        dice.shuffle(found)
        for each in found:
            name = f"p{each.composer}-{each.title}".replace(" ", "_").replace("/", "_")
            if f"{name}.npy" in self._there:
                continue
            own_dice = random.Random(name)
            font = own_dice.choice(self._asked.font)
            sound = self._synth(font).render(each.midi.read_bytes(), FROM_S + SECONDS)
            sound = sound[int(FROM_S * SOUND_RATE) :]
            calm = "" if each.calm is None else str(int(each.calm))
            bpm = f"{each.bpm:.2f}"
            row = Row(
                f"{name}.npy", "performance", bpm, "", each.composer, each.word, "piano", calm
            )
            yield _copies(row, sound, own_dice)

    def _chorales(self, dice: random.Random) -> Iterator[list[tuple[Row, np.ndarray]]]:
        paths = sorted(self._asked.chorales.glob("*.mxl"))
        dice.shuffle(paths)
        for path in paths:
            name = f"c{path.stem}"
            notes = songs.chorale(path)
            if f"{name}.npy" in self._there or len(notes) < 80 or notes[-1][3] > 3:
                continue
            own_dice = random.Random(name)
            bpm = float(np.exp(own_dice.uniform(np.log(42), np.log(130))))
            midi, style, bpm = perform_chorale(notes, bpm, SECONDS, own_dice)
            sound = self._synth(self._asked.font[-1]).render(midi, SECONDS)
            density = round(len({at for at, *_ in notes}) / notes[-1][1] * bpm / 60, 2)
            row = Row(f"{name}.npy", "choir", f"{bpm:.2f}", f"{density}", name, style, "chorales")
            yield _copies(row, sound, own_dice)

    def _synth(self, font: Path) -> Synth:
        if font not in self._synths:
            self._synths[font] = Synth(font)
        return self._synths[font]


def _copies(row: Row, sound: np.ndarray, dice: random.Random) -> list[tuple[Row, np.ndarray]]:
    """The piece as it is or a little aged, and sometimes a copy at a low bit rate."""
    sound = np.asarray(sound, np.float64)
    sound = sound / (np.max(np.abs(sound)) + 1e-9) * 0.7
    made = [(row, _at_rate(_aged(sound, dice)))]
    if dice.random() < LOSSY:
        codec = dice.choice(("mp3", "mp3", "opus", "aac"))
        kbps, rate = dice.choice(LOW_RATES[codec])
        poor = squeeze(_aged(sound, dice), SOUND_RATE, codec, kbps, rate)
        name = f"{row.file[:-4]}-low.npy"
        made.append((replace(row, file=name, lossy=f"{codec} {kbps}"), _at_rate(poor)))
    return made


def _aged(sound: np.ndarray, dice: random.Random) -> np.ndarray:
    """Sometimes band limits, compression or hiss."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / SOUND_RATE)
    if dice.random() < 0.25:
        edge = dice.choice((1_800, 2_500, 3_500, 5_000))
        spectrum = spectrum / (1 + (hertz / edge) ** 6)
    if dice.random() < 0.2:
        spectrum = spectrum * (hertz**2 / (hertz**2 + dice.choice((120, 180, 300)) ** 2))
    sound = np.fft.irfft(spectrum, len(sound))
    if dice.random() < 0.2:
        sound = np.tanh(sound * dice.uniform(2, 6)) * 0.7
    if dice.random() < 0.35:
        rough = np.random.default_rng(dice.randrange(1 << 30))
        level = np.sqrt(np.mean(sound**2)) * 10 ** (-dice.uniform(12, 45) / 20)
        hiss = rough.normal(0, 1, len(sound))
        if dice.random() < 0.5:
            hiss = np.convolve(hiss, np.ones(12) / 3.5, mode="same")
        sound = sound + level * hiss
    return sound


def _at_rate(sound: np.ndarray) -> np.ndarray:
    """`sound` at the rate of the estimator, in half precision."""
    frames = round(len(sound) * RATE / SOUND_RATE)
    spectrum = np.fft.rfft(sound)[: frames // 2 + 1]
    hertz = np.arange(len(spectrum)) * (RATE / frames)
    spectrum *= np.clip((3_990 - hertz) / 200, 0, 1)
    found = np.fft.irfft(spectrum, frames) * (frames / len(sound))
    return found.astype(np.float16)


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


if __name__ == "__main__":
    main()

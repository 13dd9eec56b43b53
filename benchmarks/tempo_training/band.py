"""Arranges a tune and plays it in any style and tempo, as MIDI for fluidsynth."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from benchmarks.tempo_training.midi import midi_file
from benchmarks.tempo_training.tunes import Tune

DRUMS = 9
KICK, SNARE, HAT, SHAKER = 36, 38, 42, 70
LEADS = (0, 0, 0, 4, 8, 10, 10, 11, 12, 19, 21, 22, 24, 24, 25, 40, 42, 46, 46, 48, 52, 53, 54)
LEADS += (68, 71, 73, 73, 74, 75, 79, 81, 82, 89, 105, 108)
BACKS = (0, 0, 4, 11, 19, 24, 24, 25, 27, 32, 46, 46, 48, 49, 50, 52, 88, 89, 91)


MUSIC_BOXES = (8, 9, 10, 10, 10, 11, 12, 108)
CHOIRS = (19, 52, 52, 52, 53, 53, 54, 91)
SINGERS = (52, 53, 54, 56, 65, 73, 80, 81, 82)
BANDS = (4, 5, 24, 25, 27, 28, 48, 50, 88)


@dataclass(frozen=True, slots=True)
class Style:
    bpm: float
    lead: int
    back: int
    pattern: str
    """alone, pad, arpeggio, oom-pah, strum, alberti, chorale, hymn or drone."""
    drums: str
    """none, light or full."""
    soft: float
    """From 0 (loud) to 1 (soft): velocities and how even they are."""
    rubato: float = 0.0
    """Standard deviation of the drifting tempo, as a share of it."""
    loose: float = 0.0
    """Standard deviation of each note's timing, in s."""
    swing: float = 0.5
    intro_s: float = 0.0


def random_style(dice: random.Random, bpm: float, meter: tuple[int, int]) -> Style:
    """A random style; slow pieces are a little more often soft and without drums, as in life."""
    calm = dice.random() < (0.62 if bpm < 85 else 0.38)
    pattern = dice.choice(
        ("alone", "alone", "pad", "arpeggio", "oom-pah", "strum", "alberti", "chorale", "drone")
    )
    drums = dice.choices(("none", "light", "full"), (0.85, 0.12, 0.03) if calm else (0.6, 0.2, 0.2))
    return Style(
        bpm,
        dice.choice(LEADS),
        dice.choice(BACKS),
        pattern,
        drums[0],
        dice.uniform(0.4, 1.0) if calm else dice.uniform(0.0, 0.7),
        rubato=dice.choice((0.0, 0.0, 0.01, 0.02, 0.04)),
        loose=dice.choice((0.0, 0.005, 0.01, 0.02)),
        swing=dice.choice((0.5, 0.5, 0.5, 0.6, 0.66)) if meter[0] % 3 else 0.5,
        intro_s=dice.choice((0.0, 0.0, 0.0, 3.0, 8.0)),
    )


def style_of_kind(kind: str, dice: random.Random, bpm: float, meter: tuple[int, int]) -> Style:
    """A random style of a kind: music box, choir, pop (with drums), piano (with rubato), mixed."""
    style = random_style(dice, bpm, meter)
    if kind == "music box":
        return replace(
            style,
            lead=dice.choice(MUSIC_BOXES),
            back=dice.choice((10, *MUSIC_BOXES)),
            pattern=dice.choice(("alone", "alone", "arpeggio", "alberti", "oom-pah", "strum")),
            drums="none",
            soft=dice.uniform(0.2, 1.0),
            swing=0.5,
        )
    if kind == "choir":
        choir = dice.choice(CHOIRS)
        return replace(
            style,
            lead=choir,
            back=choir,
            pattern=dice.choice(("hymn", "hymn", "hymn", "chorale", "pad")),
            drums="none",
            rubato=dice.choice((0.0, 0.01, 0.02, 0.04)),
            loose=dice.choice((0.01, 0.02, 0.03)),
            swing=0.5,
        )
    if kind == "pop":
        return replace(
            style,
            lead=dice.choice(SINGERS),
            back=dice.choice(BANDS),
            pattern=dice.choice(("pad", "strum", "strum", "arpeggio", "oom-pah")),
            drums=dice.choice(("full", "full", "ballad", "light")),
            soft=dice.uniform(0.0, 0.8),
            rubato=0.0,
            loose=dice.choice((0.0, 0.005, 0.01)),
            intro_s=dice.choice((0.0, 0.0, 3.0)),
        )
    if kind == "piano":
        return replace(
            style,
            lead=0,
            back=0,
            pattern=dice.choice(("arpeggio", "alberti", "strum", "hymn", "alone")),
            drums="none",
            rubato=dice.choice((0.02, 0.04, 0.07, 0.1)),
            loose=dice.choice((0.005, 0.015, 0.03)),
        )
    return style


def perform(tune: Tune, style: Style, dice: random.Random, seconds: float) -> tuple[bytes, float]:
    """(MIDI file of the tune, repeated until it lasts `seconds`, BPM as played)."""
    player = _Player(tune, style, dice, seconds)
    player.play()
    return player.midi(), player.bpm


def notes_of(
    tune: Tune, style: Style, dice: random.Random, seconds: float
) -> tuple[list[tuple[float, float, int]], float]:
    """(the melody alone as performed: start in s, end in s, MIDI pitch; BPM as played)."""
    player = _Player(tune, style, dice, seconds)
    player.play()
    starts = [(at, message[1]) for at, _, message in player.events if message[0] == 0x90]
    ends = [at for at, _, message in player.events if message[0] == 0x80]
    notes = [(at, end, pitch) for (at, pitch), end in zip(starts, ends, strict=True)]
    return notes, player.bpm


def mean_bpm(times: Sequence[float], seconds: float) -> float:
    """The tempo of the beats at `times` up to `seconds`: with rubato it is not what was asked."""
    inside = [at for at in times if at <= seconds]
    return 60 * (len(inside) - 1) / (inside[-1] - inside[0])


def perform_chorale(
    notes: Sequence[tuple[float, float, int, int]], bpm: float, seconds: float, dice: random.Random
) -> tuple[bytes, str, float]:
    """(MIDI file, description, BPM as played) of a chorale in quarter notes, again and again."""
    program = dice.choice((*CHOIRS, 48, 49, 0, 16))
    rubato, loose = dice.choice((0.0, 0.01, 0.03)), dice.choice((0.0, 0.01, 0.03))
    level, end = dice.uniform(55, 95), max(note[1] for note in notes)
    times, now, pull = [], 0.0, 0.0
    while now < seconds + 10:
        times.append(now)
        pull = 0.8 * pull + dice.gauss(0, rubato * 0.6)
        now += 60 / bpm * (1 + max(-0.12, min(0.12, pull)))

    def place(beats: float) -> float:
        whole = min(int(beats), len(times) - 2)
        return times[whole] + (beats - whole) * (times[whole + 1] - times[whole])

    events: list[tuple[float, int, bytes]] = []
    for turn in range(int(seconds * bpm / 60 / end) + 1):
        for start, stop, pitch, part in notes:
            begin = max(0.0, place(turn * end + start) + dice.gauss(0, loose))
            if begin > seconds:
                continue
            strength = round(level + 8 * (part == 0) + dice.gauss(0, 4))
            events.append((begin, 1, bytes((0x90 | part, pitch, strength))))
            release = max(begin + 0.05, place(turn * end + stop) - 0.02)
            events.append((release, 0, bytes((0x80 | part, pitch, 0))))
    midi = midi_file(events, (program,) * 4, reverb=60)
    return midi, f"{program}/chorale", mean_bpm(times, seconds)


class _Player:
    def __init__(self, tune: Tune, style: Style, dice: random.Random, seconds: float) -> None:
        self.tune, self.style, self.dice = tune, style, dice
        self.end = seconds
        self.events: list[tuple[float, int, bytes]] = []
        self.beat_s = 60 / style.bpm
        self.compound = tune.meter[1] >= 8 and tune.meter[0] % 3 == 0 and tune.meter[0] > 3
        self.drift = self._drifts()

    def _drifts(self) -> list[float]:
        """The time of each beat in s."""
        at, now, pull = self.style.intro_s, [], 0.0
        while at < self.end + 8:
            now.append(at)
            pull = 0.8 * pull + self.dice.gauss(0, self.style.rubato * 0.6)
            at += self.beat_s * (1 + max(-0.12, min(0.12, pull)))
        return now

    @property
    def bpm(self) -> float:
        """As played."""
        return mean_bpm(self.drift, self.end)

    def place(self, beats: float) -> float:
        """The time in s of a position in beats, with swing if the style has it."""
        whole = int(beats)
        part = beats - whole
        if not self.compound and self.style.swing != 0.5:
            swing = self.style.swing
            part = part * 2 * swing if part < 0.5 else swing + (part - 0.5) * 2 * (1 - swing)
        if whole + 1 >= len(self.drift):
            return self.end + 10
        return self.drift[whole] + part * (self.drift[whole + 1] - self.drift[whole])

    def note(self, channel: int, pitch: int, start: float, end: float, accent: float) -> None:
        """`start` and `end` in beats; `accent` from 0 to 1."""
        style = self.style
        base = 92 - 42 * style.soft
        swing = (0.35 - 0.25 * style.soft) * base
        velocity = base + swing * (accent - 0.5) + self.dice.gauss(0, 4)
        begin = max(0.0, self.place(start) + self.dice.gauss(0, style.loose))
        released = max(begin + 0.05, self.place(end) - 0.01)
        if begin >= self.end:
            return
        strength = max(12, min(120, round(velocity)))
        pitch = max(21, min(108, pitch))
        self.events.append((begin, 1, bytes((0x90 | channel, pitch, strength))))
        self.events.append((released, 0, bytes((0x80 | channel, pitch, 0))))

    def play(self) -> None:
        tune, beat = self.tune, self.tune.beat
        length = tune.notes[-1][0] + tune.notes[-1][1]
        bar = tune.meter[0] / tune.meter[1]
        length = -(-length // bar) * bar
        shift = 0 if self.style.lead not in (42, 70) else -12
        start = 0.0
        while self.place(start / beat) < self.end:
            for at, size, pitch in tune.notes:
                accent = 1.0 if at % bar < 1e-6 else 0.6 if at % beat < 1e-6 else 0.3
                here = (start + at) / beat
                self.note(0, pitch + shift, here, here + size / beat * 0.95, accent)
                if self.style.pattern == "hymn":
                    first = at - at % bar
                    self.hymn(here, size / beat, pitch, self.chord(first))
            bars = round(length / bar)
            for number in range(bars):
                self.back(start / beat + number * bar / beat, bar / beat, self.chord(number * bar))
            start += length

    def chord(self, at: float) -> tuple[int, ...]:
        """The triad of the key that shares most notes with the bar starting at `at`."""
        bar = self.tune.meter[0] / self.tune.meter[1]
        inside = [(p % 12, n) for s, n, p in self.tune.notes if at <= s < at + bar]
        tonic = self.tune.tonic
        third = 3 if self.tune.minor else 4
        triads = [(0, third, 7), (5, 5 + third, 12), (7, 11, 14), (-3 if third == 4 else 3, 0, 4)]
        if third == 3:
            triads[3] = (3, 7, 10)
        found = max(
            triads,
            key=lambda t: sum(n for p, n in inside if p in {(tonic + x) % 12 for x in t}) + 1e-3,
        )
        base = 48 + tonic - (12 if tonic > 7 else 0)
        return tuple(base + step for step in found)

    def back(self, at: float, beats: float, chord: tuple[int, ...]) -> None:
        low, middle, high = chord
        style = self.style
        step = 1 / 3 if self.compound else 1 / 2
        count = round(beats / step)
        if style.pattern == "pad":
            for pitch in chord:
                self.note(1, pitch, at, at + beats, 0.3)
        elif style.pattern == "drone":
            for pitch in (36 + self.tune.tonic, 43 + self.tune.tonic):
                self.note(1, pitch, at, at + beats, 0.2)
        elif style.pattern in ("arpeggio", "alberti"):
            order = (low, middle, high, middle)
            if style.pattern == "alberti":
                order = (low, high, middle, high)
            if self.compound:
                order = (low, middle, high)
            for number in range(count):
                here = at + number * step
                accent = 0.6 if number == 0 else 0.3
                self.note(1, order[number % len(order)], here, here + 1.5 * step, accent)
        elif style.pattern not in ("alone", "hymn"):
            self.on_beats(at, beats, chord)
        self.drum(at, beats, step, count)

    def hymn(self, here: float, size: float, pitch: int, chord: tuple[int, ...]) -> None:
        """Three voices below the melody that move with it."""
        for below, high in ((3, 72), (8, 62), (14, 55)):
            most = min(pitch - below, high)
            voice = max(
                p + 12 * octave
                for p in chord
                for octave in (-2, -1, 0, 1, 2)
                if p + 12 * octave <= most
            )
            self.note(1, voice, here, here + size * 0.97, 0.35)

    def on_beats(self, at: float, beats: float, chord: tuple[int, ...]) -> None:
        bass = chord[0] - 12
        for number in range(max(1, round(beats))):
            here = at + number
            if self.style.pattern != "oom-pah":
                for pitch in (bass, *chord):
                    self.note(1, pitch, here, here + 0.95, 0.6 if number == 0 else 0.35)
            elif number == 0 or (beats >= 4 and number == 2):
                self.note(1, bass, here, here + 0.9, 0.8)
            else:
                for pitch in chord:
                    self.note(1, pitch, here, here + 0.6, 0.3)

    def drum(self, at: float, beats: float, step: float, count: int) -> None:
        if self.style.drums == "none":
            return
        full = self.style.drums != "light"
        if self.style.drums == "ballad":
            step, count = step / 2, count * 2
        for number in range(max(1, round(beats))):
            here = at + number
            even = number % 2 == 0
            if full:
                self.note(DRUMS, KICK if even else SNARE, here, here + 0.3, 0.8)
            elif even:
                self.note(DRUMS, KICK, here, here + 0.3, 0.1)
        for number in range(count):
            here = at + number * step
            self.note(DRUMS, HAT if full else SHAKER, here, here + 0.1, 0.3)

    def midi(self) -> bytes:
        drums = 84 if self.style.drums == "full" else 50
        return midi_file(
            self.events,
            (self.style.lead, self.style.back),
            volumes={0: 100, 1: 76, DRUMS: drums},
            reverb=45,
        )

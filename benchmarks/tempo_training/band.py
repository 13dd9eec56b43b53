"""Arranges a tune and plays it in any style and tempo, as MIDI for fluidsynth."""

import random
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.tempo_training.tunes import Tune

TICKS = 1_000
DRUMS = 9
KICK, SNARE, HAT, SHAKER = 36, 38, 42, 70
LEADS = (0, 0, 0, 4, 8, 10, 10, 11, 12, 19, 21, 22, 24, 24, 25, 40, 42, 46, 46, 48, 52, 53, 54)
LEADS += (68, 71, 73, 73, 74, 75, 79, 81, 82, 89, 105, 108)
BACKS = (0, 0, 4, 11, 19, 24, 24, 25, 27, 32, 46, 46, 48, 49, 50, 52, 88, 89, 91)


@dataclass(frozen=True, slots=True)
class Style:
    bpm: float
    lead: int
    back: int
    pattern: str
    """alone, pad, arpeggio, oom-pah, strum, alberti, chorale or drone."""
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


def perform(tune: Tune, style: Style, dice: random.Random, seconds: float) -> bytes:
    """A MIDI file of the tune, repeated until it lasts `seconds`."""
    player = _Player(tune, style, dice, seconds)
    player.play()
    return player.midi()


def notes_of(
    tune: Tune, style: Style, dice: random.Random, seconds: float
) -> list[tuple[float, float, int]]:
    """The melody alone as performed: (start in s, end in s, MIDI pitch)."""
    player = _Player(tune, style, dice, seconds)
    player.play()
    starts = [(at, message[1]) for at, _, message in player.events if message[0] == 0x90]
    ends = [at for at, _, message in player.events if message[0] == 0x80]
    return [(at, end, pitch) for (at, pitch), end in zip(starts, ends, strict=True)]


def render(midi: bytes, font: Path, target: Path, seconds: float, gain: float = 0.6) -> None:
    """Render to a WAV file at 22,050 Hz."""
    score = target.with_suffix(".mid")
    score.write_bytes(midi)
    command = ["fluidsynth", "-niq", "-r", "22050", "-g", str(gain), "-F", str(target)]
    subprocess.run([*command, str(font), str(score)], check=True, capture_output=True)
    score.unlink()


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
        elif style.pattern != "alone":
            self.on_beats(at, beats, chord)
        self.drum(at, beats, step, count)

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
        full = self.style.drums == "full"
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
        head = struct.pack(">4sIHHH", b"MThd", 6, 0, 1, TICKS)
        data = bytearray(b"\x00\xff\x51\x03" + (1_000_000).to_bytes(3, "big"))
        for channel, program in ((0, self.style.lead), (1, self.style.back)):
            data += b"\x00" + bytes((0xC0 | channel, program))
            data += b"\x00" + bytes((0xB0 | channel, 7, 100 if channel == 0 else 76))
            data += b"\x00" + bytes((0xB0 | channel, 91, 45))
        data += b"\x00" + bytes((0xB0 | DRUMS, 7, 84 if self.style.drums == "full" else 50))
        now = 0
        for at, _, message in sorted(self.events):
            tick = round(at * TICKS)
            data += _variable(tick - now) + message
            now = tick
        data += b"\x00\xff\x2f\x00"
        return head + struct.pack(">4sI", b"MTrk", len(data)) + bytes(data)


def _variable(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append((value & 0x7F) | 0x80)
    return bytes(reversed(groups))

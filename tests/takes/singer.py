"""Synthetic singers: harmonics with formants, portamento, vibrato, consonants and a room."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lullaby.frozen import frozen
from lullaby.paths import assets
from lullaby.songbook.score_folder import RefusedScore, read_score
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import SungNote, Timeline, timeline, verses_to_last
from lullaby.takes.salience import RATE

VOWELS = (
    ((800, 80, 1.0), (1200, 90, 0.6), (2600, 120, 0.3)),
    ((500, 70, 1.0), (900, 80, 0.6), (2500, 120, 0.3)),
    ((300, 60, 1.0), (2200, 100, 0.6), (2900, 120, 0.3)),
    ((320, 60, 1.0), (800, 80, 0.6), (2300, 120, 0.3)),
    ((480, 70, 1.0), (1900, 100, 0.6), (2600, 120, 0.3)),
)
"""Hertz, width and level of three formants: a, o, i, u, e."""

HIGHEST_HZ = 7_600.0
ROOM_S = 0.35
AFTER_MS = 1_500.0


@frozen
class Voice:
    """How somebody sings."""

    semitones: float = 0.0
    """Above the score."""
    formants: float = 1.0
    """Their height, as a share of an adult's."""
    vibrato_cents: float = 25.0
    scoop_ms: float = 60.0
    """How long the slide into a note takes."""
    detune_cents: float = 20.0
    rise_ms: tuple[float, float] = (20.0, 70.0)
    """How long a vowel takes to rise, at least and at most."""
    breath: float = 0.02
    consonants: float = 0.8
    """The share of notes that begin with one."""


VOICES = {
    "woman": Voice(-2.0),
    "man": Voice(-12.0, formants=0.9, vibrato_cents=15.0),
    "child": Voice(4.0, formants=1.25, vibrato_cents=5.0, scoop_ms=90.0, detune_cents=40.0),
    "breathy": Voice(-4.0, breath=0.15, rise_ms=(50.0, 110.0), consonants=0.6),
    "trained": Voice(3.0, vibrato_cents=60.0, scoop_ms=80.0, detune_cents=10.0),
}


def performed(name: str) -> Timeline:
    """A shipped song as its recording is sung."""
    return performance_of(assets() / "songs" / f"{name}.abc")


def performance_of(path: Path) -> Timeline:
    found = read_score(path)
    assert not isinstance(found, RefusedScore), path
    return timeline(found.score, Setting(verses=verses_to_last(found.score)))


def faster(notes: Sequence[SungNote], pace: float) -> list[SungNote]:
    return [SungNote(note.start_ms / pace, note.end_ms / pace, note.pitch) for note in notes]


def first_verse(song: Timeline) -> list[SungNote]:
    return [note for note in song.notes if note.start_ms < song.verses_ms[0][1]]


def sing(
    notes: Sequence[SungNote],
    seed: int,
    voice: Voice,
    from_ms: float = 0.0,
    snr_db: float = 20.0,
    wander_ms: float = 0.0,
) -> NDArray[np.float32]:
    """Sing the notes; the recording, mono at `RATE`, begins at `from_ms` of their times and has
    noise of a room and a fan, `snr_db` below the voice. The singer drifts ahead and behind, by
    `wander_ms` RMS."""
    rng = np.random.default_rng(seed)
    frames = round((notes[-1].end_ms - from_ms + AFTER_MS) * RATE / 1000)
    sung = np.zeros(frames)
    before: float | None = None
    phase = late_ms = 0.0
    for note in notes:
        late_ms = 0.9 * late_ms + math.sqrt(1 - 0.9**2) * rng.normal(0, wander_ms)
        first = round((note.start_ms - from_ms + late_ms) * RATE / 1000)
        end = round((note.end_ms - from_ms + late_ms - rng.uniform(10, 50)) * RATE / 1000)
        target = note.pitch + voice.semitones + rng.normal(0, voice.detune_cents) / 100
        begun = (
            before if before is not None and rng.random() > 0.4 else target - rng.uniform(0.3, 1.5)
        )
        if first < 0 or not first + 1 < end <= frames:
            continue
        vowel = VOWELS[rng.integers(len(VOWELS))]
        sound, phase = _vowel(begun, target, end - first, vowel, voice, rng, phase)
        sung[first:end] += sound
        if rng.random() < voice.consonants:
            length = round(rng.uniform(0.02, 0.09) * RATE)
            if first > length:
                loud = rng.uniform(0.02, 0.12)
                sung[first - length : first] += rng.normal(0, loud, length) * np.hanning(length)
        before = target
    level = float(np.sqrt(np.mean(sung[sung != 0.0] ** 2)))
    room = rng.normal(0, 0.05, round(ROOM_S * RATE))
    room *= np.exp(-6.9 * np.arange(len(room)) / len(room))
    room[0] = 1.0
    noise = _noise(frames, rng) * 10 ** (-snr_db / 20)
    return (0.1 * (_convolved(sung / level, room) + noise)).astype(np.float32)


def _vowel(
    begun: float,
    target: float,
    frames: int,
    vowel: tuple[tuple[float, float, float], ...],
    voice: Voice,
    rng: np.random.Generator,
    phase: float,
) -> tuple[NDArray[np.float64], float]:
    times = np.arange(frames) / RATE
    slide = rng.uniform(0.5, 1.3) * voice.scoop_ms / 1000
    wave = np.sin(2 * np.pi * rng.uniform(4.8, 6.2) * times + rng.uniform(0, 6))
    vibrato = voice.vibrato_cents / 100 * wave * np.clip((times - 0.2) / 0.2, 0, 1)
    pitch = target + (begun - target) * np.exp(-2 * times / slide) + vibrato
    hertz = 440 * 2 ** ((pitch - 69) / 12)
    phases = phase + 2 * np.pi * np.cumsum(hertz) / RATE
    middle = float(hertz.mean())
    sound = rng.normal(0, voice.breath, frames)
    for number in range(1, int(HIGHEST_HZ / hertz.max()) + 1):
        weight = 0.01
        for height, width, level in vowel:
            away = (number * middle - height * voice.formants) / (1.2 * width)
            weight += level / (1 + away**2)
        sound += weight / number**0.7 * np.sin(number * phases)
    rise = rng.uniform(*voice.rise_ms) / 1000
    swell = np.minimum(1, times / rise) * np.minimum(1, (times[-1] - times) / 0.05 + 1e-3)
    return sound * swell * rng.uniform(0.7, 1), float(phases[-1]) % (2 * np.pi)


def _noise(frames: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Half a rumble, half white; of mean power 1."""
    low = np.cumsum(rng.normal(0, 1, frames))
    sums = np.concatenate([[0.0], np.cumsum(low)])
    at = np.arange(frames)
    first, end = np.maximum(at - 200, 0), np.minimum(at + 200, frames)
    low -= (sums[end] - sums[first]) / (end - first)
    mixed = low / low.std() + rng.normal(0, 1, frames)
    return mixed / mixed.std()


def _convolved(sound: NDArray[np.float64], room: NDArray[np.float64]) -> NDArray[np.float64]:
    size = 1 << (len(sound) + len(room)).bit_length()
    return np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(room, size), size)[: len(sound)]

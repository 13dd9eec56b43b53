"""Songs as in real libraries: correct ones, wrong tags, damage, overs, offsets, cut ends."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from lullaby.k_weighting import loudness
from lullaby.library.track import GainSource, Loudness
from lullaby.units import Decibels
from tests.audio.nights import Song
from tests.audio.sounds import RATE, Sound, tone, write
from tests.audio.test_damage import float_wav, random_bytes

Random = np.random.Generator

TONES = (0, 3, 5, 7, 10, 12, 15)
"""Semitones of a gentle scale."""


def turned(sound: Sound, lufs: float) -> Sound:
    """The same sound at this loudness, however far beyond full scale that is."""
    now = loudness(sound.astype(np.float64), RATE)
    return (sound * 10 ** ((lufs - now) / 20)).astype(np.float32)


def music(seconds: float, lufs: float, random: Random) -> Sound:
    """Notes with a soft attack, two a second, at this loudness."""
    out = np.zeros((round(seconds * RATE), 2))
    for start in np.arange(0, seconds - 0.1, 0.5):
        hz = 220 * 2 ** (random.choice(TONES) / 12)
        length = min(RATE * 2, len(out) - round(start * RATE))
        at = np.arange(length) / RATE
        note = np.exp(-2.5 * at) * np.minimum(1, at / 0.01)
        wave = sum(np.sin(2 * np.pi * hz * n * at) / n**2 for n in (1, 2, 3))
        side = random.uniform(0.7, 1.0, 2)
        out[round(start * RATE) :][:length] += (note * wave)[:, None] * side
    return turned(out.astype(np.float32), lufs)


def master(seconds: float, lufs: float, random: Random) -> Sound:
    """Compressed like commercial records: noise and notes close to full scale, at this loudness."""
    noise = random.normal(0, 0.4, (round(seconds * RATE), 2))
    pressed = np.tanh(3 * (music(seconds, -8.0, random) + 0.3 * noise))
    return turned(np.asarray(pressed, np.float32), lufs)


def faded(sound: Sound, ms: int = 300) -> Sound:
    """The sound with a fade at its end, as most songs have."""
    out, frames = sound.copy(), ms * RATE // 1000
    out[-frames:] *= np.linspace(1, 0, frames, dtype=np.float32)[:, None]
    return out


def six_channels(path: Path, sound: Sound) -> Path:
    """The sound on all channels of 5.1, in float so that the downmix may exceed full scale."""
    with av.open(str(path), "w") as file:
        stream = file.add_stream("pcm_f32le", rate=RATE, layout="5.1")
        assert isinstance(stream, AudioStream)
        flat = np.ascontiguousarray(np.repeat(sound[:, :1], 6, axis=1)).reshape(1, -1)
        frame = AudioFrame.from_ndarray(flat, format="flt", layout="5.1")
        frame.sample_rate, frame.pts = RATE, 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def tag(gain_db: float, peak: float | None) -> Loudness:
    return Loudness(Decibels(gain_db), peak, GainSource.REPLAYGAIN)


def burst(sound: Sound, at_s: float, seconds: float, random: Random, level: float = 0.7) -> Sound:
    """Insert noise at a legal amplitude, like broken frames."""
    out, first = sound.copy(), round(at_s * RATE)
    part = out[first : first + round(seconds * RATE)]
    part[:] = random.uniform(-level, level, part.shape)
    return out


def torn(path: Path, random: Random, size: int = 4_096, at: float = 0.5) -> Path:
    """Overwrite a part of the file with random bytes."""
    data = bytearray(path.read_bytes())
    start = min(len(data) - 1, round(len(data) * at))
    end = min(len(data), start + size)
    data[start:end] = random.integers(0, 256, end - start, dtype=np.uint8).tobytes()
    path.write_bytes(data)
    return path


Maker = Callable[[Path, Random], Song]


def _plain(path: Path, random: Random) -> Song:
    lufs = random.uniform(-32, -8)
    kind = str(random.choice(["wav", "flac", "mp3", "ogg", "m4a"]))
    return Song(write(path.with_suffix(f".{kind}"), faded(music(8.0, lufs, random))))


def _master(path: Path, random: Random) -> Song:
    return Song(
        write(path.with_suffix(".flac"), faded(master(8.0, random.uniform(-9, -5), random)))
    )


def _lying_tag(path: Path, random: Random) -> Song:
    song = _master(path, random) if random.random() < 0.5 else _plain(path, random)
    peak = random.choice([0.001, 0.1, 1.0, 2.0])
    return replace(song, loudness=tag(random.uniform(-10, 40), float(peak)))


def _torn_mp3(path: Path, random: Random) -> Song:
    file = write(path.with_suffix(".mp3"), faded(music(8.0, random.uniform(-40, -14), random)))
    return Song(torn(file, random, at=random.uniform(0.3, 0.8)))


def _bursting(path: Path, random: Random) -> Song:
    sound = music(8.0, random.uniform(-40, -20), random)
    sound = burst(sound, random.uniform(1, 6), random.uniform(0.02, 0.5), random)
    return Song(write(path.with_suffix(".wav"), faded(sound)))


def _damaged_floats(path: Path, random: Random) -> Song:
    sound = faded(music(8.0, random.uniform(-30, -14), random))
    at, frames = random.integers(RATE, 6 * RATE), random.integers(10, RATE // 2)
    sound[at : at + frames] = random_bytes(int(frames), int(random.integers(1 << 30)))
    return Song(float_wav(path.with_suffix(".wav"), sound))


def _no_numbers(path: Path, random: Random) -> Song:
    sound = faded(music(8.0, -16.0, random))
    sound[3 * RATE : 3 * RATE + 4_000, 0] = np.nan
    sound[5 * RATE : 5 * RATE + 100] = np.inf
    return Song(float_wav(path.with_suffix(".wav"), sound))


def _overs(path: Path, random: Random) -> Song:
    sound = faded(music(8.0, random.uniform(0, 30), random))
    return Song(float_wav(path.with_suffix(".wav"), sound))


def _offset(path: Path, random: Random) -> Song:
    sound = faded(music(8.0, -23.0, random)) + np.float32(random.uniform(-0.5, 0.5))
    return Song(float_wav(path.with_suffix(".wav"), sound))


def _cut(path: Path, random: Random) -> Song:
    sound = music(6.0, random.uniform(-30, -10), random)[: 4 * RATE + 1_234]
    return Song(write(path.with_suffix(".wav"), sound), seconds=6.0)


def _surround(path: Path, random: Random) -> Song:
    return Song(six_channels(path.with_suffix(".wav"), faded(master(8.0, -8.0, random))))


def _silence(path: Path, random: Random) -> Song:
    return Song(write(path.with_suffix(".flac"), np.zeros((4 * RATE, 2), np.float32)))


def _late(path: Path, random: Random) -> Song:
    """A soft start, followed by the whole band."""
    soft = music(5.0, random.uniform(-45, -30), random)
    loud = master(5.0, random.uniform(-10, -5), random)
    return Song(write(path.with_suffix(".flac"), faded(np.concatenate((soft, loud)))), seconds=9.0)


def _sine(path: Path, random: Random) -> Song:
    sound = tone(8.0, 10 ** (random.uniform(-40, -3) / 20), 500.0)
    return Song(write(path.with_suffix(".flac"), faded(sound)))


MAKERS: tuple[Maker, ...] = (
    _plain,
    _master,
    _lying_tag,
    _torn_mp3,
    _bursting,
    _damaged_floats,
    _no_numbers,
    _overs,
    _offset,
    _cut,
    _surround,
    _silence,
    _late,
    _sine,
)


def library(folder: Path, seed: int, songs: int = 5) -> list[Song]:
    """Songs of all these kinds; half of them are measured before the evening."""
    random = np.random.default_rng(seed)
    made: list[Song] = []
    for number in range(songs):
        maker = MAKERS[int(random.integers(len(MAKERS)))]
        song = maker(folder / f"{seed}-{number}", random)
        made.append(song.measured() if random.random() < 0.4 else song)
    return made

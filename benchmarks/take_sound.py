"""How much the noise of a take sinks, what that costs the voice, and how loud takes are kept.

The log-spectral distance is that of Gray and Markel (1976): the root mean square over frequencies
of the difference of two spectra in dB, here of looks of 43 ms, in the bins in which the voice alone
is at least `CLEAR_DB` over the noise. Elsewhere the noise is meant to sink.
"""

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import line, title
from lullaby.audio.decoder import RATE
from lullaby.audio.loudness import Meter
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.takes.cleaning import cleaned, without_rumble
from lullaby.takes.levelling import levelled
from lullaby.takes.salience import RATE as SINGER_RATE
from tests.takes.singer import VOICES, first_verse, performed, sing

SONGS = ("suo-gan", "fais-dodo", "der-mond")
FLOORS_DB = (-60.0, -50.0, -44.0)
"""Of the room, under full scale; the voices are about -23 dB."""

LEVELS_DB = (-30.0, -12.0, 0.0)
"""By which a voice is nearer to the microphone or further from it."""

CLEAR_DB = 10.0
LOOK = 2048

Sound = NDArray[np.float32]


def main() -> None:
    _cleaning()
    _levels()


def _cleaning() -> None:
    title("cleaning")
    for song, floor_db in zip(SONGS, FLOORS_DB, strict=True):
        sunk: list[float] = []
        distances: list[float] = []
        notes = first_verse(performed(song))
        for seed, voice in enumerate(VOICES.values()):
            alone = _at_48_khz(sing(notes, seed, voice, snr_db=200.0))
            noise = _room(len(alone), 10 ** (floor_db / 20), seed)
            before, after = without_rumble(alone + noise), cleaned(alone + noise)
            alone = without_rumble(alone)
            sunk.append(_sunk(alone, before, after))
            distances.append(_distance(alone, without_rumble(noise), before, after))
        line(f"noise {floor_db:g} dB: floor lowered by", _mean(sunk), "dB", "  aim 8 or more")
        line("   log-spectral distance", _mean(distances), "dB", "  aim 1 or less")


def _levels() -> None:
    title("level of kept takes")
    off: list[float] = []
    peaks: list[float] = []
    for number, voice in enumerate(VOICES.values()):
        for level_db in LEVELS_DB:
            sung = sing(first_verse(performed(SONGS[number % len(SONGS)])), number, voice)
            sound = cleaned(_at_48_khz(sung) * np.float32(10 ** (level_db / 20)))
            meter = Meter()
            for block in levelled(sound):
                meter.feed(block)
            reading = meter.reading()
            assert isinstance(reading, LoudnessReading)
            off.append(abs(reading.integrated_lufs + 23.0))
            peaks.append(reading.true_peak_db)
    line("furthest from -23 LUFS", max(off), "LU", f"  aim 0.3; {len(off)} takes")
    line("highest true peak", max(peaks), "dB", "  aim below -3")


def _sunk(alone: Sound, before: Sound, after: Sound) -> float:
    """How much fainter it is in the tenth of the looks in which the voice is faintest."""
    levels = _levels_db(alone)
    quiet = levels <= np.percentile(levels, 10)
    return float(np.mean(_levels_db(before)[quiet] - _levels_db(after)[quiet]))


def _distance(alone: Sound, noise: Sound, before: Sound, after: Sound) -> float:
    voice, usual = _power(alone), _power(noise).mean(axis=0)
    clear = voice >= usual * 10 ** (CLEAR_DB / 10)
    apart = 10 * np.log10((_power(after) + 1e-20) / (_power(before) + 1e-20))
    many = clear.sum(axis=1)
    sums = np.where(clear, apart**2, 0.0).sum(axis=1)
    return float(np.mean(np.sqrt(sums[many > 0] / many[many > 0])))


def _power(sound: Sound) -> NDArray[np.float64]:
    looks = np.lib.stride_tricks.sliding_window_view(sound, LOOK)[:: LOOK // 2]
    return np.abs(np.fft.rfft(looks * np.hanning(LOOK), axis=1)) ** 2


def _levels_db(sound: Sound) -> NDArray[np.float64]:
    """Of each 20 ms."""
    frames = len(sound) // 960 * 960
    power = np.mean(np.square(sound[:frames].reshape(-1, 960).astype(float)), axis=1)
    return 10 * np.log10(power + 1e-12)


def _room(frames: int, level: float, seed: int) -> Sound:
    """Noise that falls with frequency, as of a fan in a room, over a faint hiss."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.normal(0, 1, frames))
    hertz = np.fft.rfftfreq(frames, 1 / RATE)
    noise = np.fft.irfft(spectrum / np.sqrt(1 + (hertz / 400) ** 2), frames)
    noise = noise / noise.std() + rng.normal(0, 0.3, frames)
    return (level * noise / noise.std()).astype(np.float32)


def _at_48_khz(sound: Sound) -> Sound:
    """Band-limited, through one long transform."""
    share = RATE // SINGER_RATE
    spectrum = np.fft.rfft(sound)
    wide = np.zeros(len(sound) * share // 2 + 1, complex)
    wide[: len(spectrum)] = spectrum
    return (np.fft.irfft(wide, len(sound) * share) * share).astype(np.float32)


def _mean(values: list[float]) -> float:
    return float(np.mean(values))


if __name__ == "__main__":
    main()

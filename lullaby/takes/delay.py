"""Measures how late a microphone hears what a loudspeaker plays, by three soft rising tones.

Each tone is a chirp: where it is in a recording is told to a fraction of a millisecond by
correlating with it (a matched filter), also when it is fainter than the noise.
"""

from pathlib import Path
from statistics import median

import numpy as np

from lullaby.audio.microphone import RATE
from lullaby.takes.salience import Sound
from lullaby.takes.sound_delay import SoundDelay
from lullaby.units import Ms

TONES_MS = (1_500.0, 2_700.0, 4_100.0)
"""When they begin; not evenly, so that none is taken for another."""

LENGTH_MS = 5_500.0
"""Of the whole sound."""

TONE_MS = 300.0
LOW_HZ, HIGH_HZ = 500.0, 1_500.0
AMPLITUDE = 0.1
"""Of full scale: -20 dB."""

EARLY_MS, LATE_MS = 100.0, 900.0
"""A tone is looked for from so long before its time to so long after it."""

CLEAR = 6.0
"""A tone was heard where the correlation is so many times its root mean square."""


def tones() -> Sound:
    """Mono sound at 48 kHz, to be played."""
    sound = np.zeros(round(LENGTH_MS * RATE / 1000), np.float32)
    tone = _tone()
    for begin_ms in TONES_MS:
        first = round(begin_ms * RATE / 1000)
        sound[first : first + len(tone)] = AMPLITUDE * tone
    return sound


def write_tones(path: Path) -> Ms:
    """Write the tones to a .wav file; returns their length. Raises OSError."""
    from lullaby.audio.writer import write_sound

    sound = tones()
    write_sound(path, [np.repeat(sound[:, np.newaxis], 2, axis=1)])
    return Ms(round(LENGTH_MS))


def delay_in(sound: Sound, begins_ms: float) -> SoundDelay | None:
    """The delay in mono sound at 48 kHz that was recorded while the tones played; by the clocks it
    begins at `begins_ms` of them. None if not all were heard."""
    late: list[float] = []
    tone = _tone()
    for tone_ms in TONES_MS:
        from_ms = tone_ms - EARLY_MS - begins_ms
        first = max(0, round(from_ms * RATE / 1000))
        end = round((tone_ms + LATE_MS - begins_ms) * RATE / 1000) + len(tone)
        at = _place(sound[first:end], tone)
        if at is None:
            return None
        late.append((first + at) * 1000 / RATE + begins_ms - tone_ms)
    return SoundDelay(median(late), max(late) - min(late))


def _tone() -> Sound:
    """A chirp with soft ends."""
    frames = round(TONE_MS * RATE / 1000)
    seconds = np.arange(frames) / RATE
    rise = (HIGH_HZ - LOW_HZ) / (TONE_MS / 1000)
    phase = 2 * np.pi * (LOW_HZ * seconds + rise * seconds**2 / 2)
    return (np.sin(phase) * np.hanning(frames)).astype(np.float32)


def _place(sound: Sound, tone: Sound) -> int | None:
    """At which frame the tone begins."""
    if len(sound) < len(tone):
        return None
    size = 1 << (len(sound) + len(tone)).bit_length()
    spectrum = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(tone, size))
    fit = np.abs(np.fft.irfft(spectrum, size)[: len(sound) - len(tone) + 1])
    at = int(fit.argmax())
    usual = float(np.sqrt(np.mean(fit**2)))
    return at if usual > 0 and fit[at] >= CLEAR * usual else None

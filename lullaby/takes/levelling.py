"""Brings a recorded voice to the loudness of the songs."""

import math
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.limiter import DELAY, STEP, Limiter
from lullaby.audio.loudness import Meter
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.takes.salience import Sound
from lullaby.units import Decibels, Lufs, gain_from_db

LEVEL = Lufs(-23.0)
"""EBU R 128, and what the songs are played at."""

CEILING = Decibels(-3.0)
"""True peak that no part exceeds."""

MOST_DB = 30.0
"""A recording that is fainter still is mostly noise."""

ON_BOTH_DB = Decibels(10 * math.log10(2))
"""By how much mono sound is louder when it is played on both sides; measuring one is quicker."""

AT_ONCE = RATE
"""Frames in a block: one second."""


def gain_to_level(sound: Sound) -> Decibels:
    """The gain that brings mono sound at 48 kHz, played on both sides, to `LEVEL`.

    0 for silence and for less than 0.4 s."""
    seconds = range(0, len(sound), AT_ONCE)
    on_one = (sound[first : first + AT_ONCE, np.newaxis] for first in seconds)
    return _gain(Meter("mono"), on_one, ON_BOTH_DB)


def gain_of(blocks: Iterable[Block]) -> Decibels:
    """The same for stereo sound."""
    return _gain(Meter(), blocks, Decibels(0.0))


def _gain(meter: Meter, blocks: Iterable[Block], louder_db: Decibels) -> Decibels:
    for block in blocks:
        meter.feed(block)
    reading = meter.reading()
    if not isinstance(reading, LoudnessReading):
        return Decibels(0.0)
    return Decibels(min(MOST_DB, LEVEL - reading.integrated_lufs - louder_db))


def levelled(sound: Sound) -> Iterator[Block]:
    """Mono sound at 48 kHz on both sides at `LEVEL`, in blocks; peaks are held under `CEILING`."""
    gain = np.float32(gain_from_db(gain_to_level(sound)))

    def part(first: int, end: int) -> Block:
        here = sound[first:end]
        return _on_both(np.pad(here, (0, end - first - len(here)))) * gain

    return limited(len(sound), part)


def limited(frames: int, part: Callable[[int, int], Block]) -> Iterator[Block]:
    """Sound of so many frames with its peaks under `CEILING`, in blocks.

    `part` gives it from one frame to another, and silence after its end."""
    ceiling = gain_from_db(CEILING)
    limiter, left = Limiter.fresh(), -DELAY
    whole = -(-(frames + DELAY) // STEP) * STEP
    for first in range(0, whole, AT_ONCE):
        limiter, block = limiter.limit(part(first, min(first + AT_ONCE, whole)), ceiling)
        begin = max(0, -left)
        block = block[begin : max(begin, frames - left)]
        left += AT_ONCE
        if len(block):
            yield block


def _on_both(mono: Sound) -> Block:
    return np.repeat(mono[:, np.newaxis], 2, axis=1)

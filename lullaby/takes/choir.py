"""Lays several takes of a song together."""

from collections.abc import Iterator, Sequence

import numpy as np

from lullaby.audio.decoder import RATE, Block
from lullaby.frozen import frozen
from lullaby.takes.levelling import AT_ONCE, gain_of, limited
from lullaby.takes.salience import Sound
from lullaby.units import Decibels, gain_from_db

WIDEST = 0.25
"""How far the outer voices are from the middle, of 1 for one side only."""

MUSIC_DB = Decibels(-6.0)
"""The accompaniment, against the voices together."""


@frozen
class ChoirVoice:
    """A take at the level of the songs, mono at 48 kHz, and when it begins."""

    sound: Sound
    starts_ms: float
    gain_db: Decibels = Decibels(0.0)


def choir(voices: Sequence[ChoirVoice], music: Block | None = None) -> Iterator[Block]:
    """The voices together, from the first that begins to the last that ends, at the level of the
    songs.

    `music` is stereo at 48 kHz at the level of the songs; it begins at 0 ms and is heard `MUSIC_DB`
    under the voices, while they sing.
    """
    begin = min(voice.starts_ms for voice in voices)
    starts = [round((voice.starts_ms - begin) * RATE / 1000) for voice in voices]
    frames = max(start + len(each.sound) for start, each in zip(starts, voices, strict=True))
    together = 1 / np.sqrt(len(voices))
    pans = np.linspace(-WIDEST, WIDEST, len(voices)) if len(voices) > 1 else (0.0,)
    sides = [
        np.array([min(1.0, 1 - pan), min(1.0, 1 + pan)], np.float32)
        * np.float32(together * gain_from_db(voice.gain_db))
        for voice, pan in zip(voices, pans, strict=True)
    ]
    layers = [
        (voice.sound[:, np.newaxis], start, side)
        for voice, start, side in zip(voices, starts, sides, strict=True)
    ]
    if music is not None:
        side = np.full(2, gain_from_db(MUSIC_DB), np.float32)
        layers.append((music, -round(begin * RATE / 1000), side))

    def part(first: int, end: int) -> Block:
        mixed = np.zeros((end - first, 2), np.float32)
        for sound, start, side in layers:
            heard = sound[max(0, first - start) : max(0, end - start)]
            at = max(0, start - first)
            mixed[at : at + len(heard)] += heard * side
        return mixed

    seconds = ((first, min(first + AT_ONCE, frames)) for first in range(0, frames, AT_ONCE))
    level = np.float32(gain_from_db(gain_of(part(*each) for each in seconds)))
    return limited(frames, lambda first, end: part(first, end) * level)

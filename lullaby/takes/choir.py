"""Lays several takes of a song together."""

from collections.abc import Iterator, Sequence

import numpy as np

from lullaby.audio.decoder import RATE, Block
from lullaby.frozen import frozen
from lullaby.takes.levelling import limited
from lullaby.takes.salience import Sound

WIDEST = 0.25
"""How far the outer voices are from the middle, of 1 for one side only."""


@frozen
class ChoirVoice:
    """A take at the level of the songs, mono at 48 kHz, and when it begins."""

    sound: Sound
    starts_ms: float


def choir(voices: Sequence[ChoirVoice]) -> Iterator[Block]:
    """The voices together, as loud as one, from the first that begins to the last that ends."""
    begin = min(voice.starts_ms for voice in voices)
    starts = [round((voice.starts_ms - begin) * RATE / 1000) for voice in voices]
    frames = max(start + len(each.sound) for start, each in zip(starts, voices, strict=True))
    gain = 1 / np.sqrt(len(voices))
    sides = [
        np.array([min(1.0, 1 - pan), min(1.0, 1 + pan)], np.float32) * np.float32(gain)
        for pan in (np.linspace(-WIDEST, WIDEST, len(voices)) if len(voices) > 1 else (0.0,))
    ]

    def part(first: int, end: int) -> Block:
        mixed = np.zeros((end - first, 2), np.float32)
        for voice, start, side in zip(voices, starts, sides, strict=True):
            heard = voice.sound[max(0, first - start) : max(0, end - start)]
            at = max(0, start - first)
            mixed[at : at + len(heard)] += heard[:, np.newaxis] * side
        return mixed

    return limited(frames, part)

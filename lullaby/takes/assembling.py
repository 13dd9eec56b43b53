"""Puts the parts of a recording together as one sound in the time of the song."""

import math
from collections.abc import Sequence

import numpy as np

from lullaby.audio.microphone import RATE
from lullaby.takes.recorder import TakePart
from lullaby.takes.salience import Sound

JOINT_MS = 12.0
"""Where one part follows another, they are mixed over so much time."""


def assembled(sound: Sound, rate: int, parts: Sequence[TakePart], pace: float) -> Sound:
    """The parts of `sound`, mono at `rate`, each at its place in a song that runs at `pace`; the
    first begins at once. What nobody sang is silent."""
    if not parts:
        return np.zeros(0, np.float32)
    scale = rate / RATE
    begins = [round((part.song_ms - parts[0].song_ms) / pace * rate / 1000) for part in parts]
    ends = [
        begin + round((part.end - part.first) * scale)
        for begin, part in zip(begins, parts, strict=True)
    ]
    joint = round(JOINT_MS * rate / 1000)
    whole = np.zeros(max(ends), np.float32)
    for begin, part in zip(begins, parts, strict=True):
        first = round(part.first * scale)
        piece = sound[first : first + round((part.end - part.first) * scale)].astype(np.float32)
        if begin:
            piece = _faded_in(piece, joint)
            whole[max(0, begin) : begin + joint] *= _fall(min(joint, len(whole) - begin))
            whole[begin + joint :] = 0
        whole[begin : begin + len(piece)] += piece[: len(whole) - begin]
    return whole


def _faded_in(piece: Sound, joint: int) -> Sound:
    piece = piece.copy()
    length = min(joint, len(piece))
    piece[:length] *= np.sin(np.linspace(0, math.pi / 2, length, dtype=np.float32))
    return piece


def _fall(length: int) -> Sound:
    return np.cos(np.linspace(0, math.pi / 2, max(0, length), dtype=np.float32))

"""Lays takes of a song together in helper processes, since they are files of any origin."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.audio.port import AS_RECORDED, Trouble
from lullaby.frozen import frozen
from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing, needing, never
from lullaby.takes.choir_order import ChoirOrder, SungAt
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.audio.decoder import Block
    from lullaby.takes.salience import Sound

PATIENCE_S = 300.0

MOVING = Bounds(memory=1 << 30, cpu_s=240)
"""Ten minutes of one voice, held as samples."""

MIXING = Bounds(memory=3 << 30, cpu_s=240)
"""Twelve voices of ten minutes."""

AT_ONCE = 48_000
"""Frames that are moved at a time."""


def sing_together_in_helper(
    order: ChoirOrder,
    helpers: Helpers,
    cancelled: Callable[[], bool] = never,
    tell: Callable[[float], None] = lambda _: None,
) -> Trouble | Unanswered | OSError | None:
    """Write takes as one recording; None once it is written, NOT_IN_TIME also if cancelled.

    `tell` hears which share is done, 0 to 1, on this thread. Raises NoHelperError and OSError.
    """
    moving = [_MoveOrder(each, _moved_file(order, each)) for each in order.voices if _moves(each)]
    missing = [each for each in moving if not each.target.is_file()]
    if missing:
        order.workplace.mkdir(parents=True, exist_ok=True)
    done, steps = 0, len(missing) + 1
    for answers in helpers.each(_move, missing, cancelled, PATIENCE_S):
        for _, failed in answers:
            if failed is not None:
                return failed
            done += 1
            tell(done / steps)
    if done < len(missing):
        return Unanswered.NOT_IN_TIME
    voices = tuple(_at_rest(order, each) if _moves(each) else each for each in order.voices)
    return ask(helpers, _sing_together, replace(order, voices=voices), cancelled, PATIENCE_S)


@frozen
class _MoveOrder:
    voice: SungAt
    target: Path
    """A .flac file."""


def _moves(voice: SungAt) -> bool:
    return voice.moved != AS_RECORDED


def _moved_file(order: ChoirOrder, voice: SungAt) -> Path:
    """Where this voice lies once it is moved: another file for another take or another way."""
    told = f"{voice.source}\n{voice.length_ms}\n{voice.moved!r}".encode()
    return order.workplace / f"{hashlib.sha256(told).hexdigest()[:24]}.flac"


def _at_rest(order: ChoirOrder, voice: SungAt) -> SungAt:
    """The voice as the file that was written when it was moved."""
    length = Ms(round(voice.length_ms / voice.moved.pace))
    source = _moved_file(order, voice)
    return replace(voice, source=source, length_ms=length, moved=AS_RECORDED)


@costing(MOVING)
@needing("lullaby.audio.mono", "lullaby.audio.stretch", "lullaby.audio.writer")
def _move(order: _MoveOrder) -> Trouble | OSError | None:
    import numpy as np

    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.stretch import Stretcher
    from lullaby.audio.writer import write_sound

    voice = order.voice

    def blocks(sound: "Sound") -> "Iterator[Block]":
        stretcher = Stretcher(voice.moved.pace, voice.moved.semitones)
        for first in range(0, len(sound), AT_ONCE):
            part = sound[first : first + AT_ONCE]
            yield stretcher.process(np.repeat(part[:, np.newaxis], 2, axis=1))
        yield stretcher.flush()

    try:
        write_sound(order.target, blocks(_voice(voice)), mono=True)
    except CannotPlay as problem:
        return problem.trouble
    except OSError as problem:
        return problem
    return None


@costing(MIXING)
@needing("lullaby.audio.stretch", "lullaby.audio.writer", "lullaby.takes.choir")
def _sing_together(order: ChoirOrder) -> Trouble | OSError | None:
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.writer import write_sound
    from lullaby.takes.choir import ChoirVoice, choir

    try:
        voices = [ChoirVoice(_voice(each), each.starts_ms, each.gain_db) for each in order.voices]
        longest = max(each.starts_ms + each.length_ms for each in order.voices)
        music = None
        if order.music is not None:
            music = _music(order.music, longest, order.music_semitones)
        write_sound(order.target, choir(voices, music), order.title, order.singers)
    except CannotPlay as problem:
        return problem.trouble
    except OSError as problem:
        return problem
    return None


def _voice(voice: SungAt) -> "Sound":
    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.audio.mono import read_mono

    return read_mono(Decoder(voice.source), voice.length_ms * RATE // 1000)


def _music(path: Path, longest_ms: float, semitones: float) -> "Block":
    """Its sound up to there, so much higher, at the level of the songs."""
    import numpy as np

    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.audio.stretch import Stretcher
    from lullaby.takes.levelling import gain_to_level
    from lullaby.units import gain_from_db

    decoder, blocks, left = Decoder(path), list["Block"](), round(longest_ms * RATE / 1000)
    stretcher = Stretcher(1.0, semitones)
    try:
        while left > 0 and (block := decoder.read()) is not None:
            blocks.append(stretcher.process(block[:left]))
            left -= len(block)
    finally:
        decoder.close()
    blocks.append(stretcher.flush())
    whole = np.concatenate(blocks)
    return whole * np.float32(gain_from_db(gain_to_level(whole.mean(axis=1))))

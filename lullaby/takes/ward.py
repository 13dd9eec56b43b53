"""An hour of takes in one recording, for players that only know how to begin and to stop."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lullaby.frozen import frozen
from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing, needing

if TYPE_CHECKING:
    from lullaby.audio.decoder import Block
    from lullaby.audio.port import Trouble
    from lullaby.takes.salience import Sound

HOUR_S = 3_600
GAP_S = 6.0
"""Silence between two takes."""

EDGE_S = 0.8
"""How long a take takes to come out of the silence, and to go back into it; it begins 1.2 s before
its first note."""

LONGEST_TAKE_S = 1_800

PATIENCE_S = 900.0
BOUNDS = Bounds(memory=1 << 30, cpu_s=420)
"""An hour takes 70 s of a core: every take is read, levelled and coded each time it comes."""


@frozen
class HourOrder:
    """Takes in their order, where to write them as one recording, and its tags."""

    takes: tuple[Path, ...]
    target: Path
    title: str
    singers: str
    seconds: float = HOUR_S


def write_hour_in_helper(
    order: HourOrder, helpers: Helpers, cancelled: Callable[[], bool] = lambda: False
) -> "Trouble | Unanswered | OSError | None":
    """Write takes one after another, again and again, for about an hour.

    Raises NoHelperError."""
    return ask(helpers, _write, order, cancelled, PATIENCE_S)


@costing(BOUNDS)
@needing("lullaby.audio.mono", "lullaby.audio.writer", "lullaby.takes.levelling")
def _write(order: HourOrder) -> "Trouble | OSError | None":
    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.audio.writer import write_sound

    def read(path: Path) -> "Sound":
        return read_mono(Decoder(path), LONGEST_TAKE_S * RATE)

    try:
        blocks = in_turn(order.takes, read, order.seconds)
        write_sound(order.target, blocks, order.title, order.singers, mono=True)
    except CannotPlay as problem:
        return problem.trouble
    except OSError as problem:
        return problem
    return None


def in_turn(
    takes: Sequence[Path], read: "Callable[[Path], Sound]", seconds: float
) -> "Iterator[Block]":
    """The takes in turn at the level of the songs, with silence between them, for `seconds`.

    All are heard, and none is cut: the last one is the last that ends in time.
    """
    from lullaby.audio.decoder import RATE
    from lullaby.takes.levelling import levelled

    gap = np.zeros((round(GAP_S * RATE), 2), np.float32)
    most, written, turn = round(seconds * RATE), 0, 0
    while True:
        sound = softened(read(takes[turn % len(takes)]))
        if turn >= len(takes) and written + len(sound) > most:
            return
        if turn:
            yield gap
        yield from levelled(sound)
        written += len(sound) + len(gap)
        turn += 1


def softened(sound: "Sound") -> "Sound":
    """A take, mono at 48 kHz, that rises out of silence and falls back into it."""
    from lullaby.audio.decoder import RATE

    edge = min(round(EDGE_S * RATE), len(sound) // 2)
    ramp = np.sin(np.linspace(0, np.pi / 2, edge, dtype=np.float32)) ** 2
    soft = sound.copy()
    soft[:edge] *= ramp
    soft[len(soft) - edge :] *= ramp[::-1]
    return soft

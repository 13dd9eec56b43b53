"""Mixes a take with the music of its song in a helper process, to be listened to."""

from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.helpers import Bounds, Helpers, Unanswered, ask, costing, needing

if TYPE_CHECKING:
    from lullaby.audio.decoder import Block
    from lullaby.audio.port import Trouble

MIXING = Bounds(memory=512 << 20, cpu_s=60)
PATIENCE_S = 60.0

UNDER = 0.5
"""The gain of the music: 6 dB under the voice, which is as loud as the songs."""


@frozen
class MixOrder:
    take: Path
    music: Path
    music_ms: float
    """Where in the music's file the take begins; negative if it begins before."""
    target: Path
    """A .wav file."""


def mix_in_helper(order: MixOrder, helpers: Helpers) -> "Trouble | Unanswered | OSError | None":
    """Write the mix, as long as the take; None if it was written. Raises NoHelperError."""
    return ask(helpers, _mix, order, patience_s=PATIENCE_S)


@costing(MIXING)
@needing("lullaby.audio.mono", "lullaby.audio.writer", "lullaby.takes.levelling")
def _mix(order: MixOrder) -> "Trouble | OSError | None":
    import numpy as np

    from lullaby.audio.decoder import RATE, Decoder
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.mono import read_mono
    from lullaby.audio.writer import write_sound
    from lullaby.takes.levelling import limited

    try:
        voice = read_mono(Decoder(order.take), 1 << 30)
        music = _Frames(Decoder(order.music), round(order.music_ms * RATE / 1000))

        def part(first: int, end: int) -> "Block":
            here = np.zeros((end - first, 2), np.float32)
            sung = voice[first:end]
            here[: len(sung)] = sung[:, np.newaxis]
            here += np.float32(UNDER) * music.next(end - first)
            return here

        write_sound(order.target, limited(len(voice), part))
    except CannotPlay as problem:
        return problem.trouble
    except OSError as problem:
        return problem
    return None


class _Frames:
    """Reads a recording in pieces of any length, from a frame that may be before its first."""

    def __init__(self, decoder: "Decoder", first: int) -> None:
        self._decoder = decoder
        self._silent = max(0, -first)
        self._skip = max(0, first)
        self._held: Block | None = None

    def next(self, frames: int) -> "Block":
        """The next frames, and silence after the end."""
        import numpy as np

        out = np.zeros((frames, 2), np.float32)
        at = min(frames, self._silent)
        self._silent -= at
        while at < frames:
            block = self._held if self._held is not None else self._decoder.read()
            self._held = None
            if block is None:
                break
            passed = min(self._skip, len(block))
            self._skip -= passed
            block = block[passed:]
            taken = min(frames - at, len(block))
            out[at : at + taken] = block[:taken]
            at += taken
            if taken < len(block):
                self._held = block[taken:]
        return out


if TYPE_CHECKING:
    from lullaby.audio.decoder import Decoder

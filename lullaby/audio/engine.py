"""Renders the mix ahead of time, keeps what has not been heard yet, and can go back to it.

Sound is rendered half a second or more ahead of the device, so that nothing interrupts it. Commands
do not wait for that: the engine goes back to the first frame that can still be changed,
applies the command there, and renders again from it.

A block costs about the same whatever its length, so steady sound is rendered in long blocks. Sound
about which something is decided once per block is rendered in short ones.
"""

from collections import deque
from collections.abc import Callable

import numpy as np

from lullaby.audio.decoder import Block
from lullaby.audio.limiter import DELAY, STEP
from lullaby.audio.mix import Mix, anchored
from lullaby.audio.steady import is_steady, stayed_steady, until_turn
from lullaby.audio.voice import AudioSource
from lullaby.frozen import frozen
from lullaby.units import Ms

BLOCK = 40 * STEP
"""Frames in a short block: 40 ms."""

Change = Callable[[Mix], Mix]


@frozen
class AudibleMix:
    """The mix at the last block boundary before the audible frame, and at the next one."""

    before: Mix
    after: Mix
    share: float
    """How far the audible frame lies between `before` and `after`, 0 to 1."""

    @property
    def master(self) -> float:
        """The master gain at this frame; if a new envelope starts at `after`, the old one."""
        start, end = self.before.master, self.after.master
        if end.frames is start.frames:
            passed = end.at - start.at
        else:
            passed = self.after.frame - self.before.frame
        return start.value_after(round(self.share * passed))

    def position_of(self, source: AudioSource) -> float | None:
        """The frame of `source` that is heard; None if it is not in the audible mix."""
        before, after = self.before.voice_of(source), self.after.voice_of(source)
        if before is None:
            return None
        if before.wait and after is not None:
            passed = self.share * (self.after.frame - self.before.frame)
            return max(0.0, passed - before.wait)
        reached = after.at if after else before.at
        return before.at + self.share * (reached - before.at)


Past = tuple[Mix, ...]
"""The mix at the boundaries of all blocks that may not have been heard yet, oldest first."""


def audible_at(past: Past, frame: int) -> AudibleMix:
    """What is heard when rendered frame number `frame` leaves the device."""
    frame -= DELAY
    before = after = past[0]
    for mix in past:
        before, after = after, mix
        if mix.frame > frame:
            break
    else:
        before = after
    span = after.frame - before.frame
    share = (frame - before.frame) / span if span else 0.0
    return AudibleMix(before, after, min(1.0, max(0.0, share)))


class Engine:
    """For use by one thread; any may read `past`."""

    def __init__(self, mix: Mix | None = None) -> None:
        self._mix = mix or Mix()
        self._past: deque[Mix] = deque([self._mix])
        self._sources = self._mix.sources
        self._changed = self._mix.frame
        self._may_release = False
        """Whether a source may have left the mix since the last look."""

    @property
    def frame(self) -> int:
        """How many frames have been rendered."""
        return self._mix.frame

    @property
    def past(self) -> Past:
        return tuple(self._past)

    @property
    def is_steady(self) -> bool:
        """Whether the next block may be long."""
        return is_steady(self._mix)

    def render(self, frames: int = BLOCK) -> Block:
        """The next `frames`, a multiple of 48; full scale is 1."""
        parts: list[Block] = []
        tries_long = True
        while frames > 0:
            longest = min(frames, until_turn(self._mix)) if tries_long else 0
            block = None
            if longest > BLOCK and is_steady(self._mix):
                block = self._long_block(longest)
                tries_long = block is not None  # once in vain is enough: it costs as much
            if block is None:
                block = self._keep(*self._mix.render(min(frames, BLOCK)))
            parts.append(block)
            frames -= len(block)
        return parts[0] if len(parts) == 1 else np.concatenate(parts)

    def _long_block(self, frames: int) -> Block | None:
        """None if these frames have to be rendered in short blocks."""
        after, block = self._mix.render(frames)
        return self._keep(after, block) if stayed_steady(self._mix, after) else None

    def _keep(self, mix: Mix, block: Block) -> Block:
        self._mix = mix
        self._past.append(mix)
        return block

    def apply(self, change: Change) -> None:
        """Apply a command from the next rendered frame on."""
        self._mix = change(self._mix)
        self._past[-1] = self._mix
        self._changed = self._mix.frame
        self._sources |= self._mix.sources
        self._may_release = True

    def anchor(self, until: Callable[[Ms], int]) -> None:
        """Place what is to begin at a moment; `until` tells how many frames lie before one."""
        placed = anchored(self._mix, until)
        if placed is not self._mix:
            self.apply(lambda _: placed)

    def rewind(self, frame: int) -> int:
        """Go back to `frame`, or to the next boundary of a short block, and return where that is.

        Never goes back before a command, which would undo it.
        """
        frame = -(-max(frame, self._changed) // STEP) * STEP
        last = self._past[-1]
        self._may_release = True
        while len(self._past) > 1 and self._past[-1].frame > frame:
            last = self._past.pop()
        passed = frame - self._past[-1].frame
        if passed > 0 and last.frame > frame:
            # A state inside a long block is found by rendering the start of the block again.
            inside = last.frame - self._past[-1].frame > BLOCK
            self._past.append(self._past[-1].render(passed)[0] if inside else last)
        self._mix = self._past[-1]
        return self._mix.frame

    def forget(self, frame: int) -> None:
        """Drop what was heard before the rendered `frame`."""
        while len(self._past) > 1 and self._past[1].frame <= frame - DELAY:
            self._past.popleft()
            self._may_release = True
        if not self._may_release:
            return
        self._may_release = False
        read = {source for mix in self._past for source in mix.sources}
        for source in self._sources - read:
            source.release()
        self._sources &= read

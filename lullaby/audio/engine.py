"""The mix in time: renders ahead, remembers what has not been heard yet, and can go back to it.

Sound is rendered half a second ahead of the loudspeaker so that nothing can hold it up. A command
shall not wait for that half second: the engine goes back to the first moment that can still be
changed, applies the command there and renders again from it.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from lullaby.audio.decoder import Block
from lullaby.audio.limiter import DELAY, STEP
from lullaby.audio.mix import Mix
from lullaby.audio.voice import AudioSource

BLOCK = 40 * STEP
"""Frames rendered at a time: 40 ms."""

Change = Callable[[Mix], Mix]


@dataclass(frozen=True, slots=True)
class AudibleMix:
    """The mix at the last border before a frame that is heard, with the way to the next."""

    before: Mix
    after: Mix
    share: float
    """How much of the way from `before` to `after` has passed, 0 to 1."""

    @property
    def master(self) -> float:
        """To the frame; where a new course begins at `after`, as far as the old one leads."""
        start, end = self.before.master, self.after.master
        if end.frames is start.frames:
            passed = end.at - start.at
        else:
            passed = self.after.frame - self.before.frame
        return start.after(round(self.share * passed)).value

    def position_of(self, source: AudioSource) -> float | None:
        """In frames; None while the source is not in the mix that is heard."""
        before, after = self.before.voice_of(source), self.after.voice_of(source)
        if before is None:
            return None
        reached = after.at if after else before.at
        return before.at + self.share * (reached - before.at)


Past = tuple[Mix, ...]
"""The mix at the borders of the blocks that may not have been heard yet, oldest first."""


def audible_at(past: Past, frame: int) -> AudibleMix:
    """What is heard when the `frame`-th rendered frame leaves the loudspeaker."""
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
    """Used by one thread. `past` may be read by any."""

    def __init__(self, mix: Mix | None = None) -> None:
        self._mix = mix or Mix()
        self._past: deque[Mix] = deque([self._mix])
        self._sources = self._mix.sources
        self._changed = self._mix.frame

    @property
    def frame(self) -> int:
        """How many frames have been rendered."""
        return self._mix.frame

    @property
    def past(self) -> Past:
        return tuple(self._past)

    def render(self, frames: int = BLOCK) -> Block:
        """The next `frames`, a multiple of 48; full scale at 1."""
        self._mix, block = self._mix.render(frames)
        self._past.append(self._mix)
        return block

    def apply(self, change: Change) -> None:
        """A command, from the next rendered frame on."""
        self._mix = change(self._mix)
        self._past[-1] = self._mix
        self._changed = self._mix.frame
        self._sources |= self._mix.sources

    def rewind(self, frame: int) -> int:
        """Go back to the first remembered border at or after `frame`; where that is.

        Never to before a command: it would be undone.
        """
        frame = max(frame, self._changed)
        while len(self._past) > 1 and self._past[-2].frame >= frame:
            self._past.pop()
        self._mix = self._past[-1]
        return self._mix.frame

    def forget(self, frame: int) -> None:
        """What was heard before the rendered `frame` will not be asked for again."""
        while len(self._past) > 1 and self._past[1].frame <= frame - DELAY:
            self._past.popleft()
        read = {source for mix in self._past for source in mix.sources}
        for source in self._sources - read:
            source.let_go()
        self._sources &= read

"""One sounding thing in the mix: where it is read, and how loud it is."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.ramp import Ramp, Shape

SEAM = RATE // 100
"""A sound that runs dry sinks, and comes back, within 10 ms."""


class Source(Protocol):
    """Frames by number. Reading never waits: what is not there yet is left out."""

    def read(self, at: int, frames: int) -> Block:
        """Up to `frames` from frame `at` on; fewer, or none, where no more is there."""
        ...

    def over(self, at: int) -> bool:
        """Frame `at` lies behind the last one."""
        ...

    def let_go(self) -> None:
        """It will not be read any more."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Strand:
    """A source at frame `at`, at its own gain, on its way to a level."""

    source: Source
    gain: float
    level: Ramp
    at: int = 0
    leaving: bool = False
    """It goes when its level has come down."""
    dry: bool = False
    """It ran dry in the last block and begins again from silence."""

    @property
    def gone(self) -> bool:
        return self.leaving and (self.level.done or self.source.over(self.at))

    @property
    def begun(self) -> bool:
        return self.at > 0

    def sinking(self, frames: int, shape: Shape = Shape.SMOOTH) -> "Strand":
        """The same, leaving over `frames`; one that leaves already keeps its pace."""
        if self.leaving and self.level.left <= frames:
            return self
        return replace(self, level=self.level.to(0.0, frames, shape), leaving=True)

    def heading(self, gain: float, frames: int) -> "Strand":
        """The same on its way to another level, to stay."""
        if not self.leaving and self.level.goal == gain:
            return self
        return replace(self, level=self.level.to(gain, frames), leaving=False)

    def scaled(self, factor: float) -> "Strand":
        return replace(self, gain=self.gain * factor)

    def play(self, frames: int) -> tuple["Strand", Block | None]:
        """The next `frames`, None for silence. A level waits for its sound, unless it leaves."""
        block = self.source.read(self.at, frames)
        had = len(block)
        over = self.source.over(self.at + had)
        level = self.level.after(frames if self.leaving or over else had)
        if had == 0:
            dry = self.begun and not over
            return replace(self, level=level, dry=dry), None
        block *= np.float32(self.gain) * self.level.curve(had)
        if self.dry:
            seam = min(SEAM, had)
            block[:seam] *= np.linspace(0, 1, seam, dtype=np.float32)[:, None]
        dry = had < frames and not over
        if dry:
            seam = min(SEAM, had)
            block[-seam:] *= np.linspace(1, 0, seam, dtype=np.float32)[:, None]
        if had < frames:
            block = np.concatenate((block, np.zeros((frames - had, 2), np.float32)))
        return replace(self, level=level, at=self.at + had, dry=dry), block

"""One sounding thing in the mix: where it is read, and how loud it is."""

from dataclasses import dataclass, replace
from typing import Protocol, cast

import numpy as np

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.governor import NO_HISTORY, Levelled, LoudnessHistory, SongGovernor
from lullaby.audio.ramp import Curve, Ramp, Shape
from lullaby.audio.warmth import DELAY, warmed

SEAM = RATE // 100
"""A sound that runs dry sinks, and comes back, within 10 ms."""

RELEASE = RATE * 30 // 1000
"""The last of a sound, in which it sinks to silence, as it may have been cut: 30 ms."""

UNSHARED = Ramp(1.0, 1.0)


class AudioSource(Protocol):
    """Frames by number. Reading never waits: what is not there yet is left out."""

    def read(self, at: int, frames: int) -> Block:
        """Up to `frames` from frame `at` on; fewer, or none, where no more is there."""
        ...

    def over(self, at: int) -> bool:
        """Frame `at` lies behind the last one."""
        ...

    @property
    def length(self) -> int | None:
        """How many frames there are; None while that is not known, and for what has no end."""
        ...

    @property
    def expected(self) -> int | None:
        """What `length` will be as far as the source says."""
        ...

    def let_go(self) -> None:
        """It will not be read any more."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """A source at frame `at`, at its own gain, on its way to a level."""

    source: AudioSource
    gain: float
    level: Ramp
    at: int = 0
    leaving: bool = False
    """It goes when its level has come down."""
    dry: bool = False
    """It ran dry in the last block and begins again from silence."""
    share: Ramp = UNSHARED
    """While it hands over to its like, or takes over from it: how much of it is heard."""
    held: SongGovernor | None = None
    """How it is held to the night; None: it is not."""

    @property
    def gone(self) -> bool:
        if self.share.goal == 0.0 and self.share.done:
            return True
        return self.leaving and (self.level.done or self.source.over(self.at))

    @property
    def taken_over(self) -> bool:
        """Another strand plays on in its place."""
        return self.share.goal == 0.0

    @property
    def begun(self) -> bool:
        return self.at > 0

    def fading_out(self, frames: int, shape: Shape = Shape.SMOOTH) -> "Voice":
        """The same, leaving over `frames`; one that leaves already keeps its pace."""
        if self.leaving and self.level.left <= frames:
            return self
        return replace(self, level=self.level.to(0.0, frames, shape), leaving=True)

    def ending(self, overlap: int) -> "Voice":
        """The same, crossing into what follows; what is on its way out already stays so."""
        if self.leaving or self.taken_over:
            return self
        return self.fading_out(overlap, Shape.POWER)

    def heading(self, gain: float, frames: int) -> "Voice":
        """The same on its way to another level, to stay."""
        if not self.leaving and self.level.goal == gain:
            return self
        return replace(self, level=self.level.to(gain, frames), leaving=False)

    def scaled(self, factor: float) -> "Voice":
        return replace(self, gain=self.gain * factor)

    def handing_over(
        self,
        source: AudioSource,
        gain: float,
        at: int,
        frames: int,
        held: SongGovernor | None = None,
    ) -> tuple["Voice", "Voice"]:
        """This one going, and `source` coming in its place from frame `at` on at its level.

        Both are much the same sound, so that an even crossing is never louder than one of them.
        """
        going = replace(self, share=self.share.to(0.0, frames, Shape.EVEN))
        rising = Ramp(0.0, 1.0, frames, Shape.EVEN) if frames else UNSHARED
        coming = replace(self, source=source, gain=gain, at=at, dry=False, share=rising)
        return going, replace(coming, held=held)

    def play(
        self,
        frames: int,
        warmth: Curve = 0.0,
        joined: bool = False,
        night: LoudnessHistory = NO_HISTORY,
    ) -> tuple["Voice", Block | None]:
        """The next `frames`, None for silence. A level waits for its sound, unless it leaves.

        The end of the sound sinks softly, unless what follows is `joined` to it.
        """
        block = self._read(frames, warmth) if np.any(warmth) else self.source.read(self.at, frames)
        had = len(block)
        over = self.source.over(self.at + had)
        level = self.level.after(frames if self.leaving or over else had)
        if had == 0:
            dry = self.begun and not over
            return replace(self, level=level, dry=dry, share=self.share.after(frames)), None
        ramp = self.level.curve(had)
        block *= np.float32(self.gain) * ramp
        held = self.held
        if held is not None:
            held, hold = self._hold(held, had, float(np.mean(ramp)), night)
            block *= hold
        if self.share is not UNSHARED:
            block *= self.share.curve(had)
        end = None if joined else self.source.length
        if end is not None and self.at + had > end - RELEASE:
            left = (end - self.at - np.arange(had)) / RELEASE
            falling = (1 - np.cos(np.pi * np.clip(left, 0.0, 1.0))) / 2
            block *= falling.astype(np.float32)[:, None]
        if self.dry:
            seam = min(SEAM, had)
            block[:seam] *= np.linspace(0, 1, seam, dtype=np.float32)[:, None]
        dry = had < frames and not over
        if dry:
            seam = min(SEAM, had)
            block[-seam:] *= np.linspace(1, 0, seam, dtype=np.float32)[:, None]
        if had < frames:
            block = np.concatenate((block, np.zeros((frames - had, 2), np.float32)))
        share = UNSHARED if self.share.done and self.share.goal else self.share.after(frames)
        at = self.at + had
        return replace(self, level=level, at=at, dry=dry, share=share, held=held), block

    def _hold(
        self, held: SongGovernor, frames: int, level: float, night: LoudnessHistory
    ) -> tuple[SongGovernor, Curve]:
        share = self.share.value
        source = cast("Levelled", self.source)
        return held.pass_over(source, self.at, frames, self.gain, level * share, night)

    def _read(self, frames: int, warmth: Curve) -> Block:
        """With what lies around the frames, which a filter without delay needs to know."""
        before = min(self.at, DELAY)
        block = self.source.read(self.at - before, before + frames + DELAY)
        had = min(frames, max(0, len(block) - before))
        around = np.zeros((had + 2 * DELAY, 2), np.float32)
        known = block[: before + had + DELAY]
        around[DELAY - before : DELAY - before + len(known)] = known
        return warmed(around, warmth[:had] if isinstance(warmth, np.ndarray) else warmth)

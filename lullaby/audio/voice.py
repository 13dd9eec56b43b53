"""One sounding source in the mix, with its read position and level."""

from dataclasses import dataclass, replace
from typing import Protocol, cast

import numpy as np

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.governor import NO_HISTORY, Levelled, LoudnessHistory, SongGovernor
from lullaby.audio.ramp import Curve, Ramp, Shape, scale
from lullaby.audio.warmth import DELAY, warmed
from lullaby.units import Ms

SEAM = RATE // 100
"""A sound that runs dry fades out, and later back in, over 10 ms."""

RELEASE = RATE * 30 // 1000
"""The last 30 ms of a sound, which fade to silence because the file may have been cut."""

UNSHARED = Ramp(1.0, 1.0)


class AudioSource(Protocol):
    """Frames by number. Reading never blocks: it leaves out what is not there yet."""

    def read(self, at: int, frames: int) -> Block:
        """Up to `frames` frames from frame `at`; fewer, or none, if no more are there."""
        ...

    def over(self, at: int) -> bool:
        """Whether frame `at` lies after the last one."""
        ...

    @property
    def length(self) -> int | None:
        """How many frames there are; None while unknown, and for an endless sound."""
        ...

    @property
    def expected(self) -> int | None:
        """What `length` will be, according to the source."""
        ...

    def release(self) -> None:
        """Stop reading."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """A source at frame `at`, with its own gain and a moving level."""

    source: AudioSource
    gain: float
    level: Ramp
    at: int = 0
    wait: int = 0
    """Frames of silence before its first one."""
    begins: Ms | None = None
    """When its first frame is to be heard, on the monotonic clock, from which `wait` follows."""
    leaving: bool = False
    """It is removed when its level has reached 0."""
    dry: bool = False
    """It ran dry in the last block and starts again from silence."""
    share: Ramp = UNSHARED
    """How much of it is heard while it hands over to, or takes over from, the same music."""
    held: SongGovernor | None = None
    """How the governor holds it; None if it does not."""

    @property
    def gone(self) -> bool:
        if self.share.goal == 0.0 and self.share.done:
            return True
        return self.leaving and (self.level.done or self.source.over(self.at))

    @property
    def taken_over(self) -> bool:
        """Whether another voice continues in its place."""
        return self.share.goal == 0.0

    @property
    def begun(self) -> bool:
        return self.at > 0

    def fading_out(self, frames: int, shape: Shape = Shape.SMOOTH) -> "Voice":
        """The same voice, fading out over `frames`; one that already fades out keeps its pace."""
        if self.leaving and self.level.left <= frames:
            return self
        return replace(self, level=self.level.to(0.0, frames, shape), leaving=True)

    def ending(self, overlap: int) -> "Voice":
        """The same voice, crossfading into what follows, unless it already fades out."""
        if self.leaving or self.taken_over:
            return self
        return self.fading_out(overlap, Shape.POWER)

    def heading(self, gain: float, frames: int) -> "Voice":
        """The same voice, moving to another level and staying."""
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
        """This voice fading out, and `source` fading in from frame `at` at its level.

        Both are nearly the same sound, so a linear crossfade is never louder than either.
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
        """The next `frames`, None for silence. A level waits for its sound, unless the voice
        leaves.

        The end of the sound fades out, unless what follows is `joined` to it.
        """
        if self.wait:
            return self._waited(frames, warmth, joined, night)
        warm = warmth.any() if isinstance(warmth, np.ndarray) else warmth
        block = self._read(frames, warmth) if warm else self.source.read(self.at, frames)
        had = len(block)
        over = self.source.over(self.at + had)
        level = self.level.after(frames if self.leaving or over else had)
        if had == 0:
            dry = self.begun and not over
            return replace(self, level=level, dry=dry, share=self.share.after(frames)), None
        ramp = self.level.curve(had)
        scale(block, self.gain, ramp)
        held = self.held
        if held is not None:
            level_now = float(ramp.mean()) if isinstance(ramp, np.ndarray) else ramp
            held, hold = self._hold(held, had, level_now, night)
            scale(block, hold)
        if self.share is not UNSHARED:
            scale(block, self.share.curve(had))
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

    def _waited(
        self, frames: int, warmth: Curve, joined: bool, night: LoudnessHistory
    ) -> tuple["Voice", Block | None]:
        """The next `frames`, of which the first are the rest of its wait."""
        silent = min(self.wait, frames)
        voice = replace(self, wait=self.wait - silent)
        if silent == frames:
            return voice, None
        rest = warmth[silent:] if isinstance(warmth, np.ndarray) else warmth
        voice, block = voice.play(frames - silent, rest, joined, night)
        if block is not None:
            block = np.concatenate((np.zeros((silent, 2), np.float32), block))
        return voice, block

    def _hold(
        self, held: SongGovernor, frames: int, level: float, night: LoudnessHistory
    ) -> tuple[SongGovernor, Curve]:
        share = self.share.value
        source = cast("Levelled", self.source)
        return held.pass_over(source, self.at, frames, self.gain, level * share, night)

    def _read(self, frames: int, warmth: Curve) -> Block:
        """Read with the surrounding frames, which the zero-delay filter needs."""
        before = min(self.at, DELAY)
        block = self.source.read(self.at - before, before + frames + DELAY)
        had = min(frames, max(0, len(block) - before))
        around = np.zeros((had + 2 * DELAY, 2), np.float32)
        known = block[: before + had + DELAY]
        around[DELAY - before : DELAY - before + len(known)] = known
        return warmed(around, warmth[:had] if isinstance(warmth, np.ndarray) else warmth)

"""Sample-accurate gains: a ramp to one goal, an envelope through many points."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.port import FadePoint
from lullaby.frozen import frozen

Curve = float | NDArray[np.float32]
"""One gain for a whole block, or one for each of its frames as a column."""


def scale(sound: NDArray[np.float32], *curves: Curve) -> None:
    """Multiply sound by gains, in place; a gain of 1 leaves it bit-identical."""
    held = 1.0
    for curve in curves:
        if isinstance(curve, np.ndarray):
            sound *= curve
        else:
            held *= curve
    if held != 1.0:
        sound *= np.float32(held)


class Shape(Enum):
    EVEN = auto()
    """A straight line."""
    SMOOTH = auto()
    """Half a cosine: starts and ends without a corner."""
    POWER = auto()
    """A quarter sine; a rising and a falling one keep their summed power constant."""


@frozen
class Ramp:
    """From `start` to `goal` in `frames`, of which `at` have passed; then it holds."""

    start: float
    goal: float
    frames: int = 0
    shape: Shape = Shape.SMOOTH
    at: int = 0

    @property
    def done(self) -> bool:
        return self.at >= self.frames

    @property
    def left(self) -> int:
        """Frames until the goal is reached."""
        return max(0, self.frames - self.at)

    @property
    def value(self) -> float:
        return self.goal if self.done else float(self._shaped(np.array(self.at / self.frames)))

    def curve(self, frames: int) -> Curve:
        """The gains of the next `frames`."""
        if self.done:
            return self.goal
        share = (self.at + np.arange(frames, dtype=np.float64)) / self.frames
        return self._shaped(np.minimum(share, 1.0)).astype(np.float32)[:, None]

    def after(self, frames: int) -> "Ramp":
        return self if self.done else replace(self, at=self.at + frames)

    def to(self, goal: float, frames: int, shape: Shape = Shape.SMOOTH) -> "Ramp":
        """A new ramp from the current value."""
        return Ramp(self.value, goal, frames, shape)

    def _shaped(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.shape is Shape.SMOOTH:
            share = (1 - np.cos(np.pi * share)) / 2
        elif self.shape is Shape.POWER and self.goal > self.start:
            share = np.sin(np.pi / 2 * share)
        elif self.shape is Shape.POWER:
            share = 1 - np.cos(np.pi / 2 * share)
        return self.start + (self.goal - self.start) * share


@dataclass(frozen=True, slots=True, eq=False)
class GainEnvelope:
    """A gain that moves linearly from point to point; `at` frames of it have passed."""

    frames: NDArray[np.float64]
    gains: NDArray[np.float64]
    at: int = 0
    _last: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_last", float(self.frames[-1]))

    @classmethod
    def holding(cls, gain: float) -> "GainEnvelope":
        return cls(np.zeros(1), np.array([gain], np.float64))

    @property
    def done(self) -> bool:
        return self.at >= self._last

    @property
    def value(self) -> float:
        return self.value_after(0)

    def value_after(self, frames: int) -> float:
        """The gain when `frames` more have passed.

        The same as `np.interp` gives, which would let another thread run first.
        """
        at, coming = self.at + frames, bisect_right(self.frames, self.at + frames)
        if coming == len(self.frames):
            return float(self.gains[-1])
        start, goal = float(self.gains[max(0, coming - 1)]), float(self.gains[coming])
        since, until = float(self.frames[max(0, coming - 1)]), float(self.frames[coming])
        return start if coming == 0 else (goal - start) / (until - since) * (at - since) + start

    def curve(self, frames: int) -> Curve:
        """The gains of the next `frames`."""
        if self.done:
            return float(self.gains[-1])
        first = max(0, bisect_right(self.frames, self.at) - 1)
        ahead = self.gains[first : bisect_left(self.frames, self.at + frames) + 1]
        if (ahead == ahead[0]).all():
            return float(ahead[0])
        at = self.at + np.arange(frames)
        return np.interp(at, self.frames, self.gains).astype(np.float32)[:, None]

    def after(self, frames: int) -> "GainEnvelope":
        return self if self.done else replace(self, at=self.at + frames)

    def through(
        self, points: Sequence[FadePoint], rate: int, late: int = 0, glide: int = 0
    ) -> "GainEnvelope":
        """A new envelope from the current gain, as if it had started `late` frames ago.

        Its points are reached on time although it starts late; over its first `glide` frames it
        catches up evenly instead of jumping.
        """
        if not points:
            return self.holding(self.value)
        frames = np.array([-late] + [p.after_ms * rate / 1000 - late for p in points])
        gains = np.array([self.value] + [float(p.gain) for p in points])
        caught_up = float(np.interp(glide, frames, gains))
        ahead = frames > glide
        return GainEnvelope(
            np.concatenate(([0.0, float(max(glide, 1))], frames[ahead])),
            np.concatenate(([self.value, caught_up], gains[ahead])),
        )

"""Mono output and the balance between left and right, for ears that do not hear alike.

Each output channel is a weighted sum of both input channels with weights that are never negative
and never sum to more than 1, so no peak of the output exceeds the larger peak of the input.
"""

from dataclasses import field

from lullaby.audio.decoder import Block
from lullaby.audio.ramp import Curve, Ramp, scale
from lullaby.frozen import frozen


@frozen
class Stereo:
    """How much of it is mono, 0 to 1, and the gains of the two sides, 0 to 1."""

    mono: Ramp = field(default=Ramp(0.0, 0.0))
    left: Ramp = field(default=Ramp(1.0, 1.0))
    right: Ramp = field(default=Ramp(1.0, 1.0))

    def to(self, mono: bool, balance: float, frames: int) -> "Stereo":
        """Move there over `frames`; `balance` is -1 (left only) to 1 (right only)."""
        return Stereo(
            self.mono.to(float(mono), frames),
            self.left.to(min(1.0, 1.0 - balance), frames),
            self.right.to(min(1.0, 1.0 + balance), frames),
        )

    def apply(self, sound: Block) -> None:
        """Change `sound` in place; plain stereo leaves it bit-identical."""
        frames = len(sound)
        share = self.mono.curve(frames)
        if _differs(share, 0.0):
            middle = sound[:, :1] * 0.5 + sound[:, 1:] * 0.5
            scale(sound, 1.0 - share)
            sound += middle * share
        scale(sound[:, :1], self.left.curve(frames))
        scale(sound[:, 1:], self.right.curve(frames))

    def after(self, frames: int) -> "Stereo":
        ramps = (self.mono, self.left, self.right)
        if all(ramp.done for ramp in ramps):
            return self
        return Stereo(*(ramp.after(frames) for ramp in ramps))


PLAIN = Stereo()


def _differs(curve: Curve, value: float) -> bool:
    """Whether a curve is anything but `value`."""
    return not isinstance(curve, float) or curve != value

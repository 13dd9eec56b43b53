"""A loudspeaker that takes nothing for a while: suspended, hung, asleep, or stopped with us."""

from dataclasses import dataclass

from lullaby.audio.decoder import RATE
from lullaby.units import Ms

STANDSTILL = RATE // 2
"""Frames that a device may lose on the clock: a shorter stall is only a gap, and goes by."""

SLEPT_MS = 500
"""A machine that was suspended for longer goes on as after a standstill."""

STEADY_MS = 300
"""So long it takes sound at the pace of the clock before anything is sent to it again."""

UNHEARD = RATE * 80 // 1000
"""The first frames of a return are too soft to be heard: so far before the end it begins."""

TOLD_AFTER_MS = 2_000
"""A standstill that lasts longer is told as a loudspeaker that is away."""

LOOK_EVERY_S = 0.02


@dataclass(frozen=True, slots=True)
class Standstill:
    """From `since` on it may run again: it had read `read` frames by then.

    A server that was stopped asks for all that it missed at once before it runs as before; that
    shall be silence, and not the next seconds of a song.
    """

    begun: Ms
    since: Ms
    read: int

    @classmethod
    def at(cls, now: Ms, read: int) -> "Standstill":
        return cls(now, now, read)

    def look(self, now: Ms, read: int, buffer: int) -> "Standstill":
        """What is known when it has read `read` frames, whole buffers at a time."""
        wanted = (now - self.since) * RATE // 1000
        in_pace = abs(read - self.read - wanted) <= 2 * buffer
        return self if in_pace else Standstill(self.begun, now, read)

    def is_over(self, now: Ms) -> bool:
        return now - self.since >= STEADY_MS

    def is_long(self, now: Ms) -> bool:
        return now - self.begun >= TOLD_AFTER_MS

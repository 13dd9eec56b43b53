"""Detects a device that takes no sound for a while: suspended, hung, asleep, or stopped with us."""

from lullaby.audio.decoder import RATE
from lullaby.frozen import frozen
from lullaby.units import Ms

STANDSTILL = RATE // 2
"""Frames that a device may lag behind the clock; a shorter stall is only a gap."""

SLEPT_MS = 500
"""After a suspend longer than this, the machine resumes as after a standstill."""

STEADY_MS = 300
"""A device runs at the speed of the clock for this long before it gets sound again."""

UNHEARD = RATE * 80 // 1000
"""The first frames of a return are too soft to hear, so it starts this far before the end."""

TOLD_AFTER_MS = 2_000
"""A longer standstill is reported as a lost loudspeaker."""

LOOK_EVERY_S = 0.02


@frozen
class Standstill:
    """The device may run again from `since` on; it had read `read` frames by then.

    A server that was stopped first requests everything it missed, and then runs as before; that
    burst gets silence, not the next seconds of a song.
    """

    begun: Ms
    since: Ms
    read: int

    @classmethod
    def at(cls, now: Ms, read: int) -> "Standstill":
        return cls(now, now, read)

    def look(self, now: Ms, read: int, buffer: int) -> "Standstill":
        """The state after the device has read `read` frames, in whole buffers."""
        wanted = (now - self.since) * RATE // 1000
        in_pace = abs(read - self.read - wanted) <= 2 * buffer
        return self if in_pace else Standstill(self.begun, now, read)

    def is_over(self, now: Ms) -> bool:
        return now - self.since >= STEADY_MS

    def is_long(self, now: Ms) -> bool:
        return now - self.begun >= TOLD_AFTER_MS

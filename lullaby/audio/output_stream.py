"""Maps rendered frames to frames of one open device, and back."""

import logging
from collections.abc import Callable

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.limiter import DELAY
from lullaby.audio.loudspeaker import Loudspeaker, PlayHead
from lullaby.audio.mix import in_frames
from lullaby.audio.ring import Ring
from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.units import Ms

log = logging.getLogger(__name__)

MARGIN = in_frames(30)
"""A command takes effect at least this far after what the device may take next."""

UNCERTAIN = RATE
"""How much of what was taken is left alone, in case its count runs ahead."""

AHEAD = in_frames(20)
"""The most that the smooth count runs ahead of the other while nothing is taken."""

TRUSTED_MS = 500
"""For this long after a reading the device is assumed to run; readings come twice as often. After a
stop of the process, no position is reported that nobody heard."""

EVEN = in_frames(100)
"""By how much what was taken between two readings may differ from the time that passed, on a
device that runs evenly: it takes one or two buffers at a time."""

EVEN_LOOKS = 12
"""So many even readings in a row show that a device runs evenly."""


@frozen
class FrameShift:
    """From frame `taken` on, the rendered frame is the taken frame minus `shift`."""

    taken: int
    shift: int


class OutputStream:
    """`rendered` counts frames of the engine, `taken` those of the device."""

    def __init__(self, speaker: Loudspeaker, ring: Ring, clock: Clock, rendered: int) -> None:
        """For a device that has just been opened; `rendered` is the first frame it gets."""
        self._speaker = speaker
        self._ring = ring
        self._clock = clock
        self._shifts: tuple[FrameShift, ...] = ()
        self.taken, self.read = speaker.taken(), speaker.read()
        self._looked = clock.monotonic_ms()
        self.lost = 0
        """Frames that the device has recently not taken in time."""
        self._idle_looks = self._even_looks = 0
        self._head = PlayHead.at_first(clock.monotonic_ms(), self.taken)
        self.restart_at(rendered)

    @property
    def first_free(self) -> int:
        """The first rendered frame, possibly a future one, that can still be changed."""
        return self.taken + self._speaker.buffer + MARGIN - self._shift

    def look(self) -> None:
        """Read how far the device is."""
        now, before = self._clock.monotonic_ms(), self.taken
        if now == self._looked:
            return
        self.taken, self.read = self._speaker.taken(), self._speaker.read()
        passed, took = (now - self._looked) * RATE // 1000, self.taken - before
        self._looked = now
        self._idle_looks = 0 if took > passed // 2 else self._idle_looks + 1
        self._even_looks = self._even_looks + 1 if abs(took - passed) <= EVEN else 0
        self.lost = self.lost + passed - took if self._idle_looks else self.lost // 2
        self._head = self._head.look(now, self.taken)

    @property
    def runs_evenly(self) -> bool:
        """Whether it took what it should for a while, so that fewer readings are enough."""
        return self._even_looks >= EVEN_LOOKS

    @property
    def unread(self) -> int:
        """The first rendered frame that the device does not read before it can be changed.

        A device that was once seen idle may be running again by now, and takes two buffers at
        first.
        """
        coming = 0 if self._idle_looks > 1 else 2 * self._speaker.buffer + MARGIN
        return self.read + coming - self._shift

    @property
    def buffer(self) -> int:
        """How many frames the device takes at a time."""
        return self._speaker.buffer

    def ready(self, rendered: int) -> int:
        """How many of the frames up to `rendered` wait to be taken; negative if they come late."""
        return rendered + self._shift - self.taken

    def catch_up(self, rendered: int) -> bool:
        """If the device has run out of sound, resume with `rendered` as soon as possible; returns
        whether it has."""
        ready = self.ready(rendered)
        if ready >= 0:
            return False
        log.warning("sound came %d ms late", -ready * 1000 // RATE)
        self.restart_at(rendered)
        return True

    def restart_at(self, rendered: int) -> None:
        """Make `rendered` the next frame that the device may take, with a soft start."""
        start = self.taken + self._speaker.buffer + MARGIN
        self._shifts = (*self._shifts[-3:], FrameShift(start, start - rendered))
        self._soft = True

    def go_on(self, rendered: int) -> None:
        """After a standstill, make `rendered` the next frame that the device may take."""
        self._head = PlayHead.at_first(self._clock.monotonic_ms(), self.taken)
        self.lost = 0
        self.restart_at(rendered)

    def end_with(self, rendered: int, sound: Block) -> None:
        """Make this the last sound that the device reads, however much it takes afterwards."""
        self._ring.write(rendered + self._shift, sound, self.read)
        self.stay_silent()

    def stay_silent(self) -> None:
        """Silence what the device has read, so that it does not read it again."""
        self._ring.silence_to(self.read)

    def still(self) -> int:
        """The rendered frame heard last by a device that stands still."""
        return _rendered(self._shifts, self.taken - self._speaker.latency)

    def write(self, rendered: int, sound: Block) -> None:
        """Write sound, starting with frame `rendered`, ahead of the device."""
        read_to = max(0, self.taken - UNCERTAIN)
        self._ring.write(rendered + self._shift, sound, read_to, self._soft)
        self._soft = False

    def late(self, rendered: int) -> int:
        """How many frames from now a change at frame `rendered` of the mix is heard."""
        audible = self._head.at(self._clock.monotonic_ms()) - self._speaker.latency
        return max(0, rendered + DELAY + self._shift - audible)

    def until(self, rendered: int, moment: Ms) -> int:
        """How many frames lie between the frame `rendered` of the mix and the one that is heard at
        `moment` of the monotonic clock; 0 if that has passed."""
        left = in_frames(moment - self._clock.monotonic_ms())
        return max(0, left - self.late(rendered))

    def position_reader(self) -> Callable[[], int]:
        """A function for any thread that returns the rendered frame heard at that time."""
        shifts, head, clock = self._shifts, self._head, self._clock
        taken, looked, latency = self.taken + AHEAD, self._looked, self._speaker.latency

        def audible_frame() -> int:
            now = min(clock.monotonic_ms(), Ms(looked + TRUSTED_MS))
            most = taken + (now - looked) * RATE // 1000
            return _rendered(shifts, min(head.at(now), most) - latency)

        return audible_frame

    @property
    def _shift(self) -> int:
        return self._shifts[-1].shift


def _rendered(shifts: tuple[FrameShift, ...], taken: int) -> int:
    """The rendered frame at the device's position; in a gap, the one before it."""
    first = shifts[0]
    frame = max(taken, first.taken) - first.shift
    for shift in shifts[1:]:
        last = shift.taken - shift.shift
        frame = taken - shift.shift if shift.taken <= taken else min(frame, last)
    return frame

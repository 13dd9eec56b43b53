"""The way from rendered frames to one open loudspeaker, and back from what it took to them."""

from collections.abc import Callable
from dataclasses import dataclass

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.limiter import DELAY
from lullaby.audio.loudspeaker import Loudspeaker, PlayHead
from lullaby.audio.mix import in_frames
from lullaby.audio.ring import Ring
from lullaby.clock import Clock
from lullaby.units import Ms

MARGIN = in_frames(30)
"""A command changes nothing nearer than this to what the loudspeaker may take next."""

UNCERTAIN = RATE
"""How much of what was taken is left alone, in case the count of it ran ahead."""

AHEAD = in_frames(20)
"""The smooth count runs on while nothing is taken, but at most this far beyond the other."""

TRUSTED_MS = 400
"""So long after a look the loudspeaker is taken to run on; looks are half of that apart. Who was
stopped meanwhile shall not tell places that nobody heard."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """From this taken frame on, the rendered frame is the taken one less `shift`."""

    taken: int
    shift: int


class OutputStream:
    """Frames of the engine are `rendered`, those of the loudspeaker `taken`."""

    def __init__(self, speaker: Loudspeaker, ring: Ring, clock: Clock, rendered: int) -> None:
        """To a loudspeaker that has just been opened; `rendered` is the first frame it gets."""
        self._speaker = speaker
        self._ring = ring
        self._clock = clock
        self._anchors: tuple[Anchor, ...] = ()
        self.taken, self.read = speaker.taken(), speaker.read()
        self._looked = clock.monotonic_ms()
        self.lost = 0
        """Frames that it has not taken in time, of late."""
        self._idle_looks = 0
        self._head = PlayHead.at_first(clock.monotonic_ms(), self.taken)
        self.begin_anew(rendered)

    @property
    def first_free(self) -> int:
        """The first rendered frame, perhaps of the future, that can still be changed."""
        return self.taken + self._speaker.buffer + MARGIN - self._shift

    def look(self) -> None:
        """Ask the loudspeaker how far it is."""
        now, before = self._clock.monotonic_ms(), self.taken
        self.taken, self.read = self._speaker.taken(), self._speaker.read()
        passed, took = (now - self._looked) * RATE // 1000, self.taken - before
        self._looked = now
        self._idle_looks = 0 if took > passed // 2 else self._idle_looks + 1
        self.lost = self.lost + passed - took if self._idle_looks else self.lost // 2
        self._head = self._head.look(now, self.taken)

    @property
    def unread(self) -> int:
        """The first rendered frame that it does not read before it can be changed.

        One that was seen idle once may be running again by now, and takes two buffers at first.
        """
        coming = 0 if self._idle_looks > 1 else 2 * self._speaker.buffer + MARGIN
        return self.read + coming - self._shift

    @property
    def buffer(self) -> int:
        """How many frames it takes at a time."""
        return self._speaker.buffer

    def ready(self, rendered: int) -> int:
        """How many of the frames up to `rendered` wait to be taken; below 0 when it is late."""
        return rendered + self._shift - self.taken

    def begin_anew(self, rendered: int) -> None:
        """Let `rendered` be the next that the loudspeaker may take, softly."""
        start = self.taken + self._speaker.buffer + MARGIN
        self._anchors = (*self._anchors[-3:], Anchor(start, start - rendered))
        self._soft = True

    def go_on(self, rendered: int) -> None:
        """It runs again after a standstill: `rendered` is the next that it may take."""
        self._head = PlayHead.at_first(self._clock.monotonic_ms(), self.taken)
        self.lost = 0
        self.begin_anew(rendered)

    def end_with(self, rendered: int, sound: Block) -> None:
        """Let this be the last that it reads, however much it takes after it."""
        self._ring.write(rendered + self._shift, sound, self.read)
        self.stay_silent()

    def stay_silent(self) -> None:
        """What it has read it shall not come round to again."""
        self._ring.silence_to(self.read)

    def still(self) -> int:
        """The rendered frame that was heard last by a loudspeaker that stands still."""
        return _rendered(self._anchors, self.taken - self._speaker.latency)

    def write(self, rendered: int, sound: Block) -> None:
        """Lay sound before the loudspeaker that begins with frame `rendered`."""
        read_to = max(0, self.taken - UNCERTAIN)
        self._ring.write(rendered + self._shift, sound, read_to, self._soft)
        self._soft = False

    def late(self, rendered: int) -> int:
        """How many frames after now a change at frame `rendered` of the mix is heard."""
        heard = self._head.at(self._clock.monotonic_ms()) - self._speaker.latency
        return max(0, rendered + DELAY + self._shift - heard)

    def analysis_runner(self) -> Callable[[], int]:
        """Tells the rendered frame that is heard whenever it is asked, on any thread."""
        anchors, head, clock = self._anchors, self._head, self._clock
        taken, looked, latency = self.taken + AHEAD, self._looked, self._speaker.latency

        def heard() -> int:
            now = min(clock.monotonic_ms(), Ms(looked + TRUSTED_MS))
            most = taken + (now - looked) * RATE // 1000
            return _rendered(anchors, min(head.at(now), most) - latency)

        return heard

    @property
    def _shift(self) -> int:
        return self._anchors[-1].shift


def _rendered(anchors: tuple[Anchor, ...], taken: int) -> int:
    """The rendered frame that was laid where the loudspeaker is; in a gap, the one before it."""
    first = anchors[0]
    frame = max(taken, first.taken) - first.shift
    for anchor in anchors[1:]:
        last = anchor.taken - anchor.shift
        frame = taken - anchor.shift if anchor.taken <= taken else min(frame, last)
    return frame

"""Carries rendered sound to the loudspeaker, in time, and knows what of it is heard now."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lullaby.audio.decoder import RATE
from lullaby.audio.engine import BLOCK, Change, Engine, Heard, Past, heard_at
from lullaby.audio.limiter import DELAY
from lullaby.audio.loudspeaker import Loudspeaker, PlayHead, Unheard
from lullaby.audio.mix import Mix, in_frames
from lullaby.audio.port import Device
from lullaby.audio.ring import Ring
from lullaby.clock import Clock
from lullaby.units import Ms

log = logging.getLogger(__name__)

AHEAD = in_frames(600)
"""What lies ready before the loudspeaker at best; a stall this long is not heard."""

LOW = in_frames(400)
"""When less is ready, more is rendered."""

MARGIN = in_frames(30)
"""A command changes nothing nearer than this to what the loudspeaker may take next."""

UNCERTAIN = RATE
"""How much of what was taken is left alone, in case the count of it ran ahead."""

LEAP = 60 * RATE
"""At most this much time is caught up in one step, without a loudspeaker."""

LOOK_EVERY = Ms(1_000)
"""How often a lost device is looked for, in ms."""

ANSWER_WITHIN = 1.0
"""Seconds that a person who asked to look again is kept waiting at most."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """From this taken frame on, the rendered frame is the taken one less `shift`."""

    taken: int
    shift: int


@dataclass(frozen=True, slots=True)
class View:
    """What any thread may know of the sound."""

    device: Device
    past: Past
    heard: Callable[[], int]
    """The rendered frame that is heard now."""


class Driver:
    """`step` does the work, on one thread; `change`, `view`, `heard` and `look_again` are free."""

    def __init__(
        self, engine: Engine, loudspeaker: Loudspeaker, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._engine = engine
        self._real = loudspeaker
        self._clock = clock
        self._wake = wake
        self._changes: deque[Change] = deque()
        self._asked = threading.Event()
        self._answered = threading.Event()
        self._device: Device | None = None
        self._speaker: Loudspeaker = loudspeaker
        self._next_look = clock.monotonic_ms()
        self._soft = True
        self.underruns = 0
        self._view = View(Device.READY, engine.past, lambda: 0)

    @property
    def view(self) -> View:
        return self._view

    def heard(self) -> Heard:
        """What leaves the loudspeaker now."""
        view = self._view
        return heard_at(view.past, view.heard())

    def late(self, mix: Mix) -> int:
        """How many frames after now a change of this mix will be heard; asked by the change."""
        if self._device is Device.LOST:
            return 0
        heard = self._play_head.at(self._clock.monotonic_ms()) - self._speaker.latency
        return max(0, mix.frame + DELAY + self._anchors[-1].shift - heard)

    def change(self, change: Change) -> None:
        """A command; it is heard as soon as the loudspeaker allows."""
        self._changes.append(change)
        self._wake()

    def refresh(self) -> None:
        """Something can be heard that could not when the next moments were rendered."""
        self.change(lambda mix: mix)

    def look_again(self) -> bool:
        """Look for a device now; whether there is one."""
        self._answered.clear()
        self._asked.set()
        self._wake()
        self._answered.wait(ANSWER_WITHIN)
        return self._view.device is Device.READY

    def step(self) -> float:
        """Everything that is due; the seconds until the next step."""
        now = self._clock.monotonic_ms()
        if self._device is None:
            self._begin(now)
        elif self._device is Device.READY:
            if not self._real.there():
                self._lose(now)
        elif self._asked.is_set() or (self._device is Device.LOST and now >= self._next_look):
            self._search(now)
        wait = self._idle(now) if self._device is Device.LOST else self._supply(now)
        if self._asked.is_set():
            self._asked.clear()
            self._answered.set()
        return wait

    def close(self) -> None:
        """Let go of the device; nobody steps any more."""
        self._speaker.close()

    # The device

    def _begin(self, now: Ms) -> None:
        if not self._open(self._real, now):
            self._open(Unheard(self._clock), now)
        self._device = Device.READY if self._speaker is self._real else Device.NONE

    def _search(self, now: Ms) -> None:
        self._next_look = Ms(now + LOOK_EVERY)
        if self._return(now):
            log.info("there is a loudspeaker")
            self._device = Device.READY

    def _lose(self, now: Ms) -> None:
        log.warning("the loudspeaker is gone")
        heard = self._view.heard()
        self._real.close()
        self._engine.rewind(heard)
        self._engine.apply(Mix.fallen_silent)
        self._device = Device.LOST
        self._next_look = Ms(now + LOOK_EVERY)

    def _return(self, now: Ms) -> bool:
        """Go on from what was heard last, softly."""
        heard = self._view.heard()
        if self._device is Device.NONE:
            self._engine.rewind(heard)
        if not self._open(self._real, now):
            return False
        self._engine.apply(Mix.return_softly)
        return True

    def _open(self, speaker: Loudspeaker, now: Ms) -> bool:
        memory = speaker.open()
        if memory is None:
            return False
        self._speaker = speaker
        self._ring = Ring(memory)
        taken = speaker.taken()
        self._play_head = PlayHead.at_first(now, taken)
        self._anchors: tuple[Anchor, ...] = ()
        self._anchor(taken)
        return True

    def _idle(self, now: Ms) -> float:
        """Take commands while there is nothing to hear."""
        while self._changes:
            self._engine.apply(self._changes.popleft())
            self._engine.apply(Mix.fallen_silent)
        frame = self._engine.frame + DELAY
        self._engine.forget(frame)
        self._view = View(Device.LOST, self._engine.past, lambda: frame)
        return max(10, self._next_look - now) / 1000

    # The sound

    def _anchor(self, taken: int) -> None:
        """Let the next rendered frame be the next that the loudspeaker may take."""
        start = taken + self._speaker.buffer + MARGIN
        self._anchors = (*self._anchors[-3:], Anchor(start, start - self._engine.frame))
        self._soft = True

    def _supply(self, now: Ms) -> float:
        taken = self._speaker.taken()
        self._play_head = self._play_head.look(now, taken)
        unheard = self._speaker is not self._real
        shift = self._anchors[-1].shift
        if taken > self._engine.frame + shift and not unheard:
            self.underruns += 1
            log.warning("sound came %d frames late", taken - self._engine.frame - shift)
            self._anchor(taken)
            shift = self._anchors[-1].shift
        changed = bool(self._changes)
        self._publish()
        if changed:
            self._engine.rewind(taken + self._speaker.buffer + MARGIN - shift)
            while self._changes:
                self._engine.apply(self._changes.popleft())
        ready = self._engine.frame + shift - taken
        if changed or ready < LOW:
            self._render(-(-(AHEAD - ready) // BLOCK), taken, unheard)
        self._engine.forget(self._view.heard())
        self._publish()
        ready = self._engine.frame + shift - taken
        return max(0.01, (ready - LOW) / RATE)

    def _render(self, blocks: int, taken: int, unheard: bool) -> None:
        """Render what is missing and lay it into the ring."""
        if unheard:
            for _ in range(min(blocks, LEAP // BLOCK)):
                self._engine.render()
            return
        at = self._engine.frame + self._anchors[-1].shift
        sound = [self._engine.render() for _ in range(max(1, blocks))]
        self._ring.write(at, np.concatenate(sound), max(0, taken - UNCERTAIN), self._soft)
        self._soft = False

    def _publish(self) -> None:
        anchors, head, clock = self._anchors, self._play_head, self._clock
        latency = self._speaker.latency

        def heard() -> int:
            return _rendered(anchors, head.at(clock.monotonic_ms()) - latency)

        device = self._device or Device.READY
        self._view = View(device, self._engine.past, heard)


def _rendered(anchors: tuple[Anchor, ...], taken: int) -> int:
    """The rendered frame that was laid where the loudspeaker is; in a gap, the one before it."""
    first = anchors[0]
    frame = max(taken, first.taken) - first.shift
    for anchor in anchors[1:]:
        last = anchor.taken - anchor.shift
        frame = taken - anchor.shift if anchor.taken <= taken else min(frame, last)
    return frame

"""Keeps the output device supplied with sound, takes commands, and handles its loss and return."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from functools import partial

import numpy as np

from lullaby.audio.decoder import RATE
from lullaby.audio.engine import AudibleMix, Change, Engine, Past, audible_at
from lullaby.audio.limiter import DELAY, STEP
from lullaby.audio.loudspeaker import Loudspeaker, NullLoudspeaker
from lullaby.audio.mix import LEAVE_RAMP, Mix, in_frames
from lullaby.audio.output_stream import OutputStream
from lullaby.audio.port import Device
from lullaby.audio.rest import AWAKE, DeviceRest, is_silent, is_still
from lullaby.audio.ring import Ring
from lullaby.audio.standstill import LOOK_EVERY_S, SLEPT_MS, STANDSTILL, UNHEARD, Standstill
from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.units import Ms

log = logging.getLogger(__name__)

AHEAD = in_frames(800)
"""Frames kept ready for the device; a stall shorter than this is not heard."""

FAR_AHEAD = in_frames(1_600)
"""The same of steady sound, which is rendered in one block: longer blocks cost less."""

LOW = in_frames(500)
"""Below this many ready frames, more are rendered."""

KEPT = in_frames(250)
"""Frames that were heard last and are kept, because after a standstill the sound resumes there."""

SURELY = 0.02
"""Seconds by which a step comes after it is due, so that jitter does not make it come in vain."""

LEAP = 60 * RATE
"""The most time, in frames, that one step catches up without a device."""

LOOK_WITHIN = 0.24
"""The most seconds between two looks at how far a device is that runs evenly."""

WATCH_WITHIN = 0.08
"""The most seconds between two checks of a playing device that does not tell when it is lost."""

LOOK_EVERY = Ms(1_000)
"""How often a lost device is looked for, in ms."""

HANGS_AFTER = Ms(2_000)
"""A step that takes longer than this hangs; steps are at most one second apart."""

ANSWER_WITHIN = 1.0
"""The most seconds for which `look_again` blocks."""


@frozen
class View:
    """The state of the sound, readable from any thread."""

    device: Device
    past: Past
    audible_frame: Callable[[], int]
    """Returns the rendered frame that is heard now."""
    speakers: tuple[str, ...] = ()
    speaker: str = ""
    """The name of the device in use."""


class Driver:
    """Runs the engine on one thread by calls of `step`.

    `change`, `view`, `heard`, `look_again` and `use_speaker` may be called from any thread.
    """

    def __init__(
        self, engine: Engine, loudspeaker: Loudspeaker, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._engine = engine
        self._loudspeaker = loudspeaker
        self._clock = clock
        self._wake = wake
        self._changes: deque[Change] = deque()
        self._asked = threading.Event()
        self._answered = threading.Event()
        self._wanted: deque[str | None] = deque()
        self._moving: int | None = None
        """The rendered frame from which all is silent, before another device is opened."""
        self._device: Device | None = None
        self._stream: OutputStream | None = None
        self._next_look = self._due = clock.monotonic_ms()
        self.view = View(Device.READY, engine.past, lambda: 0)
        """Read by any thread; only the stepping thread replaces it, as a whole."""
        self._chosen: str | None = None
        self._audible_for_sure = 0
        self._still: Standstill | None = None
        self.rest = AWAKE
        self._slept = clock.slept_ms()
        self._stepped = clock.monotonic_ms()
        self._woke = False
        self.underruns = 0

    @property
    def hangs(self) -> bool:
        """Whether no step has ended in time, because the sound system does not answer."""
        return self.rest.open and self._clock.monotonic_ms() - self._stepped > HANGS_AFTER

    def audible_mix(self) -> AudibleMix:
        """The mix that leaves the device now."""
        view = self.view
        return audible_at(view.past, view.audible_frame())

    def late(self, mix: Mix) -> int:
        """How many frames from now a change of this mix will be heard; for use inside a change."""
        return self._stream.late(mix.frame) if self._stream is not None else 0

    def change(self, change: Change) -> None:
        """Queue a command; it is heard as soon as the device allows."""
        self._changes.append(change)
        self._wake()

    def refresh(self) -> None:
        """Render again, because a source has become ready since the next moments were rendered."""
        self.change(lambda mix: mix)

    def look_again(self) -> bool:
        """Look for a device now; return whether there is one. Waits at most `ANSWER_WITHIN`."""
        self._answered.clear()
        self._asked.set()
        self._wake()
        self._answered.wait(ANSWER_WITHIN)
        return self.view.device is Device.READY

    def use_speaker(self, name: str | None) -> None:
        """Switch to this device, or with None to the system default."""
        self._wanted.append(name)
        self._wake()

    def step(self) -> float | None:
        """Do what is due. Returns the seconds until the next step, None if there is no need."""
        now, slept = self._clock.monotonic_ms(), self._clock.slept_ms()
        self._stepped = now
        self._woke = slept - self._slept > SLEPT_MS
        self._slept = slept
        asked = self._asked.is_set()
        self._asked.clear()
        if not self.rest.open and not self._end_rest(now, asked or bool(self._wanted)):
            return None
        if not asked and not self._woke and self._is_only_checked(now):
            return _watch_within(self._loudspeaker)
        look = asked or (bool(self._wanted) and self._leave())
        if self._device is None:
            self._begin()
        elif self._moving is not None and self.view.audible_frame() >= self._moving:
            log.info("going over to another loudspeaker")
            self._close_loudspeaker(now, self.view.audible_frame())
            self._search(now)
        elif self._device is Device.READY:
            if (there := self._loudspeaker.there()) or self._loudspeaker.tells_loss:
                self._audible_for_sure = self.view.audible_frame()
            if not there:
                self._lose(now)
        elif look or (self._may_come and now >= self._next_look):
            if look:
                self._loudspeaker.choose(self._chosen)
            self._search(now)
        wait = self._supply(self._stream, now) if self._stream is not None else self._idle(now)
        if asked:
            self._answered.set()
        return None if self._begin_rest(now) else wait

    def close(self) -> None:
        """Close the device; nothing may step afterwards."""
        if self.underruns:
            log.warning("sound came late %d times this evening", self.underruns)
            self.underruns = 0
        self._loudspeaker.close()

    # The device

    def _is_only_checked(self, now: Ms) -> bool:
        """Whether nothing is due yet but to see that a device that runs evenly is still there."""
        called = self._wanted or self._changes or self._moving is not None
        if called or now >= self._due or not self._loudspeaker.there():
            return False
        self._audible_for_sure = self.view.audible_frame()
        return True

    @property
    def _may_come(self) -> bool:
        """Whether a device may come by itself: one that was lost, or was chosen."""
        return self._device is Device.LOST or self._chosen is not None

    def _leave(self) -> bool:
        """Fade out before switching to another device.

        Returns True if nothing sounds, so that the switch can happen at once.
        """
        while self._wanted:
            self._chosen = self._wanted.popleft()
        self._loudspeaker.choose(self._chosen)
        if self._device is not Device.READY or self._stream is None:
            return True
        if self._still is not None:
            self._moving = 0
        if self._moving is None:
            self._stream.look()
            self._engine.rewind(self._stream.first_free)
            self._engine.apply(Mix.leave_softly)
            self._moving = self._engine.frame + DELAY + in_frames(LEAVE_RAMP)
        return False

    def _begin_rest(self, now: Ms) -> bool:
        """Close a device that has had nothing to play for long; return whether it is closed."""
        stays = self._stream is None or self._moving is not None or self._still is not None
        still = all(map(is_still, reversed(self._engine.past)))
        self.rest = self.rest.look(now, still and self._device is Device.READY and not stays)
        if not self.rest.is_due(now):
            return False
        self.rest, self._stream = DeviceRest(now, open=False), None
        self._loudspeaker.close()
        self._show_silence(Device.READY)
        return True

    def _end_rest(self, now: Ms, asked: bool) -> bool:
        """Take commands; open the device again if there is something to play or to look for."""
        rest, self.rest = self.rest, DeviceRest(now, open=False)
        self._engine.apply(lambda mix: rest.caught_up(mix, now))
        while self._changes:
            self._engine.apply(self._changes.popleft())
        if not asked and is_silent(self._engine.past[-1]):
            self._show_silence(Device.READY)
            return False
        self._woke = False
        self.rest, self._stream = AWAKE, self._open(self._loudspeaker)
        if self._stream is None:
            self._lose(now)
        return True

    def _begin(self) -> None:
        self._stream = self._open(self._loudspeaker)
        self._device = Device.READY if self._stream is not None else Device.NONE
        if self._stream is None:
            self._stream = self._open(NullLoudspeaker(self._clock))

    def _open(self, speaker: Loudspeaker) -> OutputStream | None:
        memory = speaker.open_device()
        if memory is None:
            return None
        return OutputStream(speaker, Ring(memory), self._clock, self._engine.frame)

    def _lose(self, now: Ms) -> None:
        """Go back to the position that was heard last; what followed it was never played."""
        log.warning("the loudspeaker is gone")
        heard = min(self._audible_for_sure, self.view.audible_frame())
        self._close_loudspeaker(now, heard - UNHEARD)

    def _close_loudspeaker(self, now: Ms, frame: int) -> None:
        self._moving = self._still = None
        self._loudspeaker.close()
        self._engine.rewind(frame)
        self._engine.apply(Mix.fallen_silent)
        self._device, self._stream = Device.LOST, None
        self._next_look = Ms(now + LOOK_EVERY)

    def _search(self, now: Ms) -> None:
        """If there is a device now, resume at the position heard last, or that time has reached."""
        self._next_look = Ms(now + LOOK_EVERY)
        if self._device is Device.NONE:
            self._engine.rewind(self.view.audible_frame())
        line = self._open(self._loudspeaker)
        if line is not None:
            log.info("there is a loudspeaker")
            self._engine.apply(Mix.return_softly)
            self._device, self._stream = Device.READY, line

    def _idle(self, now: Ms) -> float:
        """Take commands while there is nothing to hear."""
        self._change_in_silence()
        self._show_silence(Device.LOST)
        return max(10, self._next_look - now) / 1000

    def _show_silence(self, device: Device) -> None:
        """Count everything rendered as heard."""
        frame = self._engine.frame + DELAY
        self._engine.forget(frame)
        using = (self._loudspeaker.using or "") if device is Device.READY else ""
        self.view = View(device, self._engine.past, lambda: frame, self._loudspeaker.names, using)

    def _change_in_silence(self) -> None:
        while self._changes:
            self._engine.apply(self._changes.popleft())
            self._engine.apply(Mix.fallen_silent)

    # A device that stands still

    def _stands_still(self, line: OutputStream, now: Ms) -> bool:
        """Whether the device takes no sound now; if so, what it reads next is silence."""
        if self._still is None:
            if line.lost <= STANDSTILL and not self._woke:
                return False
            log.warning("the loudspeaker stands still")
            self._send_last_block(line)
            self._still = Standstill.at(now, line.read)
        self._still = self._still.look(now, line.read, line.buffer)
        if not self._still.is_over(now):
            return True
        log.info("the loudspeaker runs again after %d ms", now - self._still.begun)
        self._still = None
        self._engine.apply(Mix.return_softly)
        line.go_on(self._engine.frame)
        return False

    def _send_last_block(self, line: OutputStream) -> None:
        """Write a final block that fades out. The sound will resume from a little before it."""
        self._engine.rewind(line.unread)
        at = self._engine.frame
        block = self._engine.render()
        line.end_with(at, block * np.linspace(1, 0, len(block), dtype=np.float32)[:, None])
        self._engine.rewind(at - UNHEARD)

    def _wait(self, line: OutputStream, now: Ms) -> float:
        """Take commands while the device stands still, at the position heard last."""
        line.stay_silent()
        self._change_in_silence()
        long = self._still is not None and self._still.is_long(now)
        frame = self._engine.frame + DELAY if long else line.still()
        self._engine.forget(frame - KEPT)
        device, speaker = Device.LOST if long else Device.READY, self._loudspeaker
        past, using = self._engine.past, speaker.using or ""
        self.view = View(device, past, lambda: frame, speaker.names, using)
        return LOOK_EVERY_S

    # Rendering

    def _supply(self, line: OutputStream, now: Ms) -> float:
        line.look()
        if self._device is Device.READY:
            if self._stands_still(line, now):
                return self._wait(line, now)
            self.underruns += line.catch_up(self._engine.frame)
        changed = bool(self._changes)
        if changed:
            self._engine.rewind(line.first_free)
            while self._changes:
                self._engine.apply(self._changes.popleft())
        self._engine.anchor(partial(line.until, self._engine.frame))
        ready = line.ready(self._engine.frame)
        if changed or ready < LOW:
            ahead = AHEAD if changed or not self._engine.is_steady else FAR_AHEAD
            self._render(line, max(STEP, -(-(ahead - ready) // STEP) * STEP))
        audible_frame = line.position_reader()
        self._engine.forget(audible_frame() - KEPT)
        device, speakers = self._device or Device.READY, self._loudspeaker.names
        using = (self._loudspeaker.using or "") if device is Device.READY else ""
        self.view = View(device, self._engine.past, audible_frame, speakers, using)
        wait = max(0.0, (line.ready(self._engine.frame) - LOW) / RATE) + SURELY
        even = line.runs_evenly and self._device is Device.READY
        self._due = Ms(now + round(1000 * min(LOOK_WITHIN, wait))) if even else now
        return min(_watch_within(self._loudspeaker) if even else WATCH_WITHIN, wait)

    def _render(self, line: OutputStream, frames: int) -> None:
        """Render what is missing, and write it if a device is open."""
        if self._device is Device.READY:
            at = self._engine.frame
            line.write(at, self._engine.render(frames))
        else:
            for _ in range(-(-min(frames, LEAP) // AHEAD)):
                self._engine.render(AHEAD)


def _watch_within(speaker: Loudspeaker) -> float:
    """The most seconds between two checks of a device that runs evenly."""
    return LOOK_WITHIN if speaker.tells_loss else WATCH_WITHIN

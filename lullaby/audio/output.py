"""A loudspeaker through pygame: one looping Sound as a ring that SDL reads without Python.

A silent `mixer.music` on the same device shows how much SDL has taken: SDL_mixer counts what the
audio callback has mixed of it, in whole buffers. `get_pos` would follow the wall clock in between,
and run on when the device stands still.
"""

import importlib
import logging
import os
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from lullaby.audio.alsa import silence_errors
from lullaby.audio.decoder import RATE
from lullaby.audio.loudspeaker import RING
from lullaby.audio.removal_watch import RemovalWatch
from lullaby.audio.reported_delay import ReportedDelay
from lullaby.audio.ring import Memory
from lullaby.audio.sdl import (
    MOST_DEVICES,
    audio_running,
    current_driver,
    default_device,
    device_plays,
    music_position,
)
from lullaby.frozen import frozen

log = logging.getLogger(__name__)


@frozen
class Buffering:
    """How SDL passes sound on with one of its drivers; all in frames."""

    buffer: int
    """What SDL requests at a time."""
    burst: int
    """The most that it requests in a row."""
    latency: int
    """From the count of taken frames to the audible sound, measured on PulseAudio's monitor. The
    sound server reports any difference."""
    reported_ms: float
    """The delay in ms that the server reported then."""


PLAIN = Buffering(4_096, 4_096, 4_096 + RATE // 20, 67.0)
"""85 ms at a time: no gaps matter more here than low latency."""

SERVED = Buffering(2_048, 4_096, RATE * 159 // 1000, 130.0)
"""With PulseAudio, which keeps `SERVED_MS` ready. SDL by itself has it keep one buffer; it then
requests a piece every 22 ms instead of every 60 ms, and each wakes three threads. A command is
heard as soon with either."""

SERVED_MS = 160
SERVED_BY = "PULSE_LATENCY_MSEC"
"""What PulseAudio's library reads when a stream is opened; a value set by the person wins."""

SDL_HINTS = {
    "PYGAME_HIDE_SUPPORT_PROMPT": "1",
    "SDL_AUDIO_DEVICE_APP_NAME": "Lullaby",
    "SDL_AUDIO_DEVICE_STREAM_ROLE": "music",
}
"""The names SDL and pygame use, and the messages they omit; values set by the person win."""

UNUSED = ("pygame.font", "pygame.imageext", "pygame.scrap", "pygame.sysfont")
"""Parts of pygame for letters and pictures, whose libraries take 2 MB. It goes on without them."""

TRIES = 5
"""How often starting is repeated if ring and clock did not start together."""

ASKABLE = ("pulseaudio", "pipewire")
"""SDL drivers behind which a sound server knows the delay of the sound."""

SILENT_FRAMES = 704 * PLAIN.buffer
"""A minute: frequent reads show how much of it was mixed. It consists of whole buffers, because
SDL_mixer reads whole buffers, and its position would otherwise run ahead from the second round
on."""


class PygameLoudspeaker:
    """The chosen device at 48 kHz, 16 bit, stereo; SDL converts if the device differs."""

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        """`changed` is called, on another thread, when a device may have gone."""
        for name, value in SDL_HINTS.items():
            os.environ.setdefault(name, value)
        self._folder = tempfile.TemporaryDirectory(prefix="lullaby-", ignore_cleanup_errors=True)
        self._mixer: Any = None
        self._audio: Any = None
        self._ring: Any = None
        self._plays: Callable[[int], bool] = lambda device: False
        self._position: Callable[[], float | None] = lambda: None
        self._read = 0
        self._delay = ReportedDelay()
        self._watch = RemovalWatch(changed)
        self.tells_loss = False
        self._buffering = PLAIN
        self._opened: tuple[int, ...] = ()
        self._wanted: str | None = None
        self.using: str | None = None
        self.names: tuple[str, ...] = ()

    @property
    def buffer(self) -> int:
        return self._buffering.buffer

    @property
    def latency(self) -> int:
        return self._buffering.latency + self._delay.frames

    def choose(self, name: str | None) -> None:
        self._wanted = name

    def open_device(self) -> Memory | None:
        self._quit()
        try:
            memory = self._start()
        except Exception as problem:  # whatever keeps SDL from playing, the evening continues
            log.info("no sound: %s", problem)
            memory = None
        if memory is None:
            self._quit()
        elif self._mixer.get_driver() in ASKABLE:
            self._delay.ask(self._buffering.reported_ms)
        return memory

    def taken(self) -> int:
        read, by_clock = self._look_at_mixer(), self._by_clock()
        return by_clock if read is None else min(max(read, by_clock), read + self._buffering.burst)

    def read(self) -> int:
        read = self._look_at_mixer()
        return self._by_clock() if read is None else read

    def there(self) -> bool:
        """Whether the device is still there. SDL itself runs on without it; two signs show that."""
        listed = bool(self._look())
        if self.using is not None:
            listed = self.using in self.names
        return listed and all(map(self._plays, self._opened))

    def close(self) -> None:
        self._quit()
        self._watch.close()
        self._folder.cleanup()

    def _start(self) -> Memory | None:
        """Load pygame, which is heavy, and open the device."""
        pygame = _pygame()
        self._mixer = importlib.import_module("pygame.mixer")
        self._audio = importlib.import_module("pygame._sdl2.audio")
        folder = Path(pygame.__file__ or "").parent
        silence_errors(folder)
        self._plays, self._position = device_plays(folder), music_position(folder)
        with audio_running(folder):
            name = self._settle(folder)
            self._buffering = SERVED if current_driver(folder) == "pulseaudio" else PLAIN
        if name not in (None, *self.names):
            return None
        with _kept_ready(SERVED_MS):
            self._mixer.init(RATE, -16, 2, self.buffer, devicename=name, allowedchanges=0)
        self._opened = tuple(filter(self._plays, range(1, MOST_DEVICES + 1)))
        self.using = name
        self.tells_loss = self._watch.begin(folder)
        return self._begin() if self.there() else None

    def _settle(self, folder: Path) -> str | None:
        """The device to open: the chosen one, or the system default, which is then kept."""
        names = self._look()
        if self._wanted is None:
            default = default_device(folder)
            self._wanted = default if default in names else None
        return self._wanted if names else None

    def _look(self) -> tuple[str, ...]:
        try:
            self.names = tuple(self._audio.get_audio_device_names(False))
        except RuntimeError:
            self.names = ()
        return self.names

    def _begin(self) -> Memory | None:
        """Start ring and clock within one callback.

        A callback between the two would make the clock count a whole buffer at once, instead of the
        time that has passed since.
        """
        self._ring = self._mixer.Sound(buffer=bytes(4 * RING))
        memory = importlib.import_module("pygame.sndarray").samples(self._ring)
        self._mixer.music.load(str(self._silence()))
        for _ in range(TRIES):
            self._mixer.music.play(-1)
            self._ring.play(-1)
            if self._mixer.music.get_pos() < self.buffer * 500 // RATE:
                self._read = 0
                return np.asarray(memory)
            self._ring.stop()
            self._mixer.music.stop()
        log.warning("ring and clock did not start together")
        return None

    def _silence(self) -> Path:
        """Write a real file: one in memory would bring Python into the audio thread."""
        path = Path(self._folder.name) / "silence.wav"
        path.parent.mkdir(exist_ok=True)
        size = 4 * SILENT_FRAMES
        form = struct.pack("<IHHIIHH", 16, 1, 2, RATE, 4 * RATE, 4, 16)
        with path.open("wb") as file:
            file.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " + form)
            file.write(b"data" + struct.pack("<I", size))
            file.truncate(file.tell() + size)
        return path

    def _by_clock(self) -> int:
        return max(0, self._mixer.music.get_pos()) * RATE // 1000

    def _look_at_mixer(self) -> int | None:
        """Frames that the callback has mixed; None if SDL_mixer cannot tell."""
        at = self._position()
        if at is None:
            return None
        self._read += (round(at * RATE) - self._read) % SILENT_FRAMES
        return self._read

    def _quit(self) -> None:
        self._delay.forget()
        self._watch.end()
        if self._mixer is not None:
            self._mixer.quit()
        self._ring = None


@contextmanager
def _kept_ready(ms: int) -> Iterator[None]:
    """Have PulseAudio keep so many ms ready for a stream that is opened meanwhile, and not for
    those of programs that are started later."""
    unset = SERVED_BY not in os.environ
    if unset:
        os.environ[SERVED_BY] = str(ms)
    try:
        yield
    finally:
        if unset:
            del os.environ[SERVED_BY]


def _pygame() -> Any:
    """Load pygame without the parts in `UNUSED`."""
    modules: dict[str, Any] = sys.modules
    left_out = [name for name in UNUSED if name not in modules]
    modules.update(dict.fromkeys(left_out))
    try:
        return importlib.import_module("pygame")
    finally:
        for name in left_out:
            del modules[name]

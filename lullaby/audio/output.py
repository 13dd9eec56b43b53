"""A loudspeaker through pygame: one looping Sound as a ring that SDL reads without Python.

How much SDL has taken is told by a silent `mixer.music` that runs on the same device: its
`get_pos` counts what the audio callback has mixed, and goes on by the wall clock in between.
"""

import importlib
import logging
import os
import tempfile
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from lullaby.audio.decoder import RATE
from lullaby.audio.loudspeaker import RING
from lullaby.audio.ring import Memory
from lullaby.audio.sdl import playing_devices

log = logging.getLogger(__name__)

BUFFER = 4_096
"""Frames that SDL asks for at a time: 85 ms. Nobody needs a low latency here, all need no gaps."""

LATENCY = BUFFER + RATE // 20
"""From the count of taken frames to the sound: a buffer, and 50 ms (heard on PulseAudio's monitor,
where the rest of the error stays within 2 ms)."""

TRIES = 5
"""A start in which ring and clock fell apart is repeated."""

SILENT_SECONDS = 2


class PygameLoudspeaker:
    """The default device at 48 kHz, 16 bit, stereo; SDL converts where the device differs."""

    buffer = BUFFER
    latency = LATENCY

    def __init__(self) -> None:
        os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
        self._folder = tempfile.TemporaryDirectory(prefix="lullaby-", ignore_cleanup_errors=True)
        self._silence = Path(self._folder.name) / "silence.wav"
        self._ring: Any = None
        self._mixer: Any = None
        self._error: type[Exception] = RuntimeError
        self._playing: Callable[[], frozenset[int]] = frozenset
        self._opened: frozenset[int] = frozenset()

    def open(self) -> Memory | None:
        self._quit()
        try:
            self._load()
            self._mixer.init(RATE, -16, 2, BUFFER, allowedchanges=0)
            self._opened = self._playing()
            return self._begin() if self.there() else None
        except (ImportError, OSError, self._error) as problem:
            log.info("no sound: %s", problem)
            self._quit()
            return None

    def taken(self) -> int:
        return max(0, self._mixer.music.get_pos()) * RATE // 1000

    def there(self) -> bool:
        """SDL goes on as if nothing had happened when its device goes; two things show it."""
        try:
            listed = bool(self._audio.get_audio_device_names(False))
        except self._error:
            return False
        return listed and self._opened <= self._playing()

    def close(self) -> None:
        self._quit()
        self._folder.cleanup()

    def _load(self) -> None:
        """pygame is heavy; it is loaded where it does not hold up the window."""
        pygame = importlib.import_module("pygame")
        self._error = pygame.error
        self._playing = playing_devices(Path(pygame.__file__ or "").parent)
        self._mixer = importlib.import_module("pygame.mixer")
        self._sndarray = importlib.import_module("pygame.sndarray")
        self._audio = importlib.import_module("pygame._sdl2.audio")
        if not self._silence.exists():
            self._silence.parent.mkdir(parents=True, exist_ok=True)
            with wave.open(str(self._silence), "wb") as file:
                file.setnchannels(2)
                file.setsampwidth(2)
                file.setframerate(RATE)
                file.writeframes(bytes(4 * RATE * SILENT_SECONDS))

    def _begin(self) -> Memory | None:
        """Start ring and clock within one callback.

        If a callback came between the two, the clock counts a whole buffer at once; it would
        otherwise show only the moment that has passed since.
        """
        self._ring = self._mixer.Sound(buffer=bytes(4 * RING))
        memory: Memory = self._sndarray.samples(self._ring)
        self._mixer.music.load(str(self._silence))
        for _ in range(TRIES):
            self._mixer.music.play(-1)
            self._ring.play(-1)
            if self._mixer.music.get_pos() < BUFFER * 500 // RATE:
                return np.asarray(memory)
            self._ring.stop()
            self._mixer.music.stop()
        log.warning("ring and clock did not start together")
        return None

    def _quit(self) -> None:
        if self._mixer is not None:
            self._mixer.quit()
        self._ring = None

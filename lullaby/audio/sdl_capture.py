"""Captures sound through the SDL library that comes with pygame, without loading pygame.

`pygame._sdl2.audio.AudioDevice` would run Python in SDL's thread, and its `close` waits for that
thread while it holds the interpreter's lock: the process can hang.
"""

import ctypes
import importlib.util
import os
import sys
import time
from pathlib import Path
from typing import Any

from lullaby.audio.alsa import silence_errors
from lullaby.audio.microphone import (
    BYTES,
    RATE,
    MicrophoneFacts,
    MicrophoneTrouble,
    NoMicrophoneError,
)
from lullaby.audio.sdl import INIT_AUDIO, PLAYING, default_device, sdl_function

BUFFER = 512
"""Frames that SDL delivers at a time: 11 ms."""

FETCH_EVERY_S = 0.004
"""Well below a buffer, so that some of them are fetched as they arrive."""

AT_ONCE = RATE * BYTES
"""The most bytes fetched at a time: one second."""

LIST_AFTER_S = 2.0
"""After so long without sound it is checked whether the device is still listed."""

S16 = 0x8010 if sys.byteorder == "little" else 0x9010
"""AUDIO_S16SYS"""

CAPTURE = 1

HINTS = {
    "SDL_AUDIO_DEVICE_APP_NAME": "Lullaby",
    "SDL_AUDIO_DEVICE_STREAM_NAME": "Lullaby",
}
"""Names that the system shows beside its sign that the microphone is in use."""


class _Spec(ctypes.Structure):
    """SDL_AudioSpec"""

    _fields_ = (
        ("freq", ctypes.c_int),
        ("format", ctypes.c_uint16),
        ("channels", ctypes.c_uint8),
        ("silence", ctypes.c_uint8),
        ("samples", ctypes.c_uint16),
        ("padding", ctypes.c_uint16),
        ("size", ctypes.c_uint32),
        ("callback", ctypes.c_void_p),
        ("userdata", ctypes.c_void_p),
    )


class SdlCapture:
    """One device at 48 kHz, 16 bit, mono; SDL converts if it differs. Used in a process of its own,
    once, from one thread.

    Without a callback SDL keeps what it captures in a queue of its own, from which `fetch` takes
    it."""

    def __init__(self, pygame: Path) -> None:
        """`pygame` is the folder of the package. Raises NoMicrophoneError."""
        for name, value in HINTS.items():
            os.environ.setdefault(name, value)
        self._pygame = pygame
        self._device = 0
        self._open_name = ""
        self._heard = time.monotonic()
        self._taken = ctypes.create_string_buffer(AT_ONCE)
        self._open_device = self._function("SDL_OpenAudioDevice", ctypes.c_uint32)
        self._count = self._function("SDL_GetNumAudioDevices")
        self._name = self._function("SDL_GetAudioDeviceName", ctypes.c_char_p)
        self._spec = self._function("SDL_GetAudioDeviceSpec")
        self._pause = self._function("SDL_PauseAudioDevice", None)
        self._status = self._function("SDL_GetAudioDeviceStatus")
        self._dequeue = self._function("SDL_DequeueAudio", ctypes.c_uint32)
        silence_errors(pygame)
        if self._function("SDL_InitSubSystem")(INIT_AUDIO) != 0:
            raise NoMicrophoneError(MicrophoneTrouble.NONE)

    @classmethod
    def make(cls) -> "SdlCapture":
        """Raises NoMicrophoneError without pygame, or without a sound system."""
        found = importlib.util.find_spec("pygame")
        places = None if found is None else found.submodule_search_locations
        if not places:
            raise NoMicrophoneError(MicrophoneTrouble.NONE)
        return cls(Path(places[0]))

    def names(self) -> tuple[str, ...]:
        found = (self._name(number, CAPTURE) for number in range(max(0, self._count(CAPTURE))))
        return tuple(name.decode("utf-8", "replace") for name in found if name)

    def open(self, name: str | None) -> MicrophoneFacts:
        names = self.names()
        chosen = default_device(self._pygame, capture=True) if name is None else name
        if not names or (name is not None and name not in names):
            raise NoMicrophoneError(MicrophoneTrouble.NONE)
        known = chosen if chosen in names else None
        wanted = _Spec(freq=RATE, format=S16, channels=1, samples=BUFFER)
        called = None if known is None else known.encode()
        self._device = self._open_device(called, CAPTURE, ctypes.byref(wanted), None, 0)
        if not self._device:
            raise NoMicrophoneError(MicrophoneTrouble.REFUSED)
        self._pause(self._device, 0)
        self._open_name, self._heard = known or "", time.monotonic()
        own = _Spec()
        rate = 0
        if known is not None and self._spec(names.index(known), CAPTURE, ctypes.byref(own)) == 0:
            rate = own.freq
        return MicrophoneFacts(known or "", rate)

    def fetch(self) -> bytes | None:
        time.sleep(FETCH_EVERY_S)
        count = self._dequeue(self._device, self._taken, AT_ONCE)
        if count:
            self._heard = time.monotonic()
            return self._taken.raw[:count]
        return None if self._is_lost() else b""

    def _is_lost(self) -> bool:
        if self._status(self._device) != PLAYING:
            return True
        silent = self._open_name and time.monotonic() - self._heard > LIST_AFTER_S
        return bool(silent) and self._open_name not in self.names()

    def _function(self, name: str, returns: Any = ctypes.c_int) -> Any:
        found = sdl_function(self._pygame, name)
        if found is None:
            raise NoMicrophoneError(MicrophoneTrouble.NONE)
        found.restype = returns
        return found

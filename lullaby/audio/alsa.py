"""Silences ALSA's messages on stderr about devices it does not find; callers get an error
anyway.
"""

import contextlib
import ctypes
import sys
from pathlib import Path

PLACES = "../pygame_ce.libs/libasound*"
"""Where pygame wheels keep their own copy of the library, relative to the package's folder."""

SYSTEM = "libasound.so.2"


def silence_errors(pygame: Path) -> None:
    """Stop ALSA from printing errors; `pygame` is the folder of the package.

    ALSA calls its error handler from SDL's audio thread too, where no Python may run. Any C
    function that ignores its arguments will do.
    """
    if sys.platform != "linux":
        return
    for name in (SYSTEM, *map(str, pygame.glob(PLACES))):
        with contextlib.suppress(OSError, AttributeError):
            set_handler = ctypes.CDLL(name).snd_lib_error_set_handler
            set_handler.argtypes = [ctypes.c_void_p]
            set_handler(ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p))

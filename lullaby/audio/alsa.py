"""ALSA tells stderr of every device that it does not find; whoever asked for one is told anyway."""

import contextlib
import ctypes
import sys
from pathlib import Path

PLACES = "../pygame_ce.libs/libasound*"
"""Where wheels of pygame keep a library of their own, from the package's folder."""

SYSTEM = "libasound.so.2"


def silence_errors(pygame: Path) -> None:
    """Say nothing of the kind from now on; `pygame` is the package's folder.

    ALSA calls its handler from SDL's audio thread too, where no Python may run. Any C function
    that leaves its arguments alone will do.
    """
    if sys.platform != "linux":
        return
    for name in (SYSTEM, *map(str, pygame.glob(PLACES))):
        with contextlib.suppress(OSError, AttributeError):
            set_handler = ctypes.CDLL(name).snd_lib_error_set_handler
            set_handler.argtypes = [ctypes.c_void_p]
            set_handler(ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p))

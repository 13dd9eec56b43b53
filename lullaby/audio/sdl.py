"""What SDL knows of its open devices and pygame does not hand on.

A device that is taken away, and a sound server that ends, leave SDL mixing for nobody; the list
of devices does not always show it, the state of the open device does.
"""

import ctypes
from collections.abc import Callable
from pathlib import Path

PLAYING = 1
"""SDL_AUDIO_PLAYING"""

MOST_DEVICES = 16
"""SDL 2 numbers its open devices from 1 to 16."""

PLACES = ("../pygame_ce.libs/libSDL2-2*", ".dylibs/libSDL2-2*", "SDL2.dll")
"""Where wheels of pygame keep the library, from the package's folder."""

SYSTEM = "libSDL2-2.0.so.0"

StateOf = Callable[[int], int]


def playing_devices(pygame: Path) -> Callable[[], frozenset[int]]:
    """A question for the devices that play now; always empty where SDL cannot be asked.

    `pygame` is the package's folder, whose SDL library the process has loaded already.
    """
    state_of = _state_of(pygame)
    if state_of is None:
        return frozenset
    return lambda: frozenset(
        device for device in range(1, MOST_DEVICES + 1) if state_of(device) == PLAYING
    )


def _state_of(pygame: Path) -> StateOf | None:
    beside = [str(path) for place in PLACES for path in sorted(pygame.glob(place))]
    for name in (*beside, SYSTEM):
        try:
            return ctypes.CDLL(name).SDL_GetAudioDeviceStatus
        except (OSError, AttributeError):
            continue
    return None

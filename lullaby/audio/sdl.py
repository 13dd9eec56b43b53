"""What SDL knows about its open devices and its mixer and pygame does not expose.

When a device is unplugged or a sound server ends, SDL keeps mixing. The list of devices does not
always show it; the state of the open device does.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLAYING = 1
"""SDL_AUDIO_PLAYING"""

INIT_AUDIO = 0x10
"""SDL_INIT_AUDIO"""

MOST_DEVICES = 16
"""SDL 2 numbers its open devices from 1 to 16."""

PLACES = ("../pygame_ce.libs/libSDL2-2*", ".dylibs/libSDL2-2*", "SDL2.dll")
"""Where pygame wheels keep the library, relative to the package's folder."""

SYSTEM = "libSDL2-2.0.so.0"

MIXER_PLACES = (
    "../pygame_ce.libs/libSDL2_mixer-2*",
    ".dylibs/libSDL2_mixer-2*",
    "SDL2_mixer.dll",
)
SYSTEM_MIXER = "libSDL2_mixer-2.0.so.0"

StateOf = Callable[[int], int]

SPEC_BYTES = 64
"""More than an SDL_AudioSpec takes (32 on 64-bit systems)."""


def device_plays(pygame: Path) -> Callable[[int], bool]:
    """A function that tells whether a device, 1 to `MOST_DEVICES`, plays now; always False if SDL
    cannot be asked.

    `pygame` is the folder of the package, whose SDL library the process has already loaded.
    """
    state_of = _state_of(pygame)
    if state_of is None:
        return lambda device: False
    return lambda device: state_of(device) == PLAYING


@contextmanager
def audio_running(pygame: Path) -> Iterator[None]:
    """Run SDL's audio, without which it lists no devices; pygame opens none while it runs."""
    begin, end = (
        sdl_function(pygame, "SDL_InitSubSystem"),
        sdl_function(pygame, "SDL_QuitSubSystem"),
    )
    running = begin is not None and end is not None and begin(INIT_AUDIO) == 0
    try:
        yield
    finally:
        if running and end is not None:
            end(INIT_AUDIO)


def current_driver(pygame: Path) -> str | None:
    """SDL's name for the system that plays, such as "pulseaudio"; None while no audio runs."""
    name_of = sdl_function(pygame, "SDL_GetCurrentAudioDriver")
    if name_of is None:
        return None
    name_of.restype = ctypes.c_char_p
    name = name_of()
    return None if name is None else name.decode("ascii", "replace")


def default_device(pygame: Path, capture: bool = False) -> str | None:
    """The name of the system's default device for playing, or for capture; None if SDL (before
    2.24) or the system cannot tell.

    A device opened by name is lost when it goes; one left to the system may silently move to
    another, from headphones to the loudspeakers of a laptop.
    """
    info = sdl_function(pygame, "SDL_GetDefaultAudioInfo")
    free = sdl_function(pygame, "SDL_free")
    if info is None or free is None:
        return None
    name = ctypes.c_void_p()
    spec = ctypes.create_string_buffer(SPEC_BYTES)
    if info(ctypes.byref(name), spec, int(capture)) != 0 or not name.value:
        return None
    text = ctypes.string_at(name.value).decode("utf-8", "replace")
    free(name)
    return text


def music_position(pygame: Path) -> Callable[[], float | None]:
    """A function that returns how much of the playing `mixer.music` has been mixed, in seconds of
    its file.

    It advances only in the audio callback (SDL_mixer from 2.6 on), whereas `mixer.music.get_pos`
    follows the wall clock even while the device stands still. It returns None if SDL cannot tell.
    """
    tell = sdl_function(pygame, "Mix_GetMusicPosition", MIXER_PLACES, SYSTEM_MIXER)
    if tell is None:
        return lambda: None
    tell.restype, tell.argtypes = ctypes.c_double, [ctypes.c_void_p]

    def position() -> float | None:
        at = tell(None)
        return at if at >= 0 else None

    return position


def _state_of(pygame: Path) -> StateOf | None:
    return sdl_function(pygame, "SDL_GetAudioDeviceStatus")


def sdl_function(
    pygame: Path, name: str, places: tuple[str, ...] = PLACES, system: str = SYSTEM
) -> Any:
    """A function of SDL's library, or of the mixer's; None if there is none."""
    beside = [str(path) for place in places for path in sorted(pygame.glob(place))]
    for library in (*beside, system):
        try:
            return getattr(ctypes.CDLL(library), name)
        except (OSError, AttributeError):
            continue
    return None

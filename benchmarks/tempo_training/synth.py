"""Renders MIDI with libfluidsynth, which keeps its sound fonts loaded: loading one can take longer
than rendering a piece."""

import ctypes
from ctypes.util import find_library
from pathlib import Path

import numpy as np

RATE = 22_050
BLOCK = 1_024
PLAYING = 1


class Synth:
    """One sound font. Raises OSError without the library or the font."""

    def __init__(self, font: Path) -> None:
        name = find_library("fluidsynth")
        if name is None:
            raise OSError("libfluidsynth is not installed")
        self._library = library = ctypes.CDLL(name)
        for function in ("new_fluid_settings", "new_fluid_synth", "new_fluid_player"):
            getattr(library, function).restype = ctypes.c_void_p
        self._settings = ctypes.c_void_p(library.new_fluid_settings())
        library.fluid_settings_setnum(
            self._settings, b"synth.sample-rate", ctypes.c_double(float(RATE))
        )
        self._synth = ctypes.c_void_p(library.new_fluid_synth(self._settings))
        library.fluid_settings_setint(self._settings, b"synth.polyphony", 128)
        if library.fluid_synth_sfload(self._synth, str(font).encode(), 1) < 0:
            raise OSError(f"{font} cannot be loaded")

    def render(self, midi: bytes, seconds: float, gain: float = 0.6) -> np.ndarray:
        """Mono samples at `RATE`, exactly as long as asked."""
        library = self._library
        library.fluid_synth_system_reset(self._synth)
        library.fluid_synth_set_gain(self._synth, ctypes.c_float(gain))
        player = ctypes.c_void_p(library.new_fluid_player(self._synth))
        library.fluid_player_add_mem(player, midi, ctypes.c_size_t(len(midi)))
        library.fluid_player_play(player)
        frames = int(seconds * RATE)
        both = np.zeros((2, frames + BLOCK), np.float32)
        for at in range(0, frames, BLOCK):
            left, right = (both[side, at:].ctypes.data_as(ctypes.c_void_p) for side in (0, 1))
            library.fluid_synth_write_float(self._synth, BLOCK, left, 0, 1, right, 0, 1)
        library.fluid_player_stop(player)
        library.delete_fluid_player(player)
        return both.mean(axis=0)[:frames]

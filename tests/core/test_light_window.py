"""What the window's process has loaded while nothing plays."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("av", "mutagen", "numpy", "pygame", "email")


@pytest.mark.parametrize("module", ["lullaby.app", "lullaby.tempo_worker"])
def test_building_the_window_loads_neither_decoder_nor_mixer(module: str) -> None:
    """They are loaded with the first sound, or in a helper: together they take about 20 MB."""
    look = f"import sys, {module}; print(*[name for name in {HEAVY} if name in sys.modules])"
    output = subprocess.run(
        [sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=120
    )
    assert output.stdout.split() == []


PLAYING = """
import sys
from pathlib import Path

import numpy as np

from lullaby.background import KeptSounds
from lullaby.audio.output import UNUSED, PygameLoudspeaker
from lullaby.audio.ring import Ring
from lullaby.songbook.sound_cache import KeptSoundscapes

folder = Path(sys.argv[1])
KeptSoundscapes(folder, lambda name, rate: np.zeros((rate, 2), np.float32))("rain", 48_000)
assert len(KeptSounds(folder)("rain", 48_000)) == 48_000
speaker = PygameLoudspeaker()
memory = speaker.open_device()
assert memory is not None
Ring(memory)
speaker.close()
print(*[name for name in ("numpy.random", *UNUSED) if name in sys.modules])
"""


def test_playing_loads_nothing_for_letters_pictures_or_statistics(tmp_path: Path) -> None:
    """What numpy and pygame bring for other programs would take 5 MB."""
    output = subprocess.run(
        [sys.executable, "-c", PLAYING, str(tmp_path)],
        env={**os.environ, "SDL_AUDIODRIVER": "dummy"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert output.stdout.splitlines()[-1] == "", output.stdout

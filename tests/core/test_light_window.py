"""What the window's process has loaded while nothing plays."""

import subprocess
import sys

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

"""On a machine without a sound card, only our own messages appear."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

OPEN_ONE = """
from lullaby.audio.output import PygameLoudspeaker
speaker = PygameLoudspeaker()
print(speaker.open_device() is None)
speaker.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ALSA is Linux's own")
def test_a_missing_sound_card_leaves_stderr_empty(tmp_path: Path) -> None:
    nothing_set_up = tmp_path / "asound.conf"
    nothing_set_up.touch()
    ended = subprocess.run(
        [sys.executable, "-c", OPEN_ONE],
        env={**os.environ, "SDL_AUDIODRIVER": "alsa", "ALSA_CONFIG_PATH": str(nothing_set_up)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0
    assert (ended.stdout, ended.stderr) == ("True\n", "")

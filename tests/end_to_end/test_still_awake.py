"""Still awake in the middle of the fade, then a last song, recorded from the loudspeaker."""

import sqlite3
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.sounds import RATE
from tests.end_to_end import screen
from tests.end_to_end.screen import Screen
from tests.end_to_end.test_a_night import SONG_S, levels, lullaby, prepare, row, surroundings
from tests.sound_server import Recorder, SoundServer, available
from tests.waiting import wait_until

__all__ = ["surroundings"]

pytestmark = [
    pytest.mark.sound,
    pytest.mark.long,
    pytest.mark.skipif(
        not available() or not screen.available(), reason="needs Xvfb and PulseAudio"
    ),
]

SHORT = RATE // 50
"""20 ms."""

MOST_DB = 0.5
UNSURE_DB = 0.25
"""The error of the level of a 300 Hz tone, measured over 20 ms."""


def in_db(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """The level of each 20 ms in dB."""
    parts = sound[: len(sound) // SHORT * SHORT, 0].reshape(-1, SHORT).astype(np.float64)
    return 20 * np.log10(np.sqrt((parts**2).mean(axis=1)) + 1e-9)


def test_still_awake_rises_evenly_and_the_last_song_plays_to_its_end(
    surroundings: tuple[SoundServer, Screen, dict[str, str]], tmp_path: Path
) -> None:
    sound, display, environment = surroundings
    data = tmp_path / "data"
    prepare(tmp_path / "music", data, environment)
    app = subprocess.Popen(lullaby("--data", data), env=environment, stderr=subprocess.PIPE)
    try:
        display.wait_for_window("Lullaby")
        recorder = sound.record()
        display.press("space")
        wait_until(lambda: row(data) is not None)
        began = recorder.frames
        wait_for(recorder, began + 52 * RATE)
        pressed = recorder.frames
        display.press("e")
        wait_for(recorder, pressed + 6 * RATE)
        display.press("shift+f")
        wait_until(lambda: (now := row(data)) is not None and now["ending"] is not None, within=20)
        wait_for(recorder, recorder.frames + RATE)
        heard = recorder.stop()
        closed = row(data)
        assert closed is not None
    finally:
        app.terminate()
        app.communicate(timeout=20)
    assert closed["ending"] == "timer"
    database = sqlite3.connect(data / "lullaby.sqlite3")
    moments = database.execute("SELECT after_ms FROM entry_awake").fetchall()
    database.close()
    assert len(moments) == 1
    assert moments[0][0] == pytest.approx(52_000, abs=1_500)

    level = levels(heard)
    full = float(np.median(level[80:250]))
    at = pressed // (RATE // 10)
    assert level[at - 5 : at].max() < 0.3 * full, "it was growing soft"
    assert float(np.median(level[at + 55 : at + 60])) == pytest.approx(full, rel=0.12)
    rise = in_db(heard[pressed : pressed + 6 * RATE])
    assert np.abs(np.diff(rise)).max() <= MOST_DB + UNSURE_DB

    sounding = np.flatnonzero(level > 0.01 * full)
    first, last = int(sounding[0]), int(sounding[-1])
    assert (last - first) / 10 == pytest.approx(4 * SONG_S, abs=0.6), "nothing after the fourth"
    assert level[last - 2] == pytest.approx(full, rel=0.1), "its end is not faded"
    assert level[last + 2 :].max() == 0.0


def wait_for(recorder: Recorder, frame: int) -> None:
    wait_until(lambda: recorder.frames > frame, within=70)

"""The real application on a real screen and sound server: one key, a minute, and the row."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.sounds import RATE, tone, write
from tests.end_to_end import screen
from tests.end_to_end.screen import Screen
from tests.sound_server import SoundServer, available
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(
        not available() or not screen.available(), reason="needs Xvfb and PulseAudio"
    ),
]

FORMATS = ("mp3", "ogg", "opus", "flac", "wav")
SONG_S = 16.0
MINUTES = 1
LEVEL = 0.152
"""Songs of -17 LUFS, which is also the gain of an unmeasured song, so measuring changes little."""

WINDOW = RATE // 10
"""The level is measured over 100 ms."""


@pytest.fixture
def surroundings(tmp_path: Path) -> Iterator[tuple[SoundServer, Screen, dict[str, str]]]:
    with SoundServer(tmp_path) as sound, Screen() as display:
        yield sound, display, {**os.environ, **sound.environment, **display.environment}


def lullaby(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "lullaby", *map(str, words)]


def prepare(folder: Path, data: Path, environment: dict[str, str]) -> None:
    """A folder of small songs in five formats, imported by the application's own commands."""
    folder.mkdir()
    listed = folder / "evening.m3u8"
    for number, kind in enumerate(FORMATS):
        write(folder / f"{number}.{kind}", tone(SONG_S, LEVEL, 220.0 * (1 + number / 8)))
    listed.write_text("".join(f"{n}.{kind}\n" for n, kind in enumerate(FORMATS)), encoding="utf-8")
    for words in (("scan", folder, "--add"), ("playlist", "import", listed)):
        subprocess.run(lullaby("--data", data, *words), env=environment, check=True, timeout=120)
    (data / "settings.json").write_text(json.dumps({"welcomed": True}), encoding="utf-8")
    with sqlite3.connect(data / "lullaby.sqlite3") as database:
        database.execute(
            "UPDATE routine SET minutes = ?, music_step = 12,"
            " playlist_id = (SELECT id FROM playlist WHERE name = 'evening')"
            " WHERE built_in = 'night_waking'",
            (MINUTES,),
        )
        database.execute("DELETE FROM routine_bed")
    database.close()


def row(data: Path) -> sqlite3.Row | None:
    database = sqlite3.connect(f"file:{data / 'lullaby.sqlite3'}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    found = database.execute("SELECT * FROM entry").fetchone()
    database.close()
    return found


def levels(sound: NDArray[np.float32]) -> NDArray[np.float64]:
    """The root mean square of each 100 ms."""
    parts = sound[: len(sound) // WINDOW * WINDOW, 0].reshape(-1, WINDOW).astype(np.float64)
    return np.sqrt((parts**2).mean(axis=1))


@pytest.mark.long
def test_one_key_sounds_fades_and_is_written_down(
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
        opened = row(data)
        assert opened is not None
        wait_until(lambda: (now := row(data)) is not None and now["ending"] is not None, within=75)
        settled = recorder.frames + RATE
        wait_until(lambda: recorder.frames > settled)
        heard = recorder.stop()
        display.press("1")
        wait_until(lambda: (now := row(data)) is not None and now["outcome"] is not None)
        closed = row(data)
        assert closed is not None
        assert app.poll() is None, "the app is still there"
    finally:
        app.terminate()
        _, complaints = app.communicate(timeout=20)
    assert b"Traceback" not in complaints
    assert app.returncode == 0, "it leaves in order when the desktop's session ends"

    assert closed["ending"] == "timer"
    assert closed["outcome"] == "asleep"
    assert closed["routine"] == "night_waking"
    began = datetime.fromisoformat(closed["started_at"]).timestamp()
    ended = datetime.fromisoformat(closed["ended_at"]).timestamp()
    assert ended - began == pytest.approx(60 * MINUTES, abs=1.0)

    level = levels(heard)
    first = int(np.argmax(level > 1e-4))
    rising = level[first : first + 36]
    assert np.all(np.diff(rising) > -0.05 * rising.max()), "it rises without a jump"
    full = float(np.median(level[first + 60 : first + 250]))
    assert full == pytest.approx(LEVEL * 0.707 * 10 ** (-6 / 20) * 10 ** (-12 / 20), rel=0.1)
    assert rising[0] < 0.2 * full
    assert level.max() < 1.1 * full, "nothing is ever louder"

    clock = time.time() - time.monotonic()
    start = recorder.moment_of(first * WINDOW) + clock
    assert start - began < 2.0, "it is heard soon after the key"
    last = len(level) - 1 - int(np.argmax(level[::-1] > 0))
    silent = recorder.moment_of((last + 1) * WINDOW) + clock
    assert silent - began == pytest.approx(60 * MINUTES, abs=0.5), "silence comes at the deadline"

    def at(second: float) -> float:
        place = first + round(10 * (second - (start - began)))
        return float(np.median(level[place - 2 : place + 3])) / full

    assert at(29) > 0.9
    assert at(45) == pytest.approx(0.5 ** (1 / 0.6), abs=0.06), "half as loud half way down"
    assert at(57) < 0.05
    steps = np.abs(np.diff(heard[:, 0]))
    steepest = 2 * np.pi * 330 / RATE * full * 2**0.5
    assert float(steps.max()) < 1.25 * steepest, "no click in the whole night"


def test_play_in_a_terminal(
    surroundings: tuple[SoundServer, Screen, dict[str, str]], tmp_path: Path
) -> None:
    sound, _, environment = surroundings
    song = write(tmp_path / "song.ogg", tone(30.0, 0.3))
    bad = tmp_path / "bad.mp3"
    bad.write_bytes(b"no song at all" * 50)
    recorder = sound.record()
    done = subprocess.run(
        lullaby("play", bad, song, "--minutes", "0.1", "--under", "rain"),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    heard = levels(recorder.stop())
    assert done.returncode == 1
    assert "bad.mp3" in done.stderr
    assert "song" in done.stderr
    assert "Traceback" not in done.stderr
    sounding = np.flatnonzero(heard > 1e-4)
    assert (sounding[-1] - sounding[0]) / 10 == pytest.approx(6.0, abs=1.0)
    assert heard[-1] < 1e-3


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)]
)
def test_leaving_a_terminal_fades_it_out(
    surroundings: tuple[SoundServer, Screen, dict[str, str]], tmp_path: Path, number: int
) -> None:
    sound, _, environment = surroundings
    song = write(tmp_path / "song.ogg", tone(30.0, 0.3, 440.0))
    recorder = sound.record()
    playing = subprocess.Popen(
        lullaby("play", song), env=environment, stderr=subprocess.PIPE, text=True
    )
    begun = recorder.frames + 8 * RATE
    wait_until(lambda: recorder.frames > begun, within=20)
    playing.send_signal(number)
    _, complaints = playing.communicate(timeout=20)
    heard = recorder.stop()
    assert playing.returncode == 0
    assert "Traceback" not in complaints
    level = levels(heard)
    falling = level[int(np.flatnonzero(level > 1e-4)[-1]) - 12 :]
    assert falling.max() > 0.1 * level.max(), (falling.max(), level.max())
    assert np.all(np.diff(falling) < 0.2 * level.max()), "it fades and does not break off"
    steps = np.abs(np.diff(heard[:, 0]))
    assert float(steps.max()) < 2 * np.pi * 440 / RATE * np.abs(heard).max() * 1.1, "no click"

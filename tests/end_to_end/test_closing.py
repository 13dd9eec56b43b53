"""The window is closed while something hangs: the process still exits in time."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.audio.dead_share import NAME
from tests.audio.sounds import tone, write
from tests.sound_server import SoundServer, available

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

WITHIN_S = 3.0
"""The most seconds from closing the window to the end of the process."""

PATIENCE_S = 60.0

APP = """
import faulthandler, sys, threading, time
from pathlib import Path
from PySide6.QtCore import QTimer
from lullaby import exit_guard, opening

faulthandler.dump_traceback_later({patience_s}, exit=True)

def hang(*_, **__):
    threading.Event().wait()

def close(app):
    print(time.monotonic(), flush=True)
    app._frame.close()

def filled(app):
    services = app._services
    def later():
        {meanwhile}
        QTimer.singleShot(1_500, lambda: close(app))
    QTimer.singleShot(0, later)

begin = opening.Startup._started
def fill_and_tell(self):
    begin(self)
    filled(self)
opening.Startup._started = fill_and_tell
guard = exit_guard.ExitGuard()
{before}
code = opening.open_app(Path(sys.argv[1]), guard.arm)
guard.leave(code)
"""

NOBODY_ANSWERS = """
from lullaby.audio import sound_file
from tests.audio.dead_share import DeadShare
sound_file.open_regular = DeadShare().open
"""

CASES = {
    "a song that never answers": ("", "services.gui.dispatcher.start_evening()"),
    "background work": (
        "",
        "for r in (services.quick, services.slow, services.analysis_jobs): r.submit(*[hang] * 3)",
    ),
    "the sound system": (
        "from lullaby.audio import output; output.PygameLoudspeaker.open_device = hang",
        "services.gui.dispatcher.start_evening()",
    ),
    "letting go of the device": (
        "from lullaby.audio import output; output.PygameLoudspeaker.close = hang",
        "services.gui.dispatcher.start_evening()",
    ),
    "making a background sound": (
        "from lullaby import background; background.KeptSounds.__call__ = hang",
        "services.gui.dispatcher.start_evening()",
    ),
    "the desktop": ("", "services.desktop_integration._worker.submit(hang)"),
    "the end of the interpreter": ("import atexit; atexit.register(hang)", "pass"),
    "a thread that is no daemon": ("", "threading.Thread(target=hang).start()"),
    "clearing away": ("from lullaby import app; app.shutdown = hang", "pass"),
}
ALWAYS = ("a song that never answers",)


@pytest.mark.parametrize(
    "case", [pytest.param(c, marks=() if c in ALWAYS else pytest.mark.long) for c in CASES]
)
def test_the_process_is_gone_soon_after_closing_whatever_hangs(case: str, tmp_path: Path) -> None:
    took, code, complaints = close_while(case, tmp_path)
    print(f"{case}: gone {1000 * took:.0f} ms after closing")
    assert took < WITHIN_S
    assert code == 0, complaints


def close_while(case: str, folder: Path) -> tuple[float, int, str]:
    """Seconds from closing to the end, the exit code, and the error output."""
    before, meanwhile = CASES[case]
    data = folder / "data"
    _prepare(folder, data)
    code = APP.format(patience_s=PATIENCE_S, before=NOBODY_ANSWERS + before, meanwhile=meanwhile)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy"}
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    app = subprocess.Popen(
        [sys.executable, "-c", code, str(data)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert app.stdout is not None
        closed = float(app.stdout.readline())
        app.wait(PATIENCE_S)
        took = time.monotonic() - closed
    finally:
        app.kill()
        _, complaints = app.communicate()
    return took, app.returncode, complaints


@pytest.mark.sound
@pytest.mark.long
@pytest.mark.skipif(not available(), reason="needs PulseAudio")
@pytest.mark.parametrize("how", ["suspended", "stopped"])
def test_the_process_is_gone_although_the_sound_system_does_not_answer(
    how: str, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    _prepare(tmp_path, data)
    with SoundServer(tmp_path) as server:
        recorder = server.record()
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **server.environment}
        environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
        tell = "QTimer.singleShot(3_000, lambda: print(1, flush=True))"
        meanwhile = f"services.gui.dispatcher.start_evening(); {tell}"
        code = APP.format(patience_s=PATIENCE_S, before="", meanwhile=meanwhile).replace(
            "1_500", "6_000"
        )
        with subprocess.Popen(
            [sys.executable, "-c", code, str(data)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as app:
            assert app.stdout is not None
            app.stdout.readline()
            if how == "suspended":
                server.suspend(True)
            else:
                server.signal(signal.SIGSTOP)
            closed = float(app.stdout.readline())
            app.wait(PATIENCE_S)
            took = time.monotonic() - closed
            server.signal(signal.SIGCONT)
        heard = recorder.stop()
    assert np.abs(heard).max() > 1e-3, "it did sound"
    print(f"{how}: gone {1000 * took:.0f} ms after closing")
    assert took < WITHIN_S
    assert app.returncode == 0


def _prepare(folder: Path, data: Path) -> None:
    """A library of one song, which makes up the evening."""
    music = folder / "music"
    music.mkdir()
    write(music / f"{NAME}.flac", tone(20.0))
    listed = folder / "evening.m3u8"
    listed.write_text(f"music/{NAME}.flac\n", encoding="utf-8")
    for words in (("scan", music, "--add"), ("playlist", "import", listed)):
        command = [sys.executable, "-m", "lullaby", "--data", str(data), *map(str, words)]
        subprocess.run(command, check=True, timeout=PATIENCE_S, capture_output=True)
    with sqlite3.connect(data / "lullaby.sqlite3") as database:
        database.execute(
            "UPDATE routine SET playlist_id ="
            " (SELECT id FROM playlist WHERE name = 'evening') WHERE built_in = 'night_waking'"
        )
    database.close()

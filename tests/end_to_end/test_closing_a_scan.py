"""The window is closed during a scan: it exits at once, and nothing is lost."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lullaby.clock import SystemClock
from lullaby.paths import assets, paths_under
from lullaby.settings import Settings, to_json
from lullaby.songbook.catalogue import catalogue
from lullaby.stores import open_stores
from tests.library.songs import plain

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs hard links and /proc")

WITHIN_S = 3.0
PATIENCE_S = 90.0
SONGS = 12_000

APP = """
import faulthandler, sys, time
from pathlib import Path
from lullaby import exit_guard, opening

faulthandler.dump_traceback_later({patience_s}, exit=True)

def follow(app):
    folders = app._services.gui.folders
    def close_when_some_are_read(progress):
        if progress is not None and {enough}:
            folders.progressed.disconnect()
            print(progress.done, progress.total, time.monotonic(), flush=True)
            app._frame.close()
    folders.progressed.connect(close_when_some_are_read)
    folders.rescan()

begin = opening.Startup._started
def fill_and_follow(self):
    begin(self)
    follow(self)
opening.Startup._started = fill_and_follow
guard = exit_guard.ExitGuard()
code = opening.open_app(Path(sys.argv[1]), guard.arm)
guard.leave(code)
"""

DEAD_DISK = """
import os, threading
listed = os.scandir

def scandir(path="."):
    if os.path.basename(str(path)) == "dead":
        threading.Event().wait()
    return listed(path)

os.scandir = scandir
"""


def prepared(folder: Path, songs: int) -> tuple[Path, Path]:
    """The data folder of an application with a music folder that has not been scanned."""
    music, data = folder / "music", folder / "data"
    music.mkdir()
    song = plain(folder / "song.wav")
    for number in range(songs):
        (music / f"{number:05}.wav").hardlink_to(song)
    paths = paths_under(data)
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text(to_json(Settings(welcomed=True)), encoding="utf-8")
    stores = open_stores(paths.database, SystemClock().now(), catalogue(assets() / "songs"))
    stores.library.add_folder(music)
    stores.connection.close()
    return music, data


def close_while_it_scans(data: Path, enough: str, modules: Path | None = None) -> list[str]:
    """What the application printed when it was closed."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy"}
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    if modules is not None:
        environment["PYTHONPATH"] = f"{modules}{os.pathsep}{environment.get('PYTHONPATH', '')}"
    command = [sys.executable, "-c", APP.format(patience_s=PATIENCE_S, enough=enough), str(data)]
    pipe = subprocess.PIPE
    app = subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)
    try:
        assert app.stdout is not None
        output = app.stdout.readline().split()
        assert output, "it ended before it was closed"
        helpers = Path(f"/proc/{app.pid}/task/{app.pid}/children").read_text().split()
        app.wait(PATIENCE_S)
        took = time.monotonic() - float(output[-1])
    finally:
        app.kill()
        _, complaints = app.communicate()
    assert took < WITHIN_S
    assert app.returncode == 0, complaints
    assert not any(Path(f"/proc/{helper}").exists() for helper in helpers)
    return output


def kept(data: Path) -> int:
    with sqlite3.connect(paths_under(data).database) as database:
        (count,) = database.execute(
            "SELECT count(*) FROM track WHERE origin = 'file' AND duration_ms > 0"
        ).fetchone()
    database.close()
    return count


def test_closing_during_a_scan_keeps_what_was_read(tmp_path: Path) -> None:
    _, data = prepared(tmp_path, SONGS)
    done, total, _ = close_while_it_scans(data, "progress.done >= 100")
    assert int(total) == SONGS
    assert int(done) <= kept(data) < SONGS


def test_closing_while_a_folder_does_not_answer(tmp_path: Path) -> None:
    music, data = prepared(tmp_path, 1)
    (music / "dead").mkdir()
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "sitecustomize.py").write_text(DEAD_DISK)
    close_while_it_scans(data, "progress.total is None", tmp_path / "modules")


@pytest.mark.long
def test_a_hanging_folder_does_not_affect_others(tmp_path: Path) -> None:
    music, data = prepared(tmp_path, 30)
    (music / "alive").mkdir()
    (music / "00000.wav").rename(music / "alive" / "inside.wav")
    (music / "dead").mkdir()
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "sitecustomize.py").write_text(DEAD_DISK)
    environment = {
        **os.environ,
        "PYTHONPATH": f"{tmp_path / 'modules'}:{os.environ.get('PYTHONPATH', '')}",
    }
    command = [sys.executable, "-m", "lullaby", "--data", data, "scan", music, "--add"]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 1
    assert "dead: this folder may not be opened" in done.stderr
    assert kept(data) == 30

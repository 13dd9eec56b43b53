"""The modules behind the first picture are loaded a piece at a time."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby import opening
from lullaby.paths import paths_under
from lullaby.ui.shell.single_instance import SingleInstance


def test_every_piece_is_loaded_and_the_last_is_the_root() -> None:
    assert all(find_spec(name) for name in opening.LOADED)
    assert opening.LOADED[-1] == "lullaby.app"


def test_no_two_pieces_share_a_turn_of_the_event_loop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    missing = ("one_that_is_not_loaded", "another")
    monkeypatch.setattr(opening, "LOADED", ("sys", *missing))
    monkeypatch.setattr(opening, "import_module", loaded.append)
    one = SingleInstance(paths_under(tmp_path).data)
    assert not one.is_second()
    startup = opening.Startup(qapp, paths_under(tmp_path), one)
    started: list[object] = []
    monkeypatch.setattr(startup, "_start", started.append)
    try:
        startup._fill()
        assert (loaded, started) == (["one_that_is_not_loaded"], []), "what is there costs nothing"
        qtbot.waitUntil(lambda: bool(started))
        assert loaded == list(missing)
        assert not set(missing) & set(sys.modules)
    finally:
        startup._outside.release()
        one.close()
        startup._frame.deleteLater()
        startup.deleteLater()


def test_no_screen_but_the_first_and_no_reader_is_loaded_for_the_start() -> None:
    """In a fresh interpreter, as other tests have loaded everything in this one."""
    code = "import sys, lullaby.app; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    assert "lullaby.app" in told
    later = ("sing", "library", "journal", "settings", "words_editor", "welcome")
    assert not {f"lullaby.ui.{name}.screen" for name in later} & set(told)
    assert not {"lullaby.ui.outcome.card", "lullaby.ui.resting.view"} & set(told)
    system = ("multiprocessing", "hashlib", "statistics", "subprocess", "socket")
    assert not set(system) & set(told), "helper processes, digests, medians"
    assert not {"lullaby.library.scanner", "lullaby.ui.desktop.integration"} & set(told)
    readers = ("lyrics.model", "lyrics.lrc", "lyrics.tapping", "songbook.notes", "library.xspf")
    assert not {f"lullaby.{name}" for name in readers} & set(told), "scores, words, playlists"


def test_the_first_picture_waits_for_nothing_that_few_starts_need() -> None:
    """Neither for the log nor for another instance; together 10 ms."""
    seldom = ("hashlib", "logging.handlers", "socket")
    code = f"import sys, lullaby.__main__, lullaby.opening; print(*sys.modules.keys() & {seldom})"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert told.split() == []


def test_the_start_reads_no_source() -> None:
    """PySide6 would read and keep the source of every module imported after it."""
    code = "import linecache, lullaby.opening, lullaby.app; print(*linecache.cache, sep='\\n')"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    ).stdout.splitlines()
    ours = Path(opening.__file__).parent
    assert [name for name in told if Path(name).is_relative_to(ours)] == []


PAINTED = """
import gc, sys
collections = []
gc.callbacks.append(lambda phase, _: collections.append(phase))
from lullaby import __main__, opening

open_app, start = opening.open_app, opening.Startup._started

def opened(*how, **more):
    collections.clear()
    return open_app(*how, **more)

def started(self):
    before = len(collections)
    start(self)
    self._services.painted.then(lambda: tell(before))

def tell(before):
    from PySide6 import QtCore, QtWidgets

    print("collections:", before, gc.isenabled())
    print("kinds of objects:", "QProcess" in vars(QtCore), "QMdiArea" in vars(QtWidgets))
    QtCore.QCoreApplication.exit(0)

opening.open_app, opening.Startup._started = opened, started
sys.argv[1:] = ["--data", sys.argv[1]]
__main__.main()
"""


def test_the_first_screen_is_painted_without_what_is_not_needed(tmp_path: Path) -> None:
    """Garbage is not collected meanwhile, and not every class of Qt is loaded.

    Filtering the events of an object that Qt made itself loads every subclass of QObject; asking
    for such a widget, every subclass of QWidget.
    """
    told = subprocess.run(
        [sys.executable, "-c", PAINTED, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout
    assert told.splitlines() == ["collections: 0 True", "kinds of objects: False False"]

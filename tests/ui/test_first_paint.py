"""What waits for the first paint, and what must not come before it."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lullaby.ui.shell.first_paint import FirstPaint

ROOT = Path(__file__).parent.parent.parent


def test_the_first_paint_is_reported_once(qtbot: QtBot) -> None:
    events: list[str] = []

    class Window(QWidget):
        def paintEvent(self, event: object) -> None:
            events.append("painted")

    window = Window()
    qtbot.addWidget(window)
    first = FirstPaint(window)
    first.done.connect(lambda: events.append("told"))
    with qtbot.waitSignal(first.done):
        window.show()
    window.repaint()
    qtbot.waitUntil(lambda: len(events) >= 3)
    assert events[0] == "painted"
    assert events.count("told") == 1


def test_what_comes_too_late_to_wait_is_called_at_once(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, calls = FirstPaint(window), list[str]()
    first.then(lambda: calls.append("early"))
    assert not calls
    with qtbot.waitSignal(first.done):
        window.show()
    first.then(lambda: calls.append("late"))
    assert calls == ["early", "late"]


def test_a_window_that_is_never_seen_delays_nothing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first = FirstPaint(window, latest_ms=1)
    with qtbot.waitSignal(first.done):
        pass


def test_nothing_heavy_is_loaded_before_the_first_picture(tmp_path: Path) -> None:
    """A real start in its own process; it prints the time and the heavy modules loaded by then."""
    command = [sys.executable, "-m", "benchmarks.first_paint", "app", str(tmp_path)]
    output = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    assert len(output) == 1, output

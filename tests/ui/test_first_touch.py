"""The player is loaded when somebody first uses the window, and not before."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from lullaby.ui.shell.first_touch import FirstTouch

ROOT = Path(__file__).parents[2]


def test_the_first_key_or_pointer_event_is_reported_once(qtbot: QtBot, qapp: QApplication) -> None:
    window = QLineEdit()
    qtbot.addWidget(window)
    first = FirstTouch(qapp, window)
    with qtbot.assertNotEmitted(first.came):
        window.show()
        qtbot.waitExposed(window)
        window.repaint()
    with qtbot.waitSignal(first.came):
        QTest.keyClick(window, Qt.Key.Key_A)
    with qtbot.assertNotEmitted(first.came, wait=20):
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert window.text() == "a", "the touch does what it is for"


REAL_START = """
import sys
from PySide6.QtCore import QEvent, QTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from lullaby.ui.shell.first_touch import FirstTouch
from lullaby.ui.shell.frame import Frame

HEAVY = ("av", "numpy", "pygame")
told = []

def loaded():
    return [name for name in HEAVY if name in sys.modules]

def see():
    window = look.parent()
    if not told and window.findChild(FirstTouch) is not None:
        told.append(loaded())
        shift = Qt.Key.Key_Shift
        QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, shift, Qt.NoModifier))
    elif told and loaded() == list(HEAVY):
        print("before:", *told[0], "after:", *loaded(), flush=True)
        look.stop()
        QApplication.instance().quit()

hold = Frame.hold

def held(self, content, **how):
    hold(self, content, **how)
    look.setParent(self)
    look.timeout.connect(see)
    look.start(20)

Frame.hold = held
look = QTimer()
sys.argv[1:] = ["--data", sys.argv[1]]
from lullaby.__main__ import start
raise SystemExit(start())
"""


def test_the_real_window_loads_the_player_with_the_first_touch(tmp_path: Path) -> None:
    output = subprocess.run(
        [sys.executable, "-c", REAL_START, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "SDL_AUDIODRIVER": "dummy"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert output.stdout.strip() == "before: after: av numpy pygame", output.stderr

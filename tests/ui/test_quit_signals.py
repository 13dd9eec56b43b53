"""A request to quit from outside reaches the window."""

import os
import signal
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lullaby.ui.shell import quit_signals
from lullaby.ui.shell.quit_signals import NAMES, QuitSignals

NUMBERS = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: signal.Signals(number).name)
def test_a_signal_closes_the_application_and_its_handler_is_restored(
    qtbot: QtBot, number: int
) -> None:
    before = signal.getsignal(number)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    outside = QuitSignals()
    try:
        outside.requested.connect(window.close)
        with qtbot.waitSignal(outside.requested):
            os.kill(os.getpid(), number)
        assert not window.isVisible()
    finally:
        outside.release()
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("make", [quit_signals._pipe, quit_signals._sockets])
def test_either_way_carries_bytes_and_never_waits(make: Callable[[], quit_signals._Wake]) -> None:
    wake = make()
    assert os.write(wake.start, b"\x0f\x02") == 2
    assert wake.read() == b"\x0f\x02"
    with pytest.raises(BlockingIOError):
        wake.read()
    wake.close()

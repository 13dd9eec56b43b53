"""Starts background work once the person has had time to press."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

LATER = "later"


def start_later(window: QWidget, after_ms: int, begin: Callable[[], object]) -> None:
    """Call `begin` once after `after_ms`, unless `cancel_all` comes first."""
    later = QTimer(window)
    later.setObjectName(LATER)
    later.setSingleShot(True)
    later.timeout.connect(begin)
    later.start(after_ms)


def cancel_all(window: QWidget) -> None:
    """Cancel everything that has not started yet."""
    for later in window.findChildren(QTimer, LATER):
        later.stop()

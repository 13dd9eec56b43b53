"""What is begun by itself, once the person has had time to press."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from lullaby.ui.gui import Gui

SUGGEST_AFTER_MS = 1_500
"""The line about a song comes when the screen has long been there."""
RESCAN_AFTER_MS = 3_000
"""The folders are looked through."""
COPY_AFTER_MS = 9_000
"""A copy of the database is made, where one is due."""
ANALYZE_AFTER_MS = 20_000
"""Songs are heard after the scan; where none comes to its end, a little later all the same."""

LATER = "later"


def start_all(gui: Gui) -> None:
    """What the first picture did not need."""
    for after_ms, begin in (
        (SUGGEST_AFTER_MS, gui.suggestions.start),
        (RESCAN_AFTER_MS, gui.folders.rescan),
        (COPY_AFTER_MS, gui.copies.start),
        (ANALYZE_AFTER_MS, gui.analysis_runner.start),
    ):
        start_later(gui.window, after_ms, begin)


def start_later(window: QWidget, after_ms: int, begin: Callable[[], object]) -> None:
    """Call `begin` once, unless `cancel_all` comes before."""
    later = QTimer(window)
    later.setObjectName(LATER)
    later.setSingleShot(True)
    later.timeout.connect(begin)
    later.start(after_ms)


def cancel_all(window: QWidget) -> None:
    """What has not begun yet does not begin any more."""
    for later in window.findChildren(QTimer, LATER):
        later.stop()

"""A program of its own: opens one window and tells when it was first painted.

`python -m benchmarks.first_paint bare` or `... app DATA`; prints the moment by the machine's
monotonic clock, in s, and the heavy modules that were loaded by then, and ends.
"""

import sys
import time
from pathlib import Path

HEAVY = ("av", "mutagen", "numpy", "pygame")


def watch(window: object) -> None:
    """Tell, from the event loop, when the window's first picture has gone to the screen."""
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QApplication, QWidget

    assert isinstance(window, QWidget)

    def tell() -> None:
        moment = time.monotonic()
        print(moment, *[name for name in HEAVY if name in sys.modules], flush=True)
        QApplication.exit(0)

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, tell)
            return False

    window.installEventFilter(Watcher(window))


def watch_the_first_window() -> None:
    """Whatever shows a window first is watched, and nothing else is touched."""
    from PySide6.QtWidgets import QWidget

    show = QWidget.show

    def watched(window: QWidget) -> None:
        if window.isWindow():
            watch(window)
            QWidget.show = show
        show(window)

    QWidget.show = watched


def bare() -> int:
    """The floor."""
    watch_the_first_window()
    from benchmarks.bare_window import main

    return main()


def lullaby(data: Path) -> int:
    """The real app by its usual way in."""
    sys.argv[1:] = ["--data", str(data)]
    from lullaby.__main__ import main

    watch_the_first_window()
    return main()


if __name__ == "__main__":
    raise SystemExit(bare() if sys.argv[1] == "bare" else lullaby(Path(sys.argv[2])))

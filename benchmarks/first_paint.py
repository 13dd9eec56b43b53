"""A separate program: opens one window and prints when it was first painted.

`python -m benchmarks.first_paint bare`, `... app DATA` or, for the whole first screen with the moon
to press, `... ready DATA`. Prints the time by the monotonic clock, in s, and the heavy modules
loaded by then, and exits.
"""

import importlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

HEAVY = ("av", "mutagen", "numpy", "pygame")


def watch(window: object) -> None:
    """Print, from the event loop, when the window's first picture is on screen."""
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
    """Watch the first window that is shown, and change nothing else."""
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


def lullaby(data: Path, begin_to_watch: Callable[[], None]) -> int:
    """The real application, started the usual way; its first modules load before the watch."""
    sys.argv[1:] = ["--data", str(data)]
    from lullaby.__main__ import main

    importlib.import_module("lullaby.opening")
    begin_to_watch()
    return main()


def watch_the_content() -> None:
    """Watch the content of the window rather than the window."""
    from PySide6.QtWidgets import QWidget

    from lullaby.ui.shell.frame import Frame

    hold = Frame.hold

    def watched(self: Frame, content: QWidget, early_keys: bool = False) -> None:
        watch(content)
        hold(self, content, early_keys)

    Frame.hold = watched


def main() -> int:
    match sys.argv[1:]:
        case ["bare"]:
            return bare()
        case ["app", data]:
            return lullaby(Path(data), watch_the_first_window)
        case ["ready", data]:
            return lullaby(Path(data), watch_the_content)
        case _:
            return 2


if __name__ == "__main__":
    raise SystemExit(main())

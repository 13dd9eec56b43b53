"""The application with the duration of each event measured, in processor time of the thread.

`python -m benchmarks.watched DATA` starts it the real way, with nothing else of Lullaby loaded
before. It prints the longest tasks in ms after the scan that follows the start.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# First of PySide6, as in the application.
from lullaby.ui import plain_import  # noqa: F401  # pyright: ignore[reportUnusedImport]

# isort: split
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

START_S = 12.0
"""How long the start is watched, in s: the folders are scanned 3 s after it."""


@dataclass
class Tasks:
    """What the thread did since `begin`; a nested event belongs to the outer one."""

    spans: list[float] = field(default_factory=list)
    inside: bool = False

    def begin(self) -> None:
        self.spans.clear()

    def time(self, work: Callable[[], Any]) -> Any:
        if self.inside:
            return work()
        self.inside = True
        begun = time.thread_time()
        try:
            return work()
        finally:
            self.spans.append((time.thread_time() - begun) * 1_000)
            self.inside = False

    @property
    def longest(self) -> float:
        return max(self.spans, default=0.0)


class WatchedApplication(QApplication):
    """Measures each event."""

    tasks = Tasks()
    reported_after_s: float | None = None
    """When the longest tasks are printed and the application exits."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        if self.reported_after_s is not None:
            QTimer.singleShot(round(self.reported_after_s * 1_000), self._tell)

    def _tell(self) -> None:
        print(" ".join(f"{span:.1f}" for span in sorted(self.tasks.spans)[-12:]), flush=True)
        self.exit(0)

    def notify(self, receiver: Any, event: Any) -> bool:
        tasks = self.tasks
        if tasks.inside:
            return super().notify(receiver, event)
        return tasks.time(lambda: super(WatchedApplication, self).notify(receiver, event))


def start_in_this_process(data: Path) -> None:
    """Start the real way; print the longest tasks once the scan is done."""
    from lullaby.ui.shell import screen

    setattr(screen, "QApplication", WatchedApplication)  # noqa: B010
    from lullaby import collector
    from lullaby.opening import open_app

    collector.pause()  # as `__main__` does
    WatchedApplication.reported_after_s = START_S
    open_app(data, lambda: None)


if __name__ == "__main__":
    start_in_this_process(Path(sys.argv[1]))

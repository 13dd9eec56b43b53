"""The real application without a display, and how long single tasks block its thread."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# First of PySide6, as in the application.
from lullaby.ui import plain_import  # noqa: F401  # pyright: ignore[reportUnusedImport]

# isort: split
from PySide6.QtCore import QEventLoop, QObject, QTimer

from benchmarks.watched import WatchedApplication
from lullaby import collector
from lullaby.app import AppServices, build_in_pieces
from lullaby.clock import SystemClock
from lullaby.desktop.battery import NullBattery
from lullaby.helper_pool import HelperPool
from lullaby.jobs import JobRunner
from lullaby.library.analysis_limit import AnalysisLimit
from lullaby.paths import paths_under
from lullaby.stores import Stores
from lullaby.tempo_worker import TempoWorkerPool
from lullaby.ui.shell.keys import ScreenId, ShowScreen
from lullaby.ui.shell.pieces import finish
from lullaby.ui.shell.post import MainThreadPost
from lullaby.ui.theme.dress import dress
from lullaby.ui.theme.theme import plain_theme
from lullaby.units import Ms
from lullaby.workers import Workers
from tests.silent_player import SilentPlayer

QUIET_MS = 150
"""An action is over when no background work has been running for this long."""

Found = TypeVar("Found", bound=QObject)


class HangsError(Exception):
    """An action, or its background work, did not end in time."""


def always() -> bool:
    return True


class Background(Workers):
    """A thread of the application that knows whether it is busy."""

    def __init__(self, name: str) -> None:
        super().__init__(1, name)
        self.name = name
        self._calls: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        self._calls.append(future)
        return future

    @property
    def busy(self) -> bool:
        self._calls = [each for each in self._calls if not each.done()]
        return bool(self._calls)


class WatchedWindow:
    """The real application without a display, with a player that makes no sound."""

    def __init__(self, app: WatchedApplication, data: Path, stores: Stores) -> None:
        self.stores = stores
        self._tasks = app.tasks
        self._threads: list[Background] = []
        theme = plain_theme()
        fonts = dress(app, theme)
        fonts.register_rest()
        post, paths, clock = MainThreadPost(), paths_under(data), SystemClock()
        limit = AnalysisLimit(clock, NullBattery())

        def runner(name: str) -> JobRunner:
            self._threads.append(Background(name))
            return JobRunner(self._threads[-1], post)

        self.services: AppServices = finish(
            build_in_pieces(
                paths,
                stores,
                theme,
                fonts,
                clock,
                lambda clock: SilentPlayer(clock, lambda _: Ms(180_000)),
                runner,
                TempoWorkerPool(limit=limit),
                TempoWorkerPool(hurry=True, limit=limit).measure,
                limit,
                HelperPool(),
            )
        )
        self.window = self.services.gui.window
        collector.keep_all()  # as `opening` does

    def one(self, kind: type[Found]) -> Found:
        """The only object of its kind in the window."""
        (found,) = self.window.findChildren(kind)
        return found

    def show(self, screen: ScreenId) -> None:
        """Go to a screen, as a key or the rail does."""
        self.services.gui.dispatcher.dispatch(ShowScreen(screen))

    def longest(
        self, act: Callable[[], object], within_s: float, done: Callable[[], bool] = always
    ) -> float:
        """Ms of the longest task of an action, until it is `done` and nothing runs any more.

        Raises `HangsError` if that takes longer than `within_s`.
        """
        self._tasks.begin()
        self._tasks.time(act)
        self.settle(within_s, done)
        return self._tasks.longest

    def longest_while(self, act: Callable[[], object], seconds: float) -> float:
        """Ms of the longest task of an action and of what follows it for some seconds.

        For an evening, whose background work goes on: the songs to come are measured.
        """
        self._tasks.begin()
        self._tasks.time(act)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._turn()
        return self._tasks.longest

    def settle(self, within_s: float, done: Callable[[], bool] = always) -> None:
        """Run the event loop until it is `done`, and nothing has been running for a while.

        Raises `HangsError` if that takes longer than `within_s`.
        """
        until, quiet_since = time.monotonic() + within_s, time.monotonic()
        while time.monotonic() < until:
            self._turn()
            if not done() or any(thread.busy for thread in self._threads):
                quiet_since = time.monotonic()
            elif (time.monotonic() - quiet_since) * 1_000 > QUIET_MS:
                return
        busy = ", ".join(thread.name for thread in self._threads if thread.busy)
        raise HangsError(f"not over after {within_s:.0f} s ({busy or 'nothing'} at work)")

    def close(self) -> None:
        self.services.bridge.rest()
        self.window.close()
        for thread in self._threads:
            thread.shutdown(cancel_futures=True)

    def _turn(self) -> None:
        """Wait for events for a moment."""
        loop = QEventLoop()
        QTimer.singleShot(20, loop.quit)
        loop.exec()

"""Search as you type over 10,000 songs, in the real Songs tab on a real screen.

From a key in the search field until the filtered list has been painted. The search starts after a
short pause (60 ms) so that it does not slow down fast typing; the wait is part of the first figure,
and the second shows how long the main thread is busy. The floor is one pass of Python's `in` over
as many strings.
"""

import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from benchmarks.figures import line, share, title
from benchmarks.music import fill, open_library
from lullaby.app import AppServices, build_in_pieces, make_player
from lullaby.clock import SystemClock
from lullaby.desktop.battery import NullBattery
from lullaby.helper_pool import HelperPool
from lullaby.jobs import JobRunner
from lullaby.library.analysis_limit import AnalysisLimit
from lullaby.library.search import folded
from lullaby.paths import paths_under
from lullaby.stores import Stores
from lullaby.tempo_worker import TempoWorkerPool
from lullaby.ui.controls.fields import PillField
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.pieces import finish
from lullaby.ui.shell.post import MainThreadPost
from lullaby.ui.theme.dress import dress
from lullaby.ui.theme.theme import plain_theme
from tests.end_to_end.screen import Screen

SONGS = 10_000
ROUNDS = 4
QUERIES = ("moon wal", "chloe 3", "album 40", "suo l", "golden lucja", "river hymn 5", "9", "e")
PATIENCE = 5_000


class Watch(QObject):
    """Waits until the list has been painted with new rows, and knows when the search started."""

    def __init__(self, tab: SongsTab) -> None:
        super().__init__(tab)
        self._list = tab.list.viewport()
        self._loop = QEventLoop()
        self._fresh = False
        self.busy_since = 0.0
        search = tab.search

        def timed(query: str) -> None:
            self.busy_since = time.perf_counter()
            search(query)
            self._fresh = True

        tab.search = timed
        self._list.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if self._fresh and event.type() == QEvent.Type.Paint:
            self._fresh = False
            QTimer.singleShot(0, self._loop.quit)
        return False

    def wait(self) -> float:
        """Wait until the list has been painted; returns the time."""
        late = QTimer()
        late.setSingleShot(True)
        late.timeout.connect(lambda: self._loop.exit(1))
        late.start(PATIENCE)
        if self._loop.exec():
            raise RuntimeError("the list was not painted again")
        return time.perf_counter()


def open_rooms(app: QApplication, data: Path, stores: Stores) -> AppServices:
    theme = plain_theme()
    fonts = dress(app, theme)
    fonts.register_rest()
    post = MainThreadPost()

    def runner(name: str) -> JobRunner:
        return JobRunner(ThreadPoolExecutor(1, name), post)

    paths, clock = paths_under(data), SystemClock()
    workers, sounds = TempoWorkerPool(), paths.made_sounds
    make = partial(make_player, sounds=sounds)
    limit = AnalysisLimit(clock, NullBattery())
    return finish(
        build_in_pieces(
            paths,
            stores,
            theme,
            fonts,
            clock,
            make,
            runner,
            workers,
            workers.measure,
            limit,
            HelperPool(),
        )
    )


def type_and_wait(services: AppServices) -> tuple[list[float], list[float]]:
    """Ms from each key to the painted list, and for how many of them the main thread was busy."""
    window = services.gui.window
    services.gui.screens.build_all()
    (tab,) = window.findChildren(SongsTab)
    services.gui.dispatcher.dispatch(Action.FIND)
    (field,) = [each for each in window.findChildren(PillField) if each.isVisible()]
    watch = Watch(tab)
    whole: list[float] = []
    busy: list[float] = []
    for _ in range(ROUNDS):
        for query in QUERIES:
            for letter in query:
                begun = time.perf_counter()
                QTest.keyClicks(field, letter)
                painted = watch.wait()
                whole.append((painted - begun) * 1_000)
                busy.append((painted - watch.busy_since) * 1_000)
            field.clear()
            watch.wait()
    return whole, busy


def plain_pass(texts: list[str]) -> float:
    """Ms for the floor."""
    begun = time.perf_counter()
    found = sum("moon" in text for text in texts)
    taken = (time.perf_counter() - begun) * 1_000
    if not found:
        raise RuntimeError("the floor found nothing")
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as name, Screen() as display:
        os.environ.update(display.environment)
        data = Path(name)
        stores = open_library(data)
        fill(stores, SONGS, data / "music")
        app = QApplication.instance() or QApplication([])
        if not isinstance(app, QApplication):
            raise TypeError("another kind of application is running")
        services = open_rooms(app, data, stores)
        services.gui.window.show()
        app.processEvents()
        display.wait_for_window("Lullaby")
        app.processEvents()
        whole, busy = type_and_wait(services)
        texts = [folded(f"{t.title} {t.artist} {t.album}") for t in stores.library.tracks()]
        floor = statistics.median(plain_pass(texts) for _ in range(20))
        report(whole, busy, floor)
        services.gui.window.close()
        services.quick.close()
        services.slow.close()
        stores.connection.close()


def report(whole: list[float], busy: list[float], floor: float) -> None:
    title(f"A key in the search field over {SONGS:,} songs, {len(whole)} keys")
    line("one pass of Python's `in`", floor, "ms")
    held = statistics.median(busy)
    line("key to painted list, median", statistics.median(whole), "ms")
    line("key to painted list, p95", share(whole, 0.95), "ms")
    line("of that the window is busy, median", held, "ms", f"  {held / floor:.1f} x one pass")
    line("of that the window is busy, p95", share(busy, 0.95), "ms")


if __name__ == "__main__":
    main()

"""How long single tasks block the main thread with 50,000 songs, in its processor time.

A task is one turn of the event loop: one event with everything that follows from it at once, or one
key or press with its action. While a task runs nothing is painted and no key is handled, so the
longest task of each action is what a person may feel. Only the thread's own processor time counts,
whatever else the machine does; background work runs on its own threads, is waited for, and
delivering its result is part of the action.

The start is the real one, in its own process: from the first paint to the end of the scan that
finds nothing new.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# First of PySide6, as in the application.
from lullaby.ui import plain_import  # noqa: F401  # pyright: ignore[reportUnusedImport]

# isort: split
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QMenu

from benchmarks.figures import line, title
from benchmarks.music import fill, open_library, tempo
from benchmarks.programs import compile_screens, compiled
from benchmarks.watched import WatchedApplication
from lullaby.app import AppServices, build_in_pieces
from lullaby.clock import SystemClock
from lullaby.desktop.battery import NullBattery
from lullaby.helper_pool import HelperPool
from lullaby.jobs import JobRunner
from lullaby.journal.entry import EntryId, EntrySong, JournalEntry, Outcome
from lullaby.library.analysis_limit import AnalysisLimit
from lullaby.library.calm import ANY_TEMPO, RESTING_HEART, VERY_SLOW
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.playlist_store import item_of
from lullaby.library.routine import PlaylistId
from lullaby.library.rules import Rules, TempoRule, WordsRule
from lullaby.library.song_order import SongOrder, Sorting
from lullaby.library.track import Track
from lullaby.paths import paths_under
from lullaby.stores import Stores
from lullaby.tempo_worker import TempoWorkerPool
from lullaby.ui.controls.fields import PillField
from lullaby.ui.journal.plugin import JOURNAL
from lullaby.ui.library.folder_actions import FolderActions
from lullaby.ui.library.library_actions import LibraryActions
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.plugin import LIBRARY
from lullaby.ui.library.screen import LibraryScreen
from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.library.song_header import SongHeader
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.library.tempo_controller import TempoController
from lullaby.ui.outcome.answers import Answers
from lullaby.ui.settings.plugin import SETTINGS
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.keys import ScreenId, ShowScreen
from lullaby.ui.shell.pieces import finish
from lullaby.ui.shell.post import MainThreadPost
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.sing.plugin import SING
from lullaby.ui.theme.dress import dress
from lullaby.ui.theme.theme import plain_theme
from lullaby.units import Bpm, Ms
from lullaby.workers import Workers
from tests.silent_player import SilentPlayer

SONGS = 50_000
NIGHTS = 400
LIMIT_MS, START_MS, COLOURS_MS = 50, 100, 120
QUIET_MS = 400
"""An action is over when no background work has been running for this long."""
LONGEST_S = 120.0
SCANNED = 100
"""Songs that a scan reports at a time."""
IMPORTED = 20_000
"""Songs of the longest playlist that is imported."""
QUERIES = ("m", "moon wal", "chloe 3", "e", "zzz")


def always() -> bool:
    return True


class Background(Workers):
    """A thread of the application that knows whether it is busy."""

    def __init__(self, name: str) -> None:
        super().__init__(1, name)
        self._calls: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        self._calls.append(future)
        return future

    @property
    def busy(self) -> bool:
        self._calls = [each for each in self._calls if not each.done()]
        return bool(self._calls)


class App:
    """The real application without a display, with a player that makes no sound."""

    def __init__(self, app: WatchedApplication, data: Path, stores: Stores) -> None:
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

    def longest(self, act: Callable[[], object], done: Callable[[], bool] = always) -> float:
        """Ms of the longest task of an action, until it is `done` and nothing runs any more."""
        self._tasks.begin()
        self._tasks.time(act)
        self.settle(done)
        return self._tasks.longest

    def longest_while(self, act: Callable[[], object], seconds: float = 3.0) -> float:
        """Ms of the longest task of an action and of what follows it for some seconds.

        For an evening, whose background work goes on: the songs to come are measured.
        """
        self._tasks.begin()
        self._tasks.time(act)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()
        return self._tasks.longest

    def settle(self, done: Callable[[], bool] = always) -> None:
        """Run the event loop until it is `done`, and nothing has been running for a while.

        A busy machine may take longer than that while for one piece of a screen.
        """
        until, quiet_since = time.monotonic() + LONGEST_S, time.monotonic()
        while time.monotonic() < until:
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()
            if not done() or any(thread.busy for thread in self._threads):
                quiet_since = time.monotonic()
            elif (time.monotonic() - quiet_since) * 1_000 > QUIET_MS:
                return
        raise RuntimeError("the action or its background work does not end")

    def close(self) -> None:
        self.services.bridge.rest()
        self.window.close()
        for thread in self._threads:
            thread.shutdown(cancel_futures=True)


def fill_journal(stores: Stores) -> None:
    """More than a year of nights with four songs each."""
    tracks, now = stores.library.tracks()[: NIGHTS + 4], SystemClock().now()
    for night in range(NIGHTS):
        songs = tuple(
            EntrySong(track.id, track.title, Ms(170_000)) for track in tracks[night : night + 4]
        )
        outcome = Outcome.ASLEEP if night % 3 else Outcome.NOT_THIS_TIME
        started = now - timedelta(days=night)
        stores.journal.add(JournalEntry(EntryId(0), started, outcome=outcome, songs=songs))


def news(folder: Path) -> ScanBatch:
    """A batch as a scan reports it, with as many changed songs."""
    found: list[FoundFile] = []
    for number in range(SCANNED):
        bpm = tempo(number)
        tags = Tags(f"Changed {number}", "Anna", "", "", Ms(180_000), Bpm(bpm), str(bpm))
        path = folder / f"Album {number // 16}" / f"{number:05}.mp3"
        found.append(FoundFile(path, 1, 7, 0, tags))
    return ScanBatch(found=tuple(found))


def measure(app: App, stores: Stores, folder: Path) -> dict[str, float]:
    """The longest task of each action, in ms."""
    gui, figures = app.services.gui, dict[str, float]()

    def go(screen: ScreenId) -> Callable[[], object]:
        return lambda: gui.dispatcher.dispatch(ShowScreen(screen))

    def note(what: str, act: Callable[[], object]) -> None:
        figures[what] = max(figures.get(what, 0.0), app.longest(act))

    def note_first(what: str, screen: ScreenId) -> None:
        """Measure the first visit, which builds the screen in several turns."""
        figures[what] = app.longest(go(screen), lambda: gui.window.current == screen)

    def first_track() -> Track:
        return songs.model.tracks[len(songs.model.tracks) // 2]

    note_first("the first Library", LIBRARY)
    (songs,) = app.window.findChildren(SongsTab)
    (tempo_controller,) = app.window.findChildren(TempoController)
    (library,) = app.window.findChildren(LibraryScreen)
    for times in (0.5, 2.0):
        note("a word on a tempo", lambda times=times: tempo_controller.count(first_track(), times))
    note("calm, or not for us", lambda: tempo_controller.calm(first_track(), False))
    app.services.stores.scans.apply(news(folder))
    note("news of a scan", gui.folders.songs_changed.emit)
    (search,) = [each for each in app.window.findChildren(PillField) if each.isVisible()]
    for query in QUERIES:
        for end in range(1, len(query) + 1):
            note("a search typed", lambda query=query, end=end: search.setText(query[:end]))
    note("a search typed", search.clear)
    (card,) = songs.findChildren(SlowCard)
    for band in (VERY_SLOW, RESTING_HEART, ANY_TEMPO):
        note("another band in How slow?", lambda band=band: card.band_requested.emit(band))
    note("scrolled to the end", songs.list.scrollToBottom)
    figures |= measure_orders(app, stores, folder, songs, library)
    note("the playlists", lambda: library.show_tab(1))
    made = app.services.stores.playlists.create(
        "slow", rules=Rules((TempoRule(high=Bpm(70)), WordsRule()))
    )
    note("the playlists", lambda: library.show_tab(1))
    (tab,) = app.window.findChildren(PlaylistsTab)
    note("a smart playlist", lambda: tab.choose(made))
    note("the playlists", lambda: library.show_tab(0))
    (answers,) = app.window.findChildren(Answers)
    last = answers.last()
    if last is not None:
        note("an answered card", lambda: answers.write(replace(last, outcome=Outcome.CALMER)))
    note_first("the first Journal", JOURNAL)
    note_first("the first Settings", SETTINGS)
    note_first("the first Sing", SING)
    go(SETTINGS)()
    app.settle()
    for _ in range(2):
        note("changing colours", gui.light.toggle)
    go(LIBRARY)()
    app.settle()
    for _ in range(2):
        note("changing colours", gui.light.toggle)
    figures |= measure_evenings(app, stores, songs)
    (folder_actions,) = app.window.findChildren(FolderActions)
    figures["a folder removed"] = app.longest_while(lambda: folder_actions.remove(folder), 15.0)
    return figures


def measure_orders(
    app: App, stores: Stores, folder: Path, songs: SongsTab, library: LibraryScreen
) -> dict[str, float]:
    """The longest task of sorting, choosing, adding and importing many songs, in ms."""
    figures: dict[str, float] = {}

    def note(what: str, act: Callable[[], object]) -> None:
        figures[what] = max(figures.get(what, 0.0), app.longest(act))

    (header,) = songs.findChildren(SongHeader)
    for order in SongOrder:
        note("another order", lambda order=order: header.sort.chosen.emit(Sorting(order), False))
    stores.scans.apply(news(folder))
    note("news of a scan, sorted", app.services.gui.folders.songs_changed.emit)
    note("only own songs", lambda: header.sort.chosen.emit(Sorting(SongOrder.ALBUM), True))
    note("all songs chosen", songs.list.selectAll)
    note("new songs first", library.show_new)
    (actions,) = app.window.findChildren(LibraryActions)
    listed = folder.parent / "evening.m3u8"
    listed.write_text("\n".join(str(track.path) for track in songs.model.tracks[:IMPORTED]))
    note(f"a playlist of {IMPORTED:,} imported", lambda: actions.import_from(listed))
    items = [item_of(track) for track in songs.model.tracks[:IMPORTED]]
    long = stores.playlists.create_from("long", items, None)
    note("the playlists", lambda: library.show_tab(1))
    figures |= measure_long_playlist(app, folder.parent, actions, long)
    note("the songs again", lambda: library.show_tab(0))
    figures |= measure_many(app, songs)
    return figures


def measure_long_playlist(
    app: App, folder: Path, actions: LibraryActions, playlist: PlaylistId
) -> dict[str, float]:
    """The longest task of what can be done with a long playlist, in ms."""
    figures: dict[str, float] = {}
    (tab,) = app.window.findChildren(PlaylistsTab)
    (undo,) = app.window.findChildren(UndoController)

    def note(what: str, act: Callable[[], object]) -> None:
        figures[what] = max(figures.get(what, 0.0), app.longest(act))

    def note_undone(what: str, act: Callable[[], object]) -> None:
        note(what, act)
        note("undone", undo.undo)

    def choose(text: str) -> None:
        if tab.chosen is not None:
            actions.playlist_menu(tab.chosen, QPoint())
        (menu,) = [each for each in app.window.findChildren(QMenu) if each.isVisible()]
        (action,) = [each for each in menu.actions() if each.text().startswith(text)]
        menu.close()
        action.trigger()

    def save(*_: object) -> Path:
        return folder / "saved.m3u8"

    ask = Files.ask_save
    setattr(Files, "ask_save", save)  # noqa: B010
    where = f"of {IMPORTED:,} songs:"
    note(f"{where} shown", lambda: tab.choose(playlist))
    tab.view.setCurrentIndex(tab.model.index(3))
    note_undone(f"{where} one moved", lambda: tab.view.move_requested.emit(1))
    note_undone(f"{where} one removed", lambda: tab.view.remove_requested.emit(tab.model.index(3)))
    note_undone(f"{where} sorted", tab.sort_by_tempo)
    note(f"{where} exported", lambda: choose("Export"))
    note(f"{where} printed", lambda: choose("Print"))
    Files.ask_save = ask
    note_undone(f"{where} deleted", lambda: choose("Delete"))
    return figures


def measure_many(app: App, songs: SongsTab) -> dict[str, float]:
    """The longest task of changing all listed songs, in ms."""
    figures: dict[str, float] = {}
    (model,) = app.window.findChildren(LibraryModel)
    (tempo,) = app.window.findChildren(TempoController)
    (actions,) = app.window.findChildren(LibraryActions)
    (undo,) = app.window.findChildren(UndoController)

    def note(what: str, act: Callable[[], object]) -> None:
        figures[what] = max(figures.get(what, 0.0), app.longest(act))

    tracks = tuple(songs.model.tracks)
    note("all songs favourites", lambda: model.set_favourite(tracks, True))
    note("all songs calming", lambda: tempo.calm_several(tracks, True))
    note("all songs calming, undone", undo.undo)
    note("all songs hidden", lambda: actions.hide(tracks))
    note("all songs hidden, undone", undo.undo)
    return figures


def measure_evenings(app: App, stores: Stores, songs: SongsTab) -> dict[str, float]:
    """The longest task of evenings with many songs, in ms; the last step, as measuring of the songs
    to come goes on."""
    figures: dict[str, float] = {}
    (tab,) = app.window.findChildren(PlaylistsTab)
    (actions,) = app.window.findChildren(LibraryActions)
    (long,) = [each.id for each in stores.playlists.all() if each.name == "long"]
    tracks, stop = tuple(songs.model.tracks), app.services.bridge.stop
    figures[f"of {IMPORTED:,} songs: begun"] = app.longest_while(
        lambda: tab.begin_requested.emit(long, 0)
    )
    figures["stopped"] = app.longest_while(stop)
    figures["all songs begun"] = app.longest_while(lambda: actions.start_songs(tracks, 9))
    figures["stopped"] = max(figures["stopped"], app.longest_while(stop))
    return figures


def start(data: Path, pyc: Path) -> list[float]:
    """The longest tasks of the real start, in ms; `pyc` keeps compiled modules."""
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.watched", str(data)],
        env=compiled(pyc),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
        timeout=180,
    ).stdout.split()
    return [float(each) for each in output]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        data, pyc = Path(name), Path(name) / "pyc"
        compile_screens(pyc)
        stores = open_library(data)
        fill(stores, SONGS, data / "music")
        fill_journal(stores)
        stores.connection.close()
        pieces = start(data, pyc)
        stores = open_library(data)
        app = QApplication.instance() or WatchedApplication([])
        if not isinstance(app, WatchedApplication):
            raise TypeError("another kind of application is running")
        opened = App(app, data, stores)
        opened.window.show()
        opened.settle()
        figures = measure(opened, stores, data / "music")
        opened.close()
        stores.connection.close()
    title(f"The longest task of the window's thread, {SONGS:,} songs, processor time")
    line("the start", max(pieces), "ms", f"  at most {START_MS}; the others {pieces[-6:-1]}")
    for what, figure in figures.items():
        most = COLOURS_MS if what == "changing colours" else LIMIT_MS
        over = "" if figure <= most else "  OVER"
        line(what, figure, "ms", f"  at most {most}{over}")


if __name__ == "__main__":
    main()

"""How long single tasks block the main thread with 50,000 songs, in its processor time.

A task is one turn of the event loop: one event with everything that follows from it at once, or one
key or press with its action. While a task runs nothing is painted and no key is handled, so the
longest task of each action is what a person may feel. Only the thread's own processor time counts,
whatever else the machine does; background work runs on its own threads, is waited for, and
delivering its result is part of the action.

The start is the real one, in its own process: from the first paint to the end of the scan that
finds nothing new.

Steps can be named: `python -m benchmarks window_tasks library settings`. Figures are printed as
they come. An action that is not over within `LONGEST_S` is told and left; one that blocks the
thread for so long ends the benchmark, with what the thread was doing.
"""

import faulthandler
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

# First, as it chooses a platform without a display.
from benchmarks.watched_window import HangsError, WatchedWindow

# isort: split
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu

from benchmarks.figures import line, title
from benchmarks.music import fill, open_library, tempo
from benchmarks.programs import compile_screens, compiled
from benchmarks.watched import START_S, WatchedApplication
from lullaby.clock import SystemClock
from lullaby.journal.entry import EntryId, EntrySong, JournalEntry, Outcome
from lullaby.library.calm import ANY_TEMPO, RESTING_HEART, VERY_SLOW
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.playlist_store import item_of
from lullaby.library.routine import PlaylistId
from lullaby.library.rules import Rules, TempoRule, WordsRule
from lullaby.library.song_order import SongOrder, Sorting
from lullaby.library.track import Track
from lullaby.stores import Stores
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
from lullaby.ui.shell.keys import ScreenId
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.sing.plugin import SING
from lullaby.units import Bpm, Ms

SONGS = 50_000
NIGHTS = 400
LIMIT_MS, START_MS, COLOURS_MS = 50, 100, 120
LONGEST_S = 30.0
"""The most seconds for one action with its background work."""
EVENING_S = 3.0
"""How long an evening is watched, in s."""
SCANNED = 100
"""Songs that a scan reports at a time."""
IMPORTED = 20_000
"""Songs of the longest playlist that is imported."""
QUERIES = ("m", "moon wal", "chloe 3", "e", "zzz")

Act = Callable[[], object]


@dataclass
class Bench:
    """The open application, and what was measured in it."""

    app: WatchedWindow
    folder: Path
    """The music folder."""
    slow: list[str] = field(default_factory=list)
    """The actions over their bound, or that did not end."""
    visited: set[ScreenId] = field(default_factory=set)

    @property
    def stores(self) -> Stores:
        return self.app.stores

    @property
    def tracks(self) -> Sequence[Track]:
        return self.app.one(SongsTab).model.tracks

    def measure(self, what: str, *acts: Act, most: int = LIMIT_MS) -> None:
        """Print the longest task of these actions, one after another."""
        self._print(what, most, *(lambda act=act: self.app.longest(act, LONGEST_S) for act in acts))

    def measure_while(self, what: str, act: Act, seconds: float = EVENING_S) -> None:
        """Print the longest task of an action and what follows it for some seconds."""
        self._print(what, LIMIT_MS, lambda: self.app.longest_while(act, seconds))

    def visit(self, screen: ScreenId) -> None:
        """Go to a screen; print the longest task of a first visit, which builds it in turns."""

        def there() -> bool:
            return self.app.window.current == screen

        if screen in self.visited:
            self.app.show(screen)
            self.app.settle(LONGEST_S, there)
            return
        self.visited.add(screen)
        name = str(screen).capitalize()
        self._print(
            f"the first {name}",
            LIMIT_MS,
            lambda: self.app.longest(lambda: self.app.show(screen), LONGEST_S, there),
        )

    def _print(self, what: str, most: int, *looks: Callable[[], float]) -> None:
        begun = time.monotonic()
        longest = 0.0
        faulthandler.dump_traceback_later(LONGEST_S * (len(looks) + 1), exit=True)
        try:
            for look in looks:
                longest = max(longest, look())
        except HangsError as problem:
            self.slow.append(what)
            print(f"  {what:<44} HANGS: {problem}", flush=True)
            return
        finally:
            faulthandler.cancel_dump_traceback_later()
        over = "  OVER" if longest > most else ""
        if over:
            self.slow.append(what)
        took = time.monotonic() - begun
        line(what, longest, "ms", f"  at most {most}  ({took:.1f} s){over}")


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


def library(bench: Bench) -> None:
    bench.visit(LIBRARY)
    songs = bench.app.one(SongsTab)
    bench.measure("scrolled to the end", songs.list.scrollToBottom)


def tempos(bench: Bench) -> None:
    bench.visit(LIBRARY)
    controller = bench.app.one(TempoController)

    def song() -> Track:
        return bench.tracks[len(bench.tracks) // 2]

    bench.measure(
        "a word on a tempo",
        lambda: controller.count(song(), 0.5),
        lambda: controller.count(song(), 2.0),
    )
    bench.measure("calm, or not for us", lambda: controller.calm(song(), False))


def scan(bench: Bench) -> None:
    bench.visit(LIBRARY)
    bench.stores.scans.apply(news(bench.folder))
    bench.measure("news of a scan", bench.app.services.gui.folders.songs_changed.emit)


def search(bench: Bench) -> None:
    bench.visit(LIBRARY)
    (field,) = [each for each in bench.app.window.findChildren(PillField) if each.isVisible()]
    typed = [query[:end] for query in QUERIES for end in range(1, len(query) + 1)]
    bench.measure(
        "a search typed", *(lambda text=text: field.setText(text) for text in typed), field.clear
    )


def bands(bench: Bench) -> None:
    bench.visit(LIBRARY)
    card = bench.app.one(SongsTab).findChildren(SlowCard)[0]
    bench.measure(
        "another band in How slow?",
        *(
            lambda band=band: card.band_requested.emit(band)
            for band in (VERY_SLOW, RESTING_HEART, ANY_TEMPO)
        ),
    )


def orders(bench: Bench) -> None:
    bench.visit(LIBRARY)
    songs = bench.app.one(SongsTab)
    chosen = songs.findChildren(SongHeader)[0].sort.chosen
    for order in SongOrder:
        bench.measure(
            f"sorted by {order.value}", lambda order=order: chosen.emit(Sorting(order), False)
        )
    bench.stores.scans.apply(news(bench.folder))
    bench.measure("news of a scan, sorted", bench.app.services.gui.folders.songs_changed.emit)
    bench.measure("only own songs", lambda: chosen.emit(Sorting(SongOrder.ALBUM), True))
    bench.measure("all songs chosen", songs.list.selectAll)
    bench.measure("new songs first", bench.app.one(LibraryScreen).show_new)


def imports(bench: Bench) -> None:
    bench.visit(LIBRARY)
    listed = bench.folder.parent / "evening.m3u8"
    paths = [track.path for track in bench.tracks if track.songbook_id is None][:IMPORTED]
    listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
    actions = bench.app.one(LibraryActions)
    bench.measure(f"a playlist of {IMPORTED:,} imported", lambda: actions.import_from(listed))


def playlists(bench: Bench) -> None:
    bench.visit(LIBRARY)
    screen = bench.app.one(LibraryScreen)
    bench.measure("the playlists", lambda: screen.show_tab(1))
    rules = Rules((TempoRule(high=Bpm(70)), WordsRule()))
    made = bench.stores.playlists.create("slow", rules=rules)
    bench.measure("the playlists again", lambda: screen.show_tab(0), lambda: screen.show_tab(1))
    bench.measure("a smart playlist", lambda: bench.app.one(PlaylistsTab).choose(made))
    bench.measure("the songs again", lambda: screen.show_tab(0))


def long_list(bench: Bench) -> PlaylistId:
    """A playlist of very many songs, made at its first request."""
    for each in bench.stores.playlists.all():
        if each.name == "long":
            return each.id
    items = [item_of(track) for track in bench.tracks[:IMPORTED]]
    return bench.stores.playlists.create_from("long", items, None)


def long_playlist(bench: Bench) -> None:
    bench.visit(LIBRARY)
    screen = bench.app.one(LibraryScreen)
    tab, undo = bench.app.one(PlaylistsTab), bench.app.one(UndoController)
    actions = bench.app.one(LibraryActions)
    playlist = long_list(bench)
    screen.show_tab(1)
    bench.app.settle(LONGEST_S)

    def measure_undone(what: str, act: Act) -> None:
        bench.measure(what, act)
        bench.measure(f"{what}, undone", undo.undo)

    def choose(text: str) -> None:
        if tab.chosen is not None:
            actions.playlist_menu(tab.chosen, QPoint())
        (menu,) = [each for each in bench.app.window.findChildren(QMenu) if each.isVisible()]
        (action,) = [each for each in menu.actions() if each.text().startswith(text)]
        menu.close()
        action.trigger()

    def save(*_: object) -> Path:
        return bench.folder.parent / "saved.m3u8"

    ask = Files.ask_save
    setattr(Files, "ask_save", save)  # noqa: B010
    where = f"of {IMPORTED:,} songs:"
    bench.measure(f"{where} shown", lambda: tab.choose(playlist))
    tab.view.setCurrentIndex(tab.model.index(3))
    measure_undone(f"{where} one moved", lambda: tab.view.move_requested.emit(1))
    measure_undone(
        f"{where} one removed", lambda: tab.view.remove_requested.emit(tab.model.index(3))
    )
    measure_undone(f"{where} sorted", tab.sort_by_tempo)
    bench.measure(f"{where} exported", lambda: choose("Export"))
    bench.measure(f"{where} printed", lambda: choose("Print"))
    Files.ask_save = ask
    measure_undone(f"{where} deleted", lambda: choose("Delete"))
    screen.show_tab(0)
    bench.app.settle(LONGEST_S)


def many(bench: Bench) -> None:
    bench.visit(LIBRARY)
    model, tempo = bench.app.one(LibraryModel), bench.app.one(TempoController)
    actions, undo = bench.app.one(LibraryActions), bench.app.one(UndoController)
    tracks = tuple(bench.tracks)
    bench.measure("all songs favourites", lambda: model.set_favourite(tracks, True))
    bench.measure("all songs calming", lambda: tempo.calm_several(tracks, True))
    bench.measure("all songs calming, undone", undo.undo)
    bench.measure("all songs hidden", lambda: actions.hide(tracks))
    bench.measure("all songs hidden, undone", undo.undo)


def card(bench: Bench) -> None:
    bench.visit(LIBRARY)
    answers = bench.app.one(Answers)
    last = answers.last()
    assert last is not None
    bench.measure("an answered card", lambda: answers.write(replace(last, outcome=Outcome.CALMER)))


def journal(bench: Bench) -> None:
    bench.visit(JOURNAL)


def settings(bench: Bench) -> None:
    bench.visit(SETTINGS)


def sing(bench: Bench) -> None:
    bench.visit(SING)


def colours(bench: Bench) -> None:
    light = bench.app.services.gui.light
    for screen in (SETTINGS, LIBRARY):
        bench.visit(screen)
        where = str(screen).capitalize()
        bench.measure(f"colours, on {where}", light.toggle, light.toggle, most=COLOURS_MS)


def evenings(bench: Bench) -> None:
    """As measuring of the songs to come goes on, nothing that waits for its end may follow."""
    bench.visit(LIBRARY)
    tab, actions = bench.app.one(PlaylistsTab), bench.app.one(LibraryActions)
    long, tracks = long_list(bench), tuple(bench.tracks)
    stop = bench.app.services.bridge.stop
    next_session, start = (
        bench.app.one(NextSession),
        bench.app.services.gui.dispatcher.start_evening,
    )
    smart = bench.stores.playlists.create("calm", rules=Rules((TempoRule(high=Bpm(100)),)))
    for kind, playlist in ((f"{IMPORTED:,} songs", long), ("a smart playlist", smart)):
        bench.measure_while(
            f"{kind} chosen for Tonight",
            lambda playlist=playlist: next_session.keep(
                replace(next_session.chosen, playlist=playlist)
            ),
        )
        bench.measure_while(f"{kind} changed", next_session.refresh)
        next_session.forget_songs()
        bench.measure_while(f"{kind} begun from Tonight after a change", start)
        bench.measure_while(f"{kind} stopped", stop)
    bench.measure_while(f"of {IMPORTED:,} songs: begun", lambda: tab.begin_requested.emit(long, 0))
    bench.measure_while("stopped", stop)
    bench.measure_while("all songs begun", lambda: actions.start_songs(tracks, 9))
    bench.measure_while("all songs stopped", stop)


def removal(bench: Bench) -> None:
    actions = bench.app.one(FolderActions)
    bench.measure_while("a folder removed", lambda: actions.remove(bench.folder), 8.0)


STEPS: dict[str, Callable[[Bench], None]] = {
    "library": library,
    "tempos": tempos,
    "scan": scan,
    "search": search,
    "bands": bands,
    "orders": orders,
    "import": imports,
    "playlists": playlists,
    "long_playlist": long_playlist,
    "many": many,
    "card": card,
    "journal": journal,
    "settings": settings,
    "sing": sing,
    "colours": colours,
    "evenings": evenings,
    "removal": removal,
}
START = "start"
NAMES = (START, *STEPS)
"""What may be named; without a name, all are run in this order."""


def start(data: Path, pyc: Path) -> bool:
    """Print the longest tasks of the real start; `pyc` keeps compiled modules. Whether it ended."""
    try:
        output = subprocess.run(
            [sys.executable, "-m", "benchmarks.watched", str(data)],
            env=compiled(pyc),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
            timeout=LONGEST_S + START_S,
        ).stdout.split()
    except subprocess.TimeoutExpired:
        print(f"  the start HANGS: not over after {LONGEST_S + START_S:.0f} s", flush=True)
        return False
    pieces = sorted(map(float, output))
    over = "  OVER" if pieces[-1] > START_MS else ""
    line("the start", pieces[-1], "ms", f"  at most {START_MS}; the others {pieces[-6:-1]}{over}")
    return not over


def main(steps: Sequence[str] = ()) -> None:
    unknown = [step for step in steps if step not in NAMES]
    if unknown:
        print(f"no step of that name: {', '.join(unknown)}; there are: {', '.join(NAMES)}")
        return
    wanted = [name for name in NAMES if not steps or name in steps]
    title(f"The longest task of the window's thread, {SONGS:,} songs, processor time")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        data, pyc = Path(name), Path(name) / "pyc"
        compile_screens(pyc)
        stores = open_library(data)
        fill(stores, SONGS, data / "music")
        fill_journal(stores)
        stores.connection.close()
        print(f"  the songs are there after {time.monotonic() - begun:.0f} s", flush=True)
        slow = [] if START not in wanted or start(data, pyc) else ["the start"]
        if wanted != [START]:
            slow += _measure(data, [STEPS[each] for each in wanted if each != START])
    print(f"  over their bound: {', '.join(slow) or 'none'}", flush=True)
    print(f"  all in {time.monotonic() - begun:.0f} s", flush=True)


def _measure(data: Path, steps: Sequence[Callable[[Bench], None]]) -> list[str]:
    stores = open_library(data)
    app = QApplication.instance() or WatchedApplication([])
    if not isinstance(app, WatchedApplication):
        raise TypeError("another kind of application is running")
    bench = Bench(WatchedWindow(app, data, stores), data / "music")
    bench.app.window.show()
    bench.app.settle(LONGEST_S)
    for step in steps:
        try:
            step(bench)
        except HangsError as problem:
            bench.slow.append(step.__name__)
            print(f"  {step.__name__} cannot go on: {problem}", flush=True)
    bench.app.close()
    stores.connection.close()
    return bench.slow


if __name__ == "__main__":
    main(sys.argv[1:])

"""Sorting, filtering and smart playlists over 10,000 songs, in the real Library without a display.

Processor time of the main thread, independent of other load: from a choice until the list has been
laid out and painted. The floor is one pass of Python over the songs that compares tempos.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.figures import line, title
from benchmarks.music import fill, open_library
from benchmarks.search import open_rooms
from lullaby.app import AppServices
from lullaby.clock import SystemClock
from lullaby.journal.entry import EntryId, EntrySong, JournalEntry, Outcome
from lullaby.library.calm import RESTING_HEART, VERY_SLOW
from lullaby.library.rules import (
    CalmNightsRule,
    Join,
    LastPlayedRule,
    LengthRule,
    Rules,
    TempoRule,
    WordsRule,
)
from lullaby.library.search import sorted_by_title
from lullaby.stores import Stores
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.plugin import LIBRARY
from lullaby.ui.library.rules_sheet import RulesSheet
from lullaby.ui.library.screen import LibraryScreen
from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.shell.keys import ShowScreen
from lullaby.units import Bpm, Ms

SONGS = 10_000
NIGHTS = 400
ROUNDS = 15

FEW = Rules((TempoRule(high=Bpm(70)), WordsRule(), LastPlayedRule(), LengthRule(high=Ms(240_000))))
MANY = Rules((WordsRule(False), CalmNightsRule(1)), Join.ANY)


def fill_journal(stores: Stores) -> None:
    """More than a year of nights with four songs each."""
    tracks, now = stores.library.tracks(), SystemClock().now()
    for night in range(NIGHTS):
        songs = tuple(
            EntrySong(track.id, track.title, Ms(170_000)) for track in tracks[night : night + 4]
        )
        outcome = Outcome.ASLEEP if night % 3 else Outcome.NOT_THIS_TIME
        started = now - timedelta(days=night)
        stores.journal.add(JournalEntry(EntryId(0), started, outcome=outcome, songs=songs))


def median(work: Callable[[], object]) -> float:
    """Ms of processor time for a round, independent of other load."""
    taken: list[float] = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        work()
        taken.append((time.process_time() - begun) * 1_000)
    return statistics.median(taken)


def measure(services: AppServices, stores: Stores) -> None:
    window, shelf_tracks = services.gui.window, stores.smart_playlists.tracks
    services.gui.screens.build_all()
    (songs,) = window.findChildren(SongsTab)
    (lists,) = window.findChildren(PlaylistsTab)
    tracks = shelf_tracks()
    title(f"Sorting and filtering {len(tracks):,} songs, {ROUNDS} rounds, medians")
    floor = median(lambda: sum((track.tempo.bpm or 0) < 70 for track in tracks))
    line("one pass of Python over the songs", floor, "ms")
    services.gui.dispatcher.dispatch(ShowScreen(LIBRARY))

    def painted(tab: QWidget, work: Callable[[], object]) -> Callable[[], object]:
        def whole() -> object:
            work()
            return tab.grab()

        return whole

    bands = [RESTING_HEART, VERY_SLOW] * ROUNDS
    (card,) = songs.findChildren(SlowCard)
    filtered = painted(songs, lambda: card.band_requested.emit(bands.pop()))
    line("another band in How slow?", median(filtered), "ms")
    line("sort all by title", median(lambda: sorted_by_title(tracks)), "ms")
    few, many = stores.smart_playlists.find(FEW), stores.smart_playlists.find(MANY)
    title(f"Smart playlists over the same, {NIGHTS} nights in the journal")
    line(
        f"four rules: {len(few.tracks):,} fit",
        median(lambda: stores.smart_playlists.find(FEW)),
        "ms",
    )
    line(
        f"any of two: {len(many.tracks):,} fit",
        median(lambda: stores.smart_playlists.find(MANY)),
        "ms",
    )
    made = [stores.playlists.create("few", rules=FEW), stores.playlists.create("many", rules=MANY)]
    (library,) = window.findChildren(LibraryScreen)
    library.show_tab(1)
    lists.choose(made[0])
    for words, playlist in zip(("first", "second"), made, strict=True):
        shown = painted(lists, lambda playlist=playlist: lists.choose(playlist))
        line(f"show the {words} of them", median(shown), "ms")
    (sheet,) = window.findChildren(RulesSheet)
    sheet.open_for("few", FEW)
    stepper = sheet.rows[0].steppers[0]
    line("one step of a number in the sheet", median(painted(sheet, stepper.more.click)), "ms")
    sheet.close_sheet()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        stores = open_library(data)
        fill(stores, SONGS, data / "music")
        fill_journal(stores)
        app = QApplication.instance() or QApplication([])
        if not isinstance(app, QApplication):
            raise TypeError("another kind of application is running")
        services = open_rooms(app, data, stores)
        services.gui.window.show()
        app.processEvents()
        measure(services, stores)
        services.gui.window.close()
        for runner in (services.quick, services.slow, services.analysis_jobs):
            runner.close()
        stores.connection.close()


if __name__ == "__main__":
    main()

"""Ten years of nights in the real Journal: 11,000 entries with 60,000 songs.

Times from the call that shows the Journal to its painted picture, relative to an empty journal, and
from the choice of other nights to their picture. The floor is a plain read of both tables.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from benchmarks.figures import line, title
from benchmarks.music import open_library
from benchmarks.search import open_rooms
from lullaby.app import AppServices
from lullaby.clock import SystemClock
from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry, Kind, Outcome
from lullaby.stores import Stores
from lullaby.ui.journal.plugin import JOURNAL
from lullaby.ui.journal.screen import JournalScreen
from lullaby.units import Ms

ENTRIES = 11_000
SONGS = 60_000
YEARS = 10
ROUNDS = 7
AIM_MS = 150


def nights(until: datetime) -> Iterable[JournalEntry]:
    """Three a day for ten years, with five or six songs each."""
    chance = random.Random(3)
    apart = timedelta(days=365.25 * YEARS) / ENTRIES
    for number in range(ENTRIES):
        started = until - number * apart
        outcome = chance.choice((*Outcome, Outcome.ASLEEP, Outcome.ASLEEP))
        count = SONGS * (number + 1) // ENTRIES - SONGS * number // ENTRIES
        songs = [f"Song {chance.randint(1, 90)}" for _ in range(count)]
        yield JournalEntry(
            EntryId(0),
            started,
            started + timedelta(minutes=30),
            Ending.TIMER,
            chance.choice(("bedtime", "nap", "night_waking")),
            (chance.choice(("rain", "ocean", "heartbeat")),),
            30,
            outcome,
            None if outcome is Outcome.NOT_THIS_TIME else chance.randint(1, 45),
            songs=tuple(
                EntrySong(None, song, Ms(170_000), chance.random() < 0.3) for song in songs
            ),
            kind=chance.choice(tuple(Kind)),
            children=(chance.choice(("Ada", "Ben")),),
            ambient_steps=(4,),
            music_step=8,
        )


def timed(act: Callable[[], object]) -> float:
    """Ms of processor time and waiting until the result of `act` is painted."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1_000


def open_journal(services: AppServices) -> None:
    services.gui.window.show_screen(JOURNAL)
    services.gui.window.grab()


def journal_screen(services: AppServices) -> JournalScreen:
    (screen,) = services.gui.window.findChildren(JournalScreen)
    return screen


def choose(services: AppServices, span: int, child: str | None = None) -> None:
    choices = journal_screen(services).choices
    choices.choose(span, child)
    services.gui.window.grab()


def plain_reading(stores: Stores) -> float:
    def read() -> None:
        for table in ("entry", "entry_song"):
            stores.connection.execute(f"SELECT * FROM {table}").fetchall()

    return timed(read)


def measure(app: QApplication, filled: bool) -> tuple[dict[str, float], float]:
    """Median times to open and to choose, in ms; and the floor."""
    figures: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        stores = open_library(data)
        if filled:
            stores.journal.take_in(list(nights(SystemClock().now())))
        for number in range(ROUNDS):
            services = open_rooms(app, data, stores)
            services.gui.window.resize(1366, 768)
            services.gui.window.show()
            services.gui.window.grab()

            def note(what: str, act: Callable[[], object]) -> None:
                figures.setdefault(what, []).append(timed(act))

            note("open", lambda services=services: open_journal(services))
            if number % 2:
                journal_screen(services).read_ahead()
            what = "all, read ahead" if number % 2 else "all, first"
            note(what, lambda services=services: choose(services, 2))
            note("3 months", lambda services=services: choose(services, 1))
            note("all, again", lambda services=services: choose(services, 2))
            note("one child", lambda services=services: choose(services, 2, "Ada"))
            services.gui.window.close()
            services.quick.close()
            services.slow.close()
            services.analysis_jobs.close()
        floor = statistics.median(plain_reading(stores) for _ in range(5))
        stores.connection.close()
    return {what: statistics.median(taken) for what, taken in figures.items()}, floor


def main() -> None:
    app = QApplication.instance() or QApplication(["benchmark", "-platform", "offscreen"])
    if not isinstance(app, QApplication):
        raise TypeError("another kind of application is running")
    empty, _ = measure(app, filled=False)
    full, floor = measure(app, filled=True)
    title(f"The Journal with {ENTRIES:,} nights and {SONGS:,} songs, medians of {ROUNDS}")
    line("one plain reading of both tables", floor, "ms")
    line("opened without nights, painted", empty["open"], "ms")
    over = full["open"] - empty["open"]
    line("opened, painted", full["open"], "ms", f"  {over:+.0f} ms, aim at most {AIM_MS:+d}")
    line("all nights, asked for at once", full["all, first"], "ms")
    line("all nights, asked for after a moment", full["all, read ahead"], "ms")
    line("3 months", full["3 months"], "ms")
    line("all nights again", full["all, again"], "ms")
    line("all nights with one child", full["one child"], "ms")


if __name__ == "__main__":
    main()

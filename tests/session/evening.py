"""An evening without a window: real session, recorder and database, fake clock and player."""

import sqlite3
import weakref
from dataclasses import dataclass, field, replace
from pathlib import Path

from lullaby.journal.store import JournalStore
from lullaby.library.rendition import Renditions
from lullaby.library.routine import AmbientStep
from lullaby.library.track import Track, TrackId
from lullaby.session.deck import AsKnownNow
from lullaby.session.finish import Finish
from lullaby.session.lending_session import LendingSession
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.state import Programme, SessionState
from lullaby.storage.database import open_in_memory
from lullaby.storage.pending_writes import PendingWrites
from lullaby.units import Ms
from tests.fakes import FakeClock, FakePlayer

MINUTE = 60_000
BEAT = 200
RAIN = (AmbientStep("rain", 8),)


def track(number: int, title: str = "") -> Track:
    return Track(TrackId(number), Path(f"/songs/{number}.ogg"), title or f"Song {number}")


def programme(
    songs: int = 3,
    minutes: float | None = 30,
    ambient: tuple[AmbientStep, ...] = (),
    first: int = 0,
    finish: Finish = Finish.FADE,
    lengths_s: tuple[int, ...] = (),
) -> Programme:
    """`lengths_s` are the durations of the songs as the library knows them."""
    tracks = tuple(track(number) for number in range(1, songs + 1))
    if lengths_s:
        tracks = tuple(
            replace(each, duration_ms=Ms(length * 1000))
            for each, length in zip(tracks, lengths_s, strict=True)
        )
    return Programme(
        "night_waking", tracks, ambient, music_step=10, minutes=minutes, first=first, finish=finish
    )


@dataclass
class Evening:
    clock: FakeClock = field(default_factory=FakeClock)
    connection: sqlite3.Connection = field(default_factory=open_in_memory)
    limit: int = 20
    as_known_now: AsKnownNow = lambda track: track
    renditions: Renditions | None = None

    def __post_init__(self) -> None:
        weakref.finalize(self, self.connection.close)
        self.player = FakePlayer(self.clock)
        self.journal = JournalStore(self.connection)
        self.session = LendingSession(
            self.player,
            self.clock,
            SessionRecorder(self.journal, unwritten=PendingWrites(self.connection)),
            self.limit,
            self.as_known_now,
            self.renditions,
        )

    @property
    def state(self) -> SessionState:
        return self.session.state

    def pass_time(self, ms: int, beat: int | None = None) -> SessionState:
        """Let time pass in ticks, with a remainder at the end.

        Without `beat`, more than a minute passes in ticks of a second up to its last five.
        """
        early = ms - 5_000 if beat is None and ms > MINUTE else 0
        steps = [*_ticks(early, 1_000), *_ticks(ms - early, beat or BEAT)]
        for step in steps:
            self.clock.advance(step)
            self.session.tick()
        return self.state


def _ticks(ms: int, beat: int) -> list[int]:
    return [beat] * (ms // beat) + ([ms % beat] if ms % beat else [])

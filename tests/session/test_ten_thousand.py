"""Ten thousand evenings with commands and incidents in any order, each with its own seed.

The state machine in `test_machine.py` looks for the shortest way to a fault; this goes far instead.
"""

import math
import sqlite3
from collections.abc import Callable
from random import Random

import pytest

from lullaby.audio.port import Device, SpeedPitch, Trouble
from lullaby.journal.entry import Ending
from lullaby.journal.store import JournalStore
from lullaby.library.routine import AmbientStep
from lullaby.session.finish import Finish
from lullaby.session.session import Session
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.units import Lufs, Ms
from tests.fakes import FakeClock, FakePlayer
from tests.session.evening import programme

EVENINGS = 10_000
AT_ONCE = 500
ACTIONS = 10
HEARD = 0.002
STEEPEST_DB_PER_S = 25.0
"""Half a dB in 20 ms."""

RAMP_MS = 1_500


class Night:
    """One evening on a journal that many share."""

    def __init__(self, seed: int, journal: JournalStore) -> None:
        self.dice = Random(seed)
        self.clock = FakeClock()
        self.player = FakePlayer(self.clock)
        self.session = Session(self.player, self.clock, SessionRecorder(journal))
        self.limit = 20
        self.changed = False
        """Whether something has just changed the gain envelope."""

    def live(self) -> None:
        dice = self.dice
        songs = dice.randrange(5)
        lengths = tuple(dice.choice((1, 20, 90, 240, 700)) for _ in range(songs))
        evening = programme(
            songs,
            dice.choice((None, 1, 3, 10, 20)),
            (AmbientStep("rain", dice.choice((0, 8))),),
            finish=dice.choice(tuple(Finish)),
            lengths_s=lengths,
        )
        for track in evening.tracks:
            self.player.durations[track.path] = track.duration_ms or Ms(0)
            if dice.random() < 0.1:
                self.player.troubles[track.path] = dice.choice(tuple(Trouble))
        self.session.start_session(evening)
        for _ in range(ACTIONS):
            self.let_time_pass()
            dice.choice(self.actions(evening))()
            self.look(self.session.state, self.session.tick(), 0)

    def let_time_pass(self) -> None:
        beat = self.dice.choice((33, 200, 1_000, 5_000))
        for _ in range(self.dice.randrange(1, 16)):
            before = self.session.state
            self.clock.advance(beat)
            self.look(before, self.session.tick(), beat)

    def actions(self, evening: Programme) -> list[Callable[[], object]]:
        dice, session, player = self.dice, self.session, self.player
        return [
            session.toggle,
            session.let_fade,
            session.keep_playing,
            session.still_awake,
            session.end_after_song,
            session.next,
            session.previous,
            session.louder,
            session.softer,
            session.mark_calm,
            session.stop,
            lambda: session.start_session(evening),
            lambda: session.extend(dice.choice((5, 15))),
            lambda: session.set_minutes(dice.choice((None, 1, 10, 45))),
            lambda: session.set_finish(dice.choice(tuple(Finish))),
            lambda: session.seek(Ms(dice.randrange(0, 700_000))),
            lambda: session.set_speed_pitch(SpeedPitch(dice.choice((0.6, 1.0, 1.1)), 0)),
            lambda: session.set_even_sound(dice.randrange(13), Lufs(-23.0), 0.0),
            lambda: session.set_ambient_sound("rain", dice.choice((0, 8))),
            lambda: session.set_limit(dice.randrange(21)),
            lambda: self.clock.jump_wall(dice.randrange(10_000, 30_000_000)),
            lambda: player.unplug(Device.LOST),
            player.plug_in,
        ]

    def look(self, before: SessionState, after: SessionState, beat: int) -> None:
        assert 0.0 <= after.master <= 1.0
        if after.remaining_ms is not None and after.total_ms is not None:
            assert 0 <= after.remaining_ms <= after.total_ms
        if before.sounding and after.sounding and beat:
            self.look_at_level(before, after, beat)
            if before.last_song and after.last_song:
                assert after.index == before.index, "a first note of the next song"
        if before.stage is Stage.PAUSED and after.stage is Stage.PAUSED:
            assert after.elapsed_ms == before.elapsed_ms
        if before.sounding and after.stage is Stage.ENDED and beat:
            natural = before.last_song or after.ending is not Ending.TIMER
            known = before.remaining_ms is not None and before.remaining_ms <= beat
            if not natural and known and beat <= 200 and before.device is Device.READY:
                assert before.master <= 0.02 or before.final_fade

    def look_at_level(self, before: SessionState, after: SessionState, beat: int) -> None:
        """Nothing rises or falls faster than half a dB in 20 ms, where it can be heard."""
        if min(before.master, after.master) > HEARD:
            step = 20 * math.log10(after.master / before.master)
            most = STEEPEST_DB_PER_S * beat / 1_000 + 0.1
            assert abs(step) <= most, (before.master, after.master, beat)


FIRST, *OTHERS = range(0, EVENINGS, AT_ONCE)


@pytest.mark.parametrize(
    "first", [FIRST, *(pytest.param(first, marks=pytest.mark.long) for first in OTHERS)]
)
def test_no_evening_gets_louder_suddenly(first: int, memory: sqlite3.Connection) -> None:
    journal = JournalStore(memory)
    for seed in range(first, first + AT_ONCE):
        night = Night(seed, journal)
        try:
            night.live()
        except AssertionError as problem:
            raise AssertionError(f"the evening of seed {seed}") from problem

"""The session under any order of wishes, whatever the songs, the speaker and the laptop do."""

from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lullaby.audio.port import Device, Manner, Trouble
from lullaby.library.routine import BedStep
from lullaby.session.state import Stage
from lullaby.units import Lufs
from tests.session.evening import Evening, programme

STEEPEST = 0.12
"""How far the master gain may move within one beat of 200 ms, up or down."""


class EveningMachine(RuleBasedStateMachine):
    @initialize(
        songs=st.integers(0, 4),
        minutes=st.sampled_from([None, 10, 20, 30, 45]),
        rain=st.integers(0, 20),
        limit=st.integers(0, 20),
        broken=st.sets(st.integers(1, 4)),
    )
    def press(
        self, songs: int, minutes: int | None, rain: int, limit: int, broken: set[int]
    ) -> None:
        self.evening = Evening(limit=limit)
        self.limit = limit
        for number in broken:
            self.evening.player.troubles[Path(f"/songs/{number}.ogg")] = Trouble.UNREADABLE
        self.programme = programme(songs, minutes, (BedStep("rain", rain),))
        self.evening.session.begin(self.programme)

    @rule(beats=st.integers(1, 400))
    def time_passes(self, beats: int) -> None:
        for _ in range(beats):
            before = self.evening.state
            after = self.evening.pass_time(200)
            if before.sounding and after.sounding:
                assert abs(after.master - before.master) <= STEEPEST
            if before.remaining_ms is not None and after.remaining_ms is not None:
                assert after.remaining_ms <= before.remaining_ms
            if after.stage is Stage.PAUSED and before.stage is Stage.PAUSED:
                assert after.elapsed_ms == before.elapsed_ms

    @rule()
    def toggle(self) -> None:
        self.evening.session.toggle()

    @rule(step=st.sampled_from([1, -1]))
    def change_the_timer(self, step: int) -> None:
        self.evening.session.cycle_minutes(step)
        self.evening.session.tick()

    @rule()
    def fade(self) -> None:
        self.evening.session.let_fade()

    @rule()
    def keep(self) -> None:
        self.evening.session.keep_playing()
        self.evening.session.tick()

    @rule()
    def next(self) -> None:
        self.evening.session.next()

    @rule()
    def previous(self) -> None:
        self.evening.session.previous()

    @rule(where=st.integers(-5_000, 400_000))
    def seek(self, where: int) -> None:
        self.evening.session.seek(where)  # type: ignore[arg-type]

    @rule(pace=st.sampled_from([0.6, 0.85, 1.0, 1.1]), key=st.integers(-6, 6))
    def manner(self, pace: float, key: int) -> None:
        self.evening.session.set_manner(Manner(pace, key))

    @rule(overlap=st.integers(0, 12))
    def crossing(self, overlap: int) -> None:
        self.evening.session.set_even_sound(overlap, Lufs(-23.0), 0.0)

    @rule(louder=st.booleans())
    def volume(self, louder: bool) -> None:
        (self.evening.session.louder if louder else self.evening.session.softer)()

    @rule(step=st.integers(0, 20))
    def limit_changes(self, step: int) -> None:
        self.limit = step
        self.evening.session.set_limit(step)
        self.evening.session.tick()

    @rule()
    def calm(self) -> None:
        self.evening.session.mark_calm()

    @rule(hours=st.integers(1, 9))
    def laptop_sleeps(self, hours: int) -> None:
        self.evening.clock.jump_wall(hours * 3_600_000)
        self.evening.session.tick()

    @rule(plugged=st.booleans())
    def loudspeaker(self, plugged: bool) -> None:
        if plugged:
            self.evening.player.plug_in()
        else:
            self.evening.player.unplug(Device.LOST)
        self.evening.session.tick()

    @rule()
    def stop(self) -> None:
        self.evening.session.stop()

    @precondition(lambda self: not self.evening.state.sounding)
    @rule()
    def press_again(self) -> None:
        self.evening.session.begin(self.programme)

    @invariant()
    def what_is_always_true(self) -> None:
        if not hasattr(self, "evening"):
            return
        state = self.evening.state
        assert 0.0 <= state.master <= 1.0
        assert state.music_step <= self.limit or not state.sounding
        assert all(bed.step <= self.limit for bed in self.evening.session.tick().beds)
        if state.remaining_ms is not None and state.total_ms is not None:
            assert 0 <= state.remaining_ms <= state.total_ms
        open_rows = self.evening.connection.execute(
            "SELECT count(*) FROM entry WHERE ending IS NULL"
        ).fetchone()[0]
        assert open_rows == (1 if self.evening.state.sounding else 0)
        if state.stage is Stage.ENDED:
            assert state.ending is not None


EveningMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestEvening = EveningMachine.TestCase

"""The session under any order of commands, whatever songs, speaker and laptop do."""

import math
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lullaby.audio.port import Device, SpeedPitch, Trouble
from lullaby.journal.entry import Ending
from lullaby.library.routine import AmbientStep
from lullaby.session.continuing import can_continue, continued, left_off
from lullaby.session.finish import Finish
from lullaby.session.state import SessionState, Stage
from lullaby.units import Lufs, Ms
from tests.session.evening import Evening, programme

STEEPEST = 0.2
"""The most that the master gain may move within one tick of 200 ms, up or down."""

STEEPEST_DB = 5.0
"""The same in dB: half a dB in 20 ms."""

HEARD = 0.002
"""A master gain below this counts as silence."""


SHORTEST_FADE_MS = 2_000
"""A fade that starts this late, instead of the end of a song, has no time to be one."""


class EveningMachine(RuleBasedStateMachine):
    too_late_to_fade = False

    @initialize(
        songs=st.integers(0, 4),
        minutes=st.sampled_from([None, 10, 20, 30, 45]),
        rain=st.integers(0, 20),
        limit=st.integers(0, 20),
        broken=st.sets(st.integers(1, 4)),
        lengths=st.lists(st.integers(1, 1_500_000), min_size=4, max_size=4),
        finish=st.sampled_from(Finish),
    )
    def press(
        self,
        songs: int,
        minutes: int | None,
        rain: int,
        limit: int,
        broken: set[int],
        lengths: list[int],
        finish: Finish,
    ) -> None:
        self.evening = Evening(limit=limit)
        self.limit = limit
        for number in broken:
            self.evening.player.troubles[Path(f"/songs/{number}.ogg")] = Trouble.UNREADABLE
        for number, length in enumerate(lengths, 1):
            self.evening.player.durations[Path(f"/songs/{number}.ogg")] = Ms(length)
        self.programme = programme(
            songs,
            minutes,
            (AmbientStep("rain", rain),),
            finish=finish,
            lengths_s=tuple(max(1, length // 1000) for length in lengths[:songs]),
        )
        self.listed, self.finish = self.programme, finish
        self.evening.session.start_session(self.programme)

    @rule(beats=st.integers(1, 400))
    def time_passes(self, beats: int) -> None:
        for _ in range(beats):
            before = self.evening.state
            after = self.evening.pass_time(200)
            if before.sounding and after.sounding:
                assert abs(after.master - before.master) <= STEEPEST
                if min(before.master, after.master) > HEARD:
                    step = 20 * math.log10(after.master / before.master)
                    assert abs(step) <= STEEPEST_DB
            if before.sounding and not after.sounding:
                self.ended_as_it_should(before, after)
            if before.last_song and after.sounding:
                assert after.index in (before.index, None), "nothing new after the last song"
            if before.repeat and after.repeat:
                assert after.index == before.index, "it repeats, or another song does not"
            if before.remaining_ms is not None and after.remaining_ms is not None:
                final = after.final_fade and not before.final_fade
                assert final or after.remaining_ms <= before.remaining_ms
            if after.stage is Stage.PAUSED and before.stage is Stage.PAUSED:
                assert after.elapsed_ms == before.elapsed_ms

    def ended_as_it_should(self, before: SessionState, after: SessionState) -> None:
        """By the timer in silence, unless the last song ended the music itself."""
        if after.ending is Ending.TIMER and not before.last_song and not self.too_late_to_fade:
            assert before.master <= HEARD or before.device is not Device.READY

    @rule()
    def still_awake(self) -> None:
        before = self.evening.state
        self.evening.session.still_awake()
        after = self.evening.session.tick()
        timed = before.total_ms is not None and before.stage is not Stage.ENDING
        if before.sounding and timed and after.sounding:
            assert after.remaining_ms is not None
            assert after.remaining_ms >= 9 * 60_000
            assert not after.fade_requested
        if before.stage is Stage.ENDED:
            assert after.entry == before.entry

    @rule(minutes=st.sampled_from([5, 15]))
    def more(self, minutes: int) -> None:
        self.evening.session.extend(minutes)
        self.evening.session.tick()

    @rule()
    def this_song_is_the_last(self) -> None:
        before = self.evening.state
        self.evening.session.end_after_song()
        after = self.evening.session.tick()
        if before.stage is Stage.PLAYING and before.track is not None and after.sounding:
            assert after.last_song or before.duration_ms is None or after.track != before.track

    @rule(finish=st.sampled_from(Finish))
    def another_end(self, finish: Finish) -> None:
        left = self.evening.state.remaining_ms
        self.too_late_to_fade = left is not None and left < SHORTEST_FADE_MS
        self.finish = finish
        self.evening.session.set_finish(finish)
        self.evening.session.tick()

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
    def speed_pitch(self, pace: float, key: int) -> None:
        self.evening.session.set_speed_pitch(SpeedPitch(pace, key))

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

    @rule(calm=st.booleans())
    def calm(self, calm: bool) -> None:
        before = self.evening.state
        self.evening.session.mark_calm(calm)
        after = self.evening.state.calm_after_ms
        if not before.changeable:
            assert after == before.calm_after_ms
        elif not calm:
            assert after is None
        else:
            first = before.calm_after_ms
            assert after is not None
            assert first is None or after == first, "only the first time counts"

    @rule(repeat=st.booleans())
    def repeat(self, repeat: bool) -> None:
        self.evening.session.set_repeat(repeat)
        before = self.evening.state
        after = self.evening.session.tick()
        if before.song_changeable and after.song_changeable and after.index == before.index:
            assert after.repeat is repeat

    @rule(shuffle=st.booleans())
    def shuffle(self, shuffle: bool) -> None:
        self.evening.session.set_shuffle(shuffle)
        before = self.evening.state
        after = self.evening.session.tick()
        if not before.song_changeable or after.index != before.index or before.index is None:
            return
        assert after.shuffled is shuffle
        until = before.index + 1
        assert after.tracks[:until] == before.tracks[:until], "what was heard stays"
        if after.programme and after.programme.finish is not Finish.PLANNED:
            assert sorted(t.id for t in after.tracks) == sorted(t.id for t in before.tracks)
        if not shuffle and before.shuffled and self.finish is not Finish.PLANNED:
            coming = [track.id for track in after.tracks[until:]]
            places = [track.id for track in self.listed.tracks]
            assert coming == sorted(coming, key=places.index)

    @precondition(lambda self: self.evening.state.changeable)
    @rule(minutes=st.sampled_from([0, 5, 11, 300]))
    def continue_after_a_stop(self, minutes: int) -> None:
        """As a window that was closed and opened again."""
        before, evening = self.evening.session.tick(), self.evening
        if not before.changeable:
            return
        left = left_off(before, tuple(int(track.id) for track in before.tracks))
        evening.session.stop()
        evening.pass_time(3_000)
        assert evening.state.stage is Stage.ENDED
        evening.clock.advance(minutes * 60_000)
        night = evening.journal.last()
        assert night is not None
        now = evening.clock.now()
        if not can_continue(night, left, now):
            assert left.remaining_ms is not None
            return
        found = continued(night, left, before.tracks, now, 8)
        if found is None:
            return
        evening.session.start_session(found)
        after = evening.state
        if not after.sounding:
            assert not any(sound.step for sound in found.ambient)
            return
        self.listed, self.finish = found, found.finish
        self.ended_as_before(before, after, minutes)

    def ended_as_before(self, before: SessionState, after: SessionState, minutes: int) -> None:
        """Everything is as it was, in the same night if little time has passed."""
        same = minutes < 10
        assert (after.entry == before.entry) is same
        noted = None if before.calm_after_ms is None else round(before.calm_after_ms / 60_000)
        kept = None if after.calm_after_ms is None else round(after.calm_after_ms / 60_000)
        assert kept == (noted if same else None)
        assert after.tracks == before.tracks
        assert after.ambient == before.ambient
        assert (after.remaining_ms is None) is (before.remaining_ms is None)
        if before.remaining_ms is not None and after.remaining_ms is not None:
            assert abs(after.remaining_ms - before.remaining_ms) <= 1_000
        if same:
            assert abs(after.elapsed_ms - before.elapsed_ms) <= 1_000
        assert not after.repeat
        assert not after.shuffled

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
        self.listed, self.finish = self.programme, self.programme.finish
        self.evening.session.start_session(self.programme)

    @invariant()
    def what_is_always_true(self) -> None:
        if not hasattr(self, "evening"):
            return
        state = self.evening.state
        assert 0.0 <= state.master <= 1.0
        assert state.music_step <= self.limit or not state.sounding
        assert all(sound.step <= self.limit for sound in self.evening.session.tick().ambient)
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

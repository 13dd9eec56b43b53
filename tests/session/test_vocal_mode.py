"""From the recording to the singer and back, at any moment of an evening."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lullaby.audio.port import Device, PlayerStatus, SpeedPitch, Trouble
from lullaby.journal.entry import Ending
from lullaby.library.routine import AmbientStep
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.prompting import LineTimes, Way, line_times
from lullaby.session.finish import Finish
from lullaby.session.state import Stage
from lullaby.session.vocal_mode import LeadSource, VocalMode
from lullaby.units import Bpm, Ms
from tests.session.evening import Evening, programme, track

WORDS = parse("".join(f"[{s // 60:02}:{s % 60:02}.00]Line {s}\n" for s in range(5, 170, 5)))
SHEET = line_times(WORDS, Bpm(60))[1]
BEAT = 20
FRAME_JUMP = 20
"""The most ms by which the words may deviate from what the last frame predicted."""


def evening(minutes: float | None = 30, ambient: tuple[AmbientStep, ...] = ()) -> Evening:
    evening = Evening()
    evening.session.start_session(programme(2, minutes, ambient))
    evening.session.sing_along.set_line_times(SHEET)
    return evening


def test_the_words_continue_at_the_same_position_when_the_recording_fades_out() -> None:
    night = evening(ambient=(AmbientStep("rain", 8),))
    night.pass_time(20_000)
    night.session.switch_lead()
    before = night.session.tick()
    assert (before.vocal_mode.lead, before.position_ms) == (LeadSource.PERSON, 20_000)
    assert night.player.status().cue is None, "the recording is on its way out"
    assert night.player.ambient, "the background sounds stay"
    assert night.pass_time(7_000).position_ms == 27_000


def test_they_continue_at_the_speed_of_the_recording() -> None:
    night = evening()
    night.session.set_speed_pitch(SpeedPitch(0.8))
    night.pass_time(10_000)
    night.session.switch_lead()
    assert night.pass_time(10_000).position_ms == 16_000


def test_the_recording_returns_at_the_position_of_the_words() -> None:
    night = evening()
    night.pass_time(20_000)
    night.session.switch_lead()
    night.session.sing_along.pace(-2)
    night.pass_time(10_000)
    night.session.switch_lead()
    cue = night.player.cues[-1]
    assert cue.path == track(1).path
    assert cue.speed_pitch.pace == 0.9, "at the singer's pace"
    assert cue.ramp_ms == 4_000
    words = 29_000
    assert abs(cue.start_ms - words) <= 250
    before = night.session.tick().position_ms
    for _ in range(300):
        now = night.pass_time(BEAT).position_ms
        assert 0.8 * BEAT <= (now - before) / 0.9 <= 1.2 * BEAT + 1
        before = now
    assert night.state.vocal_mode.lead is LeadSource.RECORDING
    assert night.state.position_ms == night.player.status().position_ms


def test_a_recording_that_cannot_return_leaves_the_singer_in_the_lead() -> None:
    night = evening()
    night.pass_time(5_000)
    night.session.switch_lead()
    night.player.troubles[track(1).path] = Trouble.MISSING
    night.session.switch_lead()
    state = night.pass_time(1_000)
    assert (state.vocal_mode.lead, state.vocal_mode.refused) == (LeadSource.PERSON, True)
    assert (state.stage, state.position_ms) == (Stage.PLAYING, 6_000)


def test_an_evening_of_singing_needs_no_file_and_no_loudspeaker() -> None:
    night = Evening()
    night.player.troubles[Path("/songs/1.ogg")] = Trouble.MISSING
    night.player.unplug(Device.LOST)
    night.session.start_session(replace(programme(1, 10), by_voice=True))
    night.session.sing_along.set_line_times(SHEET)
    assert night.pass_time(60_000).position_ms == 60_000
    assert night.state.remaining_ms == 9 * 60_000, "the timer does not wait for a loudspeaker"
    assert night.player.cues == []
    night.pass_time(9 * 60_000 + 200)
    (entry,) = night.journal.entries()
    (song,) = entry.songs
    assert (song.sung, round(song.played_ms / 60_000)) == (True, 10)
    assert entry.ending is not None


def test_a_song_repeats_until_they_sleep() -> None:
    night = Evening()
    night.session.start_session(replace(programme(1, None), by_voice=True))
    sheet = LineTimes((Ms(2_000), Ms(6_000)), Ms(10_000), Bpm(60))
    night.session.sing_along.set_line_times(sheet)
    assert night.pass_time(13_900).position_ms == 13_900
    assert night.pass_time(200).position_ms == 100
    assert night.pass_time(60_000).stage is Stage.PLAYING


def test_the_next_song_is_sung_too_and_the_lead_ends_with_the_evening() -> None:
    night = evening()
    night.session.switch_lead()
    night.session.next()
    state = night.pass_time(3_000)
    assert (state.index, state.position_ms) == (1, 3_000)
    assert len(night.player.cues) == 1, "the second one was never played"
    night.session.stop()
    night.pass_time(3_000)
    night.session.start_session(programme(1))
    assert night.pass_time(1_000).vocal_mode.lead is LeadSource.RECORDING


@pytest.mark.parametrize("finish", Finish)
def test_without_a_recording_the_timer_fades_whatever_the_finish(finish: Finish) -> None:
    night = evening(5)
    night.session.set_finish(finish)
    night.pass_time(60_000)
    night.session.switch_lead()
    state = night.pass_time(4 * 60_000 + 1_000)
    assert (state.stage, state.ending) == (Stage.ENDED, Ending.TIMER)
    assert state.index == 0


def test_an_evening_of_singing_resumes_as_such() -> None:
    night = evening(1)
    night.session.switch_lead()
    assert night.pass_time(61_000).stage is Stage.ENDED
    night.session.still_awake()
    state = night.pass_time(1_000)
    assert (state.stage, state.vocal_mode.lead) == (Stage.PLAYING, LeadSource.PERSON)
    assert len(night.player.cues) == 1


def test_taps_and_turns_move_the_words() -> None:
    night = evening()
    night.session.switch_lead()
    voice = night.session.sing_along
    voice.lead(Way.TAP)
    for _ in range(5):
        voice.tap()
        night.pass_time(1_250)
    assert round(night.state.vocal_mode.prompt.speed, 2) == 0.8
    assert night.state.vocal_mode.prompt.taps.steady
    voice.lead(Way.HAND)
    voice.turn(+1)
    here = night.session.tick().position_ms
    assert here % 5_000 == 0
    assert night.pass_time(5_000).position_ms == here
    for _ in range(4):
        voice.turn(+1)
        night.pass_time(10_000)
    voice.lead(Way.PACE)
    assert night.session.tick().vocal_mode.prompt.speed == 0.5, "the pace that was turned"


def test_unknown_tempo_is_learnt_from_the_first_steady_taps() -> None:
    night = evening()
    night.session.switch_lead()
    night.session.sing_along.set_line_times(LineTimes(SHEET.starts, SHEET.end_ms))
    night.session.sing_along.lead(Way.TAP)
    for gap in (800, 800, 800, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 1_000):
        night.session.sing_along.tap()
        night.pass_time(gap)
    assert round(night.state.vocal_mode.prompt.speed, 2) == 0.8


NEVER_TIMED = LineTimes((Ms(0), Ms(4_000)), Ms(8_000), Bpm(60), own_time=True)


def singing(at: int = 20_000, speed: float = 1.0, sheet: LineTimes = SHEET) -> VocalMode:
    """The person began at `at` at the time 0."""
    return VocalMode().sung(Ms(0), Ms(at), speed, sheet)


def at(position: int, ended: bool = False) -> PlayerStatus:
    return PlayerStatus(position_ms=Ms(position), ended=ended)


@pytest.mark.parametrize(("now", "ahead"), [(400, 100), (200, -100)])
def test_a_gap_closes_by_a_tenth_of_what_the_recording_plays(now: int, ahead: int) -> None:
    back = singing().returning(Ms(0), Ms(20_250))
    assert back.brought_to(Ms(now), at(20_250)) is back, "it is not heard yet"
    heard = back.brought_to(Ms(now), at(20_300))
    assert (heard.lead, heard.position(Ms(now), Ms(20_300))) == (LeadSource.RETURNING, 20_000 + now)
    later = heard.brought_to(Ms(now), at(20_800))
    assert later.position(Ms(now), Ms(20_800)) == 20_800 + ahead // 2
    assert later.brought_to(Ms(now), at(20_600)).gap_ms == ahead // 2, "it never opens again"
    nearly = later.brought_to(Ms(now), at(21_290))
    assert (nearly.lead, abs(nearly.gap_ms or 0)) == (LeadSource.RETURNING, 1.0)
    assert later.brought_to(Ms(now), at(21_300)).lead is LeadSource.RECORDING


def test_words_more_than_two_seconds_away_jump_to_the_recording() -> None:
    back = singing().returning(Ms(0), Ms(18_000))
    assert back.brought_to(Ms(1), at(18_001)).gap_ms == 2_000
    assert back.brought_to(Ms(2), at(18_001)).lead is LeadSource.RECORDING


def test_a_recording_that_ends_before_it_moves_is_heard() -> None:
    back = singing().returning(Ms(0), Ms(20_250))
    assert back.brought_to(Ms(0), at(20_250, ended=True)).gap_ms == -250


def test_the_recording_starts_a_moment_ahead_of_the_words_or_at_the_beginning() -> None:
    assert singing().entry(Ms(0), None) == 20_250
    assert singing(speed=0.8).entry(Ms(0), Ms(20_201)) == 20_200
    assert singing(speed=0.8).entry(Ms(0), Ms(20_200)) == 0


@pytest.mark.parametrize(("sung", "pace"), [(0.5, 0.6), (0.833, 0.83), (1.0, 1.0), (1.5, 1.1)])
def test_a_recording_follows_the_singer_between_60_and_110_percent(
    sung: float, pace: float
) -> None:
    assert singing(speed=sung).pace == pace


@pytest.mark.parametrize(("words_at", "begins"), [(None, 0), (3_000, 3_000)])
def test_words_never_timed_have_a_place_and_a_pace_of_their_own(
    words_at: int | None, begins: int
) -> None:
    known = None if words_at is None else Ms(words_at)
    taken = VocalMode().taken(Ms(0), Ms(50_000), 0.8, NEVER_TIMED, known)
    assert taken.position(Ms(1_000), Ms(0)) == begins + 1_000
    assert (taken.pace, taken.entry(Ms(1_000), None)) == (1.0, 50_000)
    assert taken.returning(Ms(1_000), Ms(50_000)).lead is LeadSource.RECORDING


def test_a_refusal_is_forgotten_when_the_recording_is_tried_again() -> None:
    refused = singing().returning(Ms(0), Ms(0)).stayed()
    assert (refused.alone, refused.refused) == (True, True)
    assert not refused.returning(Ms(0), Ms(0)).refused
    fresh = VocalMode()
    assert (fresh.alone, fresh.refused, fresh.gap_ms) == (False, False, None)
    assert (fresh.left_ms, fresh.from_ms, fresh.reduced_at_ms) == (0, 0, 0)


class HandoverMachine(RuleBasedStateMachine):
    """Any commands while recording and singer change places."""

    @initialize(minutes=st.sampled_from([None, 1, 2]))
    def press(self, minutes: float | None) -> None:
        self.night = evening(minutes, (AmbientStep("rain", 6),))
        self.jumped = True

    @rule()
    def switch_lead(self) -> None:
        before = self.night.session.tick()
        self.night.session.switch_lead()
        after = self.night.session.tick()
        changeable = before.stage in (Stage.PLAYING, Stage.PAUSED)
        if changeable and before.index is not None and not self.jumped:
            assert abs(after.position_ms - before.position_ms) <= FRAME_JUMP

    @rule(beats=st.integers(1, 150))
    def time_passes(self, beats: int) -> None:
        for _ in range(beats):
            before = self.night.state
            after = self.night.pass_time(BEAT)
            if not (before.sounding and after.sounding):
                self.jumped = True
                continue
            assert abs(after.master - before.master) <= 0.02
            assert abs(after.vocal_mode.prompt.speed) <= 2.0
            if before.index != after.index or self.jumped:
                self.jumped = False
                continue
            moved = after.position_ms - before.position_ms
            wrapped = before.position_ms > 165_000
            assert wrapped or 0 <= moved <= 2.0 * BEAT + FRAME_JUMP

    @rule()
    def toggle(self) -> None:
        self.night.session.toggle()

    @rule()
    def fade(self) -> None:
        self.night.session.let_fade()

    @rule()
    def keep(self) -> None:
        self.night.session.keep_playing()
        self.night.session.tick()

    @rule(forward=st.booleans())
    def skip(self, forward: bool) -> None:
        (self.night.session.next if forward else self.night.session.previous)()
        self.jumped = True

    @rule(where=st.integers(0, 200_000))
    def seek(self, where: int) -> None:
        self.night.session.seek(Ms(where))
        self.jumped = True

    @rule(steps=st.integers(-3, 3))
    def pace(self, steps: int) -> None:
        self.night.session.sing_along.pace(steps)

    @rule(way=st.sampled_from(Way))
    def lead(self, way: Way) -> None:
        before = self.night.session.tick().position_ms
        self.night.session.sing_along.lead(way)
        after = self.night.session.tick().position_ms
        self.jumped = self.jumped or abs(after - before) > FRAME_JUMP

    @rule()
    def tap(self) -> None:
        self.night.session.sing_along.tap()

    @rule(by=st.sampled_from([1, -1]))
    def turn(self, by: int) -> None:
        self.night.session.sing_along.turn(by)
        self.jumped = True

    @rule(plugged=st.booleans())
    def loudspeaker(self, plugged: bool) -> None:
        player = self.night.player
        player.plug_in() if plugged else player.unplug(Device.LOST)
        self.night.session.tick()

    @rule()
    def press_again(self) -> None:
        if not self.night.state.sounding:
            self.night.session.start_session(programme(2, 2))
            self.jumped = True

    @invariant()
    def a_recording_sounds_only_when_it_leads(self) -> None:
        if hasattr(self, "night") and self.night.session.sing_along.alone:
            assert self.night.player.status().cue is None


HandoverMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestHandover = HandoverMachine.TestCase

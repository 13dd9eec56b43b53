"""Transitions between songs, and the speed and pitch at which they play."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.port import AS_RECORDED, FASTEST, HIGHEST, LOWEST, SLOWEST, SpeedPitch
from lullaby.library.track import GainSource, Loudness, Track, TrackId
from lullaby.session.speed_pitch_steps import keyed, paced
from lullaby.session.state import Stage
from lullaby.session.transitions import QUEUE_BEFORE, SOFT_START, Transition, transition
from lullaby.units import Decibels, Lufs, Ms
from tests.session.evening import Evening, programme
from tests.session.evening import track as song


def track(name: str, album: str = "Album", seconds: int = 200) -> Track:
    path = Path("/music") / album / f"{name}.flac"
    return Track(TrackId(hash(path)), path, name, album=album, duration_ms=Ms(seconds * 1000))


@pytest.mark.parametrize(("first", "second"), [("01 A", "02 B"), ("1-09 A", "1-10 B")])
def test_neighbours_on_an_album_are_joined_to_the_sample(first: str, second: str) -> None:
    assert transition(track(first), track(second), 8) == Transition(Ms(0), Ms(0))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (track("01 A"), track("03 C")),
        (track("02 B"), track("01 A")),
        (track("A"), track("B")),
        (track("01 A"), track("B")),
        (track("A"), track("02 B")),
        (track("01 A", album=""), track("02 B", album="")),
        (track("01 A", album="One"), track("02 B", album="Two")),
    ],
)
def test_other_songs_crossfade_if_chosen(first: Track, second: Track) -> None:
    assert transition(first, second, 0) == Transition(Ms(0), SOFT_START)
    assert transition(first, second, 6).overlap_ms == 6_000


def test_a_crossfade_never_swallows_a_short_song() -> None:
    assert transition(track("A", seconds=20), track("B"), 12).overlap_ms == 5_000
    assert transition(track("A"), replace(track("B"), duration_ms=None), 40).overlap_ms == 12_000


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([-1, 1])), max_size=60))
def test_speed_and_pitch_stay_within_their_bounds(steps: list[tuple[bool, int]]) -> None:
    speed_pitch = AS_RECORDED
    for by_pace, step in steps:
        speed_pitch = paced(speed_pitch, step) if by_pace else keyed(speed_pitch, step)
        assert SLOWEST <= speed_pitch.pace <= FASTEST
        assert LOWEST <= speed_pitch.semitones <= HIGHEST


def test_steps_lead_back_to_where_they_came_from() -> None:
    there = AS_RECORDED
    for _ in range(5):
        there = paced(keyed(there, -1), -1)
    assert there == SpeedPitch(0.75, -5)
    for _ in range(5):
        there = paced(keyed(there, +1), +1)
    assert there == AS_RECORDED


def test_the_next_song_is_queued_and_starts_by_itself() -> None:
    evening = Evening()
    evening.session.start_session(programme(3))
    evening.pass_time(150_000)
    assert len(evening.player.cues) == 1
    evening.pass_time(31_000)
    assert evening.state.index == 1
    assert [cue.path for cue in evening.player.cues] == [song(1).path, song(2).path]
    assert evening.state.position_ms == pytest.approx(1_000, abs=300)


@pytest.mark.parametrize(("lengths_s", "queued"), [((180, 180), False), ((), True)])
def test_what_is_known_of_a_file_still_being_opened_decides_what_is_queued(
    lengths_s: tuple[int, ...], queued: bool
) -> None:
    """A song queued from the start would be decoded minutes ahead and hold its memory."""
    evening = Evening()
    evening.player.opening_ms = 600
    evening.session.start_session(programme(2, lengths_s=lengths_s))
    evening.pass_time(10_000)
    assert (evening.player._next is not None) is queued


def test_songs_crossfade_as_set() -> None:
    evening = Evening()
    evening.session.set_even_sound(6, Lufs(-23.0), 0.0)
    timed = tuple(replace(song(number), duration_ms=Ms(180_000)) for number in (1, 2))
    evening.session.start_session(replace(programme(2), tracks=timed))
    evening.pass_time(173_000)
    assert evening.state.index == 0
    evening.pass_time(1_600)
    assert evening.state.index == 1


def test_no_song_starts_by_itself_in_the_last_moments() -> None:
    evening = Evening()
    evening.session.start_session(programme(3, minutes=181 / 60))
    evening.pass_time(180_900)
    assert evening.state.index == 0
    evening.pass_time(1_000)
    assert evening.state.stage is Stage.ENDED
    assert len(evening.player.cues) == 1


def test_a_skip_replaces_the_queued_song() -> None:
    evening = Evening()
    evening.session.start_session(programme(4))
    evening.pass_time(170_000)
    evening.session.next()
    evening.pass_time(1_000)
    assert evening.state.index == 1
    evening.pass_time(60_000)
    assert evening.state.index == 1


def test_speed_and_pitch_are_shown_and_stay_with_their_song() -> None:
    kept: dict[TrackId, SpeedPitch] = {}
    evening = Evening(as_known_now=lambda t: replace(t, speed_pitch=kept.get(t.id, AS_RECORDED)))
    evening.session.start_session(programme(2))
    evening.pass_time(1_000)
    slower = SpeedPitch(0.8, -2)
    evening.session.set_speed_pitch(slower)
    kept[song(1).id] = slower
    evening.pass_time(10_000)
    assert evening.state.speed_pitch == slower
    assert evening.state.position_ms == pytest.approx(1_000 + 8_000, abs=300)
    evening.session.next()
    evening.pass_time(1_000)
    assert evening.state.speed_pitch == AS_RECORDED
    evening.session.previous()
    evening.pass_time(1_000)
    assert (evening.state.index, evening.state.speed_pitch) == (0, slower)
    assert evening.player.cues[-1].speed_pitch == slower


def test_a_recording_that_is_heard_instead_is_the_current_song() -> None:
    instead = replace(song(2), id=TrackId(77), title="Sung by us")
    evening = Evening(as_known_now=lambda t: instead if t.id == song(2).id else t)
    evening.session.start_session(programme(3))
    evening.pass_time(181_000)
    assert (evening.state.index, evening.state.track) == (1, instead)
    evening.session.next()
    evening.session.previous()
    evening.pass_time(1_000)
    assert evening.state.track == instead
    assert [track.id for track in evening.state.tracks] == [song(1).id, 77, song(3).id]


def test_a_new_measurement_applies_to_the_next_song() -> None:
    loud = Loudness(Decibels(-10.0), 1.0)
    evening = Evening(as_known_now=lambda t: replace(t, loudness=loud))
    evening.session.start_session(programme(2))
    evening.pass_time(181_000)
    assert [cue.gain_db for cue in evening.player.cues] == [-15.0, -15.0]


def test_a_queued_song_follows_a_new_measurement() -> None:
    known: dict[TrackId, Loudness] = {}
    evening = Evening(as_known_now=lambda t: replace(t, loudness=known.get(t.id)))
    evening.session.start_session(programme(2))
    evening.pass_time(165_000)
    assert [(cue.gain_db, cue.measured) for cue in evening.player.cues] == [(0.0, False)]
    known[song(2).id] = Loudness(Decibels(-10.0), 1.0, GainSource.MEASURED)
    evening.pass_time(16_000)
    last = evening.player.cues[-1]
    assert (last.path, last.gain_db, last.measured) == (song(2).path, -15.0, True)
    assert evening.state.index == 1


def test_the_next_song_begins_softly_and_is_known_twenty_seconds_ahead() -> None:
    assert SOFT_START == 400
    assert QUEUE_BEFORE == 20_000


def test_two_albums_with_one_name_are_not_joined() -> None:
    here = track("01 A")
    there = replace(here, path=Path("/elsewhere/02 B.flac"))
    assert transition(here, there, 0) == Transition(Ms(0), SOFT_START)


def test_songs_of_unknown_length_do_not_crossfade() -> None:
    unknown = replace(track("A"), duration_ms=None)
    assert transition(unknown, unknown, 8) == Transition(Ms(0), SOFT_START)
    assert transition(track("A"), track("B"), -1) == Transition(Ms(0), SOFT_START)

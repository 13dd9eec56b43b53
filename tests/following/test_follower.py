"""The follower hears made-up pitches, and the words are where the singer is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lullaby.following.belief import Belief
from lullaby.following.cells import cells_of
from lullaby.following.evidence import evidence_of
from lullaby.following.follower import Believed, Follower
from lullaby.following.hearing import Heard
from lullaby.following.key_finding import FoundKey, KeyFinder
from lullaby.following.pitch_candidates import Candidate
from lullaby.following.shown import Shown
from tests.following.singing import FRAME_S, LINES, PER_LINE, Singer, share_right, shown_while, song

SONG = song()
ALL = range(len(SONG.notes))
LINE = {line: range(line * PER_LINE, (line + 1) * PER_LINE) for line in range(4)}


@pytest.mark.parametrize(
    ("key", "pace"), [(0, 1.0), (0.4, 1.0), (-12, 0.9), (3, 1.3), (-7.6, 0.75)]
)
def test_any_key_and_pace(key: float, pace: float) -> None:
    assert share_right(SONG, Singer(SONG, key, pace).sings(ALL), after_s=3) > 0.9


def test_a_key_that_drifts() -> None:
    assert share_right(SONG, Singer(SONG).sings(ALL, drift=-1.5 / len(ALL)), after_s=3) > 0.9


def test_a_pause_of_six_seconds() -> None:
    singer = Singer(SONG, -3).sings(LINE[0]).sings(range(7, 10)).pauses(6).sings(range(10, 28))
    assert share_right(SONG, singer, after_s=3) > 0.9


def test_during_a_pause_behind_a_line_the_next_line_shows() -> None:
    singer = Singer(SONG, -3).sings(LINE[0]).sings(LINE[1]).pauses(3)
    assert [shown for _, shown in shown_while(SONG, singer.heard)][-1] == LINE[2][0]


@pytest.mark.parametrize("lines", [(0, 1, 1, 2), (0, 1, 3), (0, 1, 2, 3, 0, 1)])
def test_lines_again_left_out_and_from_the_beginning(lines: tuple[int, ...]) -> None:
    singer = Singer(SONG, -4)
    for line in lines:
        singer.sings(LINE[line]).pauses(0.5)
    assert share_right(SONG, singer, after_s=3) > 0.7
    assert [shown for _, shown in shown_while(SONG, singer.heard)][-30] in LINE[lines[-1]]


def test_a_line_broken_off_and_begun_again() -> None:
    singer = Singer(SONG, 2).sings(LINE[0]).sings(range(7, 12)).pauses(0.6).sings(range(7, 28))
    assert share_right(SONG, singer, after_s=3) > 0.8


def test_verses_of_one_tune_follow_each_other() -> None:
    twice = song(verses=2)
    singer = Singer(twice, -2).sings(range(len(twice.notes)))
    assert share_right(twice, singer, after_s=3) > 0.9


def test_who_leaves_a_verse_out_of_breath_begins_it_again() -> None:
    twice = song(verses=2)
    singer = Singer(twice, -2)
    for line in (0, 1, 2, 0):
        singer.sings(LINE[line]).pauses(0.6)
    shown = [each for _, each in shown_while(twice, singer.heard)]
    assert set(shown) <= {None, *ALL}
    assert shown[-30] in LINE[0]


def test_lines_of_one_tune_keep_their_order() -> None:
    first, second, third, _ = (tuple(SONG.notes[n].pitch for n in LINE[line]) for line in range(4))
    same = song((first, second, first, third))
    assert share_right(same, Singer(same, -2).sings(ALL), after_s=3) > 0.9


def test_after_lines_left_out_the_next_of_the_tune_that_is_heard_shows() -> None:
    first, second, third, fourth = LINES
    long = song((first, second, first, second, third, fourth, first, second))
    singer = Singer(long, -2)
    for line in (0, 1, 2, 3, 6):
        singer.sings(range(line * PER_LINE, (line + 1) * PER_LINE)).pauses(0.4)
    assert [long.notes[n or 0].line for _, n in shown_while(long, singer.heard)][-30] == 6


def test_a_line_turns_only_for_a_voice_that_was_trusted_for_a_while() -> None:
    cells = cells_of(SONG)
    doubted, trusted = Shown(cells), Shown(cells)
    notes = np.zeros(len(SONG.notes))
    notes[LINE[1][0]] = 1.0
    gaps = np.zeros(len(LINE))
    for shown, trust in ((doubted, 1.2), (trusted, 1.3)):
        shown.place(0)
        for at in range(20):
            shown.update(Believed(0.04 * at, notes, gaps, trust, 1.0, 0.0))
    assert (doubted.syllable, trusted.syllable) == (0, LINE[1][0])


@pytest.mark.parametrize(
    ("masses", "shown"),
    [
        ({2: 0.9, 3: 0.1}, 2),
        ({2: 0.6, 3: 0.4}, 3),
        ({2: 0.6, 4: 0.4}, 3),
        ({2: 0.3, 3: 0.3, 5: 0.4}, 4),
    ],
)
def test_the_words_are_a_little_ahead_of_what_was_heard(
    masses: dict[int, float], shown: int
) -> None:
    """By one note at most, once a good part of the mass is there."""
    words = Shown(cells_of(SONG))
    words.place(0)
    notes = np.zeros(len(SONG.notes))
    notes[list(masses)] = list(masses.values())
    words.update(Believed(0.04, notes, np.zeros(len(LINE)), 1.3, 1.0, 0.0))
    assert words.syllable == shown


def test_nothing_shows_in_silence() -> None:
    singer = Singer(SONG).pauses(10)
    assert {shown for _, shown in shown_while(SONG, singer.heard)} == {None}


def test_pitches_of_no_song_move_no_line() -> None:
    random = np.random.default_rng(3)
    heard = [
        Heard(FRAME_S * (at + 1), Candidate(float(random.uniform(45, 70)), 0.8), None, 0.8, 0.2)
        for at in range(1000)
    ]
    shown = [each for _, each in shown_while(SONG, heard) if each is not None]
    assert set(shown) <= set(LINE[0])


@pytest.mark.parametrize("key", [-9.0, 3.5])
def test_the_key_is_found_with_its_octave(key: float) -> None:
    assert _key_of(Singer(SONG, key).sings(ALL)) == pytest.approx(key, abs=0.3)


def _key_of(singer: Singer) -> float:
    cells = cells_of(SONG)
    follower = Follower(cells)
    finder = KeyFinder(cells, follower)
    for at in range(0, len(singer.heard), 2):
        pair = singer.heard[at : at + 2]
        found = finder.read(pair[-1], follower.step(pair))
        if isinstance(found, FoundKey):
            return found.semitones
    raise AssertionError("no key was found")


PITCHES = st.none() | st.builds(
    Candidate, st.floats(30, 90), st.floats(0, 1, allow_subnormal=False)
)
FRAMES = st.lists(
    st.builds(Heard, st.just(0.0), PITCHES, PITCHES, st.floats(0, 1), st.floats(0, 1)),
    min_size=2,
    max_size=12,
)


@settings(max_examples=12, deadline=None)
@given(FRAMES, st.integers(1, 30))
def test_whatever_is_heard_leaves_a_valid_belief(frames: list[Heard], times: int) -> None:
    cells = cells_of(SONG)
    belief, shown, follower = Belief(cells), Shown(cells), Follower(cells)
    line = 0
    for at in range(0, len(frames) * times - 1, 2):
        pair = [frames[at % len(frames)], frames[(at + 1) % len(frames)]]
        belief.go_on(pair[0].voiced, pair[0].onset)
        belief.weigh(evidence_of(pair))
        believed = follower.step(pair)
        shown.update(believed)
        assert np.isfinite(believed.trust)
        if shown.syllable is not None:
            now = SONG.notes[shown.syllable].line
            assert now >= line - 1 or believed.trust > 1.25
            line = now
    parts = (belief.by_cell, belief.rests, belief.gaps)
    assert all(part.min() >= 0 for part in parts)
    assert sum(float(part.sum()) for part in parts) + belief.idle == pytest.approx(1, abs=1e-3)


def test_a_line_that_is_told_shows_at_once_and_is_followed() -> None:
    cells = cells_of(SONG)
    follower, shown = Follower(cells), Shown(cells)
    singer = Singer(SONG, -3).sings(LINE[2])
    follower.place(2)
    shown.place(2)
    assert shown.syllable == LINE[2][0]
    for at in range(0, len(singer.heard), 2):
        shown.update(follower.step(singer.heard[at : at + 2]))
    assert shown.syllable in LINE[2]

"""Which song comes next, and where an ended evening resumes."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.journal.entry import Ending
from lullaby.session import queue
from lullaby.session.queue import AfterSong
from lullaby.session.state import SessionState
from lullaby.units import Ms
from tests.session.evening import programme, track


def test_the_queue_skips_unplayable_songs() -> None:
    tracks = tuple(track(number) for number in range(1, 5))
    broken = {track(2).id, track(4).id}
    assert queue.following(tracks, 0, broken) == 2
    assert queue.following(tracks, 2, broken) is None
    assert queue.following(tracks, None, broken) is None
    assert queue.preceding(tracks, None, broken) == 2
    assert queue.preceding(tracks, 2, broken) == 0
    assert queue.preceding(tracks, 0, broken) is None
    assert queue.first(tracks, 1, broken) == 2
    assert queue.first(tracks, 9, broken) is None


def test_previous_returns_to_the_song_just_before() -> None:
    tracks = tuple(track(number) for number in range(1, 5))
    assert queue.preceding(tracks, 3, frozenset()) == 2
    assert queue.preceding(tracks, None, frozenset()) == 3
    assert queue.preceding(tracks, 1, frozenset()) == 0


def test_the_start_is_at_the_first_song_or_later() -> None:
    tracks = tuple(track(number) for number in range(1, 4))
    assert queue.first(tracks, -1, frozenset()) == 0
    assert queue.first((), 0, frozenset()) is None


THREE_SONGS = SessionState(programme=programme(3), index=1, duration_ms=Ms(180_000))


@pytest.mark.parametrize(
    ("position", "resumed"),
    [
        (0, (1, 0)),
        (90_000, (1, 90_000)),
        (176_999, (1, 176_999)),
        (177_000, (2, 0)),
        (180_000, (2, 0)),
    ],
)
def test_a_song_that_was_almost_over_is_not_resumed(
    position: int, resumed: tuple[int, int]
) -> None:
    assert queue.left_off(replace(THREE_SONGS, position_ms=Ms(position))) == resumed


def test_after_the_last_playable_song_it_plays_again() -> None:
    over = replace(THREE_SONGS, position_ms=Ms(180_000), skipped=frozenset({track(3).id}))
    assert queue.left_off(over) == (1, 0)


def test_without_a_song_or_its_length_it_starts_at_the_beginning() -> None:
    assert queue.left_off(replace(THREE_SONGS, index=None)) == (None, 0)
    unknown = replace(THREE_SONGS, duration_ms=None, position_ms=Ms(90_000))
    assert queue.left_off(unknown) == (1, 0)
    assert queue.left_off(SessionState()) == (None, 0)


@pytest.mark.parametrize(
    ("following", "last", "ambient_sounds", "too_late", "what"),
    [
        (1, False, False, False, AfterSong(plays_on=True, index=1)),
        (1, False, True, False, AfterSong(plays_on=True, index=1)),
        (1, False, False, True, AfterSong(index=1)),
        (None, False, False, False, AfterSong(ending=Ending.END_OF_LIST)),
        (None, False, True, False, AfterSong(plays_on=True)),
        (None, False, True, True, AfterSong(plays_on=True)),
        (1, True, False, False, AfterSong(ending=Ending.TIMER)),
        (1, True, True, False, AfterSong(plays_on=True, final_fade=True)),
        (None, True, False, True, AfterSong(ending=Ending.TIMER)),
    ],
)
def test_what_follows_a_song(
    following: int | None, last: bool, ambient_sounds: bool, too_late: bool, what: AfterSong
) -> None:
    found = queue.after_song(following, last=last, ambient_sounds=ambient_sounds, too_late=too_late)
    assert found == what


def test_nothing_plays_on_by_itself() -> None:
    assert AfterSong() == AfterSong(plays_on=False, index=None, final_fade=False, ending=None)


@pytest.mark.parametrize(
    ("index", "position", "to"),
    [(1, 3_000, 0), (1, 3_001, 1), (0, 0, 0), (0, 9_000, 0), (None, 9_000, 2), (None, 0, 2)],
)
def test_previous_begins_a_song_again_once_it_has_played_a_while(
    index: int | None, position: int, to: int
) -> None:
    assert queue.back(replace(THREE_SONGS, index=index), Ms(position)) == to


def test_shuffling_changes_the_order() -> None:
    tracks = tuple(track(number) for number in range(30))
    assert queue.shuffled(tracks, 3, Random(1)) != tracks


@given(st.integers(1, 9), st.data(), st.randoms(use_true_random=False))
def test_shuffling_loses_no_song_and_can_be_undone(
    songs: int, data: st.DataObject, chance: Random
) -> None:
    tracks = tuple(track(number) for number in range(songs))
    index = data.draw(st.integers(0, songs - 1))
    mixed = queue.shuffled(tracks, index, chance)
    assert mixed[: index + 1] == tracks[: index + 1]
    assert sorted(each.id for each in mixed) == [each.id for each in tracks]
    assert queue.in_order(mixed, index, tracks) == tracks


def test_a_repeated_song_follows_itself() -> None:
    state = replace(THREE_SONGS, repeat=True)
    assert queue.upcoming(state) == 1
    assert queue.upcoming(THREE_SONGS) == 2
    assert queue.upcoming(replace(state, index=None)) is None

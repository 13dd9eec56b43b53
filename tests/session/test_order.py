"""A song that repeats, and songs in a random order, in a whole evening."""

from pathlib import Path

import pytest

from lullaby.audio.port import Trouble
from lullaby.session.finish import Finish
from lullaby.session.state import Stage
from lullaby.units import Ms
from tests.session.evening import MINUTE, Evening, programme


@pytest.fixture
def evening() -> Evening:
    evening = Evening()
    for number in range(1, 9):
        evening.player.durations[Path(f"/songs/{number}.ogg")] = Ms(2 * MINUTE)
    return evening


def heard(evening: Evening) -> list[tuple[str, int]]:
    (night,) = evening.journal.entries()
    return [(song.title, round(song.played_ms / MINUTE)) for song in night.songs]


@pytest.mark.parametrize("finish", list(Finish))
def test_a_song_repeats_until_the_timer_ends_and_the_journal_tells_it(
    evening: Evening, finish: Finish
) -> None:
    evening.session.start_session(programme(songs=3, minutes=20, finish=finish))
    evening.pass_time(MINUTE)
    evening.session.set_repeat(True)
    evening.pass_time(10 * MINUTE)
    assert evening.state.repeat
    assert evening.state.index == 0
    evening.pass_time(13 * MINUTE)
    assert evening.state.stage is Stage.ENDED
    ((title, minutes),) = heard(evening)
    assert title == "Song 1"
    assert 19 <= minutes <= 22


def test_another_song_ends_the_repetition(evening: Evening) -> None:
    evening.session.start_session(programme(songs=3))
    evening.session.set_repeat(True)
    evening.pass_time(3 * MINUTE)
    evening.session.next()
    assert evening.pass_time(1_000).index == 1
    assert not evening.state.repeat
    assert evening.pass_time(2 * MINUTE).index == 2


def test_a_repeated_song_that_fails_later_was_heard(evening: Evening) -> None:
    evening.session.start_session(programme(songs=2))
    evening.session.set_repeat(True)
    evening.pass_time(90_000)
    evening.player.troubles[Path("/songs/1.ogg")] = Trouble.UNREADABLE
    evening.pass_time(90_000)
    assert evening.state.index == 1
    assert not evening.state.repeat
    evening.session.stop()
    evening.pass_time(3_000)
    assert heard(evening)[0] == ("Song 1", 2)


def test_shuffled_songs_are_all_heard_once_and_come_back_in_order(evening: Evening) -> None:
    begun = programme(songs=8)
    evening.session.start_session(begun)
    evening.session.set_shuffle(True)
    state = evening.pass_time(MINUTE)
    assert state.shuffled
    assert state.tracks[0] == begun.tracks[0]
    assert set(state.tracks) == set(begun.tracks)
    evening.session.set_shuffle(False)
    assert evening.pass_time(200).tracks == begun.tracks
    evening.session.set_shuffle(True)
    evening.pass_time(16 * MINUTE)
    assert sorted(title for title, _ in heard(evening)) == [f"Song {n}" for n in range(1, 9)]
    evening.session.start_session(begun)
    assert not evening.pass_time(200).shuffled, "the next evening has its own order again"

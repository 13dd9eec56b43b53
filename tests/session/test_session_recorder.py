"""What is written of an evening while it goes on."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from lullaby.journal.entry import Ending, JournalEntry
from lullaby.journal.store import JournalStore
from lullaby.session.session_recorder import SessionRecorder
from lullaby.session.state import SessionState
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.session.evening import programme, track


class Written:
    """A recorder whose evening has begun, and what the journal holds of it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._store = JournalStore(connection)
        self.recorder = SessionRecorder(self._store)
        self.number = self.recorder.open_night(programme(2), A_NIGHT)

    def hear(self, ms: int, sung: bool = False) -> None:
        self.recorder.record_playback(0, track(1), ms, sung, A_NIGHT)

    @property
    def night(self) -> JournalEntry:
        assert self.number is not None
        night = self._store.entry(self.number)
        assert night is not None
        return night

    @property
    def songs(self) -> list[tuple[str, int, bool]]:
        return [(song.title, song.played_ms, song.sung) for song in self.night.songs]


@pytest.fixture
def written(memory: sqlite3.Connection) -> Written:
    return Written(memory)


def test_the_night_is_written_with_a_new_song_and_then_each_second(written: Written) -> None:
    assert written.recorder.next_write_ms == 1_000
    written.hear(200)
    assert written.songs == [("Song 1", 200, False)]
    assert written.recorder.next_write_ms == 1_000
    written.hear(999)
    assert (written.recorder.next_write_ms, written.songs) == (1, [("Song 1", 200, False)])
    written.hear(1)
    assert (written.recorder.next_write_ms, written.songs) == (1_000, [("Song 1", 1_200, False)])


def test_a_song_is_sung_while_its_words_are_shown_or_the_person_leads(written: Written) -> None:
    written.hear(1_000)
    assert written.songs == [("Song 1", 1_000, False)]
    written.recorder.note_words(True)
    written.hear(1_000)
    assert written.songs == [("Song 1", 2_000, True)]


def test_singing_that_was_heard_counts_for_the_song_that_plays(written: Written) -> None:
    written.recorder.note_voice(Ms(500))
    written.hear(1_000, sung=True)
    for _ in range(2):
        written.recorder.note_voice(Ms(400))
    written.hear(1_000, sung=True)
    assert [song.sung_ms for song in written.night.songs] == [800]
    assert written.songs == [("Song 1", 2_000, True)]


def test_a_song_of_one_millisecond_was_heard(written: Written) -> None:
    written.hear(1, sung=True)
    assert written.songs == [("Song 1", 1, True)]


def test_more_of_the_same_is_more_of_what_was_heard_last(written: Written) -> None:
    written.recorder.record_more(1_000, A_NIGHT, SessionState())
    assert written.songs == []
    written.hear(500)
    written.recorder.record_more(1_000, A_NIGHT, SessionState())
    assert written.songs == [("Song 1", 1_500, False)]


def test_calm_is_written_with_the_next_heartbeat_and_can_be_taken_back(written: Written) -> None:
    written.recorder.note_calm(Ms(120_000))
    written.hear(1)
    assert written.night.minutes_to_calm == 2
    written.recorder.note_calm(None)
    written.hear(1)
    assert written.night.minutes_to_calm is None


def test_an_evening_is_taken_up_under_its_row(written: Written) -> None:
    written.hear(1_000)
    written.recorder.close_night(A_NIGHT + timedelta(minutes=9), Ending.TIMER, Ms(240_000))
    assert (written.night.ending, written.night.minutes_to_calm) == (Ending.TIMER, 4)
    assert written.recorder.reopen_night(written.number) == written.number
    assert written.night.ending is None


def test_an_evening_that_was_cut_off_goes_on_under_its_row(memory: sqlite3.Connection) -> None:
    before = Written(memory)
    before.hear(1_000)
    again = replace(programme(2), reopened=before.number)
    assert SessionRecorder(JournalStore(memory)).open_night(again, A_NIGHT) == before.number


def test_an_evening_that_is_not_remembered_has_no_row_to_take_up(
    memory: sqlite3.Connection,
) -> None:
    assert SessionRecorder(JournalStore(memory)).reopen_night(None) is None


def test_a_song_that_never_started_and_a_child_still_awake_are_told_apart(
    written: Written,
) -> None:
    written.recorder.discard_playback()
    written.hear(1_000)
    written.recorder.discard_playback()
    written.recorder.note_still_awake(Ms(5_000))
    written.recorder.close_night(A_NIGHT, Ending.TIMER, None)
    assert (written.songs, written.night.awake_ms) == ([], (5_000,))
    assert written.recorder.lost is False

"""Which song was playing when calm came, and the sentences about it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.journal.calm_song import song_when_calm
from lullaby.journal.entry import (
    FROM_LIBRARY,
    Ending,
    EntryId,
    EntrySong,
    JournalEntry,
    Outcome,
)
from lullaby.journal.summary import Pattern
from lullaby.ui.journal import words
from lullaby.ui.text import names, sentences
from lullaby.units import Ms
from tests.fakes import A_NIGHT

MINUTE = 60_000


def night(*minutes: float, calm: int | None = None, **values: object) -> JournalEntry:
    """Songs named A, B, C … of these lengths."""
    songs = tuple(
        EntrySong(None, chr(ord("A") + n), Ms(round(each * MINUTE)))
        for n, each in enumerate(minutes)
    )
    blank = JournalEntry(EntryId(1), A_NIGHT, outcome=Outcome.CALMER, minutes_to_calm=calm)
    return replace(blank, songs=songs, **values)


@pytest.mark.parametrize(
    ("lengths", "calm", "title"),
    [
        ((2, 9, 1), 0, "A"),
        ((2, 9, 1), 1, "A"),
        ((2, 9, 1), 2, "B"),
        ((2, 9, 1), 11, "C"),
        ((2, 9, 1), 12, "C"),
        ((2, 9, 1), 14, None),
        ((0.49,), 1, None),
        ((0.5,), 1, "A"),
        ((3, 0.5), 4, "B"),
        ((0.6,), 1, "A"),
        ((), 3, None),
        ((2, 9), None, None),
    ],
)
def test_the_song_at_the_minute_of_calm(
    lengths: tuple[float, ...], calm: int | None, title: str | None
) -> None:
    found = song_when_calm(night(*lengths, calm=calm))
    assert (found and found.title) == title


@given(st.lists(st.floats(0, 30), max_size=6), st.integers(0, 200))
def test_a_song_is_named_only_near_where_it_sounded(lengths: list[float], calm: int) -> None:
    entry = night(*lengths, calm=calm)
    found = song_when_calm(entry)
    if found is not None:
        at = [song.title for song in entry.songs].index(found.title)
        before = sum(song.played_ms for song in entry.songs[:at])
        assert before <= calm * MINUTE <= before + found.played_ms + MINUTE // 2


LATER = A_NIGHT + timedelta(hours=20)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (night(2, 9, calm=0), "Last night: calm within a minute. “A” was playing."),
        (night(2, 9, calm=1), "Last night: calm after 1 minute. “A” was playing."),
        (night(2, 9, calm=5), "Last night: calm after 5 minutes. “B” was playing."),
        (night(calm=0), "Last night: calm within a minute."),
        (night(2, 9, calm=40), "Last night: calm after 40 minutes."),
        (night(2, outcome=Outcome.ASLEEP), "Last night: asleep."),
        (night(2, outcome=Outcome.NOT_THIS_TIME, calm=3), ""),
    ],
)
def test_what_tonight_says_about_the_last_night(entry: JournalEntry, text: str) -> None:
    assert sentences.last_night(entry, LATER) == text


@pytest.mark.parametrize(
    ("hours_ago", "when"), [(20, "Last night"), (8, "Earlier today"), (31, "Yesterday")]
)
def test_when_it_was(hours_ago: int, when: str) -> None:
    entry = replace(night(2, calm=1), started_at=LATER - timedelta(hours=hours_ago))
    assert sentences.last_night(entry, LATER).startswith(f"{when}: ")


@pytest.mark.parametrize(
    ("minutes", "duration"), [(0, "less than a minute"), (1, "1 minute"), (2, "2 minutes")]
)
def test_one_minute_is_no_minutes(minutes: int, duration: str) -> None:
    text, _ = words.sentence(Pattern(minutes, 9))
    assert text == f"Calm has usually come after about {duration}."


@pytest.mark.parametrize(
    ("lengths", "name"),
    [
        ((3,), "“A”, from the Library, rain"),
        ((3, 2, 2), "“A” and 2 more, from the Library, rain"),
        ((), "From the Library, rain"),
    ],
)
def test_songs_started_from_the_library_are_named_as_such(
    lengths: tuple[float, ...], name: str
) -> None:
    assert names.evening_name(night(*lengths, routine=FROM_LIBRARY, ambient=("rain",))) == name


def test_two_songs_with_one_title_are_distinct() -> None:
    songs = (EntrySong(1, "Lullaby", Ms(2 * MINUTE)), EntrySong(2, "Lullaby", Ms(3 * MINUTE)))
    assert words.songs_played(replace(night(), songs=songs)) == "Lullaby (2 min), Lullaby (3 min)"


@pytest.mark.parametrize(
    ("calm", "first"),
    [(0, "calm within a minute"), (1, "calm after 1 min"), (12, "calm after 12 min")],
)
def test_a_night_without_an_answer_says_when_calm_was_noted(calm: int, first: str) -> None:
    unanswered = night(5, calm=calm, outcome=None, ending=Ending.STOPPED, routine="just_sound")
    assert words.what(unanswered) == f"{first}  ·  Just sound"
    uneasy = replace(unanswered, minutes_to_calm=None)
    assert words.what(uneasy) == "stopped early  ·  Just sound"

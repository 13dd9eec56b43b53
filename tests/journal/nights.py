"""Random nights, and time zones with skipped and repeated hours."""

from datetime import timedelta, timezone
from enum import Enum

from hypothesis import strategies as st

from lullaby.journal.entry import (
    Ending,
    EntryId,
    EntrySong,
    Help,
    JournalEntry,
    Kind,
    Mood,
    Outcome,
)
from lullaby.units import Ms
from tests.fakes import A_NIGHT

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")

LETTERS = st.characters(exclude_categories=["Cs"])
TEXT = st.text(LETTERS, max_size=12) | st.text("=;\\'\"\n, -+0", max_size=6)
WORDS = st.lists(TEXT, max_size=3).map(tuple)
NUMBER = st.none() | st.integers(0, 600)
MOMENTS = st.datetimes(
    A_NIGHT.replace(tzinfo=None) - timedelta(days=9_000),
    A_NIGHT.replace(tzinfo=None) + timedelta(days=9_000),
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)
MS = st.integers(0, 10**9).map(Ms)
SONG = st.builds(EntrySong, st.none(), TEXT, MS, st.booleans(), MS)
SONGS = st.lists(SONG, max_size=4).map(tuple)


def perhaps(kind: type[Enum]) -> st.SearchStrategy:
    return st.none() | st.sampled_from(list(kind))


def entries(moments: st.SearchStrategy = MOMENTS) -> st.SearchStrategy[JournalEntry]:
    return st.builds(
        JournalEntry,
        st.just(EntryId(0)),
        moments,
        st.none() | moments,
        perhaps(Ending),
        TEXT,
        WORDS,
        NUMBER,
        perhaps(Outcome),
        NUMBER,
        TEXT,
        st.booleans(),
        SONGS,
        TEXT,
        st.lists(MS, max_size=3).map(tuple),
        perhaps(Kind),
        perhaps(Mood),
        perhaps(Mood),
        st.lists(st.sampled_from(list(Help)), unique=True).map(tuple),
        WORDS,
        WORDS,
        st.none() | st.integers(0, 20),
        st.lists(st.integers(0, 20), max_size=3).map(tuple),
    )


def crowded() -> st.SearchStrategy[list[JournalEntry]]:
    """Nights with few moments and words, so that many start together and some are identical."""
    few = st.sampled_from([A_NIGHT, A_NIGHT + timedelta(minutes=1)])
    return st.lists(
        st.builds(
            JournalEntry,
            st.just(EntryId(0)),
            few,
            st.none() | few,
            perhaps(Ending),
            note=st.sampled_from(["", "softly"]),
            by_hand=st.booleans(),
            children=st.sampled_from([(), ("Ada",), ("Ben",), ("Ada", "Ben")]),
            outcome=perhaps(Outcome),
        ),
        max_size=8,
    )

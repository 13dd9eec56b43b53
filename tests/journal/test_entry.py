"""The words that stand in every journal and export: another spelling would lose old nights."""

from enum import Enum

import pytest

from lullaby.journal.entry import (
    FROM_LIBRARY,
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

STORED: dict[type[Enum], list[str]] = {
    Outcome: ["asleep", "calmer", "not this time"],
    Ending: ["timer", "stopped", "end of list", "interrupted"],
    Kind: ["bedtime", "nap", "night waking", "fussing"],
    Mood: ["asleep", "drowsy", "calm", "fussy", "crying"],
    Help: [
        *("feeding", "rocking", "singing", "rubbing", "dummy", "nappy"),
        *("shushing", "music", "waiting", "own bed", "swaddling", "screen"),
    ],
}


@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.__name__)
def test_stored_words_stay_as_they_are(kind: type[Enum]) -> None:
    assert [each.value for each in kind] == STORED[kind]


def test_songs_from_the_library_are_marked_as_ever() -> None:
    assert FROM_LIBRARY == "from_library"


def test_a_night_of_which_nothing_is_known_yet_claims_nothing() -> None:
    night = JournalEntry(EntryId(1), A_NIGHT)
    assert (night.ended_at, night.ending, night.outcome, night.minutes_to_calm) == (None,) * 4
    assert (night.routine, night.note, night.finish) == ("", "", "")
    assert not night.by_hand
    assert not EntrySong(None, "Suo Gân", Ms(1)).sung

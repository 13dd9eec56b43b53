"""Which songs may be suggested."""

from datetime import timedelta

import pytest

from lullaby.journal.entry import EntryId, EntrySong, JournalEntry, Outcome
from lullaby.journal.suggest import suggestion
from lullaby.units import Ms
from tests.fakes import A_NIGHT


def night(number: int, minutes: int | None, *songs: str) -> JournalEntry:
    return JournalEntry(
        EntryId(number + 1),
        A_NIGHT - timedelta(days=number),
        outcome=Outcome.NOT_THIS_TIME if minutes is None else Outcome.CALMER,
        minutes_to_calm=minutes,
        songs=tuple(EntrySong(None, song, Ms(1)) for song in songs),
    )


USUAL = [night(20 + n, 20 + n % 5, "Other", "Last") for n in range(12)]


def test_a_song_of_calm_nights_is_offered_with_its_number() -> None:
    found = suggestion([*(night(n, 6 + n % 3, "Suo Gân", "Last") for n in range(6)), *USUAL])
    assert found is not None
    assert (found.row.name, found.row.calm) == ("Suo Gân", 6)
    assert (found.row.median, found.usual) == (7.0, 20.5)


def test_five_calm_nights_or_seven_of_ten_are_enough() -> None:
    five = suggestion([*(night(n, 6, "Suo Gân", "Last") for n in range(5)), *USUAL])
    assert five is not None
    assert (five.row.name, five.row.calm) == ("Suo Gân", 5)
    restless = (night(n, 6 if n < 7 else None, "Suo Gân", "Last") for n in range(10))
    seven = suggestion([*restless, *USUAL])
    assert seven is not None
    assert (seven.row.name, seven.row.calm, seven.row.nights) == ("Suo Gân", 7, 10)


@pytest.mark.parametrize(
    "nights",
    [
        [],
        [night(n, 6, "Suo Gân", "Last") for n in range(4)] + USUAL,
        [night(n, 6, "Suo Gân") for n in range(9)],
        [night(n, 30, "Suo Gân", "Last") for n in range(8)] + USUAL,
        [night(n, 6 if n % 2 else None, "Suo Gân", "Last") for n in range(12)] + USUAL,
        [night(n, 6, "Other", "Suo Gân") for n in range(8)] + USUAL,
    ],
    ids=["nothing", "few nights", "every night", "slower", "often not", "always last"],
)
def test_other_songs_are_not(nights: list[JournalEntry]) -> None:
    found = suggestion(nights)
    assert found is None or found.row.name != "Suo Gân"

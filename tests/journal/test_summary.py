"""What the nights have in common."""

from datetime import timedelta

from lullaby.journal.entry import EntryId, JournalEntry, Outcome
from lullaby.journal.summary import FEWEST_NIGHTS, Pattern, pattern
from tests.fakes import A_NIGHT


def night(
    number: int, minutes: int | None, outcome: Outcome | None = Outcome.ASLEEP, ambient: str = ""
) -> JournalEntry:
    return JournalEntry(
        EntryId(number),
        A_NIGHT - timedelta(days=number),
        outcome=outcome,
        minutes_to_calm=minutes,
        ambient=tuple(ambient.split()),
    )


def test_few_nights_say_nothing() -> None:
    assert pattern([night(n, 10) for n in range(FEWEST_NIGHTS - 1)]) is None
    assert pattern([]) is None


def test_the_median_of_all_answered_nights() -> None:
    nights = [night(n, minutes) for n, minutes in enumerate((4, 6, 8, 10, 12, 14, 16, 600))]
    nights += [night(50, 2, Outcome.NOT_THIS_TIME), night(51, None), night(52, 1, None)]
    assert pattern(nights) == Pattern(median_minutes=12, nights=9)


def test_if_most_nights_were_not_calm_nothing_is_reported() -> None:
    nights = [night(n, 5) for n in range(4)]
    nights += [night(20 + n, None, Outcome.NOT_THIS_TIME) for n in range(6)]
    assert pattern(nights) is None


def test_a_sound_is_named_if_calm_came_sooner_with_it() -> None:
    nights = [night(n, 20) for n in range(8)] + [night(20 + n, 8, ambient="rain") for n in range(8)]
    assert pattern(nights) == Pattern(8, 8, "rain")


def test_a_rare_or_slower_sound_is_not_named() -> None:
    seldom = [night(n, 20) for n in range(8)] + [night(20 + n, 2, ambient="rain") for n in range(7)]
    slower = [night(n, 5) for n in range(8)] + [night(20 + n, 30, ambient="rain") for n in range(8)]
    for nights in (seldom, slower):
        found = pattern(nights)
        assert found is not None
        assert found.sound is None


def test_a_sound_of_every_night_is_not_named() -> None:
    found = pattern([night(n, 9, ambient="rain") for n in range(9)])
    assert found == Pattern(9, 9)


def test_eight_nights_are_enough() -> None:
    assert pattern([night(n, 10) for n in range(8)]) == Pattern(10, 8)


def test_a_sound_without_a_difference_is_not_named() -> None:
    for rain_minutes in (10, 11):
        nights = [night(n, 10) for n in range(9)]
        nights += [night(20 + n, rain_minutes, ambient="rain") for n in range(8)]
        assert pattern(nights) == Pattern(10, 17)


def test_a_sound_is_named_with_the_minutes_of_its_own_nights() -> None:
    nights = [night(n, 20) for n in range(9)]
    nights += [night(20 + n, minutes, ambient="rain") for n, minutes in enumerate((4, 5, 5, 6) * 2)]
    nights += [night(40, None, Outcome.NOT_THIS_TIME, ambient="rain")]
    assert pattern(nights) == Pattern(5, 9, "rain")

"""What an entry leaves out, told from its routine, its hour and its outcome."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from lullaby.journal.entry import EntryId, JournalEntry, Kind, Mood, Outcome
from lullaby.journal.filling import after_of, kind_of, kind_of_entry, night_of
from tests.fakes import A_NIGHT

NIGHT = JournalEntry(EntryId(1), A_NIGHT)
BEDTIME, NAP, WAKING, FUSSING = Kind.BEDTIME, Kind.NAP, Kind.NIGHT_WAKING, Kind.FUSSING


@pytest.mark.parametrize(
    ("routine", "kinds"),
    [
        ("bedtime", [WAKING] * 6 + [BEDTIME] * 18),
        ("nap", [WAKING] * 6 + [NAP] * 17 + [WAKING]),
        ("night_waking", [WAKING] * 6 + [FUSSING] * 12 + [WAKING] * 6),
        ("of my own", [WAKING] * 6 + [NAP] * 12 + [BEDTIME] * 5 + [WAKING]),
        ("", [WAKING] * 6 + [NAP] * 12 + [BEDTIME] * 5 + [WAKING]),
    ],
)
def test_a_routine_counts_if_the_hour_agrees(routine: str, kinds: list[Kind]) -> None:
    assert [kind_of(routine, hour) for hour in range(24)] == kinds


def test_a_kind_that_was_chosen_stays() -> None:
    assert kind_of_entry(replace(NIGHT, routine="bedtime")) is WAKING
    assert kind_of_entry(replace(NIGHT, routine="bedtime", kind=NAP)) is NAP


@pytest.mark.parametrize(
    ("outcome", "mood"),
    [
        (Outcome.ASLEEP, Mood.ASLEEP),
        (Outcome.CALMER, Mood.CALM),
        (Outcome.NOT_THIS_TIME, None),
        (None, None),
    ],
)
def test_the_mood_at_the_end_follows_from_the_answer(
    outcome: Outcome | None, mood: Mood | None
) -> None:
    assert after_of(replace(NIGHT, outcome=outcome)) is mood
    assert after_of(replace(NIGHT, outcome=outcome, after=Mood.CRYING)) is Mood.CRYING


@pytest.mark.parametrize(("hour", "day"), [(11, 2), (12, 3), (23, 3)])
def test_a_night_runs_from_noon_to_noon(hour: int, day: int) -> None:
    assert night_of(datetime(2024, 11, 3, hour, 59, tzinfo=UTC)) == date(2024, 11, day)
    assert night_of(datetime(2024, 11, 3, 12, tzinfo=UTC)) == date(2024, 11, 3)

"""Rows of Baby Buddy's tables, column by column."""

from datetime import UTC, datetime

import pytest

from lullaby.journal.baby_buddy import entry, knows, time_columns
from lullaby.journal.entry import JournalEntry, Kind, Outcome
from lullaby.journal.moments import Times

SLEEP = {"child_id", "start", "end"}
NOTES = {"child", "note", "time"}


@pytest.mark.parametrize("child", ["child_id", "child", "child_first_name"])
def test_sleep_and_notes_of_a_child_are_known(child: str) -> None:
    assert knows({child, "start", "end", "nap"})
    assert knows({child, "note", "time"})
    assert not knows({child, "start"})
    assert not knows({child, "time"})
    for other in ("milestone", "type", "method", "amount"):
        assert not knows({child, "start", "end", other})


def test_times_of_nobody_are_not_known() -> None:
    assert not knows({"start", "end"})
    assert not knows({"note", "time"})


def test_where_the_times_stand() -> None:
    assert time_columns(SLEEP) == ("start", "end")
    assert time_columns(NOTES) == ("time", "time")


def slept(start: str = "2024-11-03 20:05:00", end: str = "", **cells: str) -> JournalEntry | None:
    return entry({"start": start, "end": end, **cells}, SLEEP, Times(UTC))


def test_a_sleep_is_a_night_that_ended_asleep() -> None:
    night = slept(end="2024-11-03 22:00:00", notes=" deep ", child_first_name=" Mila ")
    assert night is not None
    assert night.started_at == datetime(2024, 11, 3, 20, 5, tzinfo=UTC)
    assert night.ended_at == datetime(2024, 11, 3, 22, tzinfo=UTC)
    assert (night.outcome, night.by_hand, night.id) == (Outcome.ASLEEP, True, 0)
    assert (night.note, night.children) == ("deep", ("Mila",))


@pytest.mark.parametrize("end", ["", "soon", "2024-11-03 20:04:59"])
def test_an_end_that_is_none_is_left_out(end: str) -> None:
    night = slept(end=end, child_first_name="  ")
    assert night is not None
    assert (night.ended_at, night.note, night.children) == (None, "", ())


def test_a_sleep_may_end_where_it_began() -> None:
    night = slept(end="2024-11-03 20:05:00")
    assert night is not None
    assert night.ended_at == night.started_at


def test_a_row_without_a_beginning_is_no_night() -> None:
    assert slept(start="") is None
    assert entry({"note": "tooth"}, NOTES, Times(UTC)) is None


@pytest.mark.parametrize(
    ("hour", "told", "kind"),
    [
        (14, {"nap": "1"}, Kind.NAP),
        (3, {"nap": " True "}, Kind.NAP),
        (14, {"napping": "yes"}, Kind.NAP),
        (14, {"nap": "", "napping": "1"}, Kind.NAP),
        (14, {"nap": "0"}, Kind.BEDTIME),
        (14, {"nap": "false"}, Kind.BEDTIME),
        (14, {"napping": "No"}, Kind.BEDTIME),
        (14, {}, Kind.NAP),
        (14, {"nap": "perhaps"}, Kind.NAP),
        (20, {"nap": "0"}, Kind.BEDTIME),
        (3, {"nap": "0"}, Kind.NIGHT_WAKING),
        (3, {}, Kind.NIGHT_WAKING),
    ],
)
def test_a_nap_is_one_if_the_row_or_the_hour_says_so(
    hour: int, told: dict[str, str], kind: Kind
) -> None:
    night = slept(f"2024-11-03 {hour:02}:00:00", **told)
    assert night is not None
    assert night.kind is kind


def test_a_note_is_kept_with_its_moment() -> None:
    row = {"note": " First tooth ", "time": "2024-11-03 20:05:00", "child_first_name": "Mila"}
    night = entry(row, NOTES, Times(UTC))
    assert night is not None
    assert night.started_at == datetime(2024, 11, 3, 20, 5, tzinfo=UTC)
    assert (night.note, night.children, night.by_hand) == ("First tooth", ("Mila",), True)
    assert (night.ended_at, night.outcome, night.kind, night.id) == (None, None, None, 0)
    assert entry({**row, "note": "  "}, NOTES, Times(UTC)) is None

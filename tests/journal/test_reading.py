"""Exported nights can be imported; Baby Buddy's tables; and files that are something else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.journal.entry import (
    EntryId,
    EntrySong,
    JournalEntry,
    Kind,
    Outcome,
)
from lullaby.journal.export import to_csv, to_json
from lullaby.journal.reading import (
    MOST_BYTES,
    JournalFormat,
    ReadNights,
    content_of,
    read_nights,
)
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.journal.nights import entries

ENTRIES = entries()


def by_start(entries: list[JournalEntry]) -> tuple[JournalEntry, ...]:
    return tuple(sorted(entries, key=lambda each: each.started_at))


@pytest.mark.parametrize("form", [to_csv, to_json])
@given(nights=st.lists(ENTRIES, max_size=4))
def test_a_round_trip_loses_nothing(
    form: Callable[[list[JournalEntry]], str], nights: list[JournalEntry]
) -> None:
    found = read_nights(form(nights).encode("utf-8"), UTC)
    assert found == ReadNights(JournalFormat.LULLABY, by_start(nights))


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_no_file_is_too_strange(content: bytes) -> None:
    for lead in (b"", b"started,outcome\n", b"child_id,start,end\n", b'{"lullaby_journal": 2,'):
        read_nights(lead + content, UTC)


def test_a_table_that_went_through_a_spreadsheet_is_read() -> None:
    night = replace(JournalEntry(EntryId(0), A_NIGHT), note="Hm", outcome=Outcome.CALMER)
    text = "\ufeff" + to_csv([night]).replace(",", ";").replace("\r\n", "\n")
    assert read_nights(text.encode("utf-8"), UTC).entries == (night,)


def test_an_older_table_of_ours_is_read() -> None:
    text = "started,ended,ending,routine,sounds,timer_minutes,outcome,minutes_to_calm,"
    text += "songs,sung,note\n"
    text += "2024-11-03T02:14:00+00:00,,timer,bedtime,rain; ocean,30,asleep,12,Suo Gân,Suo Gân,hm\n"
    (night,) = read_nights(text.encode(), UTC).entries
    assert (night.started_at, night.ambient, night.minutes_to_calm) == (
        A_NIGHT,
        ("rain", "ocean"),
        12,
    )
    assert night.songs == (EntrySong(None, "Suo Gân", Ms(0)),)


def test_rows_without_a_moment_are_skipped_and_counted() -> None:
    found = read_nights(b"started,outcome\nsoon,asleep\n2024-11-03,asleep\n", UTC)
    assert (len(found.entries), found.passed_over) == (1, 1)


HERE = timezone(timedelta(hours=1))
SLEEP = """id,child_id,child_first_name,child_last_name,start,end,nap,notes,tags
1,1,Mila,Doe,2020-02-16 19:37:16,2020-02-16 22:43:16,0,,
2,1,Mila,Doe,2020-02-16 14:42:52,2020-02-16 16:35:52,1,"Short, but deep",nap
3,1,Mila,Doe,2020-02-17 03:12:01+00:00,2020-02-17 06:17:01+00:00,0,,
4,1,Mila,Doe,,,,,
"""


def test_baby_buddys_sleep_becomes_nights() -> None:
    found = read_nights(SLEEP.encode(), HERE)
    assert (found.source, found.passed_over) == (JournalFormat.BABY_BUDDY, 1)
    evening, nap, waking = found.entries
    assert evening.started_at == datetime(2020, 2, 16, 19, 37, 16, tzinfo=HERE)
    assert [night.kind for night in found.entries] == [Kind.BEDTIME, Kind.NAP, Kind.NIGHT_WAKING]
    assert (nap.note, nap.children, nap.outcome) == ("Short, but deep", ("Mila",), Outcome.ASLEEP)
    assert evening.minutes_to_calm is None
    assert waking.started_at == datetime(2020, 2, 17, 3, 12, 1, tzinfo=UTC)


def test_the_minimal_import_format_of_baby_buddy_is_read() -> None:
    found = read_nights(
        b"child_id,start,end,notes\n1,2020-02-17 00:14:09,2020-02-17 02:48:09,\n", UTC
    )
    assert found.entries[0].kind is Kind.NIGHT_WAKING
    assert found.entries[0].children == ()


def test_baby_buddys_notes_keep_their_words() -> None:
    text = b"child_id,note,time\n1,First tooth,2020-02-17 06:37:12\n1,,2020-02-17 06:37:12\n"
    found = read_nights(text, UTC)
    assert [night.note for night in found.entries] == ["First tooth"]
    assert found.entries[0].outcome is None


@pytest.mark.parametrize(
    "columns",
    [
        "child_id,start,end,milestone",
        "child_id,start,end,type,method,amount",
        "child_id,time,wet,solid,color",
        "title,artist",
        "",
    ],
)
def test_tables_of_other_things_are_left_alone(columns: str) -> None:
    text = f"{columns}\n1,2020-02-17 04:08:09,2020-02-17 04:11:09,x,y,z\n"
    assert read_nights(text.encode(), UTC) == ReadNights(JournalFormat.STRANGE)


def test_a_journal_is_read_from_a_file_of_usual_size(tmp_path: Path) -> None:
    path = tmp_path / "nights.csv"
    assert content_of(path) is None
    path.write_bytes(b"started,outcome")
    assert content_of(path) == b"started,outcome"
    with path.open("r+b") as film:
        film.truncate(MOST_BYTES + 1)
    assert content_of(path) == b""


def test_a_table_that_breaks_off_is_read_up_to_there() -> None:
    text = "started,outcome\n2024-11-03T02:14,asleep\n" + 200_000 * "x"
    found = read_nights(text.encode(), UTC)
    assert (len(found.entries), found.passed_over) == (1, 1)
    assert read_nights(200_000 * b"x", UTC).source is JournalFormat.STRANGE


def test_a_row_that_is_exported_twice_with_its_number_is_one_night() -> None:
    rows = [f"{number},1,2020-02-16 19:37:16,2020-02-16 22:43:16" for number in (1, 1, 2)]
    counted = read_nights("\n".join(["id,child_id,start,end", *rows]).encode(), UTC)
    assert len(counted.entries) == 2
    plain = read_nights("\n".join(["child_id,start,end", *(row[2:] for row in rows)]).encode(), UTC)
    assert len(plain.entries) == 3


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("0", 0), (str(2**53 - 1), 2**53 - 1), (str(2**53), None), ("-1", None), ("ten", None)],
)
def test_a_number_that_is_none_is_left_out(written: str, minutes: int | None) -> None:
    text = f"started,outcome,minutes_to_calm\n2024-11-03T02:14,asleep,{written}\n"
    (night,) = read_nights(text.encode(), UTC).entries
    assert night.minutes_to_calm == minutes


@pytest.mark.parametrize(("written", "step"), [("0", 0), ("20", 20), ("21", None)])
def test_a_level_beyond_the_last_step_is_left_out(written: str, step: int | None) -> None:
    text = f"started,outcome,music_level\n2024-11-03T02:14,asleep,{written}\n"
    (night,) = read_nights(text.encode(), UTC).entries
    assert night.music_step == step


@pytest.mark.parametrize(
    ("head", "children", "starts"),
    [
        ("started,ended,outcome", ("asleep", "asleep"), ["00:10", "01:20"]),
        ("start,end,child_id", ("1", "1"), ["00:10", "01:20"]),
        ("start,end,child_id", ("1", "2"), ["00:10", "00:20"]),
        ("start,end,child", ("1", "2"), ["00:10", "00:20"]),
    ],
)
def test_two_nights_of_one_child_in_the_hour_that_comes_twice_follow_each_other(
    head: str, children: tuple[str, str], starts: list[str]
) -> None:
    one = f"2024-10-27 02:10,2024-10-27 02:50,{children[0]}"
    other = f"2024-10-27 02:20,2024-10-27 02:40,{children[1]}"
    found = read_nights("\n".join([head, one, other]).encode(), ZoneInfo("Europe/Berlin"))
    assert [f"{each.started_at.astimezone(UTC):%H:%M}" for each in found.entries] == starts
    assert found.without_zone == {0, 1}


def test_the_names_of_our_first_json_are_read() -> None:
    row = '"started_at": "2024-11-03T02:14Z", "ended_at": "2024-11-03T02:44Z"'
    row += ', "beds": ["rain"], "awake_ms": [60000]'
    text = f'{{"lullaby_journal": 1, "entries": [{{{row}}}]}}'
    (night,) = read_nights(text.encode(), UTC).entries
    assert (night.started_at, night.ended_at) == (A_NIGHT, A_NIGHT + timedelta(minutes=30))
    assert (night.ambient, night.awake_ms) == (("rain",), (60_000,))

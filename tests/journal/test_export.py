"""The journal as a file of the person's own."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry, Outcome
from lullaby.journal.export import COLUMNS, to_csv, to_json, write
from lullaby.units import Ms
from tests.fakes import A_NIGHT

NIGHT = JournalEntry(
    EntryId(3),
    A_NIGHT,
    A_NIGHT + timedelta(minutes=30),
    Ending.TIMER,
    "bedtime",
    ("rain", "ocean"),
    30,
    Outcome.ASLEEP,
    12,
    'She said "again", then slept,\nat last',
    songs=(EntrySong(1, "Suo Gân", Ms(4), True, Ms(3)), EntrySong(None, "Fais dodo", Ms(4))),
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_reads_back() -> None:
    (row,) = rows(to_csv([NIGHT]))
    assert tuple(row) == COLUMNS
    assert row["started"] == "2024-11-03T02:14:00+00:00"
    assert row["outcome"] == "asleep"
    assert row["songs"] == "Suo Gân; Fais dodo"
    assert (row["sung"], row["sung_ms"]) == ("yes; no", "3; 0")
    assert row["sounds"] == "rain; ocean"
    assert row["note"] == NIGHT.note


def test_oldest_first() -> None:
    later = JournalEntry(EntryId(4), A_NIGHT + timedelta(days=1))
    assert [row["started"][:10] for row in rows(to_csv([later, NIGHT]))] == [
        "2024-11-03",
        "2024-11-04",
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
def test_no_text_is_a_formula(note: str) -> None:
    (row,) = rows(to_csv([JournalEntry(EntryId(1), A_NIGHT, note=note)]))
    assert not row["note"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["note"] in (note, f"'{note}")


def test_several_texts_of_a_cell_can_be_told_apart() -> None:
    titles = ("Hush; sleep", "C:\\night", "", "=SUM(A1)")
    songs = tuple(EntrySong(None, title, Ms(4)) for title in titles)
    (row,) = rows(to_csv([replace(NIGHT, songs=songs, by_hand=True)]))
    assert row["songs"] == "Hush\\; sleep; C:\\\\night; \\0; =SUM(A1)"
    assert (row["by_hand"], row["sung"], row["before"]) == ("yes", "no; no; no; no", "")
    (plain,) = rows(to_csv([replace(NIGHT, songs=songs[3:])]))
    assert (plain["songs"], plain["by_hand"]) == ("'=SUM(A1)", "no")


def test_json_can_be_read_by_a_person() -> None:
    written = to_json([NIGHT]).splitlines()
    assert written[:3] == ["{", '  "lullaby_journal": 2,', '  "entries": [']
    assert '          "title": "Suo Gân",' in written
    assert to_json([]).endswith("}\n")


def test_json_holds_everything() -> None:
    whole = json.loads(to_json([NIGHT]))
    (row,) = whole["entries"]
    assert row["songs"][0] == {
        "title": "Suo Gân",
        "played_ms": 4,
        "sung": True,
        "sung_ms": 3,
        "singer": "",
    }
    assert row["ending"] == "timer"
    assert row["by_hand"] is False


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "nights.csv"
    write([NIGHT], target)
    assert target.read_bytes().startswith(b"\xef\xbb\xbfstarted,")
    write([NIGHT], tmp_path / "nights.JSON")
    assert json.loads((tmp_path / "nights.JSON").read_text(encoding="utf-8"))["entries"]
    folder = tmp_path / "taken.csv"
    (folder / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="taken"):
        write([NIGHT], folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "nights.JSON",
        "nights.csv",
        "taken.csv",
    ]

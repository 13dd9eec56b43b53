"""A calendar file of an agreed time, by the rules of RFC 5545."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from lullaby.bundles.calendar import calendar_event
from lullaby.bundles.manifest import SingAt
from lullaby.units import Ms
from tests.fakes import A_NIGHT

AT = SingAt(datetime(2026, 12, 24, 19, tzinfo=timezone(timedelta(hours=1))))


def rows(title: str, what: str = "Sing") -> list[str]:
    made = calendar_event(title, what, AT, Ms(76_700), A_NIGHT, "Lullaby 1.0")
    return made.decode().replace("\r\n ", "").split("\r\n")


def test_it_tells_begin_length_and_reminder() -> None:
    found = rows("Suo Gân")
    assert (found[0], found[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    for row in (
        "DTSTART:20261224T180000Z",
        "DURATION:PT77S",
        "SUMMARY:Suo Gân",
        "TRIGGER:-PT2M",
        "DTSTAMP:20241103T021400Z",
    ):
        assert row in found


def test_the_same_appointment_has_one_identity() -> None:
    assert rows("Suo Gân")[5] == rows("Suo Gân")[5] != rows("Other")[5]


def test_signs_are_escaped() -> None:
    assert "SUMMARY:a\\, b\\; c\\\\ d\\ne" in rows("a, b; c\\ d\ne")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_rows_are_short_and_whole(title: str) -> None:
    made = calendar_event(title, title, AT, Ms(1), A_NIGHT, "Lullaby")
    assert made.endswith(b"\r\n")
    for row in made.split(b"\r\n"):
        assert len(row) <= 75
        row.decode()

"""LRC as programs have written it, case by case."""

import codecs

import pytest

from lullaby.lyrics.lrc import parse, parse_bytes
from lullaby.lyrics.model import Line, Part, Reason, Timing
from lullaby.units import Ms

MINUTES = Ms(180_000)


def starts(text: str) -> list[tuple[int | None, str]]:
    return [(line.start_ms, line.text) for line in parse(text, duration_ms=MINUTES).lines]


def test_lines() -> None:
    lyrics = parse("[ti:Suo Gân]\n[ar:Welsh]\n[00:01.00]Huna\n[00:03.50]clyd\n")
    assert lyrics.timing is Timing.LINES
    assert (lyrics.title, lyrics.artist) == ("Suo Gân", "Welsh")
    assert [line.start_ms for line in lyrics.lines] == [1000, 3500]
    assert lyrics.lines[0].end_ms == 3500


def test_words_and_syllables() -> None:
    (line, _) = parse(
        "[00:01.00]<00:01.00>Hu<00:01.50>na <00:02.00>blentyn<00:03.00>\n[00:03.00]"
    ).lines
    assert line.text == "Huna blentyn"
    assert [(s.text, s.start_ms, s.end_ms) for s in line.syllables] == [
        ("Hu", 1000, 1500),
        ("na ", 1500, 2000),
        ("blentyn", 2000, 3000),
    ]


@pytest.mark.parametrize(
    ("stamp", "ms"),
    [
        ("[00:01]", 1000),
        ("[00:01.5]", 1500),
        ("[00:01.50]", 1500),
        ("[00:01.500]", 1500),
        ("[00:01,50]", 1500),
        ("[1:02.00]", 62_000),
        ("[100:00.00]", 6_000_000),
    ],
)
def test_stamps_as_they_are_written(stamp: str, ms: int) -> None:
    assert parse(f"{stamp}x").lines[0].start_ms == ms


def test_a_repeated_line_is_sung_again() -> None:
    assert starts("[00:30.00][00:01.00]Hush\n[00:10.00]Little\n") == [
        (1000, "Hush"),
        (10_000, "Little"),
        (30_000, "Hush"),
    ]


def test_a_positive_offset_shows_the_words_earlier() -> None:
    assert starts("[offset:+500]\n[00:01.00]x") == [(500, "x")]
    assert starts("[offset:-500]\n[00:01.00]x") == [(1500, "x")]
    broken = parse("[offset:soon]\n[00:01.00]x")
    assert broken.lines[0].start_ms == 1000
    assert broken.complaints[0].reason is Reason.BAD_OFFSET


def test_an_empty_stamp_is_a_break() -> None:
    assert starts("[00:01.00]a\n[00:02.00]\n[00:09.00]b")[1] == (2000, "")


def test_plain_words_stay_plain_with_their_verses() -> None:
    lyrics = parse("Sleep, child\nand peace\n\n\nAll through\n")
    assert lyrics.timing is Timing.NONE
    assert [line.text for line in lyrics.lines] == [
        "Sleep, child",
        "and peace",
        "",
        "All through",
    ]
    assert all(line.start_ms is None for line in lyrics.lines)


def test_two_voices_and_a_background() -> None:
    lyrics = parse("[00:01.00]v1:One\n[00:02.00]v2: Two\n[00:03.00]F: Three\n[00:04.00]Four\n")
    assert [line.part for line in lyrics.lines] == [Part.FIRST, Part.SECOND, Part.FIRST, Part.FIRST]
    assert lyrics.lines[0].text == "One"


def test_the_same_stamp_twice_is_a_translation() -> None:
    (line,) = parse("[00:01.00]Schlaf\n[00:01.00]Sleep\n").lines
    assert (line.text, line.translation) == ("Schlaf", "Sleep")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[00:1x.00]x\n[00:02.00]y", Reason.BAD_STAMP),
        ("[00:61.00]x", Reason.SECONDS_OVER_59),
        ("[00:01.00]a\nno stamp\n[00:02.00]b", Reason.UNSTAMPED),
        ("[00:01.00]a\n[99:00.00]b", Reason.PAST_THE_END),
    ],
)
def test_what_was_guessed_is_told(text: str, reason: Reason) -> None:
    complaints = parse(text, duration_ms=MINUTES).complaints
    assert reason in {complaint.reason for complaint in complaints}


@pytest.mark.parametrize(
    "data",
    [
        "[00:01.00]Gân â".encode(),
        codecs.BOM_UTF8 + "[00:01.00]Gân â".encode(),
        "[00:01.00]Gân â".encode("utf-16"),
        "[00:01.00]Gân â".encode("utf-16-le"),
        "[00:01.00]Gân â".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "[00:01.00]Gân â".encode("utf-32-le"),
        "[00:01.00]Gân â".encode("cp1252"),
        "\r\n[00:01.00]Gân â\r\n".encode(),
        "\r[00:01.00]Gân â\r".encode(),
    ],
)
def test_every_usual_encoding_and_line_end(data: bytes) -> None:
    lyrics = parse_bytes(data)
    assert [line.text for line in lyrics.lines if line.text] == ["Gân â"]
    assert lyrics.lines[-1].start_ms == 1000


def test_bytes_that_make_no_sense_are_told_with_their_line() -> None:
    lyrics = parse_bytes(b"[00:01.00]good\n[00:02.00]" + "Gân".encode() + b" \xff\xfe bad\n" * 1)
    assert lyrics.lines[0] == Line("good", Ms(1000), Ms(2000))
    assert lyrics.has_words

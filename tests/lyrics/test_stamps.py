"""Time stamps as they are written, and what a third group of digits means."""

import pytest

from lullaby.lyrics.stamps import (
    AN_HOUR_MS,
    INNER_STAMP,
    LINE_STAMP,
    SECONDS_STAMP,
    UNCLOSED_STAMP,
    WORD_STAMP,
    Stamp,
    format_stamp,
    looks_like_a_stamp,
    read_stamp,
    third_is_fraction,
    usual_ms,
)


def stamp(text: str) -> Stamp:
    match = LINE_STAMP.fullmatch(text)
    assert match is not None
    return read_stamp(match)


@pytest.mark.parametrize(
    ("text", "ms", "dotted"),
    [
        ("[02:03]", 123_000, False),
        ("[02:03.4]", 123_400, True),
        ("[02:03,45]", 123_450, True),
        ("[02:03.4567]", 123_456, True),
        ("[ -2 : 03.5 ]", -123_500, True),
        ("[\u221202:03]", -123_000, False),
        ("[01:02:03.25]", 3_723_250, True),
        ("[02:03:456]", 123_456, False),
        ("[-02:03:456]", -123_456, False),
    ],
)
def test_a_stamp_that_can_mean_one_thing(text: str, ms: int, dotted: bool) -> None:
    read = stamp(text)
    assert (read.third, read.dotted) == (None, dotted)
    assert read.ms(third_is_fraction=True) == read.ms(third_is_fraction=False) == ms


@pytest.mark.parametrize(
    ("text", "as_fraction", "as_hours"),
    [
        ("[01:02:03]", 62_030, 3_723_000),
        ("[01:02:3]", 62_300, 3_723_000),
        ("[-01:02:03]", -62_030, -3_723_000),
    ],
)
def test_a_third_group_may_be_a_fraction_or_seconds(
    text: str, as_fraction: int, as_hours: int
) -> None:
    read = stamp(text)
    assert read.ms(third_is_fraction=True) == as_fraction
    assert read.ms(third_is_fraction=False) == as_hours


def test_seconds_alone_and_the_usual_spelling() -> None:
    match = SECONDS_STAMP.fullmatch("[62.05]")
    assert match is not None
    assert read_stamp(match) == Stamp(0, 62, 50, dotted=True)
    assert usual_ms("2", "03", "4") == 123_400


def test_brackets_of_words_and_lines() -> None:
    assert WORD_STAMP.fullmatch("<00:01.00>")
    assert not WORD_STAMP.fullmatch("<00:01.00")
    assert not WORD_STAMP.fullmatch("[00:01.00]")
    assert INNER_STAMP.fullmatch("<00:01.00>")
    assert INNER_STAMP.fullmatch("[00:01.00]")
    assert UNCLOSED_STAMP.match("[00:01.00 Hush")
    assert not UNCLOSED_STAMP.match("[00:01.00]Hush")


@pytest.mark.parametrize(
    ("texts", "dotted", "length_ms", "fraction"),
    [
        (["[00:01:59]"], False, None, False),
        (["[00:01:60]"], False, None, True),
        (["[00:01:60]"], True, None, True),
        (["[00:01:02]", "[00:01:99]"], True, 9_000_000, True),
        (["[01:00:00]"], False, None, False),
        (["[01:00:01]"], False, None, True),
        (["[01:00:01]"], True, None, False),
        (["[01:00:01]", "[00:01.5]"], False, None, False),
        (["[01:00:01]"], False, AN_HOUR_MS + 1_000, False),
        (["[00:03:01]"], False, 180_000, True),
        (["[00:03:00]"], False, 180_000, False),
        (["[00:03]"], False, 1, False),
        ([], False, None, False),
    ],
)
def test_a_whole_file_tells_what_a_third_group_means(
    texts: list[str], dotted: bool, length_ms: int | None, fraction: bool
) -> None:
    assert third_is_fraction([stamp(text) for text in texts], dotted, length_ms) is fraction


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("[00:1x.00]Hush", 10),
        ("[0x:1y.00]", 10),
        ("[0x:yz.00]", None),
        ("[00;01]", 7),
        ("[1975]", None),
        ("[Hush]", None),
        ("Hush", None),
    ],
)
def test_a_bracket_with_one_or_two_strange_letters_was_meant_as_a_stamp(
    text: str, end: int | None
) -> None:
    assert looks_like_a_stamp(text, 0) == end


def test_stamps_are_written_with_two_digits_or_three() -> None:
    assert format_stamp(3_723_456, 2) == "62:03.45"
    assert format_stamp(3_723_456, 3) == "62:03.456"
    assert format_stamp(1_005, 3) == "00:01.005"
    assert format_stamp(1_050, 2) == "00:01.05"

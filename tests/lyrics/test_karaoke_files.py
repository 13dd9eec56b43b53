"""ASS, QRC, KRC, YRC and LYS: what the small files in tests/data/words do not show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics import lyricify_lines
from lullaby.lyrics.ass import MOST_ROWS
from lullaby.lyrics.model import Format, Lyrics, Part
from lullaby.lyrics.not_words import NotWords, reason_of
from lullaby.lyrics.sniffing import words_from_text


def event(text: str, start: str = "0:00:01.00", style: str = "Default") -> str:
    return f"Dialogue: 0,{start},0:00:09.00,{style},,0,0,0,,{text}"


def sung(*events: str) -> Lyrics:
    return words_from_text("\n".join(["[Script Info]", "[Events]", *events]))


def test_a_syllable_may_be_placed_by_its_time() -> None:
    (line,) = sung(event(r"{\k50}Hush {\kt200\k50}now")).lines
    assert [(s.text, s.start_ms, s.end_ms) for s in line.syllables] == [
        ("Hush ", 1000, 3000),
        ("now", 3000, 3500),
    ]


def test_a_silent_syllable_is_a_rest() -> None:
    (line,) = sung(event(r"{\k50}Hush {\k30}{\k50}now")).lines
    assert [(s.start_ms, s.end_ms) for s in line.syllables] == [(1000, 1500), (1800, 2300)]


def test_more_rows_than_a_screen_holds_are_one_line() -> None:
    (line,) = sung(event(r"la\N" * MOST_ROWS)).lines
    assert line.text == " ".join(["la"] * MOST_ROWS)


def test_a_round_in_two_styles_is_sung_not_translated() -> None:
    words = sung(
        event(r"{\k50}row {\k50}row"),
        event(r"{\k50}gently {\k50}down", "0:00:03.00"),
        event(r"{\k50}row {\k50}row", "0:00:05.00", "Second"),
        event(r"{\k50}gently {\k50}down", "0:00:07.00", "Second"),
    )
    assert [line.text for line in words.lines] == ["row row", "gently down"] * 2
    assert not any(line.translation for line in words.lines)


@pytest.mark.parametrize("told", ["x", "e30=", "W10=", "eyJjb250ZW50IjpbMSxbXSx7fV19", "//8="])
def test_translations_that_cannot_be_read_are_left_out(told: str) -> None:
    (line,) = words_from_text(f"[language:{told}]\n[1000,900]<0,500,0>Hush").lines
    assert (line.text, line.translation) == ("Hush", "")


def test_one_side_alone_is_everyone() -> None:
    words = words_from_text("[4]Hush (1000,500)now(1500,400)\n[6]ooh(2000,300)")
    assert [line.part for line in words.lines] == [Part.EVERYONE, Part.BACKGROUND]


@pytest.mark.parametrize(
    "text", ["[1]\nHush (now)", "[00:01.00]la (1,2)", "[4] times (3,4", "Verse [2] (1,2)\nla"]
)
def test_words_with_brackets_are_no_syllable_rows(text: str) -> None:
    assert words_from_text(text).format in (Format.LRC, Format.TEXT)


def test_encrypted_words_in_xml_are_told_as_such() -> None:
    text = f'<QrcInfos>\n<Lyric_1 LyricType="1" LyricContent="{"5ED1B2A0" * 20}"/>\n</QrcInfos>'
    assert reason_of(words_from_text(text)) is NotWords.LOCKED


@pytest.mark.parametrize(
    ("row", "text", "part"),
    [
        ("(ooh)", "ooh", Part.BACKGROUND),
        ("（ooh）", "ooh", Part.BACKGROUND),
        ("(hush) now (baby)", "(hush) now (baby)", Part.EVERYONE),
        ("（hush） now （baby）", "（hush） now （baby）", Part.EVERYONE),
    ],
)
def test_only_brackets_of_one_pair_are_those_of_a_voice(row: str, text: str, part: Part) -> None:
    words = lyricify_lines.parse(f"[type:LyricifyLines]\n[0,900]la\n[1000,2000]{row}")
    assert [(line.text, line.part) for line in words.lines][1:] == [(text, part)]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9_999), st.integers(0, 9_999), st.text(max_size=12) | st.just("词：x")
        ),
        max_size=12,
    )
)
def test_any_rows_of_lyricify_lines_are_read(rows: list[tuple[int, int, str]]) -> None:
    text = "[type:LyricifyLines]\n" + "\n".join(f"[{a},{b}]{said}" for a, b, said in rows)
    words = lyricify_lines.parse(text)
    assert words.format is Format.LYL
    starts = [line.start_ms for line in words.lines if line.start_ms is not None]
    assert starts == sorted(starts)

"""Words written as WebVTT are read back by our reader, and by others, as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.model import Format, Line, Lyrics, Part, Syllable, Timing
from lullaby.lyrics.subtitles import parse
from lullaby.lyrics.vtt_writer import to_vtt
from lullaby.units import Ms

SUNG = Lyrics(
    (
        Line(
            "Huna blentyn",
            Ms(1_000),
            Ms(3_000),
            (
                Syllable("Hu", Ms(1_000), Ms(1_500)),
                Syllable("na ", Ms(1_500), Ms(2_000)),
                Syllable("blen", Ms(2_000), Ms(2_500)),
                Syllable("tyn", Ms(2_500), Ms(3_000)),
            ),
        ),
        Line("ar fy mynwes", Ms(4_000), Ms(6_000)),
    ),
    Timing.SYLLABLES,
    language="cy",
)


def read_back(text: str) -> Lyrics:
    return parse(text, Format.WEBVTT)


def test_lines_syllables_and_language_survive() -> None:
    again = read_back(to_vtt(SUNG))
    assert again.language == "cy"
    assert [line.text for line in again.lines if line.text] == ["Huna blentyn", "ar fy mynwes"]
    assert [(s.text, s.start_ms) for s in again.lines[0].syllables] == [
        (s.text, s.start_ms) for s in SUNG.lines[0].syllables
    ]
    assert [line.start_ms for line in again.lines if line.text] == [1_000, 4_000]


def test_a_line_ends_with_the_next_or_after_a_while() -> None:
    words = Lyrics((Line("one", Ms(0)), Line("two", Ms(2_000))), Timing.LINES)
    assert "00:00:00.000 --> 00:00:02.000\none" in to_vtt(words)
    assert "00:00:02.000 --> 00:00:05.500\ntwo" in to_vtt(words, duration_ms=Ms(5_500))


def test_two_singers_are_voices() -> None:
    words = Lyrics(
        (
            Line("you", Ms(0), Ms(900), part=Part.FIRST),
            Line("and I", Ms(1_000), Ms(1_900), part=Part.SECOND),
        ),
        Timing.LINES,
    )
    again = read_back(to_vtt(words))
    assert [line.part for line in again.lines if line.text] == [Part.FIRST, Part.SECOND]


def test_a_translation_stands_below() -> None:
    words = Lyrics((Line("Huna", Ms(0), Ms(900), translation="Sleep\nDorme"),), Timing.LINES)
    assert "Huna\nSleep\nDorme\n" in to_vtt(words)


def test_markup_is_text() -> None:
    words = Lyrics((Line("a <b> & --> c", Ms(0), Ms(900)),), Timing.LINES)
    assert read_back(to_vtt(words)).lines[0].text == "a <b> & --> c"


def test_words_without_times_have_no_captions() -> None:
    assert to_vtt(Lyrics((Line("one"),), Timing.NONE)) == ""


@given(
    st.lists(
        st.text(
            st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_text_is_one_cue_a_line(texts: list[str]) -> None:
    lines = tuple(
        Line(text, Ms(1_000 * place), Ms(1_000 * place + 900)) for place, text in enumerate(texts)
    )
    written = to_vtt(Lyrics(lines, Timing.LINES))
    assert written.count(" --> ") == len(texts)
    assert "\n\n\n" not in written


@pytest.mark.parametrize("ms", [0, 59_999, 3_600_000, 100 * 3_600_000])
def test_a_stamp_is_of_the_standard_form(ms: int) -> None:
    written = to_vtt(Lyrics((Line("la", Ms(ms), Ms(ms + 10)),), Timing.LINES))
    start = written.split("\n")[2].split(" --> ")[0]
    assert len(start) == len("00:00:00.000")

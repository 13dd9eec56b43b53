"""Lyricsfile: every style of YAML gives the same words."""

import json

from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics import lyricsfile
from lullaby.lyrics.block_yaml import read_yaml
from lullaby.lyrics.pieces import clean
from lullaby.lyrics.worded import join_words

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=40)


def literal(text: str, style: str) -> str:
    """A scalar in a style of YAML."""
    if style == "single":
        return "'" + text.replace("'", "''") + "'"
    if style == "block":
        return f"|-\n    {text}" if text.strip() else "''"
    return json.dumps(text, ensure_ascii=style == "escaped")


@given(
    st.lists(
        st.tuples(TEXTS, st.sampled_from(["single", "double", "escaped", "block"])), max_size=6
    )
)
def test_every_style_of_text_is_read(lines: list[tuple[str, str]]) -> None:
    rows = [
        f"- text: {literal(text, style)}\n  start_ms: {place * 1000}"
        for place, (text, style) in enumerate(lines)
    ]
    words = lyricsfile.parse("metadata:\n  title: x\nlines:\n" + "\n".join(rows))
    assert [line.start_ms for line in words.lines] == [place * 1000 for place in range(len(lines))]
    assert [line.text for line in words.lines] == [clean(text).strip() for text, _ in lines]


SIGNS = [
    "- ",
    "text:",
    "words:",
    "lines:",
    "\n",
    "  ",
    "'",
    '"',
    "|",
    ">",
    "\\",
    "#",
    "la",
    "9",
    "[]",
]


@given(st.lists(st.sampled_from(SIGNS)).map("".join) | st.text(max_size=100))
def test_anything_is_read(text: str) -> None:
    lyricsfile.parse("metadata:\nlines:\n" + text)
    read_yaml(text.split("\n"))


@given(st.lists(st.sampled_from(["Hush", "now", "la", "ba"]), min_size=1, max_size=6))
def test_words_time_the_line_whatever_blanks_they_have(words: list[str]) -> None:
    line = " ".join(words)
    timed = [(word, place * 100, None) for place, word in enumerate(words)]
    joined = join_words(line, timed, 0)
    assert joined.text == line
    assert "".join(syllable.text for syllable in joined.syllables) == line
    assert [syllable.start for syllable in joined.syllables] == [at for _, at, _ in timed]


def test_words_that_are_not_in_the_line_time_nothing() -> None:
    joined = join_words("Hush now", [("Sleep", 0, None), ("well", 500, None)], 0)
    assert joined.text == "Hush now"
    assert not joined.syllables


def test_a_first_row_that_begins_with_blanks_costs_later_rows_no_letters() -> None:
    rows = ["metadata:", "  title: A", "plain: |2-", "     Sleep", "  now"]
    assert read_yaml(rows)[0].text("plain") == "   Sleep\nnow"
    assert read_yaml([*rows[:2], "plain: |", *rows[3:]])[0].text("plain") == "Sleep\nnow"


def test_a_line_starts_with_its_first_word_if_that_is_sooner() -> None:
    """Found by the fuzzer: such a line ended before it started, and was saved elsewhere."""
    rows = '- text: "Hush now"\n  start_ms: 9000\n  end_ms: 2500\n  words:\n'
    rows += '    - text: "Hush "\n      start_ms: 1000\n    - text: "now"\n      start_ms: 1500\n'
    (line,) = lyricsfile.parse(f"metadata:\n  title: x\nlines:\n{rows}").lines
    assert (line.start_ms, line.syllables[0].start_ms) == (1000, 1000)

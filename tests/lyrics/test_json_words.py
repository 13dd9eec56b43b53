"""Words in the answers of web services: read as saved, or refused as data."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics import json_words
from lullaby.lyrics.not_words import NotWords, reason_of
from lullaby.lyrics.sniffing import words_from_text

KEYS = ["lines", "startTimeMs", "words", "syllables", "numChars", "ts", "te", "l", "c", "o", "x"]
KEYS += ["text", "time", "total", "richsync_body", "subtitle_body", "syncedLyrics", "timeTag"]
LEAVES = st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8)


def _deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)


@given(st.recursive(LEAVES, _deeper, max_leaves=30))
def test_anything_is_read_or_refused(answer: Any) -> None:
    words = json_words.parse(json.dumps(answer))
    assert words.has_words or reason_of(words) is NotWords.DATA
    starts = [line.start_ms for line in words.lines if line.start_ms is not None]
    assert starts == sorted(starts)


@given(st.text('[]{}",:startTimeMs0123456789.\\u', max_size=200))
def test_broken_json_is_refused(text: str) -> None:
    words = json_words.parse("{" + text)
    assert words.has_words or reason_of(words) is NotWords.DATA


@given(st.lists(st.text("abc def", min_size=1).filter(str.strip), min_size=1, max_size=8))
def test_every_line_is_kept_at_its_time(texts: list[str]) -> None:
    lines = [
        {"startTimeMs": str(place * 1000 + 1), "words": text} for place, text in enumerate(texts)
    ]
    words = words_from_text(json.dumps({"lyrics": {"syncType": "LINE_SYNCED", "lines": lines}}))
    assert [line.text for line in words.lines] == [" ".join(text.split()) for text in texts]
    assert [line.start_ms for line in words.lines] == [i * 1000 + 1 for i in range(len(texts))]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"lines":' * 20_000, "[1" + "0" * 5_000 + "]"])
def test_hostile_json_is_refused(text: str) -> None:
    assert reason_of(json_words.parse(text)) is NotWords.DATA


def test_of_several_songs_that_a_search_found_the_first_with_words_is_sung() -> None:
    found = [
        {"trackName": "Silence", "plainLyrics": None, "syncedLyrics": None},
        {"trackName": "Sleep", "artistName": "One", "syncedLyrics": "[00:01.00] Sleep now"},
        {"trackName": "Wake", "artistName": "Two", "syncedLyrics": "[00:01.00] Wake up"},
    ]
    words = words_from_text(json.dumps(found))
    assert (words.title, words.artist) == ("Sleep", "One")
    assert [line.text for line in words.lines] == ["Sleep now"]


def test_half_of_a_pair_of_utf16_is_replaced_so_that_words_can_be_saved() -> None:
    words = words_from_text('{"plainLyrics": "Sleep \\ud83d now"}')
    assert [line.text for line in words.lines] == ["Sleep \ufffd now"]


def test_a_line_starts_with_its_first_syllable_if_that_is_sooner() -> None:
    first = {"startTimeMs": "1000", "numChars": "2"}
    told = {"startTimeMs": "9000", "words": "la", "endTimeMs": "2000", "syllables": [first]}
    (line,) = json_words.parse(json.dumps({"lines": [told]})).lines
    assert (line.start_ms, line.text) == (1000, "la")

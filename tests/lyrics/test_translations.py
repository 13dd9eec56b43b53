"""Of several translations of a line, the one that the person reads comes first."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.finder import find_words
from lullaby.lyrics.model import Line, Lyrics, Timing
from lullaby.lyrics.translations import in_order_for
from tests.library.songs import plain

ROWS = (
    ("ねんねんころりよ", "nennen kororiyo", "Hush now, hush now", "Schlaf nun, schlaf"),
    ("ぼうやはよいこだ", "bouya wa yoi ko da", "you are a good child", "du bist ein braves Kind"),
)
LRC = "".join(f"[00:0{at}.00]{text}\n" for at, row in enumerate(ROWS, 1) for text in row)


@pytest.mark.parametrize(
    ("languages", "first", "others"),
    [
        (("en-GB", "de"), "Hush now, hush now", ["nennen kororiyo", "Schlaf nun, schlaf"]),
        (("de", "en"), "Schlaf nun, schlaf", ["nennen kororiyo", "Hush now, hush now"]),
        (("th", "de-AT"), "Schlaf nun, schlaf", ["nennen kororiyo", "Hush now, hush now"]),
        (("th",), "nennen kororiyo", ["Hush now, hush now", "Schlaf nun, schlaf"]),
        ((), "nennen kororiyo", ["Hush now, hush now", "Schlaf nun, schlaf"]),
    ],
)
def test_the_language_of_the_person_comes_first(
    languages: tuple[str, ...], first: str, others: list[str], tmp_path: Path
) -> None:
    (tmp_path / "a.lrc").write_text(LRC, encoding="utf-8")
    words = find_words(plain(tmp_path / "a.mp3"), languages=languages)
    assert words is not None
    assert [line.text for line in words.lines] == [row[0] for row in ROWS]
    assert words.lines[0].translation.split("\n") == [first, *others]


def test_another_script_is_enough() -> None:
    words = Lyrics((Line("Huna blentyn", translation="Schlaf, Kind\nСпи, дитя"),), Timing.NONE)
    assert in_order_for(words, ("ru",)).lines[0].translation == "Спи, дитя\nSchlaf, Kind"


@pytest.mark.parametrize(
    ("language", "sung"), [("zh-CN", "睡吧"), ("ja", "おやすみ"), ("ko", "잘 자라")]
)
def test_signs_are_known_without_an_alphabet(language: str, sung: str) -> None:
    words = Lyrics((Line("Huna", translation=f"Sleep\n{sung}"),), Timing.NONE)
    assert in_order_for(words, (language,)).lines[0].translation == f"{sung}\nSleep"


def test_a_line_with_fewer_translations_keeps_them_in_order() -> None:
    rows = ["Schlaf\nnana\nСпи", "Kind\nninna", "Nacht"]
    words = Lyrics(tuple(Line("Huna", translation=row) for row in rows), Timing.NONE)
    ordered = in_order_for(words, ("ru",))
    assert [line.translation for line in ordered.lines] == ["Спи\nSchlaf\nnana", *rows[1:]]


@given(
    st.lists(st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1), max_size=4)),
    st.lists(st.sampled_from(["en", "de", "ja", "ar", "xx", ""]), max_size=3),
)
def test_nothing_is_lost(rows: list[list[str]], languages: list[str]) -> None:
    words = Lyrics(tuple(Line("x", translation="\n".join(row)) for row in rows), Timing.NONE)
    ordered = in_order_for(words, languages)
    assert [sorted(line.translation.split("\n")) for line in ordered.lines] == [
        sorted(line.translation.split("\n")) for line in words.lines
    ]

"""Words split into syllables, compared with the bundled songs."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.finder import read_words
from lullaby.lyrics.model import Line
from lullaby.lyrics.syllables import split_line, split_word
from lullaby.paths import assets

LANGUAGES = ("cy", "de", "en", "fr", "mi", "it", "xx", "ja", "")


@pytest.mark.parametrize(
    ("word", "language", "pieces"),
    [
        ("little", "en", "lit-tle"),
        ("above", "en", "a-bove"),
        ("you", "en", "you"),
        ("times", "en", "times"),
        ("Abend", "de", "A-bend"),
        ("Sternlein", "German", "Stern-lein"),
        ("lune", "fra", "lu-ne"),
        ("l’amour", "fr-CA", "l’a-mour"),
        ("blentyn", "wel", "blen-tyn"),
        ("cariad", "cy", "car-iad"),
        ("ngākau", "mi", "ngā-kau"),
        ("matua", "mi", "ma-tu-a"),
        ("lonely", "", "lo-ne-ly"),
    ],
)
def test_words(word: str, language: str, pieces: str) -> None:
    assert "-".join(split_word(word, language)) == pieces


def test_punctuation_stays_with_its_word() -> None:
    assert split_line("„Schlafe, mein“ – Kind!", "de") == (
        "„Schla",
        "fe, ",
        "mein“ ",
        "– ",
        "Kind!",
    )
    assert split_line("mother-in-law", "en") == ("moth", "er-", "in-", "law")
    assert split_line("  Hush 12 ", "en") == ("  Hush ", "12 ")


def test_signs_are_sung_one_by_one() -> None:
    assert split_line("ねんねん ころりよ") == ("ねん", "ねん ", "こ", "ろ", "り", "よ")
    assert split_line("睡吧 宝贝") == ("睡", "吧 ", "宝", "贝")
    assert split_line("きゃっと") == ("きゃっ", "と")


def test_accents_that_stand_alone_stay_with_their_letter() -> None:
    word = unicodedata.normalize("NFD", "Māori")
    assert "".join(split_word(word, "mi")) == word
    assert all(not unicodedata.combining(piece[0]) for piece in split_word(word, "mi"))


def _words(line: Line) -> list[list[str]]:
    words: list[list[str]] = [[]]
    for syllable in line.syllables:
        words[-1].append(syllable.text)
        if syllable.text.endswith(" "):
            words.append([])
    return [word for word in words if word]


def test_the_songbook_has_as_many_syllables_by_the_rules_as_by_its_scores() -> None:
    all_words: Counter[str] = Counter()
    agreed: Counter[str] = Counter()
    for file in sorted(Path(assets() / "songs").glob("*.lrc")):
        lyrics = read_words(file)
        assert lyrics is not None
        for word in (word for line in lyrics.lines for word in _words(line)):
            all_words[lyrics.language] += 1
            agreed[lyrics.language] += len(split_line("".join(word), lyrics.language)) == len(word)
    made_for = {"cy", "de", "en", "fr", "mi"}
    assert made_for <= set(all_words)
    for language in made_for:
        assert agreed[language] >= all_words[language] * 0.96, language


@given(st.text(max_size=30), st.sampled_from(LANGUAGES))
def test_pieces_joined_are_the_line(text: str, language: str) -> None:
    pieces = split_line(text, language)
    assert "".join(pieces) == text
    assert all(pieces)

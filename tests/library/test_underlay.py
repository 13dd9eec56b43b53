"""Misplaced syllables are detected, in foreign scores and in our own."""

import pytest

from lullaby.library.underlay import Misfit, Misplaced, misplaced
from lullaby.paths import assets
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.catalogue import SongEntry, catalogue

HEAD = "X:1\nT:Test\nM:4/4\nL:1/4\nQ:1/4=60\n%%lb-lang {language}\n{more}K:C\n"


def found(music: str, words: str, language: str = "it", more: str = "") -> list[tuple[str, Misfit]]:
    head = HEAD.format(language=language, more=more)
    score = read_abc(f"{head}{music}\nw: {words}\n")
    return [(each.syllable, each.misfit) for each in misplaced(score)]


@pytest.mark.parametrize(
    ("music", "words", "expected"),
    [
        ('"C"(C D) E F |]', "o_ Re del", []),
        ('"C"(C D) E F |]', "o Re del cie", [("Re", Misfit.INSIDE_SLUR)]),
        ('"C"C (D E) F |]', "o Re_ del", []),
        ('"C"C (D (E) F) |]', "o Re_ del", [("del", Misfit.INSIDE_SLUR)]),
        ('"C"C (D z E) |]', "o Re del", [("del", Misfit.INSIDE_SLUR)]),
        ('"C"C D) E F |]', "o Re del cie", []),
    ],
)
def test_a_syllable_begins_where_a_slur_does(
    music: str, words: str, expected: list[tuple[str, Misfit]]
) -> None:
    assert found(music, words) == expected


def test_a_slur_binds_over_the_end_of_a_line() -> None:
    head = HEAD.format(language="it", more="")
    score = read_abc(f'{head}"C"C D (E F |\nw: o Re del cie\nG) A B c |]\nw: lo in u na\n')
    assert misplaced(score) == (
        Misplaced(1, 1, "cie", Misfit.INSIDE_SLUR),
        Misplaced(2, 1, "lo", Misfit.INSIDE_SLUR),
    )


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("haw", "pali he le ka", [("pali", Misfit.ON_ONE_NOTE)]),
        ("it", "mi~a vie-ni~in u", []),
        ("fr", "qu’elle crire une feu", []),
        ("fr", "dormir a la le", [("dormir", Misfit.ON_ONE_NOTE)]),
        ("en", "one time, love sleep", []),
        ("de", "Herr, Gott, Näch schläft", []),
    ],
)
def test_two_sung_vowels_on_a_note_are_seen(
    language: str, words: str, expected: list[tuple[str, Misfit]]
) -> None:
    assert found('"C"C D E F |]', words, language) == expected


def test_what_shares_a_note_on_purpose_is_said_by_the_score() -> None:
    assert found('"C"C D E F |]', "pali he le ka", "haw", "%%lb-on-one-note pali\n") == []


@pytest.mark.parametrize("song", catalogue(assets() / "songs"), ids=lambda song: song.id)
def test_the_songs_that_come_with_the_app_have_none(song: SongEntry) -> None:
    assert song.score is not None
    assert misplaced(read_abc(song.score.read_text(encoding="utf-8"), song.score.name)) == ()

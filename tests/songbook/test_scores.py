"""Scores in ABC: read strictly, turned into time."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.songbook.abc_reader import AbcError, read_abc
from lullaby.songbook.timeline import timeline

HEAD = """X:1
%%lb-id test
%%lb-lang en
%%lb-level A
%%lb-origin Trad.
%%lb-words Trad.
T:Test
C:Trad.
M:4/4
L:1/4
Q:1/4=60
K:C
"""


def score(body: str, head: str = HEAD):
    return read_abc(head + body)


def test_notes_words_and_chords() -> None:
    found = score('"C" C D "G7" E2 | F4 |]\nw: Twin-kle lit-tle *\n'.replace(" *", "")).phrases[0]
    assert [note.pitch for note in found.notes] == [60, 62, 64, 65]
    assert [note.length for note in found.notes] == [
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(1, 2),
        Fraction(1),
    ]
    assert [note.chord for note in found.notes] == ["C", "", "G7", ""]
    assert found.verses == (("Twin", "kle ", "lit", "tle"),)


def test_time_runs_at_the_tempo() -> None:
    performed = timeline(score('"C" C D E F | G4 |]\nw: one two three four five\n'), (0,))
    starts = [round(note.start_ms) for note in performed.notes]
    first = starts[0]
    assert [start - first for start in starts] == [0, 1000, 2000, 3000, 4000]
    line = performed.lines[0]
    assert [s.text.strip() for s in line.syllables] == ["one", "two", "three", "four", "five"]
    assert [round(s.start_ms) for s in line.syllables] == starts


def test_a_held_syllable_and_a_tie() -> None:
    performed = timeline(score('"C" C D E-E | G4 |]\nw: Sleep _ on * now\n'), (0,))
    assert len(performed.notes) == 4
    assert [s.text.strip() for s in performed.lines[0].syllables] == ["Sleep", "on", "now"]
    sleep = performed.lines[0].syllables[0]
    assert round(sleep.end_ms - sleep.start_ms) == 2000


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("C D E F | G2 A | B4 |]\nw: a b c d e f g\n", "bar 2"),
        ("C D E F | G4 |]\nw: one two\n", "line 13"),
        ("C D E F ~ | G4 |]\n", "bar 1"),
        ("w: words before\nC4 |]\n", "before any notes"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(body: str, said: str) -> None:
    with pytest.raises(AbcError, match=said):
        score(body)


@given(st.text(alphabet="CDEFGabc|]-_()\"'z,2/4 \n:wKMLQ%^=", max_size=80))
def test_any_text_is_read_or_refused_by_name(body: str) -> None:
    try:
        found = score(body)
    except AbcError as problem:
        text = str(problem)
    else:
        text = f"line {len(found.phrases)}"
    assert "line" in text

"""Scores in ABC: read strictly, turned into time."""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.songbook.abc_reader import AbcError, read_abc
from lullaby.songbook.notes import Checked
from lullaby.songbook.pitches import chord_of, transposed
from lullaby.songbook.season import Season
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import timeline

HEAD = """X:1
%%lb-id test
%%lb-lang en
%%lb-level A
%%lb-origin Welsh
%%lb-season christmas
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
    assert [verse.slots for verse in found.verses] == [("Twin", "kle ", "lit", "tle")]


def test_time_runs_at_the_tempo() -> None:
    performed = timeline(score('"C" C D E F | G4 |]\nw: one two three four five\n'))
    starts = [round(note.start_ms) for note in performed.notes]
    first = starts[0]
    assert [start - first for start in starts] == [0, 1000, 2000, 3000, 4000]
    line = performed.lines[0]
    assert [s.text.strip() for s in line.syllables] == ["one", "two", "three", "four", "five"]
    assert [round(s.start_ms) for s in line.syllables] == starts


def test_a_held_syllable_and_a_tie() -> None:
    performed = timeline(score('"C" C D E-E | G4 |]\nw: Sleep _ on * now\n'))
    assert len(performed.notes) == 4
    assert [s.text.strip() for s in performed.lines[0].syllables] == ["Sleep", "on", "now"]
    sleep = performed.lines[0].syllables[0]
    assert round(sleep.end_ms - sleep.start_ms) == 2000


def test_what_a_score_says_about_itself() -> None:
    about = score('"C" C4 |]\n').about
    assert (about.id, about.title, about.origin, about.language) == ("test", "Test", "Welsh", "en")
    assert about.checked is Checked.TWO_SOURCES
    assert about.season is Season.CHRISTMAS


def test_the_letters_and_the_meaning_of_a_line() -> None:
    body = '"C" C D E2 |]\nw: ne-n ne\n%%w-ja ね ん ね\n%%tr-en sleep\nw: la la la\n'
    first, second = (timeline(score(body), Setting(verses=(at,))).lines[0] for at in (0, 1))
    assert (first.script, first.meaning) == ("ねんね", "sleep")
    assert (second.script, second.meaning) == ("", "")


@pytest.mark.parametrize(
    ("body", "line", "bar", "message"),
    [
        ('"C" C D E F | G2 A | B4 |]\nw: a b c d e f g\n', 13, 2, "has 3 of 4 quarters"),
        ('"C" C D E F | G4 |]\nw: one two\n', 14, 1, "2 syllables for 5 notes"),
        ('"C" C D E F | G4 |]\nw: a b c d\n', 14, 2, "4 syllables for 5 notes"),
        ('"C" C4 |]\nw: one\nw: one two\n', 15, 1, "2 syllables for 1 notes"),
        ('"C" C4 |]\nw: one\n%%w-ja あ い\n', 14, 1, "2 signs"),
        ("C D E F ~ | G4 |]\n", 13, 1, "'~' is not understood"),
        ("w: words before\nC4 |]\n", 13, 1, "before any notes"),
        ('"H" C4 |]\n', 13, 1, "the chord 'H'"),
        ("C4 |]\n", 13, 2, "no chord symbol"),
        ('"C" C2 D2- | E4 |]\n', 13, 2, "a tie to another note"),
        ('"C" C2 D2- | D4 |]\nw: a b c\n', 14, 2, "stands on a tied note"),
        ('"C" C4- |]\n', 13, 2, "tied to nothing"),
        ('"C" C4 |\n', 13, 2, "not closed"),
        ('"C" C4 |]\nM:3/4\n', 14, 1, "below the key"),
        ('"C" C4 |]\n%%lb-colour blue\n', 14, 1, "lb-colour is not known"),
        ("\"C\" c'''4 |]\n", 13, 1, "out of everybody's reach"),
        ('"C" C4 |\nw: a\n"C" C4 |]\n', 15, 3, "different numbers of verses"),
    ],
)
def test_errors_are_reported_with_their_position(
    body: str, line: int, bar: int, message: str
) -> None:
    with pytest.raises(AbcError, match=re.escape(message)) as problem:
        score(body)
    assert (problem.value.line, problem.value.bar) == (line, bar)
    assert str(problem.value).startswith(f"score, line {line}, bar {bar}: ")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("M:4/4", "M:5/4", "5/4 is not one of"),
        ("Q:1/4=60", "Q:slow", "no tempo"),
        ("Q:1/4=60", "Q:1/4=900", "not from 20 to 200"),
        ("K:C", "K:H", "the key 'H'"),
        ("%%lb-level A", "%%lb-level C", "not one of A, B, unchecked"),
        ("christmas", "easter", "there is: christmas"),
    ],
)
def test_a_head_that_is_wrong(old: str, new: str, message: str) -> None:
    with pytest.raises(AbcError, match=re.escape(message)):
        score('"C" C4 |]\n', HEAD.replace(old, new))


def test_a_chord_in_another_key() -> None:
    assert [transposed(symbol, -2) for symbol in ("C", "F#m7", "Bbmaj7", "E5", "G/B")] == [
        *("Bb", "Em7", "Abmaj7", "D5", "F/A")
    ]
    with pytest.raises(ValueError, match="Hm"):
        transposed("Hm", 1)


@given(st.sampled_from(["C", "Dm", "F#7", "Bbmaj7", "Gsus4"]), st.integers(-12, 12))
def test_a_transposed_chord_has_the_same_shape(symbol: str, steps: int) -> None:
    root, shape = chord_of(symbol)
    assert chord_of(transposed(symbol, steps)) == ((root + steps) % 12, shape)


@given(st.text(alphabet="CDEFGabc|]-_()\"'z,2/4 \n:wKMLQ%^=", max_size=80))
def test_any_text_is_read_or_refused_by_name(body: str) -> None:
    try:
        found = score(body)
    except AbcError as problem:
        text = str(problem)
    else:
        text = f"line {len(found.phrases)}"
    assert "line" in text


LENGTHS = st.sampled_from([1, 2, 3, 4])
NOTES = st.lists(st.tuples(st.sampled_from("CDEFGAB"), LENGTHS), min_size=1, max_size=12)


@given(NOTES, st.integers(20, 200))
def test_any_bar_that_is_filled_is_read_note_for_note(
    notes: list[tuple[str, int]], bpm: int
) -> None:
    body = "".join(f'"C" {letter}{length} z{4 - length} |' for letter, length in notes)
    body = re.sub(r" z0", "", body)[:-1] + "|]\nw: " + "la " * len(notes) + "\n"
    found = score(body, HEAD.replace("=60", f"={bpm}"))
    read = [n for n in found.phrases[0].notes if n.pitch is not None]
    assert [(n.pitch, n.length * 4) for n in read] == [
        (60 + "C D EF G A B".index(letter), length) for letter, length in notes
    ]
    performed = timeline(found)
    starts = [s.start_ms for s in performed.lines[0].syllables]
    assert starts == [n.start_ms for n in performed.notes]
    bar = 4 * 60_000 / bpm
    assert starts == pytest.approx([(2 + at) * bar for at in range(len(notes))])

"""Chords are moved by one interval, spelled as musicians and their sheet spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.chord_names import transposed_names
from lullaby.lyrics.sheets import is_chord

NOTES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
KINDS = ("", "m", "7", "m7", "maj7", "sus4", "dim", "m7b5", "7#9", "6", "add9")
roots = st.tuples(st.sampled_from("CDEFGAB"), st.sampled_from(("", "#", "b")))
chords = st.builds(
    lambda root, kind, bass: "".join(root) + kind + (f"/{''.join(bass)}" if bass else ""),
    roots,
    st.sampled_from(KINDS),
    st.none() | roots,
)


def pitch(note: str) -> int:
    """A note in ASCII as a pitch class from C."""
    return (NOTES[note[0]] + note.count("#") - note[1:].count("b")) % 12


def taken_apart(name: str) -> tuple[int, str, int | None]:
    """The root, the kind and the bass of a chord."""
    whole, _, bass = name.partition("/")
    long = 2 if whole[1:2] in {"#", "b"} else 1
    return pitch(whole[:long]), whole[long:], pitch(bass) if bass else None


@given(st.lists(chords, min_size=1, max_size=8), st.integers(-24, 24))
def test_every_note_moves_by_the_same_interval(names: list[str], semitones: int) -> None:
    moved = transposed_names(names, semitones)
    for name in names:
        root, kind, bass = taken_apart(name)
        expected = None if bass is None else (bass + semitones) % 12
        assert taken_apart(moved[name]) == ((root + semitones) % 12, kind, expected)
        assert is_chord(moved[name])


@given(st.lists(chords, min_size=1, max_size=8), st.integers(-12, 12))
def test_there_and_back_is_the_same_chord(names: list[str], semitones: int) -> None:
    there = transposed_names(names, semitones)
    back = transposed_names(there.values(), -semitones)
    assert [taken_apart(back[there[name]]) for name in names] == [taken_apart(n) for n in names]


@given(st.lists(chords, max_size=8), st.sampled_from((-12, 0, 12)))
def test_octaves_change_nothing(names: list[str], semitones: int) -> None:
    assert transposed_names(names, semitones) == {name: name for name in names}


@given(st.lists(st.text(max_size=12), max_size=6), st.integers(-12, 12))
def test_any_text_has_a_name(names: list[str], semitones: int) -> None:
    moved = transposed_names(names, semitones)
    assert list(moved) == list(dict.fromkeys(names))
    assert all(moved[name] == name for name in names if not is_chord(name))


@pytest.mark.parametrize(
    ("names", "semitones", "expected"),
    [
        ("C F G7 Am", 2, "D G A7 Bm"),
        ("G C D7 Em", 1, "Ab Db Eb7 Fm"),
        ("A D E7 F#m", 1, "Bb Eb F7 Gm"),
        ("D G A7 F#m/C#", -1, "Db Gb Ab7 Fm/C"),
        ("E A B7 C#m", -1, "Eb Ab Bb7 Cm"),
        ("E A B7 G#m", 2, "F# B C#7 A#m"),
        ("F Bb C7 Dm", -1, "E A B7 C#m"),
        ("C/e G/b Am", 2, "D/f# A/c# Bm"),
        ("B♭ E♭ F7", 2, "C F G7"),
        ("C♯m F♯m", -1, "Cm Fm"),
        ("D H7 Em A7", 2, "E C#7 F#m H7"),
        ("D H7 B A7", 2, "E C#7 C H7"),
        ("Fis H Cis7", 1, "G C D7"),
        ("D G C Fis7", 1, "Es As Des G7"),
        ("G C D7", 1, "Ab Db Eb7"),
        ("Es As B7", 2, "F B C7"),
        ("Es As Bes7", -1, "D G A7"),
        ("F B C", 2, "G C# D"),
        ("Fis Es", 1, "G E"),
        ("Asus4 Esus4", 1, "Bbsus4 Fsus4"),
        ("(Am) N.C. C*", 2, "(Bm) N.C. D*"),
    ],
)
def test_spelling(names: str, semitones: int, expected: str) -> None:
    moved = transposed_names(names.split(), semitones)
    assert " ".join(moved.values()) == expected


def test_chords_in_small_letters_move_and_stay_small() -> None:
    names = ["am", "g7", "C", "d/a"]
    assert transposed_names(names, 2) == {"am": "bm", "g7": "a7", "C": "D", "d/a": "e/b"}

"""Phones get the words as the laptop shows them."""

import pytest

from lullaby.lyrics.cursor import Cursor
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.model import Chord, Line, Lyrics, Part, Timing
from lullaby.together.shared_words import Direction, SharedWords, direction_of, shared_words
from lullaby.units import Ms

SUNG = parse(
    "[la:cy]\n"
    "[00:02.00]<00:02.00>Huna <00:03.00>blen<00:03.50>tyn <00:04.50>\n"
    "[00:05.00]ar fy mynwes\n"
    "[00:09.00]\n"
    "[00:16.00]clyd\n"
)


def shared(lyrics: Lyrics, semitones: int = 0) -> SharedWords:
    return shared_words(
        lyrics, song="1", title="Suo Gân", singers=("Ana", "Ben"), semitones=semitones
    )


def test_every_line_has_its_time_and_its_syllables() -> None:
    words = shared(SUNG)
    assert (words.title, words.language, words.singers) == ("Suo Gân", "cy", ("Ana", "Ben"))
    first, second, third = words.lines
    assert (first.at_ms, first.end_ms) == (2_000, 4_500)
    assert [(s.text, s.start_ms, s.end_ms) for s in first.syllables] == [
        ("Huna ", 2_000, 3_000),
        ("blen", 3_000, 3_500),
        ("tyn", 3_500, 4_500),
    ]
    assert (second.at_ms, second.end_ms, second.text) == (5_000, 9_000, "ar fy mynwes")
    assert second.syllables == ()
    assert third.at_ms == 16_000


def test_a_phone_shows_the_line_that_the_laptop_shows() -> None:
    words, cursor = shared(SUNG), Cursor(SUNG)
    for position in range(0, 20_000, 50):
        now = cursor.at(Ms(position))
        begun = [line.text for line in words.lines if line.at_ms <= position]
        assert (begun[-1] if begun else None) == (
            None if now.line is None else SUNG.lines[now.line].text
        )


def test_a_short_syllable_is_wiped_as_slowly_as_on_the_laptop() -> None:
    words = shared(parse("[00:01.00]<00:01.00>a<00:01.01>b<00:02.00>\n"))
    assert [(s.start_ms, s.end_ms) for s in words.lines[0].syllables] == [
        (1_000, 1_080),
        (1_080, 2_000),
    ]


def test_words_without_times_get_steady_ones() -> None:
    words = shared(Lyrics((Line("Hush, little baby"), Line("don't say a word")), Timing.NONE))
    assert [line.text for line in words.lines] == ["Hush, little baby", "don't say a word"]
    assert words.lines[0].at_ms < words.lines[1].at_ms
    assert words.lines[0].syllables


def test_chords_stand_in_the_key_that_is_sung() -> None:
    line = Line("Huna blentyn", Ms(0), Ms(900), chords=(Chord("F", 0), Chord("C7", 5)))
    words = shared(Lyrics((line,), Timing.LINES), semitones=-2)
    assert words.lines[0].chords == (Chord("Eb", 0), Chord("Bb7", 5))


def test_a_song_is_sung_in_its_own_key_at_a_beat_a_second_unless_somebody_says_so() -> None:
    line = Line("Huna blentyn", Ms(0), Ms(900), chords=(Chord("F", 0),))
    words = shared_words(Lyrics((line,), Timing.LINES), song="1", title="Suo Gân")
    assert words.lines[0].chords == (Chord("F", 0),)
    assert (words.beat_ms, words.singers) == (1_000, ("", ""))
    assert [*Direction] == ["ltr", "rtl"]


def test_who_sings_and_what_it_means_come_along() -> None:
    line = Line("Huna", Ms(0), Ms(900), translation="sleep", part=Part.SECOND)
    shown = shared(Lyrics((line,), Timing.LINES)).lines[0]
    assert (shown.part, shown.translation) == (Part.SECOND, "sleep")


@pytest.mark.parametrize(
    ("texts", "direction"),
    [
        (["Huna blentyn"], Direction.LEFT_TO_RIGHT),
        (["יָרֵחַ", "la la la", "לַיְלָה"], Direction.RIGHT_TO_LEFT),
        (["… نامي", "1 2"], Direction.RIGHT_TO_LEFT),
        (["♪", ""], Direction.LEFT_TO_RIGHT),
        (["לַיְלָה", "Huna blentyn"], Direction.LEFT_TO_RIGHT),
        (["1 2", "לַיְלָה 3"], Direction.RIGHT_TO_LEFT),
    ],
)
def test_words_are_read_as_most_of_their_lines(texts: list[str], direction: Direction) -> None:
    assert direction_of(texts) is direction

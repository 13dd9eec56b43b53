"""Lines as written: rows, blanks, and pieces with stamps joined to a line."""

import pytest

from lullaby.lyrics.model import Chord, Note, Part
from lullaby.lyrics.pieces import (
    Joined,
    RawLine,
    RawSyllable,
    clean,
    join_pieces,
    moved,
    split_rows,
    timed,
)
from lullaby.units import Ms, Semitones

NOTE = Note(Semitones(4), Ms(100), Ms(200))
LINE = RawLine(
    3,
    "Hush now",
    100,
    900,
    (RawSyllable("Hush ", 100, 400, (NOTE,)), RawSyllable("now", 400, None)),
    Part.SECOND,
    True,
    2,
    ("Still jetzt",),
    True,
    (Chord("G", 0),),
)


def syllables(joined: Joined) -> list[tuple[str, int, int | None]]:
    return [(each.text, each.start, each.end) for each in joined.syllables]


def test_rows_end_in_any_way() -> None:
    assert split_rows("a\nb\r\nc\rd\n") == ["a", "b", "c", "d", ""]
    assert split_rows("a\x0bb\u2028c") == ["a\x0bb\u2028c"]


def test_a_line_is_moved_with_its_words_and_keeps_all_else() -> None:
    later = moved(LINE, 50)
    assert (later.start, later.end) == (150, 950)
    assert [(each.start, each.end) for each in later.syllables] == [(150, 450), (450, None)]
    assert later.syllables[0].notes == (NOTE,)
    assert moved(later, -50) == LINE


def test_nothing_begins_before_the_beginning() -> None:
    earlier = moved(LINE, -1_000)
    assert (earlier.start, earlier.end) == (0, 0)
    assert [(each.start, each.end) for each in earlier.syllables] == [(0, 0), (0, None)]


def test_a_line_without_times_has_none_elsewhere_either() -> None:
    assert moved(RawLine(1, "Hush"), 500) == RawLine(1, "Hush")
    assert moved(LINE, 0) is LINE


def test_other_times_keep_everything_else() -> None:
    assert timed(LINE, 5, None) == LINE._replace(start=5, end=None, syllables=())


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("a  b", "a b"),
        ("a\tb", "a b"),
        ("a\x00b", "ab"),
        ("\ufeffa", "a"),
        ("a\u2003b", "a\u2003b"),
        ("a\u2028b", "a b"),
        ("a\x85b\x7fc", "a bc"),
        ("a \n\r b", "a b"),
        ("as it is", "as it is"),
    ],
)
def test_blanks_are_single_and_controls_are_gone(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


def test_text_without_stamps_is_a_plain_line() -> None:
    assert join_pieces([(None, "  Hush \t now ")], 100) == Joined("Hush now")
    assert join_pieces([], 100) == Joined("")


def test_each_stamp_begins_a_syllable_and_ends_the_one_before() -> None:
    joined = join_pieces([(100, "Hush "), (300, "now"), (500, "")], None)
    assert joined.text == "Hush now"
    assert syllables(joined) == [("Hush ", 100, 300), ("now", 300, 500)]
    assert not joined.disordered


def test_a_space_belongs_to_the_piece_before_it() -> None:
    joined = join_pieces([(100, "Hush"), (300, " now "), (400, " my ")], None)
    assert [each.text for each in joined.syllables] == ["Hush ", "now ", "my"]
    assert joined.text == "Hush now my"


def test_what_stands_before_the_first_stamp_begins_with_the_line() -> None:
    joined = join_pieces([(None, "Hush "), (300, "now")], 100)
    assert syllables(joined) == [("Hush ", 100, 300), ("now", 300, None)]


def test_without_a_line_start_it_belongs_to_the_first_stamp() -> None:
    joined = join_pieces([(None, "Hush "), (300, "now "), (400, "my")], None)
    assert syllables(joined) == [("Hush now ", 300, 400), ("my", 400, None)]


def test_a_stamp_at_the_end_closes_a_line_without_inner_stamps() -> None:
    assert join_pieces([(None, "Hush now "), (900, "")], 100) == Joined("Hush now", end=900)


def test_blanks_within_a_piece_are_single_too() -> None:
    joined = join_pieces([(100, "Hush  now "), (300, "my\tlove")], None)
    assert [each.text for each in joined.syllables] == ["Hush now ", "my love"]


def test_words_at_the_very_beginning_begin_there() -> None:
    assert syllables(join_pieces([(0, "Hush "), (0, "now")], None)) == [
        ("Hush ", 0, 0),
        ("now", 0, None),
    ]


def test_a_piece_begins_when_the_one_before_has_ended() -> None:
    joined = join_pieces([(None, "a "), (900, "b "), (300, "c")], 400)
    assert [each.start for each in joined.syllables] == [400, 900, 900]


def test_stamps_without_text_are_no_words() -> None:
    assert join_pieces([(100, ""), (300, "  ")], None) == Joined("")


def test_stamps_that_go_back_are_told_and_held_up() -> None:
    joined = join_pieces([(500, "Hush "), (300, "now "), (700, "my")], None)
    assert joined.disordered
    assert syllables(joined) == [("Hush ", 500, 500), ("now ", 500, 700), ("my", 700, None)]
    assert join_pieces([(500, " "), (300, "")], None) == Joined("", disordered=True)


def test_the_same_stamp_twice_is_in_order() -> None:
    joined = join_pieces([(500, "Hush "), (500, "now")], None)
    assert not joined.disordered
    assert syllables(joined) == [("Hush ", 500, 500), ("now", 500, None)]


def test_a_stamp_before_the_lines_own_start_is_held_up() -> None:
    joined = join_pieces([(None, "Hush "), (300, "now")], 400)
    assert joined.disordered
    assert syllables(joined) == [("Hush ", 400, 400), ("now", 400, None)]

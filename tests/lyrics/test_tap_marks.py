"""Stamps of pieces: two lines of two and three pieces, with an empty line between."""

from collections.abc import Sequence

import pytest

from lullaby.lyrics.tap_marks import APART_MS, Marks
from lullaby.units import Ms

BLANK = Marks.blank((2, 0, 3))
FULL = (1_000, 1_500, 3_000, 3_500, 4_000)


def marks(starts: Sequence[int | None] = FULL, ends: Sequence[int | None] = (None,) * 3) -> Marks:
    return Marks(
        (0, 2, 2),
        tuple(None if start is None else Ms(start) for start in starts),
        tuple(None if end is None else Ms(end) for end in ends),
    )


def test_blank_marks_have_a_place_for_every_piece() -> None:
    assert marks((None,) * 5) == BLANK
    assert [list(BLANK.pieces(line)) for line in range(3)] == [[0, 1], [], [2, 3, 4]]
    assert [BLANK.line_of(piece) for piece in range(5)] == [0, 0, 2, 2, 2]


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        (FULL, FULL),
        ((1_000, None, 3_000, None, 4_000), (1_000, None, 3_000, None, 4_000)),
        ((1_000, 3_000, 2_000, None, None), (1_000, None, 2_000, None, None)),
        ((1_000, 1_990, 2_000, None, None), (1_000, 1_990, 2_000, None, None)),
        ((1_000, 1_991, 2_000, None, None), (1_000, None, 2_000, None, None)),
        ((1_000, None, 1_010, None, None), (1_000, None, 1_010, None, None)),
        ((1_000, None, 1_009, 1_020, None), (1_000, None, None, 1_020, None)),
        ((1_000, 1_000, 3_000, 3_000, 2_999), (1_000, 1_000, 3_000, 3_000, None)),
        ((None, 500, None, 700, 600), (None, 500, None, 700, None)),
    ],
)
def test_times_from_elsewhere_are_kept_where_they_run_forwards(
    times: Sequence[int | None], kept: Sequence[int | None]
) -> None:
    given = [None if time is None else Ms(time) for time in times]
    assert BLANK.with_starts(given) == marks(kept)


def test_an_end_from_elsewhere_is_cut_at_the_next_beginning() -> None:
    late = marks((None,) * 5, (3_500, None, 9_000))
    assert late.with_starts([Ms(1_000), None, Ms(3_000), None, None]).ends == (3_000, None, 9_000)


def test_a_stamp_clears_what_it_overtakes() -> None:
    assert marks().stamped(0, 1_500).starts == (1_500, 1_500, 3_000, 3_500, 4_000)
    assert marks().stamped(0, 1_501).starts == (1_501, None, 3_000, 3_500, 4_000)
    assert marks().stamped(1, 2_990).starts == (1_000, 2_990, 3_000, 3_500, 4_000)
    assert marks().stamped(1, 2_991).starts == (1_000, 2_991, None, 3_500, 4_000)
    assert marks().stamped(1, 500).starts[1] == 1_000, "never before the piece before it"
    assert marks().stamped(2, 500).starts[2] == 1_500 + APART_MS


def test_ends_stay_between_their_own_line_and_the_next() -> None:
    ended = marks(ends=(2_500, None, 5_000))
    assert ended.stamped(2, 2_400).ends == (2_400, None, 5_000)
    assert ended.stamped(2, 2_600).ends == (2_500, None, 5_000)
    assert ended.stamped(4, 5_000).ends == (2_500, None, 5_000)
    assert ended.stamped(4, 5_001).ends == (2_500, None, None)


@pytest.mark.parametrize(
    ("line", "time", "end"),
    [(0, 2_000, 2_000), (0, 1_200, 1_500), (0, 3_400, 3_000), (2, 9_000, 9_000), (2, 10, 4_000)],
)
def test_a_line_is_closed_between_its_last_stamp_and_the_next_line(
    line: int, time: int, end: int
) -> None:
    closed = marks().closed(line, time)
    assert closed.ends[line] == end
    assert closed.starts == FULL


@pytest.mark.parametrize(
    ("pieces", "by", "starts"),
    [
        (range(2), 100, (1_100, 1_600, 3_000, 3_500, 4_000)),
        (range(2), -2_000, (0, 500, 3_000, 3_500, 4_000)),
        (range(2), 2_000, (2_490, 2_990, 3_000, 3_500, 4_000)),
        (range(1, 2), -900, (1_000, 1_000, 3_000, 3_500, 4_000)),
        (range(2, 5), -9_000, (1_000, 1_500, 1_510, 2_010, 2_510)),
        (range(2, 3), 900, (1_000, 1_500, 3_500, 3_500, 4_000)),
        (range(2, 5), 9_000, (1_000, 1_500, 12_000, 12_500, 13_000)),
    ],
)
def test_pieces_move_together_as_far_as_their_neighbours_allow(
    pieces: range, by: int, starts: Sequence[int]
) -> None:
    assert marks().moved(pieces, by).starts == tuple(starts)


def test_what_has_no_stamp_does_not_move() -> None:
    some = marks((1_000, None, None, None, None))
    assert some.moved(range(2, 5), 500) is some
    assert some.moved(range(2), 500).starts == (1_500, None, None, None, None)


def test_an_end_moves_with_its_whole_line_and_is_never_overtaken() -> None:
    ended = marks(ends=(2_500, None, 5_000))
    assert ended.moved(range(2), 100).ends == (2_600, None, 5_000)
    assert ended.moved(range(2), 900).ends == (3_000, None, 5_000)
    assert ended.moved(range(1, 2), 100).ends == (2_500, None, 5_000)
    assert ended.moved(range(1, 2), 1_200).ends == (2_700, None, 5_000)
    assert ended.moved(range(2, 5), -800).ends == (2_200, None, 4_200)
    assert ended.moved(range(4, 5), 1_500).ends == (2_500, None, 5_500)


def test_a_line_that_is_cleared_is_tapped_next() -> None:
    ended = marks(ends=(2_500, None, 5_000))
    cleared = ended.cleared(2)
    assert cleared.starts == (1_000, 1_500, None, None, None)
    assert (cleared.ends, cleared.at) == ((2_500, None, None), 2)
    assert ended.cleared(0).starts == (None, None, 3_000, 3_500, 4_000)

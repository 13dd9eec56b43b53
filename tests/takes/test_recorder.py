"""What is kept while somebody records: nothing before the sign, and one take of all the pieces."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.microphone import RATE
from lullaby.takes.frame_times import FrameTimes
from lullaby.takes.recorder import (
    Look,
    Recorder,
    RecorderPhase,
    StopReason,
    SungPiece,
    TakePart,
    parts_of,
)

SECOND = RATE


def seconds(piece: TakePart) -> float:
    return (piece.end - piece.first) / RATE


def piece(first_s: float, length_s: float, song_s: float, pace: float = 1.0) -> SungPiece:
    """Sung at its place by the clock, which began when the piece did."""
    first = round(first_s * RATE)
    looks = tuple(
        Look(5_000.0 + at, song_s * 1000 + pace * at)
        for at in range(0, round(length_s * 1000), 500)
    )
    end = first + round(length_s * RATE)
    return SungPiece(first, end, song_s * 1000, FrameTimes(5_000.0), looks)


def test_nothing_is_kept_before_the_sign_is_on_screen() -> None:
    recorder = Recorder().count_in()
    assert not recorder.keeps(10_000.0)
    recorder = recorder.show_sign(500.0)
    assert not recorder.keeps(499.9)
    assert recorder.keeps(500.0)


def test_a_pause_takes_the_sign_away() -> None:
    recorder = Recorder().count_in().show_sign(0.0).begin().pause().count_in()
    assert not recorder.keeps(10_000.0)


def test_after_a_stop_nothing_is_kept_and_the_first_reason_holds() -> None:
    recorder = Recorder().count_in().show_sign(0.0).begin().stop(StopReason.LOST)
    recorder = recorder.stop(StopReason.ASKED).count_in().show_sign(0.0)
    assert not recorder.keeps(1e9)
    assert recorder.reason is StopReason.LOST


def test_what_comes_after_a_pause_is_another_piece() -> None:
    times = FrameTimes(0.0)
    recorder = Recorder().count_in().show_sign(0.0).keep(0, 100, times).begin()
    recorder = recorder.keep(100, 250, times).pause().keep(250, 300, times)
    recorder = recorder.count_in(8_000.0).show_sign(1.0).keep(300, 400, times)
    assert [(each.first, each.end, each.from_ms) for each in recorder.pieces] == [
        (0, 250, 0.0),
        (300, 400, 8_000.0),
    ]
    assert recorder.frames == 350


def test_the_place_of_a_piece_is_where_the_song_was_heard() -> None:
    assert piece(0, 10, 3.0).place(1.0) == 3_000.0
    assert piece(0, 10, 3.0, pace=0.8).place(0.8) == 3_000.0
    assert SungPiece(0, SECOND, 4_000.0).place(1.0) == 4_000.0


def test_a_line_sung_again_replaces_what_followed_it() -> None:
    first, again = piece(0, 20, 0.0), piece(20, 6, 9.0)
    again = SungPiece(again.first, again.end, 10_000.0, again.times, again.looks)
    before, after = parts_of((first, again), 1.0)
    assert (before.first, seconds(before)) == (0, 10.0)
    assert (after.first, seconds(after), after.song_ms) == (21 * SECOND, 5.0, 10_000.0)


@given(
    st.lists(
        st.tuples(st.floats(0.5, 60), st.floats(0, 120), st.floats(0, 3)), min_size=1, max_size=8
    ),
    st.floats(0.6, 1.1),
)
def test_parts_follow_each_other_and_the_last_piece_is_heard(
    sung: list[tuple[float, float, float]], pace: float
) -> None:
    """Each piece: its length, the line it begins from, and how long before it was counted in."""
    pieces: list[SungPiece] = []
    first = 0.0
    for length, line, before in sung:
        one = piece(first, length, max(0.0, line - before), pace)
        pieces.append(SungPiece(one.first, one.end, line * 1000, one.times, one.looks))
        first += length
    parts = parts_of(tuple(pieces), pace)
    for one, other in pairwise(parts):
        assert one.first < one.end
        end_ms = one.song_ms + pace * seconds(one) * 1000
        assert end_ms <= other.song_ms + 0.1
    assert all(0 <= part.first < part.end <= pieces[-1].end for part in parts)
    if sung[-1][0] * pace > min(sung[-1][2], sung[-1][1]) + 0.01:
        assert parts[-1].end == pieces[-1].end


def test_looks_stay_few_however_long_it_takes() -> None:
    recorder = Recorder().count_in().show_sign(0.0).begin().keep(0, SECOND, FrameTimes(0.0))
    for number in range(5_000):
        recorder = recorder.look(Look(float(number), float(number)))
    assert 200 <= len(recorder.pieces[0].looks) <= 400
    assert recorder.pieces[0].place(1.0) == 0.0


def test_a_take_that_was_never_begun_has_no_parts() -> None:
    assert parts_of((), 1.0) == ()
    assert Recorder().phase is RecorderPhase.READY

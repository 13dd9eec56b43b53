"""The lyrics cursor, to the millisecond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.cursor import SHORTEST_WIPE_MS, Cursor, CursorState, UpcomingTimes
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.model import Line, Lyrics, Part, Syllable, Timing
from lullaby.lyrics.windows import ManualCursor, Window
from lullaby.units import Ms

SUNG = parse(
    "[00:02.00]<00:02.00>Hush, <00:03.00>lit<00:03.50>tle <00:04.50>\n"
    "[00:05.00]<00:05.20>ba<00:05.70>by<00:06.00>\n"
    "[00:06.00]\n"
    "[00:16.00]don't say a word\n"
)


def at(position: int, lyrics: Lyrics = SUNG) -> CursorState:
    return Cursor(lyrics).at(Ms(position))


@pytest.mark.parametrize(
    ("position", "line", "syllable", "fraction"),
    [
        (0, None, None, 0.0),
        (1999, None, None, 0.0),
        (2000, 0, 0, 0.0),
        (2250, 0, 0, 0.25),
        (3000, 0, 1, 0.0),
        (3250, 0, 1, 0.5),
        (4000, 0, 2, 0.5),
        (4500, 0, 2, 1.0),
        (4999, 0, 2, 1.0),
        (5000, 1, 0, 0.0),
        (5450, 1, 0, 0.5),
        (5850, 1, 1, 0.5),
        (9000, 1, 1, 1.0),
        (16_000, 3, None, 0.0),
        (18_500, 3, None, 0.25),
        (26_000, 3, None, 1.0),
        (99_000, 3, None, 1.0),
    ],
)
def test_the_wipe_is_where_the_voice_is(
    position: int, line: int | None, syllable: int | None, fraction: float
) -> None:
    state = at(position)
    assert (state.line, state.syllable) == (line, syllable)
    assert state.fraction == pytest.approx(fraction)


@pytest.mark.parametrize(
    ("position", "gap", "length"),
    [
        (0, 2000, 2000),
        (1500, 500, 2000),
        (2000, None, None),
        (4499, None, None),
        (4500, 500, 500),
        (6000, 10_000, 10_000),
        (15_900, 100, 10_000),
        (16_000, None, None),
        (99_000, None, None),
    ],
)
def test_gaps_count_down_to_the_next_line(
    position: int, gap: int | None, length: int | None
) -> None:
    state = at(position)
    assert (state.gap_ms, state.gap_length_ms) == (gap, length)


@pytest.mark.parametrize(
    ("position", "line", "start"), [(0, 0, 2000), (3000, 1, 5000), (7000, 3, 16_000)]
)
def test_the_next_line_is_known_ahead_for_the_slide(position: int, line: int, start: int) -> None:
    state = at(position)
    assert (state.next_line, state.next_start_ms) == (line, start)


def test_after_the_last_line_nothing_is_ahead() -> None:
    state = at(17_000)
    assert (state.next_line, state.next_start_ms) == (None, None)


def test_seeking_back_gives_what_was_there_before() -> None:
    cursor = Cursor(SUNG)
    there = [cursor.at(Ms(position)) for position in range(0, 20_000, 130)]
    back = [cursor.at(Ms(position)) for position in reversed(range(0, 20_000, 130))]
    assert there == back[::-1]


def test_a_short_syllable_still_takes_its_eighty_milliseconds() -> None:
    short = parse("[00:01.00]<00:01.00>a<00:01.02>b<00:01.03>c<00:02.00>")
    assert SHORTEST_WIPE_MS == 80
    assert (at(1040, short).syllable, at(1040, short).fraction) == (0, pytest.approx(0.5))
    assert (at(1120, short).syllable, at(1120, short).fraction) == (1, pytest.approx(0.5))
    assert at(1160, short).syllable == 2
    assert at(2000, short).fraction == 1.0


def test_a_background_voice_under_a_line_does_not_become_current() -> None:
    words = parse("[00:01.00]Hush[bg:<00:02.00>ooh<00:03.00>]\n[00:05.00]now")
    assert [line.text for line in words.lines] == ["Hush", "ooh", "now"]
    assert at(2500, words).line == 0


def test_a_background_voice_alone_does() -> None:
    words = parse("[00:01.00]Hush<00:02.00>\n[00:03.00][bg:ooh]\n[00:06.00]now")
    assert at(3500, words).line == 1


def test_two_voices_at_once_are_shown_together() -> None:
    words = parse("[00:01.00]v1: Hush\n[00:01.00]v2: Sleep\n[00:04.00]now")
    cursor = Cursor(words)
    assert cursor.at(Ms(2000)).line == 0
    assert cursor.window(0) == Window(None, 0, 1, 2)
    assert cursor.at(Ms(4000)).line == 2


def test_unstamped_lines_share_the_time_of_the_line_above() -> None:
    words = parse("[00:02.00]one\ntwo\n[00:06.00]three")
    assert [at(position, words).line for position in (2000, 3999, 4000, 5999, 6000)] == [
        *(0, 0),
        *(1, 1),
        2,
    ]


def test_lines_moved_to_the_very_beginning_give_way_to_the_last_of_them() -> None:
    words = parse("[offset:5000]\n[00:01.00]gone\n[00:02.00]here\n[00:09.00]later")
    assert at(0, words).line == 1


def test_windows_leave_breaks_out() -> None:
    cursor = Cursor(SUNG)
    assert cursor.window(None) == Window(None, None, 0, 1)
    assert cursor.window(0) == Window(None, 0, 1, 3)
    assert cursor.window(1) == Window(0, 1, 3, None)
    assert cursor.window(3) == Window(1, 3, None, None)
    assert cursor.window(2) == Window(1, None, 3, None)


def test_going_to_a_line() -> None:
    cursor = Cursor(SUNG)
    assert cursor.start_of(3) == 16_000
    assert cursor.start_of(2) is None


@pytest.mark.parametrize("lyrics", [Lyrics((), Timing.NONE), parse("Hush\nlittle baby")])
def test_untimed_words_never_move_by_themselves(lyrics: Lyrics) -> None:
    cursor = Cursor(lyrics)
    assert not cursor.timed
    assert cursor.at(Ms(5000)) == CursorState(None, None, 0.0, None, None, None, None, None)


def test_lines_without_an_end_are_held_until_the_next() -> None:
    words = Lyrics((Line("a", Ms(1000)), Line("b", Ms(3000))), Timing.LINES)
    assert at(2000, words).fraction == pytest.approx(0.5)
    assert at(8000, words).fraction == pytest.approx(0.5)


def test_words_are_turned_by_hand() -> None:
    hand = ManualCursor.over(parse("one\ntwo\n\nthree").lines)
    assert hand.line == 0
    assert hand.back().line == 0
    assert hand.on().on().line == 3
    assert hand.on().on().on().line == 3
    assert hand.to(2).line == 3
    assert hand.to(3).back().window == Window(0, 1, 3, None)


def test_no_words_can_be_turned_too() -> None:
    hand = ManualCursor.over(())
    assert hand.on().back().line is None
    assert hand.window == Window(None, None, None, None)


@st.composite
def timed_words(draw: st.DrawFn) -> Lyrics:
    """Lines in order, some with syllables that may be very short or leave rests."""
    now = 0
    lines: list[Line] = []
    for _ in range(draw(st.integers(0, 8))):
        now += draw(st.integers(0, 3000))
        start = now
        syllables: list[Syllable] = []
        for _ in range(draw(st.integers(0, 6))):
            begin = now + draw(st.sampled_from([0, 0, 5, 200]))
            now = begin + draw(st.sampled_from([0, 1, 30, 79, 80, 400]))
            syllables.append(Syllable("la ", Ms(begin), Ms(now)))
        text = "la " * len(syllables) or draw(st.sampled_from(["", "hush"]))
        end = now if syllables else now + draw(st.integers(0, 4000))
        lines.append(Line(text, Ms(start), Ms(end), tuple(syllables)))
    return Lyrics(tuple(lines), Timing.SYLLABLES)


@given(timed_words(), st.lists(st.integers(-500, 40_000), min_size=2, max_size=30))
def test_the_wipe_never_runs_back(lyrics: Lyrics, positions: list[int]) -> None:
    cursor = Cursor(lyrics)
    states = [cursor.at(Ms(position)) for position in sorted(positions)]
    places = [
        (-1 if s.line is None else s.line, -1 if s.syllable is None else s.syllable, s.fraction)
        for s in states
    ]
    assert places == sorted(places)
    assert all(0.0 <= state.fraction <= 1.0 for state in states)


@given(timed_words())
def test_every_wipe_is_smooth(lyrics: Lyrics) -> None:
    """From one millisecond to the next, a piece gains no more than its share of 80 ms."""
    cursor = Cursor(lyrics)
    before = cursor.at(Ms(0))
    for position in range(1, 3000):
        state = cursor.at(Ms(position))
        if (state.line, state.syllable) == (before.line, before.syllable) and state.syllable:
            assert state.fraction - before.fraction <= 1 / SHORTEST_WIPE_MS + 1e-9
        before = state


@pytest.mark.parametrize(
    ("at", "wipe", "ends", "begins"),
    [
        (0, None, None, 1_000),
        (1_000, 500, 1_500, 1_500),
        (1_700, 300, 1_800, 4_000),
        (1_900, None, None, 4_000),
        (4_999, 1_000, 5_000, 7_000),
        (5_000, None, None, 7_000),
    ],
)
def test_the_course_tells_what_comes_next(
    at: Ms, wipe: Ms | None, ends: Ms | None, begins: Ms
) -> None:
    pieces = (Syllable("one ", Ms(1_000), Ms(1_500)), Syllable("two", Ms(1_500), Ms(1_800)))
    lines = (
        Line("one two", Ms(1_000), Ms(1_800), pieces),
        Line("three", Ms(4_000), Ms(5_000)),
        Line("four", Ms(7_000), Ms(8_000)),
    )
    cursor = Cursor(Lyrics(lines, Timing.SYLLABLES))
    assert cursor.upcoming(at) == UpcomingTimes(wipe, ends, begins)


def test_the_course_ends_with_the_last_line() -> None:
    cursor = Cursor(Lyrics((Line("three", Ms(4_000), Ms(5_000)),), Timing.LINES))
    assert cursor.upcoming(Ms(4_500)) == UpcomingTimes(Ms(1_000), Ms(5_000), None)
    assert cursor.upcoming(Ms(6_000)) == UpcomingTimes(None, None, None)


def test_a_line_that_is_held_after_its_last_syllable_leaves_no_gap() -> None:
    held = Line("one", Ms(1_000), Ms(3_000), (Syllable("one", Ms(1_000), Ms(1_500)),))
    words = Lyrics((held, Line("two", Ms(5_000), Ms(6_000))), Timing.SYLLABLES)
    assert [at(position, words).gap_ms for position in (2_999, 3_000)] == [None, 2_000]


def test_a_background_voice_over_a_break_is_current() -> None:
    ooh = Line("ooh", Ms(0), Ms(1_000), part=Part.BACKGROUND)
    words = Lyrics((Line("", Ms(0), Ms(2_000)), ooh, Line("now", Ms(2_000))), Timing.LINES)
    assert at(0, words).line == 1


def test_a_background_voice_comes_between_lines_that_share_their_time() -> None:
    ooh = Line("ooh", Ms(3_000), part=Part.BACKGROUND)
    lines = (Line("one", Ms(2_000)), Line("two"), ooh, Line("three", Ms(6_000)))
    words = Lyrics(lines, Timing.LINES)
    assert Cursor(words).starts == (2_000, 3_000, 4_000, 6_000)
    assert [at(position, words).line for position in (2_000, 3_000, 4_000, 6_000)] == [0, 2, 1, 3]


def test_three_lines_share_the_time_of_one_in_equal_parts() -> None:
    words = parse("[00:02.00]one\ntwo\nthree\n[00:05.00]four")
    assert Cursor(words).starts == (2_000, 3_000, 4_000, 5_000)
    assert [at(position, words).fraction for position in (2_500, 3_250, 4_750)] == [
        *(0.5, 0.25, 0.75)
    ]


def test_words_with_times_are_timed() -> None:
    assert Cursor(SUNG).timed


def test_a_line_without_length_is_sung_at_once() -> None:
    words = Lyrics((Line("one", Ms(1_000), Ms(1_000)), Line("two", Ms(2_000))), Timing.LINES)
    assert at(1_000, words).fraction == 1.0


def test_of_lines_moved_to_the_very_beginning_only_the_last_is_ever_current() -> None:
    words = parse("[offset:5000]\n[00:01.00]gone\n[00:02.00]here\n[00:09.00]later")
    assert Cursor(words).starts == (0, 4_000)


def test_a_line_with_syllables_keeps_its_time_from_an_unstamped_line_after_it() -> None:
    sung = Line("one", Ms(1_000), Ms(3_000), (Syllable("one", Ms(1_000), Ms(3_000)),))
    words = Lyrics((sung, Line("two"), Line("three", Ms(4_000))), Timing.SYLLABLES)
    assert Cursor(words).starts == (1_000, 4_000)
    assert (at(2_500, words).line, at(2_500, words).syllable) == (0, 0)


def test_a_background_voice_under_the_first_line_is_not_current() -> None:
    ooh = Line("ooh", Ms(2_000), Ms(3_000), part=Part.BACKGROUND)
    lines = (Line("one", Ms(1_000), Ms(4_000)), ooh, Line("two", Ms(5_000)))
    assert Cursor(Lyrics(lines, Timing.LINES)).starts == (1_000, 5_000)

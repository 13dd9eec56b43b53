"""Words without a recording: paced, tapped, turned, handed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.cursor import Cursor
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.model import Chord, Line, Lyrics, Part, Timing
from lullaby.lyrics.pacer import Pacer, TapTempo, folded, shown_speed
from lullaby.lyrics.steady import steady_words
from lullaby.units import Ms

WORDS = parse("[00:01.00]One\n[00:03.00]Two\n[00:06.00]\n[00:09.00]Three")
CURSOR = Cursor(WORDS)
STARTS = CURSOR.starts


def tapped(*times: int) -> TapTempo:
    tempo = TapTempo()
    for time in times:
        tempo = tempo.tapped(Ms(time))
    return tempo


def test_words_run_at_the_stored_tempo_and_wait_when_paused() -> None:
    pacer = Pacer().started(Ms(10_000))
    assert pacer.at(Ms(13_500)) == 3500
    assert pacer.look(Ms(13_500), CURSOR).line == 1
    paused = pacer.paused(Ms(12_000))
    assert paused.at(Ms(99_000)) == 2000
    assert paused.started(Ms(100_000)).at(Ms(100_500)) == 2500


def test_another_tempo_never_makes_the_words_jump() -> None:
    slower = Pacer().started(Ms(0)).paced(Ms(2000), 0.5)
    assert slower.at(Ms(2000)) == 2000
    assert slower.at(Ms(4000)) == 3000
    assert Pacer().paced(Ms(0), 0.01).speed == 0.4


@pytest.mark.parametrize(
    ("times", "bpm"),
    [
        ((0, 1000), None),
        ((0, 1000, 2000, 3000), 60),
        ((0, 1000, 2000, 4000, 5000), 60),
        ((0, 990, 2010, 3000, 3985), 60),
        ((0, 1000, 2000, 9000, 9800, 10_600), 75),
    ],
)
def test_tap_tempo(times: tuple[int, ...], bpm: float | None) -> None:
    assert tapped(*times).bpm == (None if bpm is None else pytest.approx(bpm, rel=0.02))


def test_how_steady_the_taps_are() -> None:
    assert tapped(0, 1000, 2010, 3000).steady
    assert not tapped(0, 700, 2010, 2700, 4100).steady
    assert not tapped(0, 1000).steady


def test_tapping_twice_a_beat_is_the_same_song() -> None:
    assert folded(2.1) == pytest.approx(1.05)
    assert folded(0.45) == pytest.approx(0.9)


def test_turned_by_hand() -> None:
    still = Pacer()
    first = still.turned(Ms(0), STARTS, 1)
    assert first.look(Ms(50_000), CURSOR).line == 0
    second = first.turned(Ms(0), STARTS, 1)
    assert second.look(Ms(0), CURSOR).line == 1
    assert second.turned(Ms(0), STARTS, 5).look(Ms(0), CURSOR).line == 3
    assert second.turned(Ms(0), STARTS, -1).look(Ms(0), CURSOR).line == 0
    assert second.turned(Ms(0), STARTS, -9).at(Ms(0)) == 1000
    into = still.started(Ms(0))
    assert into.turned(Ms(5000), STARTS, -1).at(Ms(5000)) == 3000, "first to its own beginning"
    assert into.turned(Ms(3500), STARTS, -1).at(Ms(3500)) == 1000


def test_a_singer_who_turns_lines_sets_the_tempo() -> None:
    lengths = (Ms(2000), Ms(3000), Ms(2000))
    assert shown_speed(lengths, (Ms(2500), Ms(3750), Ms(9000))) == pytest.approx(0.8)
    assert shown_speed((), ()) is None


def test_untimed_words_get_a_steady_beat_in_whole_bars() -> None:
    words = steady_words(
        parse("[la:en]\nTwinkle, little star\nHow I\n\nUp above the world so high")
    )
    assert words.timing is Timing.SYLLABLES
    assert [(line.text, line.start_ms, line.end_ms) for line in words.lines] == [
        ("Twinkle, little star", 0, 8000),
        ("How I", 8000, 12_000),
        ("", 12_000, 16_000),
        ("Up above the world so high", 16_000, 24_000),
    ]
    assert [s.start_ms for s in words.lines[0].syllables] == [0, 1000, 2000, 3000, 4000]


def test_steady_words_keep_voices_and_translations() -> None:
    timed = parse("[00:01.00]v1: Schlaf\n[00:01.00]v1: Sleep\n[00:02.00]v2: nun")
    (first, second) = steady_words(timed).lines
    assert (first.text, first.translation, first.part) == ("Schlaf", "Sleep", Part.FIRST)
    assert (second.part, second.start_ms) == (Part.SECOND, 4000)


def test_steady_words_keep_their_chords() -> None:
    sheet = Lyrics((Line("Huna blentyn", chords=(Chord("F", 0), Chord("C7", 5))),), Timing.NONE)
    assert steady_words(sheet).lines[0].chords == (Chord("F", 0), Chord("C7", 5))


@given(
    st.lists(
        st.tuples(st.integers(0, 5000), st.sampled_from(["start", "pause", "slower", "faster"])),
        max_size=20,
    )
)
def test_the_clock_never_runs_backwards(steps: list[tuple[int, str]]) -> None:
    pacer, now, before = Pacer(), Ms(0), Ms(0)
    for wait, step in steps:
        now = Ms(now + wait)
        match step:
            case "start":
                pacer = pacer.started(now)
            case "pause":
                pacer = pacer.paused(now)
            case _:
                pacer = pacer.paced(now, pacer.speed * (0.8 if step == "slower" else 1.25))
        assert pacer.at(now) >= before
        before = pacer.at(now)


def test_a_tap_belongs_to_the_series_for_two_and_a_half_seconds() -> None:
    assert tapped(0, 2_500).taps == (0, 2_500)
    assert tapped(0, 2_501).taps == (2_501,)
    assert tapped(0, 1).taps == (0, 1)
    assert tapped(0, 1_000, 1_000).taps == (1_000,), "two taps at once are no beat"


def test_three_taps_make_a_tempo() -> None:
    assert tapped(0, 1_000).bpm is None
    assert tapped(0, 1_000).spread is None
    assert tapped(0, 1_000, 2_000).bpm == 60
    assert tapped(0, 1_000, 2_000).spread == 0
    assert tapped(0, 900, 2_000).spread == pytest.approx(0.1)


def test_words_run_from_twice_to_four_tenths_of_their_tempo() -> None:
    assert [Pacer().paced(Ms(0), speed).speed for speed in (0.1, 9.0)] == [0.4, 2.0]
    assert [shown_speed((Ms(1_000),), (sung,)) for sung in (Ms(9_000), Ms(100))] == [0.4, 2.0]


def test_no_position_is_before_the_words() -> None:
    assert Pacer().moved(Ms(0), Ms(-5)).at(Ms(0)) == 0
    assert Pacer(running=True).at(Ms(1_000)) == 1_000


@pytest.mark.parametrize(("speed", "begun"), [(1.0, 1_200), (0.5, 600)])
def test_a_step_back_goes_to_the_start_of_a_line_that_was_begun(speed: float, begun: int) -> None:
    """The lines begin at 1, 3 and 9 s."""
    for place, back in ((3_000 + begun, 1_000), (3_001 + begun, 3_000), (1_001 + begun, 1_000)):
        there = Pacer(float(place), speed=speed).turned(Ms(0), STARTS, -1)
        assert there.at(Ms(0)) == back
    assert Pacer(3_000.0).turned(Ms(0), STARTS, 1).at(Ms(0)) == STARTS[2]


@pytest.mark.parametrize(
    ("tapped", "meant"),
    [(0.65, 1.3), (0.7, 1.4), (0.72, 0.72), (1.0, 1.0), (1.4, 1.4), (1.43, 0.715), (1.5, 0.75)],
)
def test_taps_mean_the_speed_nearest_to_the_stored_one(tapped: float, meant: float) -> None:
    assert folded(tapped) == pytest.approx(meant)


def test_a_line_without_length_shows_no_tempo() -> None:
    assert shown_speed((Ms(0), Ms(1_000)), (Ms(500), Ms(2_000))) == 0.5
    assert shown_speed((Ms(1_000), Ms(1_000)), (Ms(0), Ms(2_000))) == 0.5
    assert shown_speed((Ms(1),), (Ms(1),)) == 1.0

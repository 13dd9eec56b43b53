"""What moves the words of a singer: tempo, taps, manual steps, in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.lrc import parse
from lullaby.lyrics.model import Part
from lullaby.lyrics.pacer import FASTEST, SLOWEST
from lullaby.lyrics.parts import swapped
from lullaby.lyrics.prompting import LineTimes, Prompt, Way, line_times
from lullaby.units import Bpm, Ms

SHEET = LineTimes((Ms(2_000), Ms(6_000), Ms(9_000)), Ms(12_000), Bpm(72))


def test_a_sheet_is_made_of_timed_words_and_moved_with_them() -> None:
    words = parse("[00:02.00]One\n[00:06.00]Two\n[00:09.00]Three")
    shown, sheet = line_times(words, Bpm(72), Ms(150))
    assert shown is words
    assert sheet.starts == (1_850, 5_850, 8_850)
    assert (sheet.bpm, sheet.own_time) == (72, False)


def test_words_without_times_get_a_beat_a_second() -> None:
    shown, sheet = line_times(parse("Hush little baby\nSleep"), None)
    assert (sheet.own_time, sheet.bpm, sheet.starts[0]) == (True, 60, 0)
    assert [line.text for line in shown.lines] == ["Hush little baby", "Sleep"]


def test_late_words_start_where_the_singer_is() -> None:
    prompt = Prompt().begun(Ms(0), Ms(500), 0.8, LineTimes())
    late = prompt.over(Ms(1_000), SHEET)
    assert late.at(Ms(1_000)) == 1_300
    assert late.bpm == 72


def test_by_hand_begins_at_the_first_line() -> None:
    prompt = Prompt(way=Way.HAND).begun(Ms(0), Ms(0), 1.0, SHEET)
    assert prompt.at(Ms(60_000)) == 2_000


def test_singers_change_parts() -> None:
    words = parse("[00:01.00]v1: Mine\n[00:02.00]v2: Yours\n[00:03.00]Ours")
    parts = [line.part for line in swapped(words).lines]
    assert parts == [Part.SECOND, Part.FIRST, words.lines[2].part]
    assert swapped(swapped(words)) == words


def test_a_sheet_ends_with_its_last_word() -> None:
    words = parse("[00:02.00]One\n[00:06.00]Two\n[00:09.00]")
    assert line_times(words, None)[1] == LineTimes((Ms(2_000), Ms(6_000)), Ms(9_000))
    assert line_times(words, None, Ms(150))[1].end_ms == 8_850
    assert line_times(parse(""), None)[1].end_ms is None


def test_words_that_were_never_timed_are_not_shown_ahead() -> None:
    (_, sheet) = line_times(parse("Hush little baby\nSleep"), None, Ms(150))
    assert sheet.starts[1] % 1_000 == 0
    assert sheet.starts[1] > 0


@pytest.mark.parametrize(("speed", "last", "first"), [(1.0, 16_000, 0), (0.5, 14_000, 1_000)])
def test_four_sung_seconds_after_the_last_word_the_song_begins_again(
    speed: float, last: int, first: int
) -> None:
    prompt = Prompt().begun(Ms(0), Ms(last), speed, SHEET)
    before = Prompt().begun(Ms(0), Ms(last - 1), speed, SHEET)
    assert before.brought_to(Ms(0)) is before
    assert prompt.brought_to(Ms(0)).at(Ms(0)) == first
    assert prompt.brought_to(Ms(1_000)).at(Ms(1_000)) == first + 1_000 * speed


def test_words_without_an_end_or_standing_still_do_not_begin_again() -> None:
    for sheet in (LineTimes(), LineTimes(SHEET.starts), LineTimes((), Ms(12_000))):
        endless = Prompt().begun(Ms(0), Ms(90_000), 1.0, sheet)
        assert endless.brought_to(Ms(0)) is endless
    still = Prompt(way=Way.HAND).begun(Ms(0), Ms(90_000), 1.0, SHEET)
    assert still.brought_to(Ms(0)) is still


def test_the_tempo_changes_in_steps_of_five_percent() -> None:
    prompt = Prompt().begun(Ms(0), Ms(0), 1.0, SHEET)
    assert [prompt.paced(Ms(0), steps).speed for steps in (-1, 1, 3)] == [0.95, 1.05, 1.15]
    assert Prompt().begun(Ms(0), Ms(0), 0.83, SHEET).paced(Ms(0), 1).speed == 0.9


def rocked(prompt: Prompt, *times: int) -> Prompt:
    for time in times:
        prompt = prompt.tapped(Ms(time))
    return prompt


def test_steady_taps_set_the_tempo_and_others_do_not() -> None:
    prompt = Prompt().begun(Ms(0), Ms(0), 1.0, SHEET)
    assert rocked(prompt, 0, 1_000, 2_000, 3_000).speed == pytest.approx(60 / 72)
    assert rocked(prompt, 0, 700, 2_010).speed == 1.0
    assert rocked(prompt, 0, 1_000).speed == 1.0


def test_the_first_steady_taps_tell_an_unknown_tempo_until_the_words_do() -> None:
    unknown = LineTimes(SHEET.starts, SHEET.end_ms)
    learnt = rocked(Prompt().begun(Ms(0), Ms(0), 0.8, unknown), 0, 1_000, 2_000)
    assert (learnt.bpm, learnt.speed) == (pytest.approx(75), 0.8)
    assert rocked(learnt, 3_000).speed == pytest.approx(0.8)
    assert learnt.over(Ms(3_000), unknown).bpm == learnt.bpm
    assert learnt.over(Ms(3_000), SHEET).bpm == 72
    assert learnt.over(Ms(3_000), SHEET).over(Ms(3_000), unknown).bpm is None


FIVE = LineTimes((Ms(1_000), Ms(3_000), Ms(6_000), Ms(10_000), Ms(15_000)), Ms(20_000))


def turned(way: Way, *times: int) -> Prompt:
    """A person who turns a line at each of these times, the first one before the first line."""
    prompt = Prompt(way=way).begun(Ms(0), Ms(0), 1.0, FIVE)
    for time in times:
        prompt = prompt.turned(Ms(time), 1)
    return prompt


def test_lines_turned_by_hand_show_a_tempo_that_is_kept() -> None:
    by_hand = turned(Way.HAND, 0, 6_000, 14_000, 19_000)
    assert [line for line, _ in by_hand.turns] == [1, 2, 3, 4]
    assert by_hand.led(Ms(20_000), Way.PACE).speed == 0.5
    assert by_hand.led(Ms(20_000), Way.HAND).speed == 1.0
    assert turned(Way.HAND, 0, 6_000, 14_000).led(Ms(20_000), Way.PACE).speed == 1.0


def test_lines_turned_while_the_words_move_show_no_tempo() -> None:
    moving = turned(Way.PACE, 0, 100, 200, 300, 400)
    assert moving.led(Ms(500), Way.TAP).speed == 1.0


def test_a_pause_holds_the_words_and_no_way_moves_them() -> None:
    held = Prompt().begun(Ms(0), Ms(500), 1.0, SHEET).hold(Ms(1_000))
    for prompt in (held, held.led(Ms(2_000), Way.TAP), held.over(Ms(2_000), FIVE)):
        assert prompt.at(Ms(9_000)) == 1_500
        assert prompt.run(Ms(9_000)).at(Ms(10_000)) == 2_500


def test_only_lines_that_follow_each_other_are_counted() -> None:
    back = turned(Way.HAND, 0, 1_000).turned(Ms(2_000), -1).turned(Ms(3_000), 1)
    assert back.turns == ((1, 2_000), (2, 3_000))
    skipped = turned(Way.HAND, 0).turned(Ms(1_000), 2)
    assert skipped.turns == ((3, 1_000),)
    around = turned(Way.HAND, 0, 1_000, 2_000, 3_000, 4_000)
    assert (around.at(Ms(4_000)), around.turns) == (1_000, ((0, 4_000),))


def test_by_hand_the_words_stay_where_they_are() -> None:
    prompt = Prompt().begun(Ms(0), Ms(7_000), 1.0, SHEET).led(Ms(0), Way.HAND)
    assert prompt.at(Ms(60_000)) == 7_000
    assert prompt.line(Ms(0)) == 1
    assert prompt.led(Ms(60_000), Way.PACE).at(Ms(61_000)) == 8_000


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4_000),
            st.sampled_from(
                ["tap", "on", "back", "slower", "faster", "heard", "hold", "run", *Way]
            ),
        ),
        max_size=40,
    )
)
def test_whatever_the_singer_does_the_words_stay_in_the_song(
    steps: list[tuple[int, str | Way]],
) -> None:
    prompt, now = Prompt().begun(Ms(0), Ms(0), 1.0, SHEET), Ms(0)
    for wait, step in steps:
        now = Ms(now + wait)
        prompt = prompt.brought_to(now)
        before = prompt.at(now)
        match step:
            case "tap":
                prompt = prompt.tapped(now)
            case "on" | "back":
                prompt = prompt.turned(now, 1 if step == "on" else -1)
            case "slower" | "faster":
                prompt = prompt.paced(now, -1 if step == "slower" else 1)
            case "heard":
                prompt = prompt.heard(now, Ms(wait), Ms(wait + 400), 1.1)
            case "hold":
                prompt = prompt.hold(now)
            case "run":
                prompt = prompt.run(now)
            case Way():
                prompt = prompt.led(now, step)
        assert SLOWEST <= prompt.speed <= FASTEST
        assert 0 <= prompt.at(now) <= 12_000 + 4_000 * FASTEST
        if prompt.way is not Way.VOICE:
            assert prompt.pacer.running == (not prompt.held and prompt.way is not Way.HAND)
        if step in ("tap", "slower", "faster", "hold", "run"):
            assert prompt.at(now) == before, "the words do not jump"


def test_words_go_where_a_voice_is_heard_and_wait_there() -> None:
    prompt = Prompt().begun(Ms(0), Ms(0), 1.0, SHEET).led(Ms(0), Way.VOICE)
    first = prompt.at(Ms(0))
    assert prompt.brought_to(Ms(9_000)).at(Ms(9_000)) == first, "nobody has sung"
    heard = prompt.heard(Ms(10_000), Ms(6_000), Ms(6_400), 0.8)
    assert [heard.at(Ms(10_000 + ms)) for ms in (0, 100, 500, 60_000)] == [
        6_000,
        6_080,
        6_400,
        6_400,
    ]
    assert (
        heard.hold(Ms(10_100)).heard(Ms(10_200), Ms(9_000), Ms(9_400), 1.0).at(Ms(11_000)) == 6_080
    )
    turned = heard.turned(Ms(20_000), 1)
    assert turned.at(Ms(30_000)) == SHEET.starts[2], "and there it waits"


def test_after_a_voice_words_go_on_at_the_tempo_last_followed() -> None:
    prompt = Prompt().begun(Ms(0), Ms(0), 1.0, SHEET).led(Ms(0), Way.VOICE)
    heard = prompt.heard(Ms(0), Ms(6_000), Ms(6_400), 0.8).led(Ms(5_000), Way.PACE)
    assert (heard.at(Ms(5_000)), heard.at(Ms(6_000))) == (6_400, 7_200)
    assert heard.heard(Ms(6_000), Ms(0), Ms(100), 1.0) == heard, "only while a voice moves them"

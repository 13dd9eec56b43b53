"""What moves the words of a singer: tempo, taps, manual steps, in any order."""

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


@given(
    st.lists(
        st.tuples(
            st.integers(0, 4_000),
            st.sampled_from(["tap", "on", "back", "slower", "faster", "hold", "run", *Way]),
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
            case "hold":
                prompt = prompt.hold(now)
            case "run":
                prompt = prompt.run(now)
            case Way():
                prompt = prompt.led(now, step)
        assert SLOWEST <= prompt.speed <= FASTEST
        assert 0 <= prompt.at(now) <= 12_000 + 4_000 * FASTEST
        assert prompt.pacer.running == (not prompt.held and prompt.way is not Way.HAND)
        if step in ("tap", "slower", "faster", "hold", "run"):
            assert prompt.at(now) == before, "the words do not jump"

"""The words in their time: the wipe, the moons, the clock, what a phone chooses for itself."""

import json
from dataclasses import replace
from typing import Any

import pytest

from lullaby.lyrics.chord_names import transposed_names
from lullaby.together.messages import where
from tests.together.page.conftest import Open
from tests.together.page.laptop import Laptop, now_ms
from tests.together.page.looking import TIMEOUT, drawn, joined, press, seen
from tests.together.page.songs import (
    SUO_GAN,
    SYLLABLE_MS,
    YALLA,
    playing,
    standing,
    words,
)

pytestmark = pytest.mark.long
"""Frames are drawn, for which a busy machine may wait long."""

STATE = """({
    line: byId('line').textContent,
    past: byId('past').textContent,
    next: byId('next').textContent,
    sung: all('#line .sung').map(each => each.textContent).join(''),
    now: all('#line .now').map(each => each.textContent).join(''),
    share: parseFloat((all('#line .now')[0] || byId('line')).style.backgroundPosition),
    moons: byId('moons').hidden ? null : 3 - all('#moons .empty').length,
})"""
AHEAD_MS = 20
"""What is drawn is ahead by half a frame and the glass."""


def at(page: Any, laptop: Laptop, position_ms: float) -> dict[str, Any]:
    """What is seen with the song standing at a position."""
    laptop.say(standing(SUO_GAN, position_ms))
    page.locator("body:has(#line)").wait_for(timeout=TIMEOUT)
    for _ in range(200):
        if abs(page.evaluate("place.anchor.pos") - position_ms) < 0.5:
            return drawn(page, STATE)
    raise AssertionError("the page did not hear of it")


def test_the_wipe_is_within_its_syllable(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 0))
    now = at(page, laptop, 6_000 + 3.25 * SYLLABLE_MS)
    assert (now["sung"], now["now"]) == ("clyd a ", "chy")
    assert now["share"] == pytest.approx(75, abs=0.1)
    assert (now["past"], now["next"]) == (SUO_GAN.lines[0].text, SUO_GAN.lines[2].text)
    assert page.locator("#meaning").text_content() == "it is snug and warm;"


def test_a_line_moves_up_a_little_before_it_is_sung(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 0))
    last = SUO_GAN.lines[0].end_ms
    assert at(page, laptop, last + 10)["sung"].startswith("Huna")
    coming = at(page, laptop, 6_000 - 240)
    assert (coming["line"], coming["sung"], coming["moons"]) == (SUO_GAN.lines[1].text, "", None)


def test_three_moons_count_in_after_a_long_gap(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 0))
    moons = {wait: at(page, laptop, 26_000 - wait)["moons"] for wait in (9_000, 2_500, 1_500, 500)}
    assert moons == {9_000: 3, 2_500: 3, 1_500: 2, 500: 1}
    assert at(page, laptop, 26_100)["moons"] is None


def test_words_from_right_to_left_are_wiped_from_the_right(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(YALLA), standing(YALLA, 1_000 + 1.5 * SYLLABLE_MS))
    share, bead, first, last = drawn(
        page,
        """[parseFloat(all('#line .now')[0].style.backgroundPosition),
            byId('bead').getBoundingClientRect().left,
            all('#line span')[0].getBoundingClientRect().left,
            all('#line span')[2].getBoundingClientRect().left]""",
    )
    assert share == pytest.approx(50, abs=0.1)
    assert last < bead < first


def test_a_bead_stands_under_the_row_that_is_sung(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 0))
    bottoms = "all('#line span').map(each => each.getBoundingClientRect().bottom)"
    places: list[tuple[float, float, float]] = []
    for position_ms in (6_100, 9_500):
        at(page, laptop, position_ms)
        bead, rows = page.evaluate(f"[byId('bead').getBoundingClientRect().top + 8, {bottoms}]")
        places.append((bead, rows[0], rows[-1]))
    (early, first, second), (late, _, last) = places
    assert first <= early < second
    assert last <= late


def test_without_motion_syllables_light_as_a_whole(open_page: Open, laptop: Laptop) -> None:
    song = (words(SUO_GAN), standing(SUO_GAN, 6_000 + 3.25 * SYLLABLE_MS))
    page = joined(open_page, laptop, *song, reduced_motion="reduce")
    state = drawn(page, STATE)
    assert (state["sung"], state["now"]) == ("clyd a chy", "")
    bead, end = drawn(
        page,
        "[byId('bead').getBoundingClientRect(), all('#line .sung')[3].getBoundingClientRect()]"
        ".map(box => box.right)",
    )
    assert bead == pytest.approx(end, abs=10), "the bead steps from syllable to syllable"
    assert page.evaluate("getComputedStyle(byId('panel')).transitionDuration") == "0s"


def test_with_forced_colours_what_was_sung_still_differs(open_page: Open, laptop: Laptop) -> None:
    song = (words(SUO_GAN), standing(SUO_GAN, 7_700))
    page = joined(open_page, laptop, *song, forced_colors="active")
    colours = drawn(page, "all('#line span').map(each => getComputedStyle(each).color)")
    assert len(set(colours)) == 2
    assert "rgba(0, 0, 0, 0)" not in colours


def test_line_times_light_the_line_as_a_whole(open_page: Open, laptop: Laptop) -> None:
    lines = tuple(replace(line, syllables=()) for line in SUO_GAN.lines)
    whole = replace(SUO_GAN, lines=lines)
    page = joined(open_page, laptop, words(whole), standing(whole, 6_500))
    assert drawn(page, "[byId('line').className, byId('track').hidden]") == ["lit", True]


def test_before_three_answers_there_is_a_line_but_no_wipe(open_page: Open, laptop: Laptop) -> None:
    laptop.answers = 2
    laptop.words, laptop.where = words(SUO_GAN), standing(SUO_GAN, 6_500)
    page = open_page("#k=abcdefghijklmnopqrstuv")
    press(page, "Sing along")
    page.locator("#line .sung").first.wait_for(timeout=TIMEOUT)
    assert drawn(page, "[all('#line .now').length, byId('status').className]") == [0, "waiting"]


def test_the_song_goes_on_between_messages(open_page: Open, laptop: Laptop) -> None:
    """Within loose bounds; the benchmark prints the figures."""
    page = joined(open_page, laptop, words(SUO_GAN), playing(SUO_GAN, 1_000, pace=0.5))
    sent = json.loads(laptop.where)
    before = now_ms()
    shown = page.evaluate("place.at(performance.now())")
    after = now_ms()
    low, high = (1_000 + (moment - sent["at"]) * 0.5 for moment in (before, after))
    assert low - 15 <= shown <= high + 15


def test_a_little_is_slid_to_and_a_jump_is_not(open_page: Open) -> None:
    page = open_page()
    anchor = {"song": "a", "rev": 1, "at": 0, "pos": 1_000, "pace": 1, "play": True, "earlier": 0}

    def shown(other: dict[str, Any]) -> list[float]:
        return page.evaluate(
            """([one, other]) => {
                const where = new Place();
                where.change(0, one, 0);
                where.change(100, other, 0);
                return [100, 300, 500].map(now => where.at(now) - now - 1000);
            }""",
            [anchor, other],
        )

    assert shown({**anchor, "pos": 1_040}) == pytest.approx([0, 20, 40])
    assert shown({**anchor, "pos": 1_100}) == pytest.approx([100, 100, 100])
    assert shown({**anchor, "pos": 1_040, "rev": 2}) == pytest.approx([40, 40, 40])
    assert shown({**anchor, "earlier": 30}) == pytest.approx([0, 15, 30])


def test_of_the_last_answers_the_surest_counts(open_page: Open) -> None:
    page = open_page()
    offset = page.evaluate(
        """() => {
            const clock = new LaptopClock(), found = [];
            const ask = (at, there, back, off) => {
                const heard = at + there + off;
                clock.take(at, heard, heard, at + there + back);
            };
            ask(0, 50, 10, 1000);
            found.push(clock.offset(60));
            ask(100, 2, 2, 1000);
            found.push(clock.offset(104));
            for (let i = 0; i < 39; i++) ask(200 + i, 20, 30, 1000);
            found.push(clock.offset(300));
            ask(400, 20, 30, 1000);
            found.push(clock.offset(450));
            return found.concat([clock.answers.length]);
        }"""
    )
    assert offset == pytest.approx([1_020, 1_000, 1_000, 995, 40])


def test_the_shortest_ways_there_and_back_need_not_be_of_one_answer(open_page: Open) -> None:
    """A network that holds up one way at a time leaves no error."""
    offset = open_page().evaluate(
        """() => {
            const clock = new LaptopClock();
            clock.take(0, 1050, 1050, 60);
            clock.take(100, 1110, 1110, 160);
            return clock.offset(160);
        }"""
    )
    assert offset == pytest.approx(1_000, abs=0.01)


MOVING = """() => ['past', 'current', 'meaning', 'next'].map(byId).map(each => {
    const [animation] = each.getAnimations();
    if (!animation) return null;
    return [animation.effect.getTiming().duration,
        parseFloat(getComputedStyle(each).getPropertyValue('--from'))];
})"""


def test_the_list_of_lines_slides_to_the_next_one(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000))
    tops = "['line', 'next'].map(byId).map(each => each.getBoundingClientRect().top)"
    line, following = drawn(page, tops)
    laptop.say(standing(SUO_GAN, 11_100))
    page.locator("#line").get_by_text("breichiau").wait_for(timeout=TIMEOUT)
    moving = page.evaluate(MOVING)
    assert [duration for duration, _ in moving] == [300] * 4
    (_, past), (_, current), *others = moving
    assert current == pytest.approx(following - line, abs=8), "it was the one below"
    assert past > 0
    assert all(by > 0 for _, by in others)


def test_with_motion_reduced_lines_stand_where_they_belong(open_page: Open, laptop: Laptop) -> None:
    song = (words(SUO_GAN), standing(SUO_GAN, 7_000))
    page = joined(open_page, laptop, *song, reduced_motion="reduce")
    laptop.say(standing(SUO_GAN, 11_100))
    page.locator("#line").get_by_text("breichiau").wait_for(timeout=TIMEOUT)
    assert page.evaluate(MOVING) == [None] * 4


def test_a_phone_shows_the_lines_of_its_own_singer(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000))
    assert page.locator("#line .voice.second").count() == 1
    page.locator("#stage").click()
    press(page, "Ana")
    page.locator("#line").get_by_text("breichiau").wait_for(timeout=TIMEOUT)
    state = drawn(page, STATE)
    assert state["past"] == SUO_GAN.lines[0].text
    assert page.locator("#line .voice").count() == 0
    press(page, "Everything")
    page.locator("#line").get_by_text("clyd").wait_for(timeout=TIMEOUT)


def test_what_is_set_on_a_phone_stays_there(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000))
    small = page.evaluate("parseFloat(root.style.getPropertyValue('--size'))")
    text = "getComputedStyle(byId('line')).color"
    bright = page.evaluate(text)
    page.locator("#stage").click()
    for name in ("Smaller words", "Words later", "Darker", "Translation"):
        press(page, name)
    seen(page, "50 ms later")
    seen(page, "90%")
    assert drawn(page, "parseFloat(root.style.getPropertyValue('--size'))") < small
    assert page.evaluate(text) != bright
    assert page.locator("#meaning").text_content() == ""
    assert page.evaluate("JSON.parse(sessionStorage.mine).nudge") == 50
    assert page.evaluate("localStorage.length") == 0, "nothing is kept on this phone"


@pytest.mark.parametrize("size", [(320, 640), (390, 844), (768, 1024), (1280, 720)])
def test_a_press_for_smaller_words_never_makes_them_larger(
    open_page: Open, laptop: Laptop, size: tuple[int, int]
) -> None:
    song = (words(SUO_GAN), standing(SUO_GAN, 7_000))
    page = joined(open_page, laptop, *song, size=size)
    sizes: list[float] = page.evaluate(
        """Array.from({ length: 16 }, (_, press) => {
            mine.size = Math.round(20 - press) / 10;
            layOut(lines[staged.line]);
            return parseFloat(root.style.getPropertyValue('--size'));
        })"""
    )
    assert sizes == sorted(sizes, reverse=True)
    below = sizes[10:]
    assert len(set(below)) == len(below), "from 100% down every press is seen"


def test_the_panel_leaves_by_itself(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000), ahead=True)
    panel = page.locator("#panel.open")
    page.locator("#stage").click()
    panel.wait_for(timeout=TIMEOUT)
    page.keyboard.press("Escape")
    panel.wait_for(state="detached", timeout=TIMEOUT)
    page.keyboard.press("Tab")
    panel.wait_for(timeout=TIMEOUT)
    page.clock.fast_forward(6_000)
    panel.wait_for(state="detached", timeout=TIMEOUT)


def test_between_two_songs_the_moon_does_not_rise(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000))
    following = replace(SUO_GAN, song="other", title="Ar Hyd y Nos")
    laptop.say(words(following))
    seen(page, "Ar Hyd y Nos")
    assert drawn(page, "shown") == "sing"
    laptop.say(standing(following, 26_500))
    page.locator("#line").get_by_text("cariad").wait_for(timeout=TIMEOUT)


NAMES = ("C", "F#m7", "B♭", "Gsus4", "D/F#", "(Am)", "N.C.", "Ebmaj7", "A7", "Dm", "G")
GERMAN = ("H7", "B", "Fis", "Es", "As", "cis", "D/h", "Am", "Bes")


def test_chords_above_a_capo_are_named_as_in_the_application(open_page: Open) -> None:
    page = open_page()
    for names in (NAMES, GERMAN, ("B", "E", "A"), ("C", "G7", "B7")):
        for fret in range(8):
            grips = page.evaluate("([names, fret]) => gripped(names, fret)", [list(names), fret])
            there = transposed_names(names, -fret)
            assert grips == [there[name] for name in names], fret


def test_chords_stand_above_their_letters(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000))
    page.locator("#stage").click()
    press(page, "Chords")
    for _ in range(3):
        press(page, "Capo one fret higher")
    seen(page, "fret 3")
    chords = drawn(page, "all('.chord').map(each => each.textContent)")
    assert chords == ["D", "G", "A7"]
    first, word = drawn(
        page,
        "[all('.chord')[1], all('#line span')[3]].map(each => each.getBoundingClientRect())"
        ".map(box => [box.left, box.bottom])",
    )
    assert first[0] == pytest.approx(word[0], abs=1)
    assert first[1] < word[1]


NONSENSE = (
    "",
    "null",
    "7",
    "[]",
    '"where"',
    '{"t":"where"}',
    '{"t":"where","song":"suo","at":"x","pos":[],"pace":{},"play":1,"earlier":null}',
    '{"t":"where","song":"suo","at":1e999,"pos":0,"pace":1,"play":true,"earlier":0}',
    '{"t":"words"}',
    '{"t":"words","song":7,"lines":{}}',
    '{"t":"words","song":"x","lines":[null,7,{},{"at":1,"end":2},{"at":1,"end":2,"text":"a","s":7}]}',
    '{"t":"words","song":"x","lines":[{"at":1,"end":2,"text":"a","s":[1,[2]],"chords":[1,["C"]]}]}',
    '{"t":"tock","c0":null}',
    '{"t":"done","n":"x","what":"toString"}',
    '{"t":"light","light":"constructor"}',
    '{"t":"bye","why":"nobody knows"}',
    '{"t":"__proto__"}',
    "[" * 5_000,
)


def test_nonsense_changes_nothing(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000))
    for text in NONSENSE:
        laptop.say(text)
    laptop.say(words(SUO_GAN), standing(SUO_GAN, 7_000))
    page.locator("#line").get_by_text("clyd").wait_for(timeout=TIMEOUT)


def test_without_a_song_the_moon_waits(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000))
    laptop.say(words(None), where(None))
    seen(page, "Waiting for the song")
    wordless = replace(SUO_GAN, song="hum", lines=())
    laptop.say(words(wordless), playing(wordless, 0))
    seen(page, "A song without words")

"""When the laptop does not answer, and what a phone may wish of it."""

from dataclasses import replace

import pytest

from lullaby.together.guests import wish_mac
from lullaby.together.messages import timer, where
from lullaby.together.shared_timer import SharedTimer, TimerPhase
from tests.together.page.conftest import Open
from tests.together.page.laptop import REMOTE_SECRET, Laptop, now_ms
from tests.together.page.looking import TIMEOUT, drawn, joined, press, seen
from tests.together.page.songs import SUO_GAN, playing, standing, words
from tests.waiting import wait_until

pytestmark = pytest.mark.long
"""Frames are drawn, for which a busy machine may wait long."""


def test_words_carry_on_without_the_laptop_for_a_while(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), playing(SUO_GAN, 1_000, 0.5), ahead=True)
    laptop.trouble = 1013
    laptop.drop()
    page.clock.fast_forward(4_000)
    seen(page, "The laptop is not answering.")
    seen(page, "waiting for the laptop")
    before = drawn(page, "place.at(performance.now())")
    assert drawn(page, "place.at(performance.now())") > before
    assert page.evaluate("shown") == "sing"
    page.clock.fast_forward(12_000)
    seen(page, "Lost the laptop")
    laptop.trouble = None
    page.clock.fast_forward(8_000)
    seen(page, "in time")
    assert page.evaluate("byId('card').hidden")


def test_a_lost_socket_is_back_without_a_press(open_page: Open, laptop: Laptop) -> None:
    """How soon, the benchmark prints."""
    page = joined(open_page, laptop, words(SUO_GAN), playing(SUO_GAN, 1_000, 0.5))
    laptop.drop()
    wait_until(lambda: len(laptop.told("hello")) == 2)
    seen(page, "in time")
    assert "ticket" in laptop.told("hello")[1]


def test_nothing_is_said_before_the_hello(open_page: Open, laptop: Laptop) -> None:
    """Lullaby does not let in who begins with anything else."""
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000))
    laptop.greets.clear()
    asked = len(laptop.requests)
    laptop.drop()
    wait_until(lambda: len(laptop.requests) > asked)
    wait_until(lambda: page.evaluate("socket.readyState") == 1)
    heard = len(laptop.heard)
    page.evaluate("tick()")
    page.evaluate("all('.wish')[0].click()")
    laptop.greets.set()
    seen(page, "in time")
    assert laptop.heard[heard]["t"] == "hello"
    assert not laptop.told("wish")


def test_a_laptop_that_falls_silent_is_asked_anew(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), playing(SUO_GAN, 1_000, 0.5), ahead=True)
    laptop.answers = 0
    asked = len(laptop.told("tick"))
    wait_until(lambda: len(laptop.told("tick")) >= asked + 2)
    page.clock.fast_forward(7_000)
    wait_until(lambda: len(laptop.told("hello")) == 2)


def test_a_slow_laptop_is_not_hurried(open_page: Open, laptop: Laptop) -> None:
    """Each socket has its time; one that brings nothing at all is given up."""
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000), ahead=True)
    laptop.greets.clear()
    laptop.drop()
    sockets = len(laptop.requests)
    page.clock.run_for(7_000)
    wait_until(lambda: len(laptop.requests) > sockets)
    wait_until(lambda: page.evaluate("socket.readyState") == 1)
    tried = len(laptop.requests)
    for _ in range(6):
        page.clock.run_for(500)
        wait_until(lambda: page.evaluate("socket.readyState") == 1)
    assert len(laptop.requests) <= tried + 1
    tried = len(laptop.requests)
    page.clock.run_for(9_000)
    wait_until(lambda: len(laptop.requests) > tried)
    laptop.greets.set()


def test_the_clock_is_measured_anew_when_the_phone_wakes(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), playing(SUO_GAN, 1_000, 0.5))
    wait_until(lambda: len(laptop.told("tick")) >= 8)
    before = len(laptop.told("tick"))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait_until(lambda: len(laptop.told("tick")) >= before + 8)


def test_the_remote_tells_what_happened(open_page: Open, laptop: Laptop) -> None:
    fragment = f"#k={REMOTE_SECRET}"
    page = open_page(fragment, ahead=True)
    press(page, "Sing along")
    for outcome, text in (("softer", "quieter by one step"), ("softest", "as quiet as it gets")):
        laptop.wish_outcome = outcome
        page.locator("[data-do=softer]").click()
        seen(page, text)
    page.clock.fast_forward(6_000)
    seen(page, "by one step")
    laptop.wish_outcome = "fading"
    page.locator("[data-do=fade]").click()
    seen(page, "fading")
    seen(page, "Keep playing")
    laptop.wish_outcome = "awake"
    page.locator("[data-do=fade]").click()
    seen(page, "keeps playing")
    seen(page, "Fade out")
    laptop.wish_outcome = "fading"
    page.locator("[data-do=fade]").click()
    seen(page, "Keep playing")
    page.clock.fast_forward(60_100)
    seen(page, "Fade out")
    wishes = laptop.told("wish")
    assert [each["do"] for each in wishes] == ["softer", "softer", "fade", "awake", "fade"]
    assert [each["n"] for each in wishes] == [1, 2, 3, 4, 5]
    macs = [wish_mac(REMOTE_SECRET, laptop.nonce, each["n"], each["do"]) for each in wishes]
    assert [each["mac"] for each in wishes] == macs


def test_the_remote_tells_how_much_of_the_evening_is_left(open_page: Open, laptop: Laptop) -> None:
    page = open_page(f"#k={REMOTE_SECRET}")
    press(page, "Sing along")
    seen(page, "Quieter")
    assert page.locator("#left").is_hidden()
    left = SharedTimer(now_ms(), 21.5 * 60_000, 30 * 60_000, 8 * 60_000)
    laptop.say(timer(left))
    seen(page, "22 minutes left")
    assert "fades from" in page.locator("#until").text_content()
    assert page.locator("#ring").is_visible()
    laptop.say(timer(replace(left, at_ms=now_ms(), left_ms=59_000)))
    seen(page, "1 minute left")
    for phase, text in (
        (TimerPhase.PAUSED, "Paused"),
        (TimerPhase.FADING, "Fading now"),
        (TimerPhase.LAST_SONG, "Last song, then quiet"),
    ):
        laptop.say(timer(replace(left, phase=phase)))
        seen(page, text)
    laptop.say(timer(replace(left, left_ms=None, total_ms=None)))
    seen(page, "No end set")
    assert page.locator("#ring").is_hidden()
    laptop.say(timer(None))
    page.locator("#left").wait_for(state="hidden", timeout=TIMEOUT)


def test_the_remote_also_shows_the_words(open_page: Open, laptop: Laptop) -> None:
    laptop.words, laptop.where = words(SUO_GAN), standing(SUO_GAN, 7_000)
    page = open_page(f"#k={REMOTE_SECRET}")
    press(page, "Sing along")
    press(page, "Show the words")
    page.locator("#line").get_by_text("clyd").wait_for(timeout=TIMEOUT)
    page.locator("#stage").click()
    press(page, "Remote")
    seen(page, "Quieter")
    laptop.say(words(None), where(None))
    press(page, "Show the words")
    seen(page, "Waiting for the song")
    press(page, "Remote")
    seen(page, "Quieter")


def test_only_who_was_granted_the_remote_sees_it(open_page: Open, laptop: Laptop) -> None:
    page = joined(open_page, laptop, words(SUO_GAN), standing(SUO_GAN, 7_000))
    page.locator("#stage").click()
    seen(page, "Size of words")
    assert page.get_by_text("Remote", exact=True).filter(visible=True).count() == 0

"""The page keeps the laptop's time over a network that does not; `benchmarks/together_browser.py`
prints how well."""

import random

import pytest

from benchmarks.figures import share
from tests.together.page.conftest import Open
from tests.together.page.delaying_proxy import DelayingProxy, Delays
from tests.together.page.laptop import Laptop
from tests.together.page.looking import joined
from tests.together.page.songs import SUO_GAN, playing, words
from tests.together.page.truth import clock_error, true_offset
from tests.waiting import wait_until

HOME = Delays(20, 8, 0.02)
FAR = Delays(100, 30, 0.05)

OFFSET_MS = 12_345.0
BURST_MS = 60

READ_CLOCKS = """histories => histories.map(answers => {
    const clock = new LaptopClock();
    answers.forEach(answer => clock.take.apply(clock, answer));
    return clock.offset(answers[answers.length - 1][3]);
})"""


def answers(network: Delays, count: int, dice: random.Random) -> list[list[float]]:
    """The stamps of as many questions for the time, of a laptop that is `OFFSET_MS` ahead."""
    stamps: list[list[float]] = []
    for number in range(count):
        sent = 1_000.0 + number * BURST_MS
        arrived = sent + network.one(dice)
        stamps.append([sent, arrived + OFFSET_MS, arrived + OFFSET_MS, arrived + network.one(dice)])
    return stamps


@pytest.mark.parametrize(
    ("network", "count", "aim_ms"), [(HOME, 8, 3.0), (HOME, 40, 3.0), (FAR, 8, 12.0)]
)
def test_little_of_what_a_network_delays_is_left(
    open_page: Open, network: Delays, count: int, aim_ms: float
) -> None:
    """After the first questions, and with as many answers as are kept."""
    dice = random.Random(3)
    histories = [answers(network, count, dice) for _ in range(400)]
    offsets: list[float] = open_page().evaluate(READ_CLOCKS, histories)
    assert share([abs(offset - OFFSET_MS) for offset in offsets], 0.95) < aim_ms


def test_the_clock_is_right_over_an_unsteady_network(open_page: Open, laptop: Laptop) -> None:
    """However slow the machine is, by no more than half of the shortest way there and back."""
    with DelayingProxy(laptop.port, HOME, HOME) as network:
        page = joined(open_page, laptop, words(SUO_GAN), playing(SUO_GAN, 0, 0.5), url=network.url)
        offset, sure = true_offset(page)
        for _ in range(8):
            heard = len(laptop.told("tick"))
            page.evaluate("measure()")
            wait_until(lambda heard=heard: len(laptop.told("tick")) >= heard + 8)
            wait_until(lambda: page.evaluate("clock.answers.length >= 8"))
            shortest = page.evaluate(
                "Math.min.apply(null, clock.answers.map(each => each.there + each.back))"
            )
            assert abs(clock_error(page, offset)) <= shortest / 2 + sure + 1
        page.close()

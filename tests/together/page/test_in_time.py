"""The page keeps the laptop's time over a network that does not; `benchmarks/together_browser.py`
prints how well."""

from tests.together.page.conftest import Open
from tests.together.page.delaying_proxy import DelayingProxy, Delays
from tests.together.page.laptop import Laptop
from tests.together.page.looking import joined
from tests.together.page.songs import SUO_GAN, playing, words
from tests.together.page.truth import clock_error, true_offset
from tests.waiting import wait_until

HOME = Delays(20, 8, 0.02)

LOOSE_MS = 15.0
"""What a busy machine may be off by."""


def test_the_clock_is_right_over_an_unsteady_network(open_page: Open, laptop: Laptop) -> None:
    with DelayingProxy(laptop.port, HOME, HOME) as network:
        page = joined(open_page, laptop, words(SUO_GAN), playing(SUO_GAN, 0, 0.5), url=network.url)
        offset, _ = true_offset(page)
        errors: list[float] = []
        for _ in range(8):
            heard = len(laptop.told("tick"))
            page.evaluate("measure()")
            wait_until(lambda heard=heard: len(laptop.told("tick")) >= heard + 8)
            errors.append(clock_error(page, offset))
        page.close()
    assert max(map(abs, errors)) < LOOSE_MS

"""What a person at a phone does and sees."""

from typing import Any

from tests.together.page.conftest import Open
from tests.together.page.laptop import SECRET, Laptop

TIMEOUT = 60_000
"""Milliseconds; a busy machine is slow, not wrong."""


def seen(page: Any, text: str) -> None:
    """Wait until a text can be seen."""
    page.get_by_text(text, exact=True).filter(visible=True).first.wait_for(timeout=TIMEOUT)


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).filter(visible=True).click(timeout=TIMEOUT)


def joined(open_page: Open, laptop: Laptop, words: str, where: str, **how: Any) -> Any:
    """The page of a phone that sings along, with the clock of the laptop known."""
    laptop.words, laptop.where = words, where
    page = open_page(**{"fragment": f"#k={SECRET}", **how})
    press(page, "Sing along")
    seen(page, "in time")
    return page


def drawn(page: Any, look: str = "undefined") -> Any:
    """What a JavaScript expression gives after the next two frames."""
    return page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame("
        f"() => done({look}))))"
    )

"""The screen of a phone stays on while it sings, and only then, as its desktop sees it."""

import os
import shutil
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from lullaby.together.messages import Farewell, bye
from tests.desktop.buses import Stand, a_bus, needs_a_bus
from tests.end_to_end import screen
from tests.together.page.conftest import chromium_program
from tests.together.page.laptop import SECRET, Laptop
from tests.together.page.looking import press, seen
from tests.together.page.songs import SUO_GAN, playing, words
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.long,
    needs_a_bus,
    pytest.mark.skipif(not screen.available(), reason="needs Xvfb and xdotool"),
    pytest.mark.skipif(shutil.which("sh") is None, reason="needs a Unix"),
]

WITHIN = 30.0
"""Seconds."""


def next_call(asked: SimpleQueue[tuple[str, tuple]], name: str) -> tuple:
    """The next call that keeps the screen on or lets it go; others do not matter."""
    while True:
        method, values = asked.get(timeout=WITHIN)
        if method in ("Inhibit", "Uninhibit"):
            assert method == name
            return values


def test_the_screen_stays_on_from_the_press_to_good_night(playwright: Any, laptop: Laptop) -> None:
    program = chromium_program()
    laptop.words, laptop.where = words(SUO_GAN), playing(SUO_GAN, 0, 0.5)
    answers = {
        "Inhibit": ("u", (7,)),
        "Uninhibit": ("", ()),
        "IsInhibited": ("b", (False,)),
    }
    with (
        TemporaryDirectory(prefix="bus") as folder,
        a_bus(Path(folder)) as bus,
        Stand(bus, "org.gnome.SessionManager", answers) as desktop,
        screen.Screen() as display,
    ):
        environment = {
            **os.environ,
            **display.environment,
            "DBUS_SESSION_BUS_ADDRESS": bus,
            "XDG_CURRENT_DESKTOP": "GNOME",
        }
        browser = playwright.chromium.launch(
            executable_path=program, headless=False, args=["--no-sandbox"], env=environment
        )
        page = browser.new_page(viewport={"width": 390, "height": 640})
        page.goto(f"{laptop.url}#k={SECRET}")
        seen(page, "You’re in")
        assert desktop.asked.empty(), "nothing keeps the screen on before the press"
        press(page, "Sing along")
        kept = next_call(desktop.asked, "Inhibit")
        assert "Video Wake Lock" in kept
        for further in ("> 6", "< 4"):
            wait_until(lambda further=further: page.evaluate(f"film.currentTime {further}"), 60)
        assert desktop.asked.empty(), "the film begins anew without letting go"
        laptop.say(bye(Farewell.CLOSED))
        seen(page, "Good night")
        assert next_call(desktop.asked, "Uninhibit") == (7,)
        browser.close()
        left = [method for method, _ in iter_of(desktop.asked) if method == "Inhibit"]
    assert left == [], "once is enough"


def iter_of(asked: SimpleQueue[tuple[str, tuple]]) -> list[tuple[str, tuple]]:
    calls: list[tuple[str, tuple]] = []
    while not asked.empty():
        calls.append(asked.get())
    return calls

"""Fuzzes what the page reads, in Chromium: `python -m tests.together.page.fuzz_page SECONDS SEED`.

Messages of the laptop with a few changes are handed to the page as its socket would. Nothing may
throw, be read as HTML, break the page's policy, or hold it up for more than `SLOW_MS` and five
times as long as a song does that is as it should be: the machine may be busy.
"""

import json
import random
import sys
import time
from copy import deepcopy
from typing import Any

from playwright.sync_api import sync_playwright
from PySide6.QtWidgets import QApplication

from lullaby.together import messages
from lullaby.together.messages import LARGEST_OUT, Farewell, GuestRole, PageLight, WishOutcome
from lullaby.together.shared_timer import SharedTimer
from tests.together.page.conftest import chromium_program
from tests.together.page.laptop import REMOTE_SECRET, Laptop, now_ms
from tests.together.page.songs import SUO_GAN, YALLA, playing, standing, words

SLOW_MS = 50.0
SLOWER = 5.0
AT_ONCE = 200
AGAIN = 3
"""How often a message has to be slow to count."""

MARKUP = (
    "<img src=x onerror=window.broken=1>",
    "</script><script>window.broken=1</script>",
    "<svg onload=window.broken=1>",
    "javascript:window.broken=1",
)
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -0.0, -1, 1e-300, 1e15, -1e15, 1e308, 2**53, 0.5),
    *("", " ", "\u0000", "\ud800", "\u202e", "a\u0300" * 50, "٤", "__proto__", "constructor"),
    *([], {}, [[]], [None], [[[]]], {"length": 3}, {"0": "a"}, ["", 0, 0], "first", "rtl"),
    *MARKUP,
    "la " * 3_000,
    "a" * 9_000,
)
PIECES = ('"', "{", "}", "[", "]", ",", ":", "\\", "\\u0000", "null", "1e999", "[" * 300, "-")


def seeds() -> list[Any]:
    """Every message that the laptop may send."""
    texts = [
        words(SUO_GAN),
        words(YALLA),
        words(None),
        standing(SUO_GAN, 7_000),
        playing(SUO_GAN, 7_000),
        playing(YALLA, 7_000),
        messages.where(None),
        messages.nonce("noncenoncenoncenoncexx"),
        messages.tock(5.0, now_ms(), now_ms()),
        messages.timer(SharedTimer(now_ms(), 60_000.0, 1_800_000.0, 480_000.0)),
        messages.timer(None),
        *(messages.welcome("t" * 22, role, PageLight.NIGHT) for role in GuestRole),
        *(messages.light_changed(light) for light in PageLight),
        *(messages.done(1, outcome) for outcome in WishOutcome),
        *(messages.bye(why) for why in Farewell),
    ]
    return [json.loads(text) for text in texts]


def mutated(dice: random.Random, known: list[Any]) -> str:
    """A message with some values changed, and sometimes with letters changed as well."""
    message = json.loads(json.dumps(dice.choice(known)))
    for _ in range(dice.choice((0, 1, 1, 2, 4))):
        _change(dice, message)
    text = json.dumps(message, ensure_ascii=dice.random() < 0.5)
    while dice.random() < 0.2:
        at = dice.randint(0, len(text))
        text = text[:at] + dice.choice((*PIECES, *MARKUP)) + text[at + dice.randint(0, 3) :]
    return text.encode("utf-8", "replace").decode()[:LARGEST_OUT]


def _change(dice: random.Random, value: Any) -> None:
    """Replace, remove, repeat or add something at a random place."""
    while True:
        places: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not places:
            return
        place = dice.choice(places)
        inner = value[place]
        if isinstance(inner, dict | list) and inner and dice.random() < 0.8:
            value = inner
            continue
        break
    match dice.randrange(6):
        case 0:
            del value[place]
        case 1 if isinstance(value, list):
            value[place:place] = [deepcopy(inner) for _ in range(dice.choice((1, 3, 60)))]
        case 2 if isinstance(value, dict):
            value[dice.choice(("t", "song", "lines", "s", "chords", "at", "__proto__"))] = deepcopy(
                inner
            )
        case 3 if isinstance(inner, int | float):
            value[place] = inner * dice.choice((-1, 1e-6, 1e6, 1.5))
        case _:
            value[place] = deepcopy(dice.choice(ODD))


HEAR = """([texts, setup]) => {
    const found = [];
    for (const text of texts) {
        Object.assign(mine, setup.mine);
        ended = asksCode = false;
        admitted = joined = welcome = greeted = true;
        onRemote = setup.remote;
        const began = performance.now();
        try {
            socket.onmessage({ data: text });
            show();
            if (shown === 'sing') draw(performance.now());
        } catch (error) {
            found.push([text, String(error), 0]);
        }
        const took = performance.now() - began;
        if (took > setup.slow) found.push([text, 'slow', took]);
    }
    const odd = document.querySelectorAll('img, iframe, object, embed, form, script[src]').length;
    if (odd || document.scripts.length !== 3) found.push(['', 'read as HTML', odd]);
    if (window.broken || window.reports) found.push(['', 'something ran', window.reports]);
    return found;
}"""

WATCH = """document.addEventListener('securitypolicyviolation', event => {
    window.reports = String(event.blockedURI);
});"""


def open_page(browser: Any, laptop: Laptop, complaints: list[str]) -> Any:
    """The page of a remote that sings along."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.add_init_script(WATCH)
    page.goto(f"{laptop.url}#k={REMOTE_SECRET}")
    page.locator("#sing-along").click(timeout=60_000)
    return page


def hear(page: Any, texts: list[str], dice: random.Random) -> list[Any]:
    """Let the page hear the messages; what was wrong."""
    chosen = {
        "chords": dice.random() < 0.5,
        "meaning": dice.random() < 0.5,
        "capo": dice.randrange(8),
        "part": dice.choice(("everyone", "first", "second")),
        "size": dice.choice((0.5, 1, 2)),
    }
    setup = {"mine": chosen, "remote": dice.random() < 0.3, "slow": SLOW_MS}
    found = page.evaluate(HEAR, [texts, setup])
    slow = [each for each in found if each[1] == "slow"]
    for _ in range(AGAIN if slow else 0):
        timed = {**setup, "slow": 0}
        song = page.evaluate(HEAR, [[words(SUO_GAN), standing(SUO_GAN, 7_000)], timed])
        setup["slow"] = max(SLOW_MS, SLOWER * max(took for _, _, took in song))
        slow = [each for each in slow if page.evaluate(HEAR, [[each[0]], setup])]
    return [each for each in found if each[1] != "slow"] + slow


def shows_the_song(page: Any) -> bool:
    """Whether the page still shows a song that is as it should be."""
    song = [words(SUO_GAN), standing(SUO_GAN, 7_000)]
    setup = {"mine": {"part": "everyone"}, "remote": False, "slow": 1e9}
    # At one moment: a farewell that it was told before may still close its socket.
    look = f"given => {{ ({HEAR})(given); return [shown, byId('line').textContent]; }}"
    return page.evaluate(look, [song, setup]) == ["sing", SUO_GAN.lines[1].text]


def main() -> None:
    """Fuzz for as long as asked, and tell what was found."""
    seconds, seed = float(sys.argv[1]), int(sys.argv[2])
    application = QApplication.instance() or QApplication([])
    dice, known, complaints = random.Random(seed), seeds(), list[str]()
    count = 0
    with sync_playwright() as playwright, Laptop() as laptop:
        browser = playwright.chromium.launch(
            executable_path=chromium_program(), args=["--no-sandbox"]
        )
        page = open_page(browser, laptop, complaints)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            texts = [mutated(dice, known) for _ in range(AT_ONCE)]
            for text, what, more in hear(page, texts, dice):
                print(what, more, len(text), text[:300], flush=True)
            if not shows_the_song(page):
                print("no longer shows a song", texts, flush=True)
            count += len(texts)
        browser.close()
    application.quit()
    print(f"{count} messages, errors of the page: {complaints}")


if __name__ == "__main__":
    main()

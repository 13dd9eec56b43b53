"""Every state of the page at the sizes of phones, tablets and TVs: nothing cut, dark at night."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage

from lullaby.paths import assets
from lullaby.together.messages import Farewell, PageLight, bye, timer, where
from lullaby.together.shared_timer import SharedTimer
from lullaby.together.shared_words import SharedWords
from lullaby.together.words_page import WordsPages
from lullaby.ui.together.page_texts import page_texts
from tests.together.page.conftest import Open
from tests.together.page.laptop import CODE, REMOTE_SECRET, Laptop, now_ms
from tests.together.page.looking import TIMEOUT, drawn
from tests.together.page.songs import SUO_GAN, YALLA, standing, words
from tests.ui.pseudo import pseudo

pytestmark = pytest.mark.long
"""Frames are drawn, for which a busy machine may wait long."""

SIZES = ((390, 844), (320, 568), (768, 1024), (844, 390), (1920, 1080))

DARK = 0.02
"""Mean luminance, as a share of white."""

DARK_AND_FULL = 0.025
"""There is more to light on a screen that is full of very large letters or of long texts."""

FAULTS = """() => {
    const faults = [], wide = window.innerWidth, high = window.innerHeight;
    const name = each => shown + ': ' + (each.id || each.className || each.textContent);
    if (document.scrollingElement.scrollWidth > wide) faults.push(shown + ' is too wide');
    all('#' + shown + ' *, #card').forEach(each => {
        const box = each.getBoundingClientRect(), style = getComputedStyle(each);
        if (!box.width || style.visibility === 'hidden' || each.closest('svg')) return;
        if (each.closest('#track')) return;
        if (box.left < -1 || box.right > wide + 1) faults.push(name(each) + ' is beside the page');
        const small = box.width < 44 || box.height < 44;
        if (each.tagName === 'BUTTON' && small) faults.push(name(each) + ' is small');
        const named = each.getAttribute('aria-label') || each.textContent.trim();
        if (/BUTTON|SELECT/.test(each.tagName) && !named) faults.push(name(each) + ' has no name');
        const text = /BUTTON|OUTPUT|SPAN|H1|B|SMALL/.test(each.tagName);
        const cut = each.scrollWidth > each.clientWidth + 1 && style.display !== 'inline';
        if (text && cut) faults.push(name(each) + ' is cut');
    });
    if (high < document.scrollingElement.scrollHeight && !SCROLLS) faults.push(shown + ' scrolls');
    if (shown === 'sing') {
        const line = byId('line').getBoundingClientRect();
        if (line.bottom > high) faults.push('the line ends below');
        const card = byId('card').getBoundingClientRect();
        if (card.height && line.bottom > card.top) faults.push('the card covers the line');
        if (byId('panel').classList.contains('open')) {
            const panel = byId('panel').getBoundingClientRect();
            if (panel.top < 0 || panel.bottom > high) faults.push('the panel is cut');
        }
    }
    return faults;
}"""


def luminance(png: bytes) -> float:
    """The mean luminance of a picture, 0 to 1."""
    image = QImage.fromData(png).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4)[:, :3] / 255
    linear = np.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    return float((linear @ (0.0722, 0.7152, 0.2126)).mean())


def states(
    open_page: Open, laptop: Laptop, song: SharedWords, position_ms: float, **how: Any
) -> Iterator[tuple[str, Any]]:
    """One state after the other, each with the page that shows it."""
    letters = how.pop("letters", 16)
    laptop.words, laptop.where = words(None), where(None)
    page = open_page(ahead=True, **how)
    if letters != 16:
        page.context.new_cdp_session(page).send(
            "Page.setFontSizes", {"fontSizes": {"standard": letters, "fixed": letters}}
        )

    def reached(what: str) -> str:
        page.locator(f"#{what}").wait_for(timeout=TIMEOUT)
        return what

    page.keyboard.type(CODE[:3])
    yield reached("code"), page
    page.keyboard.type(CODE[3:])
    yield reached("join"), page
    page.locator("#sing-along").click()
    yield reached("wait"), page
    laptop.show(words(song), standing(song, position_ms))
    in_time = page.locator("#status:not(.waiting)")
    in_time.wait_for(timeout=TIMEOUT)
    yield reached("sing"), page
    page.locator("#stage").click(position={"x": 20, "y": 20})
    risen = "panel => Promise.all(panel.getAnimations().map(each => each.finished))"
    page.locator("#panel.open").evaluate(risen)
    yield "touched", page
    if any(line.chords for line in song.lines):
        page.locator("#show-chords").click(timeout=TIMEOUT)
        reached("capo-row")
        yield "chords", page
    page.keyboard.press("Escape")
    laptop.trouble = 1013
    laptop.drop()
    page.clock.fast_forward(3_000)
    reached("card")
    yield "away", page
    page.clock.fast_forward(15_000)
    yield reached("lost"), page
    laptop.trouble = None
    page.clock.fast_forward(9_000)
    in_time.wait_for(timeout=TIMEOUT)
    laptop.say(bye(Farewell.CLOSED))
    yield reached("end"), page
    page.goto(laptop.url + f"#k={REMOTE_SECRET}")
    page.locator("#sing-along").click(timeout=TIMEOUT)
    yield reached("remote"), page
    laptop.say(timer(SharedTimer(now_ms(), 21.5 * 60_000, 30 * 60_000, 8 * 60_000)))
    reached("left")
    yield "time left", page


def shown_at(open_page: Open, laptop: Laptop, light: PageLight, **how: Any) -> None:
    laptop.light = light
    full = how.pop("full", how.get("letters", 16) != 16)
    most, scrolls = (DARK_AND_FULL, "true") if full else (DARK, "false")
    right_to_left = how.pop("right_to_left", False)
    song, position_ms = (YALLA, 7_100) if right_to_left else (SUO_GAN, 7_700)
    if right_to_left:
        (english,) = page_texts(assets() / "translations")
        laptop.pages = WordsPages([replace(english, right_to_left=True)])
    for name, page in states(open_page, laptop, song, position_ms, **how):
        drawn(page)
        assert page.evaluate(FAULTS.replace("SCROLLS", scrolls)) == [], name
        if light is PageLight.NIGHT:
            picture = page.screenshot(animations="disabled")
            assert luminance(picture) < most, name


@pytest.mark.parametrize("size", SIZES[:2])
def test_every_state_fits_a_phone(open_page: Open, laptop: Laptop, size: tuple[int, int]) -> None:
    shown_at(open_page, laptop, PageLight.NIGHT, size=size)


@pytest.mark.long
@pytest.mark.parametrize("right_to_left", [False, True])
@pytest.mark.parametrize("letters", [16, 32])
@pytest.mark.parametrize("size", SIZES)
def test_every_state_fits_everywhere(
    open_page: Open, laptop: Laptop, size: tuple[int, int], letters: int, right_to_left: bool
) -> None:
    shown_at(
        open_page,
        laptop,
        PageLight.NIGHT,
        size=size,
        letters=letters,
        right_to_left=right_to_left,
    )


@pytest.mark.long
@pytest.mark.parametrize("light", [PageLight.DUSK, PageLight.CONTRAST])
@pytest.mark.parametrize("forced_colors", ["none", "active"])
def test_every_state_fits_in_every_light(
    open_page: Open, laptop: Laptop, light: PageLight, forced_colors: str
) -> None:
    shown_at(open_page, laptop, light, forced_colors=forced_colors)


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES)
def test_a_longer_language_fits(open_page: Open, laptop: Laptop, size: tuple[int, int]) -> None:
    (english,) = page_texts(assets() / "translations")
    longer = {name: pseudo(text) for name, text in english.texts.items()}
    laptop.pages = WordsPages([replace(english, texts=longer)])
    shown_at(open_page, laptop, PageLight.NIGHT, size=size, full=True)


def test_no_pixel_is_ever_bright(open_page: Open, laptop: Laptop) -> None:
    """From the very first picture on."""
    page = open_page(wait_until="commit")
    assert luminance(page.screenshot()) < DARK

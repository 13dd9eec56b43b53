"""Every state of the page at the sizes of phones, tablets and TVs: nothing cut, dark at night."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage

from lullaby.paths import assets
from lullaby.together.messages import Farewell, PageLight, bye, where
from lullaby.together.shared_words import SharedWords
from lullaby.together.words_page import WordsPages
from lullaby.ui.together.page_texts import page_texts
from tests.together.page.conftest import Open
from tests.together.page.laptop import CODE, REMOTE_SECRET, Laptop
from tests.together.page.looking import TIMEOUT, drawn, press, seen
from tests.together.page.songs import SUO_GAN, YALLA, standing, words

SIZES = ((390, 844), (320, 568), (768, 1024), (844, 390), (1920, 1080))

DARK = 0.02
"""Mean luminance, as a share of white."""

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
    if (shown === 'sing') {
        const line = byId('line').getBoundingClientRect();
        if (line.bottom > high) faults.push('the line ends below');
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
    page.keyboard.type(CODE[:3])
    yield "code", page
    page.keyboard.type(CODE[3:])
    seen(page, "You’re in")
    yield "join", page
    press(page, "Sing along")
    seen(page, "Waiting for the song")
    yield "wait", page
    laptop.show(words(song), standing(song, position_ms))
    seen(page, "in time")
    yield "sing", page
    page.locator("#stage").click(position={"x": 20, "y": 20})
    risen = "panel => Promise.all(panel.getAnimations().map(each => each.finished))"
    page.locator("#panel.open").evaluate(risen)
    yield "touched", page
    if any(line.chords for line in song.lines):
        page.locator("#show-chords").click(timeout=TIMEOUT)
        seen(page, "Capo")
        yield "chords", page
    page.keyboard.press("Escape")
    laptop.trouble = 1013
    laptop.drop()
    page.clock.fast_forward(3_000)
    seen(page, "The laptop is not answering.")
    yield "away", page
    page.clock.fast_forward(15_000)
    seen(page, "Lost the laptop")
    yield "lost", page
    laptop.trouble = None
    page.clock.fast_forward(9_000)
    seen(page, "in time")
    laptop.say(bye(Farewell.CLOSED))
    seen(page, "Good night")
    yield "end", page
    page.goto(laptop.url + f"#k={REMOTE_SECRET}")
    page.reload()
    press(page, "Sing along")
    seen(page, "Quieter")
    yield "remote", page


def shown_at(open_page: Open, laptop: Laptop, light: PageLight, **how: Any) -> None:
    laptop.light = light
    right_to_left = how.pop("right_to_left", False)
    song, position_ms = (YALLA, 7_100) if right_to_left else (SUO_GAN, 7_700)
    if right_to_left:
        (english,) = page_texts(assets() / "translations")
        laptop.pages = WordsPages([replace(english, right_to_left=True)])
    for name, page in states(open_page, laptop, song, position_ms, **how):
        drawn(page)
        assert page.evaluate(FAULTS) == [], name
        if light is PageLight.NIGHT:
            picture = page.screenshot(animations="disabled")
            assert luminance(picture) < DARK, name


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


def test_no_pixel_is_ever_bright(open_page: Open, laptop: Laptop) -> None:
    """From the very first picture on."""
    page = open_page()
    assert luminance(page.screenshot()) < DARK

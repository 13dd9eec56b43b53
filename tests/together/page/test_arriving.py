"""From the QR or the typed address to the words: who comes in, and with how many requests."""

import hashlib
import hmac

from lullaby.paths import assets
from lullaby.together.messages import CloseCode, Farewell, bye
from lullaby.together.words_page import PageTexts, WordsPages
from lullaby.ui.together.page_texts import page_texts
from tests.together.page.conftest import Open
from tests.together.page.laptop import CODE, REMOTE_SECRET, SECRET, TICKET, Laptop
from tests.together.page.looking import TIMEOUT, press, seen
from tests.together.page.songs import SUO_GAN, playing, words


def test_from_the_qr_one_press_leads_to_the_words(open_page: Open, laptop: Laptop) -> None:
    laptop.words, laptop.where = words(SUO_GAN), playing(SUO_GAN, 6_000)
    page = open_page(f"#k={SECRET}")
    press(page, "Sing along")
    page.locator("#line").get_by_text("chy").wait_for(timeout=TIMEOUT)
    assert laptop.requests == ["/", "/ws"]
    assert page.url == laptop.url, "the secret does not stay in the address"
    assert page.evaluate("shown") == "sing"


def test_the_typed_code_needs_no_keyboard_of_the_system(open_page: Open, laptop: Laptop) -> None:
    page = open_page()
    seen(page, "The six digits on the laptop")
    assert page.locator("input, textarea").count() == 0
    assert laptop.requests == ["/"], "nothing is asked before there is something to ask"
    for digit in CODE:
        press(page, digit)
    seen(page, "You’re in")
    assert [each["code"] for each in laptop.told("hello")] == [CODE]
    assert "proof" not in laptop.told("hello")[0]


def test_a_wrong_code_is_told_and_can_be_typed_again(open_page: Open, laptop: Laptop) -> None:
    page = open_page()
    page.keyboard.type("000000")
    seen(page, "That is not the code. Look at the laptop again.")
    page.locator("#boxes .here:first-child").wait_for(timeout=TIMEOUT)
    laptop.trouble = CloseCode.TOO_OFTEN
    page.keyboard.type("000001")
    seen(page, "Wait a moment, then try again.")
    page.locator("#boxes .here:first-child").wait_for(timeout=TIMEOUT)
    laptop.trouble = None
    page.keyboard.type("48291")
    page.keyboard.press("Backspace")
    page.keyboard.type("13")
    seen(page, "You’re in")


def test_loaded_again_the_page_needs_no_code(open_page: Open, laptop: Laptop) -> None:
    page = open_page(f"#k={REMOTE_SECRET}")
    seen(page, "You’re in")
    page.reload()
    seen(page, "You’re in")
    again = laptop.told("hello")[1]
    assert again["ticket"] == TICKET
    assert again["proof"] == laptop.told("hello")[0]["proof"]


def test_an_old_invitation_leads_to_the_code(open_page: Open, laptop: Laptop) -> None:
    page = open_page("#k=vvvvvvvvvvvvvvvvvvvvvv")
    seen(page, "The laptop has a new code now.")
    assert page.evaluate("[sessionStorage.secret, sessionStorage.ticket]") == [None, None]


def test_good_night_is_the_end(open_page: Open, laptop: Laptop) -> None:
    page = open_page(f"#k={SECRET}")
    press(page, "Sing along")
    seen(page, "Waiting for the song")
    laptop.say(bye(Farewell.CLOSED))
    seen(page, "Good night")
    laptop.drop()
    assert page.evaluate("[ended, film.paused, sessionStorage.ticket]") == [True, True, None]


def test_one_that_is_sent_away_can_come_back_with_the_code(open_page: Open, laptop: Laptop) -> None:
    page = open_page()
    for _ in range(2):
        page.keyboard.type(CODE)
        press(page, "Sing along")
        seen(page, "Waiting for the song")
        laptop.say(bye(Farewell.DISCONNECTED))
        seen(page, "The laptop disconnected this phone")
        press(page, "Type the code")
        seen(page, "The six digits on the laptop")
    page.keyboard.type(CODE)
    seen(page, "You’re in")


def test_one_that_is_not_let_in_is_asked_for_the_code(open_page: Open, laptop: Laptop) -> None:
    laptop.trouble = CloseCode.REFUSED
    page = open_page(f"#k={SECRET}")
    seen(page, "The laptop did not let this phone in")
    laptop.trouble = None
    press(page, "Type the code")
    seen(page, "The six digits on the laptop")


def test_one_whose_code_is_right_and_for_whom_there_is_no_room_can_try_again(
    open_page: Open, laptop: Laptop
) -> None:
    laptop.trouble = CloseCode.REFUSED
    page = open_page()
    page.keyboard.type(CODE)
    seen(page, "The laptop did not let this phone in")
    laptop.trouble = None
    press(page, "Type the code")
    page.keyboard.type(CODE)
    seen(page, "You’re in")


def test_a_browser_that_keeps_nothing_comes_in_by_the_qr(open_page: Open, laptop: Laptop) -> None:
    """One that blocks all cookies forbids `sessionStorage`."""
    page = open_page(
        f"#k={SECRET}",
        before="Object.defineProperty(window, 'sessionStorage', { get() { throw new Error(); } })",
    )
    seen(page, "You’re in")


def test_another_qr_counts_in_a_page_that_is_open(open_page: Open, laptop: Laptop) -> None:
    page = open_page()
    seen(page, "The six digits on the laptop")
    page.evaluate(f"location.hash = '#k={SECRET}'")
    seen(page, "You’re in")
    assert page.url == laptop.url


def test_hashes_are_those_of_the_standards(open_page: Open) -> None:
    """SHA-256 and HMAC-SHA-256, for every length around a block."""
    page = open_page()
    texts = ["x" * length for length in range(130)] + ["abc", "ĝis revido 🌙"]
    hashed = page.evaluate(
        "texts => texts.map(text => Array.from(sha256(new TextEncoder().encode(text)),"
        " byte => (byte + 256).toString(16).slice(1)).join(''))",
        texts,
    )
    assert hashed == [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    # RFC 4231, test case 2, is among them.
    pairs = [("Jefe", "what do ya want for nothing?"), *((text, "wish|7|fade") for text in texts)]
    proofs = page.evaluate("pairs => pairs.map(([key, text]) => hmac(key, text))", pairs)
    expected = [hmac.new(key.encode(), text.encode(), "sha256").hexdigest() for key, text in pairs]
    assert proofs == expected
    assert proofs[0] == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"


def test_the_language_of_the_phone_is_spoken_and_can_be_changed(
    open_page: Open, laptop: Laptop
) -> None:
    (english,) = page_texts(assets() / "translations")
    welsh = PageTexts("cy", "Cymraeg", False, {**english.texts, "joined": "Rydych chi i mewn"})
    laptop.pages = WordsPages([english, welsh])
    page = open_page(f"#k={SECRET}", locale="cy-GB")
    seen(page, "Rydych chi i mewn")
    assert page.evaluate("[root.lang, root.dir]") == ["cy", "ltr"]
    assert laptop.told("hello")[0]["lang"] == "cy"
    page.get_by_label("Language").filter(visible=True).select_option("English")
    seen(page, "You’re in")
    assert laptop.requests == ["/", "/ws", "/"]
    page.reload()
    seen(page, "You’re in")
    chosen = page.get_by_label("Language").filter(visible=True)
    assert chosen.evaluate("menu => menu.value") == "en"

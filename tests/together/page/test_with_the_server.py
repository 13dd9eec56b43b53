"""The page and the application's own server understand each other, from the scan to Good night."""

from collections.abc import Iterator
from queue import Queue
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.clock import SystemClock
from lullaby.paths import assets
from lullaby.together.anchor import Anchor
from lullaby.together.events import (
    GuestsChanged,
    InvitationChanged,
    ServerEvent,
    SharingClosed,
    SharingOpened,
    WishMade,
)
from lullaby.together.messages import PageLight, Wish, WishOutcome
from lullaby.together.server import WordsServer
from lullaby.together.words_page import WordsPages
from lullaby.ui.together.page_texts import page_texts
from tests.together.page.conftest import Open
from tests.together.page.looking import TIMEOUT, press, seen
from tests.together.page.songs import SUO_GAN
from tests.together.sockets import LOOPBACK, PATIENCE_S

Kind = TypeVar("Kind", bound=ServerEvent)


class Sharing:
    """The server, and what it reports."""

    def __init__(self) -> None:
        self.events: Queue[ServerEvent] = Queue()
        pages = WordsPages(page_texts(assets() / "translations"))
        self.server = WordsServer(LOOPBACK, pages, self.events.put, light=PageLight.NIGHT)
        self.server.open()
        self.opened = self.next(SharingOpened)

    def next(self, kind: type[Kind]) -> Kind:
        """The next event of a kind; those before it are skipped."""
        while True:
            event = self.events.get(timeout=PATIENCE_S)
            if isinstance(event, kind):
                return event

    def play(self, position_ms: float, moving: bool = True) -> None:
        now = SystemClock().monotonic_ms()
        self.server.show_words(SUO_GAN)
        self.server.show_anchor(Anchor(SUO_GAN.song, 0, now, position_ms, 0.5, moving))


@pytest.fixture
def sharing(qapp: QApplication) -> Iterator[Sharing]:
    sharing = Sharing()
    yield sharing
    sharing.server.close()


def test_a_scan_leads_to_the_words_and_to_good_night(open_page: Open, sharing: Sharing) -> None:
    page = open_page(url=sharing.opened.words_url)
    press(page, "Sing along")
    seen(page, "Waiting for the song")
    assert [guest.role for guest in sharing.next(GuestsChanged).guests] == ["words"]
    sharing.play(6_000)
    page.locator("#line").get_by_text("clyd").wait_for(timeout=TIMEOUT)
    seen(page, "in time")
    sharing.server.set_light(PageLight.DUSK)
    sharing.server.show_anchor(None)
    seen(page, "Waiting for the song")
    assert page.evaluate("light") == "dusk"
    sharing.server.close()
    seen(page, "Good night")
    sharing.next(SharingClosed)


def test_the_typed_code_leads_in_and_out(open_page: Open, sharing: Sharing) -> None:
    address = sharing.opened.words_url.partition("#")[0]
    page = open_page(url=address)
    wrong = str((int(sharing.opened.code) + 1) % 1_000_000).zfill(6)
    page.keyboard.type(wrong)
    seen(page, "That is not the code. Look at the laptop again.")
    page.locator("#boxes .here:first-child").wait_for(timeout=TIMEOUT)
    page.keyboard.type(sharing.opened.code)
    seen(page, "You’re in")
    (guest,) = sharing.next(GuestsChanged).guests
    page.reload()
    seen(page, "You’re in")
    sharing.server.disconnect(guest.id)
    seen(page, "The laptop disconnected this phone")
    press(page, "Type the code")
    page.keyboard.type(sharing.next(InvitationChanged).code)
    seen(page, "You’re in")


def test_of_two_tabs_the_one_that_came_last_shows_the_words(
    open_page: Open, sharing: Sharing
) -> None:
    """A browser copies what a tab keeps, with its ticket, when it duplicates the tab."""
    first = open_page(url=sharing.opened.words_url)
    seen(first, "You’re in")
    ticket = first.evaluate("ticket")
    second = open_page(url=sharing.opened.words_url)
    seen(second, "You’re in")
    second.evaluate("ticket => kept.set('ticket', ticket)", ticket)
    second.reload()
    seen(second, "You’re in")
    seen(first, "The words are shown in another tab.")
    assert second.evaluate("isOpen() && welcome")
    press(first, "Show the words")
    seen(second, "The words are shown in another tab.")
    seen(first, "You’re in")


def test_a_remote_wishes_and_hears_what_happened(open_page: Open, sharing: Sharing) -> None:
    assert sharing.opened.remote_url is not None
    page = open_page(url=sharing.opened.remote_url)
    press(page, "Sing along")
    for name, wish, outcome, told in (
        ("softer", Wish.SOFTER, WishOutcome.SOFTER, "quieter by one step"),
        ("fade", Wish.FADE, WishOutcome.FADING, "fading"),
        ("fade", Wish.AWAKE, WishOutcome.AWAKE, "keeps playing"),
    ):
        page.locator(f"[data-do={name}]").click(timeout=TIMEOUT)
        made = sharing.next(WishMade)
        assert made.wish is wish
        sharing.server.answer(made.guest_id, made.number, outcome)
        seen(page, told)
    page.reload()
    press(page, "Sing along")
    page.locator("[data-do=awake]").click(timeout=TIMEOUT)
    assert sharing.next(WishMade).wish is Wish.AWAKE, "wishes count on after a reload"


def test_the_words_move_as_the_anchors_say(open_page: Open, sharing: Sharing) -> None:
    page: Any = open_page(url=sharing.opened.words_url)
    sharing.play(6_000)
    press(page, "Sing along")
    seen(page, "in time")
    before = page.evaluate("place.at(performance.now())")
    sharing.play(26_500, moving=False)
    page.locator("#line").get_by_text("cariad").wait_for(timeout=TIMEOUT)
    assert before < page.evaluate("place.at(performance.now())") == 26_500

"""What every guest can rely on, in memory and over real sockets."""

from collections.abc import Iterator

import pytest

from lullaby.together.anchor import Anchor
from lullaby.together.guests import hello_proof, wish_mac
from lullaby.together.messages import GuestRole, Wish, WishOutcome
from lullaby.together.shared_timer import SharedTimer
from tests.together.sockets import SocketHouse, socket_house
from tests.together.test_messages import some_words
from tests.together.visiting import MemoryHouse, offer

House = MemoryHouse | SocketHouse


@pytest.fixture(params=["memory", "sockets"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    if request.param == "memory":
        yield MemoryHouse()
    else:
        with socket_house() as sockets:
            yield sockets


def test_a_guest_with_the_code_joins_and_leaves(house: House) -> None:
    guest = house.by_code()
    assert guest.hear("welcome")["may"] == "words"
    assert guest.hear("words")["song"] is None
    assert guest.hear("where")["song"] is None
    assert house.await_guests(1)[0].role is GuestRole.WORDS
    guest.hang_up()
    house.await_guests(0)


def test_a_guest_reads_the_clock(house: House) -> None:
    guest = house.by_code()
    guest.say("tick", c0=5)
    tock = guest.hear("tock")
    assert tock["c0"] == 5
    assert tock["s1"] <= tock["s2"]


def test_a_guest_sees_the_words_and_where_they_are(house: House) -> None:
    house.show_words(some_words(3))
    guest = house.by_code()
    assert len(guest.hear("words")["lines"]) == 3
    house.show_anchor(Anchor("suo-gan", 2, 1.0, 4_000.0, 1.0, True))
    while (place := guest.hear("where"))["song"] is None:
        pass
    assert place["pos"] == 4_000.0
    house.show_words(None)
    assert guest.hear("words")["song"] is None


def test_a_page_joins_with_the_request_of_its_socket(house: House) -> None:
    nonce = house.page_nonce()
    page = house.visit(offered=offer(nonce, house.remote_secret))
    assert page.next()["t"] == "welcome"
    assert house.await_guests(1)[0].role is GuestRole.REMOTE
    page.say("wish", do="softer", n=1, mac=wish_mac(house.remote_secret, nonce, 1, "softer"))
    assert house.await_wish().wish is Wish.SOFTER


def test_a_page_that_knows_nothing_says_hello_once_it_does(house: House) -> None:
    page = house.visit(offered=offer(house.page_nonce(), "wrongwrongwrongwrongwr"))
    nonce = page.next()["nonce"]
    page.say("hello", v=1, proof=hello_proof(house.remote_secret, nonce))
    assert page.next()["may"] == "remote"


def test_a_wish_is_answered(house: House) -> None:
    remote = house.by_secret(house.remote_secret)
    assert remote.visitor.hear("welcome")["may"] == "remote"
    remote.wish("softer", 1)
    wish = house.await_wish()
    assert wish.wish is Wish.SOFTER
    house.answer(wish, WishOutcome.SOFTER)
    assert remote.visitor.hear("done") == {"t": "done", "n": 1, "what": "softer"}


def test_a_remote_is_told_how_much_of_the_evening_is_left(house: House) -> None:
    remote = house.by_secret(house.remote_secret).visitor
    assert remote.hear("timer")["phase"] is None
    house.show_timer(SharedTimer(1.0, 60_000.0, 1_800_000.0, 480_000.0))
    assert remote.hear("timer")["left"] == 60_000.0


def test_a_guest_comes_back_as_the_one_it_was(house: House) -> None:
    guest = house.by_code()
    ticket = guest.hear("welcome")["ticket"]
    before = house.await_guests(1)
    guest.hang_up()
    house.await_guests(0)
    back = house.visit()
    back.say("hello", v=1, ticket=ticket)
    assert back.hear("welcome")["ticket"] == ticket
    assert house.await_guests(1) == before


def test_a_guest_is_told_that_its_ticket_came_again(house: House) -> None:
    guest = house.by_code()
    ticket = guest.hear("welcome")["ticket"]
    twin = house.visit()
    twin.say("hello", v=1, ticket=ticket)
    assert twin.hear("welcome")["ticket"] == ticket
    assert guest.hear_close() == 4409
    assert len(house.await_guests(1)) == 1


def test_a_guest_that_is_sent_away_is_told_so(house: House) -> None:
    guest = house.by_code()
    house.disconnect(house.await_guests(1)[0].id)
    assert guest.hear("bye")["why"] == "disconnected"
    assert guest.hear_close() == 4403


def test_the_end_is_told(house: House) -> None:
    guest = house.by_code()
    house.await_guests(1)
    house.close()
    assert guest.hear("bye")["why"] == "closed"
    assert guest.hear_close() == 1001


def test_a_wrong_code_is_refused(house: House) -> None:
    guest = house.visit()
    guest.say("hello", v=1, code="000000")
    assert guest.hear_close() == 4401


@pytest.mark.parametrize("text", ["{", b"{}", '{"t":"louder"}', "[" * 2_000])
def test_what_is_no_message_ends_the_connection(house: House, text: str | bytes) -> None:
    guest = house.by_code()
    guest.hear("welcome")
    guest.say_text(text)
    assert guest.hear_close() == 4400

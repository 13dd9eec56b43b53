"""Every threat of decision 72, against a real server on the loopback interface.

The tests in this folder without sockets try the same in all orders; this file shows that it holds
where bytes arrive.
"""

import contextlib
import json
import logging
import socket
import struct
from collections.abc import Iterator

import pytest

from lullaby.together import serving
from lullaby.together.admission import Network
from lullaby.together.messages import Wish
from tests.fakes import FakeClock
from tests.together.sockets import SocketHouse, SocketVisitor, socket_house
from tests.together.test_messages import some_words
from tests.together.visiting import offer


@pytest.fixture
def house() -> Iterator[SocketHouse]:
    """No limit recovers in it, however slow the machine is: its clock stands still."""
    with socket_house(clock=FakeClock()) as made:
        yield made


def status(answer: bytes) -> int:
    """The status of an HTTP answer; 0 for none."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0


def still_serves(house: SocketHouse) -> bool:
    return house.by_code("127.0.9.9").hear("welcome")["may"] == "words"


# A web page in a visitor's browser


def test_another_name_for_this_address_gets_nothing(house: SocketHouse) -> None:
    for host in ("evil.example", f"evil.example:{house.port}", house.address, "localhost"):
        assert status(house.get(Host=host)) == 421
        assert status(house.upgrade(Host=host, Origin=f"http://{host}")) == 421


def test_a_socket_of_another_page_is_refused(house: SocketHouse) -> None:
    for origin in ("http://evil.example", "null", f"http://{house.address}:1"):
        assert status(house.upgrade(Origin=origin)) == 403
    assert status(house.upgrade()) == 403


def test_a_header_that_comes_twice_counts_as_two(house: SocketHouse) -> None:
    twice = f"GET / HTTP/1.1\r\nHost: {house.host}\r\nHost: evil.example\r\n\r\n"
    assert status(house.request(twice)) == 421


# Odd requests


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "TRACE", "HEAD", "OPTIONS", "PATCH"])
def test_no_method_but_get_is_answered(house: SocketHouse, method: str) -> None:
    answer = house.request(f"{method} / HTTP/1.1\r\nHost: {house.host}\r\n\r\n")
    assert status(answer) == 405
    assert b"<html" not in answer


def test_a_request_with_a_body_is_not_answered_with_the_page(house: SocketHouse) -> None:
    body = "Content-Length: 5\r\n\r\nhello"
    for method in ("GET", "POST"):
        answer = house.request(f"{method} / HTTP/1.1\r\nHost: {house.host}\r\n{body}")
        assert b"<html" not in answer


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/words.html",
        "//etc/passwd",
        "/words.html",
        "/page/words.html",
        "/.git/config",
        "/?file=/etc/passwd",
    ],
)
def test_there_are_no_files(house: SocketHouse, path: str) -> None:
    assert status(house.get(path)) == 404


def test_huge_headers_are_refused(house: SocketHouse) -> None:
    assert status(house.get(X_Large="a" * 7_000)) == 200
    assert status(house.get(X_Large="a" * 200_000)) == 431
    many = {f"X_{number}": "a" for number in range(70)}
    assert status(house.get("/", **many)) == 431
    assert still_serves(house)


def test_what_is_no_http_ends_the_connection(house: SocketHouse) -> None:
    for bytes_ in (
        b"\x00" * 100 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"GET /\r\n\r\n",
    ):
        assert status(house.request(bytes_)) == 0
    assert still_serves(house)


def test_the_page_may_run_nothing_else_and_is_kept_nowhere(house: SocketHouse) -> None:
    answer = house.get().partition(b"\r\n\r\n")[0].decode()
    assert status(answer.encode()) == 200
    assert "default-src 'none'" in answer
    assert f"connect-src 'self' ws://{house.host};" in answer
    assert "frame-ancestors 'none'" in answer
    assert "unsafe" not in answer
    for header in ("nosniff", "no-referrer", "no-store", "Opener-Policy: same-origin"):
        assert header in answer
    assert "Server:" not in answer


# Guessing


def test_codes_one_by_one(house: SocketHouse) -> None:
    answers: list[int | None] = []
    for number in range(9):
        visitor = house.visit()
        visitor.say("hello", v=1, code=f"{number:06}")
        answers.append(visitor.hear_close())
    assert answers == [4401] * 5 + [4429] * 4


def test_codes_in_parallel(house: SocketHouse) -> None:
    visitors = [house.visit(f"127.0.5.{number}") for number in range(1, 61)]
    for number, visitor in enumerate(visitors):
        visitor.say("hello", v=1, code=f"{number:06}")
    assert [visitor.hear_close() for visitor in visitors] == [4401] * 60
    late = house.by_code()
    assert late.hear_close() == 4429, "all tries are used up, also for the right code"


# Listening, repeating, forging


def test_a_wish_that_is_repeated_is_made_once(house: SocketHouse) -> None:
    remote = house.by_secret(house.remote_secret)
    remote.visitor.hear("welcome")
    remote.wish("softer", 2)
    assert house.await_wish().wish is Wish.SOFTER
    for number in (2, 1, 2):
        remote.wish("softer", number)
        assert remote.visitor.hear("done")["what"] == "no"
    assert remote.visitor.hear_close() == 4403
    assert house.events.empty() or "WishMade" not in str(list(house.events.queue))


def test_a_hello_in_a_request_opens_once_and_only_where_the_page_went(house: SocketHouse) -> None:
    said = offer(house.page_nonce(), house.remote_secret)
    assert house.visit("127.0.0.3", said).next()["t"] == "nonce", "the page went to 127.0.0.2"
    assert house.visit("127.0.0.2", said).next()["t"] == "welcome"
    for again in ("127.0.0.2", "127.0.0.3"):
        assert house.visit(again, said).next()["t"] == "nonce"
    invented = offer("inventedinventedinvent", house.remote_secret)
    assert house.visit("127.0.0.2", invented).next()["t"] == "nonce"


def test_no_code_is_tried_in_a_request(house: SocketHouse) -> None:
    said = [*offer(house.page_nonce()), f"code.{house.invitation.code}"]
    assert house.visit(offered=said).next()["t"] == "nonce"


def test_odd_subprotocols_open_nothing_and_break_nothing(house: SocketHouse) -> None:
    for odd in (",", "lullaby lullaby", "é"):
        answer = house.upgrade(Origin=f"http://{house.host}", Sec_WebSocket_Protocol=odd)
        assert status(answer) == 400
    for more in ("nonce.", "proof." + "a" * 3_000, "chat"):
        assert house.visit(offered=["lullaby", more]).next()["t"] == "nonce"
    assert still_serves(house)


def test_a_wish_without_its_proof_is_refused(house: SocketHouse) -> None:
    remote = house.by_secret(house.remote_secret)
    for number, mac in ((1, None), (2, "0" * 64), (3, None)):
        fields: dict[str, object] = {} if mac is None else {"mac": mac}
        remote.visitor.say("wish", do="fade", n=number, **fields)
        assert remote.visitor.hear("done")["what"] == "no"
    assert remote.visitor.hear_close() == 4403


def test_a_ticket_opens_no_later_sharing(house: SocketHouse) -> None:
    ticket = house.by_code().hear("welcome")["ticket"]
    with socket_house() as later:
        visitor = later.visit()
        visitor.say("hello", v=1, ticket=ticket)
        assert visitor.hear("bye")["why"] == "expired"
        assert visitor.hear_close() == 4401


def test_no_secret_and_no_code_travels_to_a_guest(house: SocketHouse) -> None:
    remote = house.by_secret(house.remote_secret)
    heard = json.dumps([remote.visitor.hear(kind) for kind in ("welcome", "words", "where")])
    page = house.get().decode(errors="replace")
    for secret in (house.remote_secret, house.invitation.code):
        assert secret not in heard
        assert secret not in page


# Floods


def test_a_flood_of_messages_is_cut(house: SocketHouse) -> None:
    flooding, other = house.by_code(), house.by_code("127.0.0.3")
    flooding.hear("welcome")
    with contextlib.suppress(Exception):
        for _ in range(200):
            flooding.say("tick", c0=1)
    assert flooding.hear_close() is None
    other.say("tick", c0=7)
    assert other.hear("tock")["c0"] == 7


def test_a_flood_of_pings_is_cut(house: SocketHouse) -> None:
    flooding = house.by_code()
    flooding.hear("welcome")
    ping = struct.pack("!BB4s", 0x89, 0x80, b"mask")
    with contextlib.suppress(OSError):
        for _ in range(100):
            flooding.connection.socket.sendall(ping * 1_000)
    assert flooding.hear_close() is None
    assert still_serves(house)


def test_a_message_over_two_kilobytes_is_not_read(house: SocketHouse) -> None:
    for text in ("a" * 2_049, '{"t":"tick","c0":1}' + " " * 3_000):
        visitor = house.by_code()
        visitor.hear("welcome")
        visitor.say_text(text)
        assert visitor.hear_close() == 1009


def test_a_guest_that_does_not_read_is_cut_and_the_others_are_served(house: SocketHouse) -> None:
    house.deaf_guest("127.0.0.2")
    house.await_guests(1)
    reading = house.by_code("127.0.0.3")
    house.await_guests(2)
    words = some_words(430)
    reading.hear("words")
    for _ in range(400):
        house.show_words(words)
        reading.hear("words")
        if not house.events.empty():
            break
    assert len(house.await_guests(1)) == 1


def test_sockets_that_say_nothing_are_cut_and_others_served_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serving, "LOOK_EVERY_S", 0.02)
    clock = FakeClock()
    with socket_house(clock=clock) as house:
        silent = [house.visit(f"127.0.6.{number}") for number in range(1, 65)]
        assert still_serves(house)
        clock.advance(5_000)
        assert {visitor.hear_close() for visitor in silent} == {None}


def test_requests_that_do_not_end_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "REQUEST_WITHIN_S", 0.2)
    with socket_house() as house:
        assert house.request(b"GET / HTTP/1.1\r\nHost: ") == b""
        assert house.request(b"") == b""


def test_one_address_cannot_take_all_connections(house: SocketHouse) -> None:
    served: list[SocketVisitor] = []
    with contextlib.suppress(Exception):
        served.extend(house.visit("127.0.0.7") for _ in range(40))
    assert len(served) == 12
    assert still_serves(house)


# From elsewhere


def test_another_network_is_not_served() -> None:
    with socket_house(Network("127.0.0.1", 29)) as house:
        assert house.request(f"GET / HTTP/1.1\r\nHost: {house.host}\r\n\r\n", "127.0.0.9") == b""
        assert status(house.get()) == 200


def test_no_other_address_of_this_computer_is_bound(house: SocketHouse) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.8", house.port), 5)


# The log


def test_the_log_holds_no_address_code_title_or_secret(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(logging.getLogger("lullaby"), "propagate", True)
    with socket_house() as house:
        invitation = house.invitation
        remote = house.by_secret(house.remote_secret)
        remote.wish("fade", 1)
        house.await_wish()
        house.show_words(some_words(2))
        house.get(Host="evil.example")
        house.request(b"\x00\r\n\r\n")
        visitor = house.by_code()
        visitor.say_text("{")
        visitor.hear_close()
        guess = house.visit()
        guess.say("hello", v=1, code="000000")
        guess.hear_close()
        secrets = (house.remote_secret, invitation.code, "000000")
        house.leave()
    records = [one for one in caplog.records if not one.name.startswith("websockets.client")]
    told = "\n".join(record.getMessage() + str(record.exc_info) for record in records)
    assert "words are shared" in told
    for private in (*secrets, "127.0.0", str(house.port), "Suo", "Huna", "evil"):
        assert private not in told, private

"""The thread that serves the words: where it listens, what it does on trouble, and how it ends."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from queue import Queue

import pytest

from lullaby.together import serving
from lullaby.together.admission import Network
from lullaby.together.events import (
    ServerEvent,
    SharingClosed,
    SharingEnd,
    SharingFailed,
    SharingFailure,
    SharingOpened,
)
from lullaby.together.messages import PageLight
from lullaby.together.room import SharingRoom
from lullaby.together.server import WordsServer
from tests.together.sockets import LOOPBACK, PATIENCE_S, pages, socket_house
from tests.together.test_messages import some_words


def first_event(network: Network) -> ServerEvent:
    """What a server reports first; it is closed then."""
    events: Queue[ServerEvent] = Queue()
    server = WordsServer(network, pages(), events.put)
    server.open()
    first = event = events.get(timeout=PATIENCE_S)
    server.close()
    while not isinstance(event, SharingClosed | SharingFailed):
        event = events.get(timeout=PATIENCE_S)
    return first


@contextlib.contextmanager
def taken(address: str, ports: Iterator[int]) -> Iterator[None]:
    """Other programs listen at these ports."""
    with contextlib.ExitStack() as kept:
        for port in ports:
            kept.enter_context(socket.create_server((address, port)))
        yield


def test_it_tells_where_it_is_and_what_opens() -> None:
    with socket_house() as house:
        told = house.invitation
        assert isinstance(told, SharingOpened)
        assert told.words_url.startswith(f"http://127.0.0.1:{told.port}/#k=")
        assert len(told.code) == 6
        assert told.words_url != told.remote_url


def test_a_port_that_is_taken_is_passed_over() -> None:
    address = "127.0.7.1"
    with taken(address, iter((8437, 8438))):
        first = first_event(Network(address, 8))
    assert isinstance(first, SharingOpened)
    assert first.port == 8439


def test_when_all_ports_are_taken_any_other_serves() -> None:
    address = "127.0.7.2"
    with taken(address, iter(range(8437, 8448))):
        first = first_event(Network(address, 8))
    assert isinstance(first, SharingOpened)
    assert first.port not in range(8437, 8448)


def test_when_there_is_no_port_at_all_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "127.0.7.3"
    monkeypatch.setattr(serving, "PORTS", (8437,))
    with taken(address, iter((8437,))):
        assert first_event(Network(address, 8)) == SharingFailed(SharingFailure.NO_PORT)


def test_an_address_of_another_computer_cannot_be_shared_at() -> None:
    documentation = Network("192.0.2.1", 24)
    assert first_event(documentation) == SharingFailed(SharingFailure.ADDRESS_GONE)


def test_it_ends_when_the_address_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "LOOK_EVERY_S", 0.01)
    events: Queue[ServerEvent] = Queue()
    here = threading.Event()
    here.set()
    server = WordsServer(LOOPBACK, pages(), events.put, is_here=lambda _: here.is_set())
    server.open()
    assert isinstance(events.get(timeout=PATIENCE_S), SharingOpened)
    here.clear()
    assert events.get(timeout=PATIENCE_S) == SharingClosed(SharingEnd.ADDRESS_GONE)


def test_an_address_is_here_if_a_socket_can_have_it() -> None:
    assert serving.is_own_address("127.0.0.1")
    assert not serving.is_own_address("192.0.2.1")


def test_a_thread_that_breaks_off_is_reported_and_lets_everybody_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def break_off(_: SharingRoom) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(serving, "LOOK_EVERY_S", 0.5)
    with socket_house() as house:
        guest = house.by_code()
        guest.hear("welcome")
        monkeypatch.setattr(SharingRoom, "check_time", break_off)
        monkeypatch.setattr(SharingRoom, "close", break_off)
        assert house.await_event(SharingFailed).reason is SharingFailure.CRASHED
        assert guest.hear_close() == 1001
        house.events.put(SharingFailed(SharingFailure.CRASHED))


def test_what_is_shown_before_it_is_open_is_shown_then() -> None:
    with socket_house(light=PageLight.NIGHT, early=some_words(2)) as house:
        guest = house.by_code()
        assert guest.hear("welcome")["light"] == "night"
        assert guest.hear("words")["title"] == "Suo Gân"


def test_closing_before_it_is_open_closes_it() -> None:
    events: Queue[ServerEvent] = Queue()
    server = WordsServer(LOOPBACK, pages(), events.put)
    server.close()
    server.open()
    last = events.get(timeout=PATIENCE_S)
    if isinstance(last, SharingOpened):
        last = events.get(timeout=PATIENCE_S)
    assert last == SharingClosed(SharingEnd.STOPPED)


def test_after_the_end_nothing_is_sent_and_nothing_fails() -> None:
    with socket_house() as house:
        house.leave()
        house.show_words(some_words(1))
        house.server.new_code()
        house.server.close()
        with pytest.raises(ConnectionRefusedError):
            house.raw()


def test_guests_that_hang_hold_up_the_end_for_two_seconds_at_most() -> None:
    with socket_house() as house:
        for number in range(1, 9):
            house.deaf_guest(f"127.0.8.{number}")
        house.await_guests(8)
        house.server.close()
        assert house.await_event(SharingClosed).reason is SharingEnd.STOPPED
        house.events.put(SharingClosed(SharingEnd.STOPPED))

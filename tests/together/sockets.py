"""Guests that come over real sockets of the loopback interface."""

import contextlib
import json
import re
import socket
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import Queue
from typing import Any, TypeVar

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from lullaby.clock import Clock
from lullaby.together.admission import Network
from lullaby.together.anchor import Anchor
from lullaby.together.events import (
    Guest,
    GuestsChanged,
    InvitationChanged,
    ServerEvent,
    SharingClosed,
    SharingFailed,
    SharingOpened,
    WishMade,
)
from lullaby.together.guests import hello_proof, wish_mac
from lullaby.together.messages import PageLight, WishOutcome
from lullaby.together.server import WordsServer
from lullaby.together.shared_timer import SharedTimer
from lullaby.together.shared_words import SharedWords
from lullaby.together.words_page import PageTexts, WordsPages
from tests.together.visiting import secret_of

PATIENCE_S = 20.0
"""A busy machine is slow, not wrong."""

LOOPBACK = Network("127.0.0.1", 8)

Event = TypeVar("Event", bound=ServerEvent)


def pages() -> WordsPages:
    return WordsPages([PageTexts("en", "English", False, {})])


class SocketVisitor:
    """One WebSocket of a guest."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say_text(self, text: str | bytes) -> None:
        self.connection.send(text)

    def say(self, kind: str, **fields: object) -> None:
        self.say_text(json.dumps({"t": kind, **fields}))

    def next(self) -> dict[str, Any]:
        """The next message."""
        return json.loads(self.connection.recv(PATIENCE_S))

    def hear(self, kind: str) -> dict[str, Any]:
        """The next message of a kind; those before it are skipped."""
        while True:
            message = json.loads(self.connection.recv(PATIENCE_S))
            if message["t"] == kind:
                return message

    def hear_close(self) -> int | None:
        """The code with which the connection is closed; None if it is cut."""
        try:
            while True:
                self.connection.recv(PATIENCE_S)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd is not None else None

    def hang_up(self) -> None:
        self.connection.close()


@dataclass
class ScannedSocket:
    """A guest that knows a secret, and so can wish."""

    visitor: SocketVisitor
    secret: str
    nonce: str

    def wish(self, wish: str, number: int) -> None:
        mac = wish_mac(self.secret, self.nonce, number, wish)
        self.visitor.say("wish", do=wish, n=number, mac=mac)


class SocketHouse:
    """A sharing of words at the loopback interface."""

    def __init__(
        self,
        network: Network = LOOPBACK,
        clock: Clock | None = None,
        light: PageLight = PageLight.DUSK,
        early: SharedWords | None = None,
    ) -> None:
        """`early` words are shown before the server is open."""
        self.events: Queue[ServerEvent] = Queue()
        self.server = WordsServer(network, pages(), self.events.put, clock=clock, light=light)
        self.server.show_words(early)
        self.server.open()
        opened = self.events.get(timeout=PATIENCE_S)
        assert isinstance(opened, SharingOpened)
        self.invitation: SharingOpened | InvitationChanged = opened
        self.address, self.port = opened.address, opened.port
        self._open = contextlib.ExitStack()
        self._left = False

    @property
    def host(self) -> str:
        return f"{self.address}:{self.port}"

    def raw(self, peer: str = "127.0.0.2") -> socket.socket:
        """A bare TCP connection, closed with the house."""
        made = socket.create_connection((self.address, self.port), PATIENCE_S, (peer, 0))
        return self._open.enter_context(made)

    def request(self, text: str | bytes, peer: str = "127.0.0.2") -> bytes:
        """Send bytes as they are; all that is answered until the connection ends."""
        made = self.raw(peer)
        answer = b""
        with contextlib.suppress(ConnectionError):
            made.sendall(text.encode() if isinstance(text, str) else text)
        with contextlib.suppress(ConnectionError):
            while piece := made.recv(65_536):
                answer += piece
        return answer

    def get(self, path: str = "/", **headers: str) -> bytes:
        """A request as a browser makes it, with other headers if given (underscores are dashes)."""
        named = {"Host": self.host} | {key.replace("_", "-"): headers[key] for key in headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        return self.request(f"GET {path} HTTP/1.1\r\n{lines}\r\n")

    def upgrade(self, **headers: str) -> bytes:
        """Ask for the socket."""
        more = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13"}
        return self.get("/ws", **more, Sec_WebSocket_Key="AAAAAAAAAAAAAAAAAAAAAA==", **headers)

    def page_nonce(self, peer: str = "127.0.0.2") -> str:
        """The nonce of a page that went to an address."""
        answer = self.request(f"GET / HTTP/1.1\r\nHost: {self.host}\r\n\r\n", peer)
        found = re.search(rb'data-nonce="([^"]*)"', answer)
        assert found is not None
        return found[1].decode()

    def visit(self, peer: str = "127.0.0.2", offered: Sequence[str] | None = None) -> SocketVisitor:
        """`offered` are subprotocols."""
        made = connect(
            f"ws://{self.host}/ws",
            sock=self.raw(peer),
            origin=f"http://{self.host}",  # pyright: ignore[reportArgumentType]
            subprotocols=None if offered is None else [Subprotocol(each) for each in offered],
            compression=None,
            proxy=None,
        )
        return SocketVisitor(self._open.enter_context(made))

    def deaf_guest(self, peer: str) -> None:
        """A guest that says hello and then neither reads nor answers."""
        made = self.raw(peer)
        lines = (
            "GET /ws HTTP/1.1",
            f"Host: {self.host}",
            f"Origin: http://{self.host}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        )
        made.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        hello = json.dumps({"t": "hello", "v": 1, "code": self.invitation.code}).encode()
        made.sendall(struct.pack("!BB4x", 0x81, 0x80 | len(hello)) + hello)

    def by_code(self, peer: str = "127.0.0.2") -> SocketVisitor:
        visitor = self.visit(peer)
        visitor.say("hello", v=1, code=self.invitation.code)
        return visitor

    def by_secret(self, secret: str, peer: str = "127.0.0.2", **more: object) -> ScannedSocket:
        visitor = self.visit(peer)
        nonce = visitor.hear("nonce")["nonce"]
        visitor.say("hello", v=1, proof=hello_proof(secret, nonce), **more)
        return ScannedSocket(visitor, secret, nonce)

    @property
    def remote_secret(self) -> str:
        return secret_of(self.invitation.remote_url)

    def show_words(self, words: SharedWords | None) -> None:
        self.server.show_words(words)

    def show_timer(self, timer: SharedTimer | None) -> None:
        self.server.show_timer(timer)

    def show_anchor(self, anchor: Anchor | None) -> None:
        self.server.show_anchor(anchor)

    def disconnect(self, guest_id: str) -> None:
        self.server.disconnect(guest_id)

    def answer(self, wish: WishMade, outcome: WishOutcome) -> None:
        self.server.answer(wish.guest_id, wish.number, outcome)

    def close(self) -> None:
        self.server.close()

    def await_event(self, kind: type[Event]) -> Event:
        """The next event of a kind; those before it are skipped."""
        while True:
            event = self.events.get(timeout=PATIENCE_S)
            if isinstance(event, InvitationChanged):
                self.invitation = event
            if isinstance(event, kind):
                return event

    def await_guests(self, count: int) -> tuple[Guest, ...]:
        """The guests, as soon as there are as many."""
        while True:
            guests = self.await_event(GuestsChanged).guests
            if len(guests) == count:
                return guests

    def await_wish(self) -> WishMade:
        return self.await_event(WishMade)

    def leave(self) -> None:
        """End the sharing and wait for its thread, once."""
        if self._left:
            return
        self._left = True
        self._open.close()
        self.server.close()
        while not isinstance(self.events.get(timeout=PATIENCE_S), SharingClosed | SharingFailed):
            pass


@contextlib.contextmanager
def socket_house(
    network: Network = LOOPBACK,
    clock: Clock | None = None,
    light: PageLight = PageLight.DUSK,
    early: SharedWords | None = None,
) -> Iterator[SocketHouse]:
    house = SocketHouse(network, clock, light, early)
    try:
        yield house
    finally:
        house.leave()

"""Guests of the sharing room, without sockets: what they say goes in, what they hear is kept."""

import json
import random
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from lullaby.together.anchor import Anchor
from lullaby.together.events import (
    Guest,
    GuestsChanged,
    InvitationChanged,
    ServerEvent,
    SharingOpened,
    WishMade,
)
from lullaby.together.guests import hello_proof, wish_mac
from lullaby.together.messages import WishOutcome
from lullaby.together.room import Close, Effect, Report, Send, SharingRoom
from lullaby.together.shared_timer import SharedTimer
from lullaby.together.shared_words import SharedWords
from tests.fakes import FakeClock

ADDRESS, PORT = "127.0.0.1", 8437


def secret_of(url: str | None) -> str:
    """The secret in the fragment of an address."""
    assert url is not None
    return url.partition("#k=")[2]


class MemoryVisitor:
    """One connection of a guest to a `MemoryHouse`."""

    def __init__(self, house: "MemoryHouse", number: int) -> None:
        self._house = house
        self.number = number
        self.heard: deque[dict[str, Any]] = deque()
        self.closed: int | None = None
        self.aborted = False

    def say_text(self, text: str | bytes) -> None:
        self._house.carry_out(self._house.room.receive(self.number, text))

    def say(self, kind: str, **fields: object) -> None:
        self.say_text(json.dumps({"t": kind, **fields}))

    def next(self) -> dict[str, Any]:
        """The next message."""
        return self.heard.popleft()

    def hear(self, kind: str) -> dict[str, Any]:
        """The next message of a kind; those before it are skipped."""
        while self.heard:
            message = self.heard.popleft()
            if message["t"] == kind:
                return message
        raise AssertionError(f"no {kind}")

    def hear_close(self) -> int:
        assert self.closed is not None
        return self.closed

    def hang_up(self) -> None:
        self._house.hang_up(self.number)


class MemoryHouse:
    """A sharing room whose sockets are lists."""

    def __init__(self, remote: bool = True, seed: int = 4) -> None:
        self.clock = FakeClock()
        entropy = random.Random(seed).randbytes
        self.room = SharingRoom(self.clock, f"http://{ADDRESS}:{PORT}/", remote, entropy)
        self.visitors: dict[int, MemoryVisitor] = {}
        self.events: list[ServerEvent] = []
        self.invitation: SharingOpened | InvitationChanged = self.room.opened(ADDRESS, PORT)

    def page_nonce(self, peer: str = "127.0.0.2") -> str:
        """The nonce of a page that went to an address."""
        return self.room.page_nonce(peer)

    def visit(
        self, peer: str = "127.0.0.2", user_agent: str = "", offered: Sequence[str] = ()
    ) -> MemoryVisitor:
        """`offered` are subprotocols."""
        number, effects = self.room.connect(peer, user_agent, offered)
        visitor = self.visitors[number] = MemoryVisitor(self, number)
        self.carry_out(effects)
        return visitor

    def carry_out(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Send(to, text):
                    for number in to:
                        assert self.visitors[number].closed is None
                        self.visitors[number].heard.append(json.loads(text))
                case Close(number, code, at_once):
                    self.visitors[number].closed = code
                    self.visitors[number].aborted = at_once
                case Report(event):
                    self.events.append(event)
                    if isinstance(event, InvitationChanged):
                        self.invitation = event

    def hang_up(self, number: int) -> None:
        self.carry_out(self.room.lost(number))

    def show_words(self, words: SharedWords | None) -> None:
        self.carry_out(self.room.show_words(words))

    def show_timer(self, timer: SharedTimer | None) -> None:
        self.carry_out(self.room.show_timer(timer))

    def show_anchor(self, anchor: Anchor | None) -> None:
        self.carry_out(self.room.show_anchor(anchor))

    def disconnect(self, guest_id: str) -> None:
        self.carry_out(self.room.disconnect(guest_id))

    def answer(self, wish: WishMade, outcome: WishOutcome) -> None:
        self.carry_out(self.room.answer(wish.guest_id, wish.number, outcome))

    def close(self) -> None:
        self.carry_out(self.room.close())

    def await_guests(self, count: int) -> tuple[Guest, ...]:
        """The guests, of whom there have to be as many."""
        assert len(self.guests) == count
        return self.guests

    def await_wish(self) -> WishMade:
        return self.wishes[-1]

    def pass_time(self, ms: int) -> None:
        self.clock.advance(ms)
        self.carry_out(self.room.check_time())

    @property
    def guests(self) -> tuple[Guest, ...]:
        """The last list that was reported."""
        lists = [event.guests for event in self.events if isinstance(event, GuestsChanged)]
        return lists[-1] if lists else ()

    @property
    def wishes(self) -> list[WishMade]:
        return [event for event in self.events if isinstance(event, WishMade)]

    @property
    def remote_secret(self) -> str:
        return secret_of(self.invitation.remote_url)

    @property
    def words_secret(self) -> str:
        return secret_of(self.invitation.words_url)

    def by_code(self, peer: str = "127.0.0.2") -> MemoryVisitor:
        """A guest that typed the code; its welcome is still to be heard."""
        visitor = self.visit(peer)
        visitor.say("hello", v=1, code=self.invitation.code)
        return visitor

    def guess(self, code: str, peer: str = "127.0.0.2") -> int:
        """Type a code; how the connection was closed."""
        visitor = self.visit(peer)
        visitor.say("hello", v=1, code=code)
        return visitor.hear_close()

    def by_secret(self, secret: str, peer: str = "127.0.0.2", **more: object) -> "Scanned":
        """A guest that scanned an address; its welcome is still to be heard."""
        visitor = self.visit(peer)
        nonce = visitor.hear("nonce")["nonce"]
        visitor.say("hello", v=1, proof=hello_proof(secret, nonce), **more)
        return Scanned(visitor, secret, nonce)

    def remote(self, peer: str = "127.0.0.2") -> "Scanned":
        scanned = self.by_secret(self.remote_secret, peer)
        scanned.visitor.hear("welcome")
        return scanned


def offer(nonce: str, secret: str | None = None, ticket: str | None = None) -> list[str]:
    """The subprotocols in which a page says hello."""
    told = ["lullaby", f"nonce.{nonce}", "lang.en"]
    if secret is not None:
        told.append(f"proof.{hello_proof(secret, nonce)}")
    return told if ticket is None else [*told, f"ticket.{ticket}"]


class Scanned:
    """A guest that knows a secret, and so can wish."""

    def __init__(self, visitor: MemoryVisitor, secret: str, nonce: str) -> None:
        self.visitor = visitor
        self.secret = secret
        self.nonce = nonce

    def wish(self, wish: str, number: int) -> None:
        mac = wish_mac(self.secret, self.nonce, number, wish)
        self.visitor.say("wish", do=wish, n=number, mac=mac)

"""Any order of any messages, from any guests and from somebody who hears all of them.

Roles are kept, only three gentle wishes come through, each once, and tickets end with the sharing.
"""

import json
from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from lullaby.together.events import GuestsChanged, WishMade
from lullaby.together.guests import hello_proof, wish_mac
from lullaby.together.messages import GuestRole, Wish, WishOutcome
from lullaby.together.room import MOST_GUESTS, MOST_GUESTS_FROM_ONE_ADDRESS
from tests.together.visiting import MemoryHouse, MemoryVisitor, offer, secret_of

PEERS = ("127.0.0.2", "127.0.0.3", "127.0.0.4")
WISHES = st.sampled_from(["softer", "awake", "fade"])
ANY = st.integers(0, 10_000)


class AnyOrder(RuleBasedStateMachine):
    """Honest guests, strangers, and an eavesdropper that repeats what it heard."""

    def __init__(self) -> None:
        super().__init__()
        self.overheard: list[str] = ["{", '{"t":"hello","v":1}', '{"t":"tick","c0":1}']
        self.old_tickets: list[str] = []
        self.offers: list[list[str]] = []

    @initialize(remote=st.sampled_from([True, True, True, False]))
    def open_sharing(self, remote: bool) -> None:
        self.remote = remote
        self.house = MemoryHouse(remote, seed=len(self.old_tickets))
        self.peers: dict[int, str] = {}
        self.nonces: dict[int, str] = {}
        self.tickets: list[str] = []
        self.remotes: dict[int, str] = {}
        """The remote secret that a connection really proved."""
        self.wished: list[tuple[MemoryVisitor, str]] = []
        self.last_number = 0
        self.unsaid: tuple[int, str] | None = None
        """The one wish that may come through next, and its connection."""

    def open_visitors(self) -> list[MemoryVisitor]:
        return [one for one in self.house.visitors.values() if one.closed is None]

    def say(self, visitor: MemoryVisitor, text: str) -> None:
        self.overheard.append(text)
        before = len(self.house.wishes)
        visitor.say_text(text)
        if len(self.house.wishes) > before:
            assert self.unsaid == (visitor.number, text)
        self.unsaid = None
        self.hear_all(visitor)

    def hear_all(self, visitor: MemoryVisitor) -> None:
        for message in visitor.heard:
            if message["t"] == "welcome":
                assert message["ticket"] not in self.old_tickets
                assert message["may"] == "words" or visitor.number in self.remotes
                self.tickets.append(message["ticket"])
        visitor.heard.clear()

    def one_of(self, which: int) -> MemoryVisitor | None:
        """A visitor that is connected, if there is one."""
        visitors = self.open_visitors()
        return visitors[which % len(visitors)] if visitors else None

    @rule(peer=st.sampled_from(PEERS))
    def connect(self, peer: str) -> None:
        visitor = self.house.visit(peer)
        self.nonces[visitor.number] = visitor.hear("nonce")["nonce"]
        self.peers[visitor.number] = peer

    @rule(which=ANY, right=st.booleans())
    def type_a_code(self, which: int, right: bool) -> None:
        if visitor := self.one_of(which):
            code = self.house.invitation.code if right else "000000"
            self.say(visitor, json.dumps({"t": "hello", "v": 1, "code": code}))

    @rule(which=ANY, ticket=ANY, old=st.booleans())
    def show_a_ticket(self, which: int, ticket: int, old: bool) -> None:
        tickets = self.old_tickets if old else self.tickets
        visitor = self.one_of(which)
        if visitor and tickets:
            told = tickets[ticket % len(tickets)]
            self.say(visitor, json.dumps({"t": "hello", "v": 1, "ticket": told}))

    @rule(peer=st.sampled_from(PEERS), remote=st.booleans(), ticket=st.none() | ANY)
    def scan(self, peer: str, remote: bool, ticket: int | None) -> None:
        """A guest that knows a secret, and perhaps a ticket, its own or that of another one."""
        told = self.house.invitation
        url = told.remote_url if remote else told.words_url
        if url is None:
            return
        self.connect(peer)
        visitor = self.open_visitors()[-1]
        secret = secret_of(url)
        proof = hello_proof(secret, self.nonces[visitor.number])
        fields: dict[str, object] = {"t": "hello", "v": 1, "proof": proof}
        if ticket is not None and self.tickets:
            fields["ticket"] = self.tickets[ticket % len(self.tickets)]
        if remote:
            self.remotes[visitor.number] = secret
        self.say(visitor, json.dumps(fields))

    @rule(peer=st.sampled_from(PEERS), remote=st.booleans(), ticket=st.none() | ANY)
    def scan_early(self, peer: str, remote: bool, ticket: int | None) -> None:
        """A page that says hello with the request of its socket."""
        told = self.house.invitation
        url = told.remote_url if remote else told.words_url
        if url is None:
            return
        nonce = self.house.page_nonce(peer)
        shown = self.tickets[ticket % len(self.tickets)] if ticket and self.tickets else None
        said = offer(nonce, secret_of(url), shown)
        self.offers.append(said)
        visitor = self.house.visit(peer, offered=said)
        self.nonces[visitor.number] = nonce
        self.peers[visitor.number] = peer
        if remote:
            self.remotes[visitor.number] = secret_of(url)
        self.hear_all(visitor)

    @precondition(lambda self: self.offers)
    @rule(peer=st.sampled_from(PEERS), which=ANY)
    def repeat_an_early_hello(self, peer: str, which: int) -> None:
        """The eavesdropper asks for a socket just as somebody did."""
        visitor = self.house.visit(peer, offered=self.offers[which % len(self.offers)])
        assert [message["t"] for message in visitor.heard] == ["nonce"]
        self.nonces[visitor.number] = visitor.hear("nonce")["nonce"]
        self.peers[visitor.number] = peer

    @precondition(lambda self: self.remote)
    @rule(which=ANY, wishes=st.lists(st.tuples(WISHES, st.booleans()), min_size=1, max_size=4))
    def wish(self, which: int, wishes: list[tuple[str, bool]]) -> None:
        """A remote wishes, and some of its wishes arrive twice."""
        remotes = [one for one in self.open_visitors() if one.number in self.remotes]
        if not remotes:
            self.scan(PEERS[which % len(PEERS)], True, None)
            return
        visitor = remotes[which % len(remotes)]
        secret, nonce = self.remotes[visitor.number], self.nonces[visitor.number]
        for wish, twice in wishes:
            self.last_number += 1
            mac = wish_mac(secret, nonce, self.last_number, wish)
            told = {"t": "wish", "do": wish, "n": self.last_number, "mac": mac}
            self.wished.append((visitor, json.dumps(told)))
            self.unsaid = (visitor.number, self.wished[-1][1])
            for _ in range(2 if twice else 1):
                self.say(*self.wished[-1])

    @precondition(lambda self: self.wished)
    @rule(which=ANY)
    def replay_a_wish(self, which: int) -> None:
        visitor, text = self.wished[which % len(self.wished)]
        if visitor.closed is None:
            self.say(visitor, text)

    @rule(which=ANY, what=ANY)
    def repeat(self, which: int, what: int) -> None:
        """The eavesdropper says again, through any connection, what was said through any."""
        if visitor := self.one_of(which):
            self.say(visitor, self.overheard[what % len(self.overheard)])

    @rule(which=ANY, wish=WISHES, number=st.integers(1, 99), mac=st.sampled_from(["", "0" * 64]))
    def forge(self, which: int, wish: str, number: int, mac: str) -> None:
        if visitor := self.one_of(which):
            fields: dict[str, object] = {"t": "wish", "do": wish, "n": number}
            self.say(visitor, json.dumps(fields | ({"mac": mac} if mac else {})))

    @rule(which=ANY, text=st.text(max_size=40))
    def babble(self, which: int, text: str) -> None:
        if visitor := self.one_of(which):
            self.say(visitor, text)

    @rule(which=ANY)
    def leave(self, which: int) -> None:
        if visitor := self.one_of(which):
            visitor.hang_up()
            visitor.closed = 1006

    @rule(ms=st.sampled_from([20, 1_000, 5_000, 12_000, 600_000]))
    def wait(self, ms: int) -> None:
        self.house.pass_time(ms)

    @rule(which=ANY)
    def send_away(self, which: int) -> None:
        guests = self.house.guests
        if guests:
            self.house.carry_out(self.house.room.disconnect(guests[which % len(guests)].id))

    @rule()
    def invite_anew(self) -> None:
        self.house.carry_out(self.house.room.new_invitation())

    @rule(which=ANY, outcome=st.sampled_from(WishOutcome))
    def answer(self, which: int, outcome: WishOutcome) -> None:
        if wishes := self.house.wishes:
            wish = wishes[which % len(wishes)]
            self.house.carry_out(self.house.room.answer(wish.guest_id, wish.number, outcome))

    @precondition(lambda self: len(self.tickets) > 3)
    @rule()
    def close_and_open(self) -> None:
        self.house.carry_out(self.house.room.close())
        assert not self.open_visitors()
        self.old_tickets += self.tickets
        self.open_sharing(self.remote)

    @invariant()
    def wishes_are_gentle_and_made_once(self) -> None:
        wishes = [event for event in self.house.events if isinstance(event, WishMade)]
        assert {wish.wish for wish in wishes} <= {Wish.SOFTER, Wish.AWAKE, Wish.FADE}
        numbers = [wish.number for wish in wishes]
        assert numbers == sorted(set(numbers))

    @invariant()
    def nobody_is_more_than_was_proven(self) -> None:
        remotes = {
            guest.id
            for event in self.house.events
            if isinstance(event, GuestsChanged)
            for guest in event.guests
            if guest.role is GuestRole.REMOTE
        }
        assert len(remotes) <= len(self.remotes)
        assert all(wish.guest_id in remotes for wish in self.house.wishes)

    @invariant()
    def there_are_not_too_many(self) -> None:
        assert len(self.house.guests) <= MOST_GUESTS
        assert len(self.house.guests) <= MOST_GUESTS_FROM_ONE_ADDRESS * len(PEERS)
        assert len({guest.id for guest in self.house.guests}) == len(self.house.guests)


def run(orders: int) -> None:
    machine: Callable[[], RuleBasedStateMachine] = AnyOrder
    run_state_machine_as_test(
        machine, settings=settings(max_examples=orders, stateful_step_count=40)
    )


def test_a_hundred_orders() -> None:
    run(100)


@pytest.mark.long
def test_a_thousand_orders() -> None:
    run(1_000)

"""The sharing of words as a state machine: what guests and the window do in, what to send out."""

import secrets
from collections.abc import Collection, Iterable

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.together import messages
from lullaby.together.anchor import Anchor
from lullaby.together.early_hello import early_hello
from lullaby.together.events import (
    DeviceKind,
    GuestsChanged,
    InvitationChanged,
    ServerEvent,
    SharingOpened,
    WishMade,
)
from lullaby.together.guests import (
    Entropy,
    GuestBook,
    KnownGuest,
    device_kind,
    new_secret,
    wish_is_proven,
)
from lullaby.together.messages import (
    CloseCode,
    Farewell,
    GuestRole,
    Hello,
    MalformedMessageError,
    PageLight,
    Tick,
    WishMessage,
    WishOutcome,
)
from lullaby.together.page_nonces import PageNonces
from lullaby.together.rate_limits import TokenBucket
from lullaby.together.shared_timer import SharedTimer
from lullaby.together.shared_words import SharedWords
from lullaby.units import Ms

MOST_GUESTS = 64
MOST_GUESTS_FROM_ONE_ADDRESS = 6

HELLO_WITHIN_MS = Ms(5_000)
MESSAGES_A_SECOND = 40

MOST_WISHES_WAITING = 2
WISHES_AT_ONCE = 10
NEXT_WISH_EVERY_MS = Ms(500)
ANSWER_WITHIN_MS = Ms(5_000)
"""A wish that nobody answered by then is refused, and does not hold up others."""

CARRY_OUT_WITHIN_MS = Ms(4_000)
"""The rest is for its answer, so that nothing is done of which a guest heard that it was not."""

FORGED_WISHES = 3
"""Wishes that were not a guest's own, until it is closed."""


@frozen
class Send:
    """A message to each of these connections."""

    to: tuple[int, ...]
    text: str


@frozen
class Close:
    """The end of a connection; at once if it is a flood, which would not take part in a closing
    handshake."""

    connection: int
    code: int
    at_once: bool = False


@frozen
class Report:
    """Something to tell the rest of the application."""

    event: ServerEvent


Effect = Send | Close | Report
Effects = list[Effect]


class _Connection:
    """One open socket."""

    def __init__(self, peer: str, device: DeviceKind, nonce: str, clock: Clock) -> None:
        self.peer = peer
        self.device = device
        self.nonce = nonce
        self.since_ms = clock.monotonic_ms()
        self.messages = TokenBucket(clock, MESSAGES_A_SECOND, 1_000 / MESSAGES_A_SECOND)
        self.wishes = TokenBucket(clock, WISHES_AT_ONCE, NEXT_WISH_EVERY_MS)
        self.known: KnownGuest | None = None
        self.last_wish = 0
        self.forged = 0


@frozen
class _WaitingWish:
    guest_id: str
    connection: int
    number: int
    since_ms: Ms


class SharingRoom:
    """Guests, what they see, and what they wish. Every method returns what follows from it.

    `page_url` is the address of the page, without a fragment. With `remote`, guests that prove the
    remote secret may wish.
    """

    def __init__(
        self, clock: Clock, page_url: str, remote: bool, entropy: Entropy = secrets.token_bytes
    ) -> None:
        self._clock = clock
        self._page_url = page_url
        self._entropy = entropy
        self._book = GuestBook(clock, remote, entropy)
        self._page_nonces = PageNonces(clock, entropy)
        self._connections: dict[int, _Connection] = {}
        self._last_connection = 0
        self._wishes: dict[int, _WaitingWish] = {}
        self._last_wish = 0
        self._words = messages.words(None)
        self._where = messages.where(None)
        self._timer = messages.timer(None)
        self._light = PageLight.DUSK
        self._closed = False

    def opened(self, address: str, port: int) -> SharingOpened:
        """What to report when guests can come."""
        told = self._invitation()
        return SharingOpened(port, address, told.words_url, told.remote_url, told.code)

    # What guests do

    def page_nonce(self, peer: str) -> str:
        """The nonce of a page that goes to an address."""
        return self._page_nonces.issue(peer)

    def connect(
        self, peer: str, user_agent: str = "", offered: Iterable[str] = ()
    ) -> tuple[int, Effects]:
        """A socket from an address was opened; its number, and its welcome or its nonce.

        `offered` are the subprotocols of its request. An `EarlyHello` among them that does not
        open counts for nothing: the guest says hello as if it had sent none.
        """
        self._last_connection += 1
        number = self._last_connection
        if self._closed:
            return number, [Close(number, CloseCode.GOING_AWAY)]
        connection = _Connection(peer, device_kind(user_agent), "", self._clock)
        self._connections[number] = connection
        early = early_hello(offered)
        if early is not None and self._page_nonces.take(early.nonce, peer):
            connection.nonce = early.nonce
            let_in = self._let_in(number, connection, early.hello)
            if let_in is not None:
                return number, let_in
        connection.nonce = new_secret(self._entropy)
        return number, [Send((number,), messages.nonce(connection.nonce))]

    def lost(self, number: int) -> Effects:
        """A socket is gone."""
        connection = self._connections.pop(number, None)
        if connection is None or connection.known is None:
            return []
        connection.known.connection = None
        return [self._guests_changed()]

    def receive(self, number: int, text: str | bytes) -> Effects:
        """A message came through a socket."""
        connection = self._connections.get(number)
        if connection is None:
            return []
        received_ms = self._clock.monotonic_ms()
        if not connection.messages.take():
            return self._close(number, CloseCode.TOO_OFTEN, at_once=True)
        try:
            message = messages.parse(text)
        except MalformedMessageError:
            return self._close(number, CloseCode.FORM)
        if isinstance(message, Hello):
            if connection.known is not None:
                return self._close(number, CloseCode.FORM)
            return self._enter(number, connection, message)
        if connection.known is None:
            return self._close(number, CloseCode.FORM)
        if isinstance(message, Tick):
            answered_ms = self._clock.monotonic_ms()
            return [Send((number,), messages.tock(message.sent, received_ms, answered_ms))]
        return self._wish(number, connection, connection.known, message)

    def check_time(self) -> Effects:
        """What is due by the clock; to be called about every second."""
        now = self._clock.monotonic_ms()
        effects: Effects = []
        for number, connection in list(self._connections.items()):
            if connection.known is None and now - connection.since_ms >= HELLO_WITHIN_MS:
                effects += self._close(number, CloseCode.FORM, at_once=True)
        for wish_number, wish in list(self._wishes.items()):
            if now - wish.since_ms >= ANSWER_WITHIN_MS:
                effects += self.answer(wish.guest_id, wish_number, WishOutcome.REFUSED)
        if not self._closed and self._book.renew_code_if_due():
            effects.append(Report(self._invitation()))
        self._book.forget_idle()
        return effects

    # What the window does

    def show_words(self, shared: SharedWords | None) -> Effects:
        self._words = messages.words(shared)
        return self._to_guests(self._words)

    def show_anchor(self, anchor: Anchor | None) -> Effects:
        self._where = messages.where(anchor)
        return self._to_guests(self._where)

    def show_timer(self, timer: SharedTimer | None) -> Effects:
        """For remotes only: the others are here for the words."""
        self._timer = messages.timer(timer)
        return self._to_guests(self._timer, (GuestRole.REMOTE,))

    def set_light(self, light: PageLight) -> Effects:
        self._light = light
        return self._to_guests(messages.light_changed(light))

    def new_invitation(self) -> Effects:
        """Another code and other addresses for those who come from now on."""
        self._book.renew()
        return [Report(self._invitation())]

    def disconnect(self, guest_id: str) -> Effects:
        """Send a guest away. What opened for it opens no more, so that it does not come back by
        itself; the others stay."""
        known = self._book.by_id(guest_id)
        if known is None:
            return []
        self._book.remove(known)
        effects: Effects = []
        if known.connection is not None:
            effects.append(Send((known.connection,), messages.bye(Farewell.DISCONNECTED)))
            effects += self._close(known.connection, CloseCode.REFUSED)
        return [*effects, *self.new_invitation()]

    def answer(self, guest_id: str, number: int, outcome: WishOutcome) -> Effects:
        """What became of the wish that this guest was reported to have, with this number."""
        wish = self._wishes.get(number)
        if wish is None or wish.guest_id != guest_id:
            return []
        del self._wishes[number]
        if wish.connection not in self._connections:
            return []
        return [Send((wish.connection,), messages.done(wish.number, outcome))]

    def close(self) -> Effects:
        """The end: nobody is let in any more, and no ticket opens anything."""
        self._closed = True
        effects = self._to_guests(messages.bye(Farewell.CLOSED))
        effects += [Close(number, CloseCode.GOING_AWAY) for number in self._connections]
        self._connections.clear()
        self._wishes.clear()
        self._book.clear()
        self._page_nonces.clear()
        return effects

    def _enter(self, number: int, connection: _Connection, hello: Hello) -> Effects:
        let_in = self._let_in(number, connection, hello)
        if let_in is not None:
            return let_in
        if hello.code is None:
            return self._bye(number, Farewell.EXPIRED, CloseCode.CODE)
        if not self._book.may_try_a_code(connection.peer):
            return self._close(number, CloseCode.TOO_OFTEN)
        invitation = self._book.invitation
        if self._book.right_code(hello.code, connection.peer):
            return self._welcome_new(number, connection, GuestRole.WORDS, None)
        effects = self._close(number, CloseCode.CODE)
        if self._book.invitation != invitation:
            effects.append(Report(self._invitation()))
        return effects

    def _let_in(self, number: int, connection: _Connection, hello: Hello) -> Effects | None:
        """What follows for a guest that proves what it knows; None if it proves nothing."""
        known = self._book.returning(hello, connection.nonce)
        if known is not None:
            return self._welcome(number, connection, known)
        proven = self._book.proven(hello, connection.nonce)
        return None if proven is None else self._welcome_new(number, connection, *proven)

    def _welcome_new(
        self, number: int, connection: _Connection, role: GuestRole, secret: str | None
    ) -> Effects:
        if not self._is_room(connection.peer):
            return self._bye(number, Farewell.FULL, CloseCode.REFUSED)
        return self._welcome(number, connection, self._book.add(connection.device, role, secret))

    def _is_room(self, peer: str, besides: int | None = None) -> bool:
        """Whether one more guest from an address may come, if `besides` goes."""
        here = [
            one.peer
            for number, one in self._connections.items()
            if one.known is not None and number != besides
        ]
        return len(here) < MOST_GUESTS and here.count(peer) < MOST_GUESTS_FROM_ONE_ADDRESS

    def _welcome(self, number: int, connection: _Connection, known: KnownGuest) -> Effects:
        effects: Effects = []
        if not self._is_room(connection.peer, besides=known.connection):
            return self._bye(number, Farewell.FULL, CloseCode.REFUSED)
        if known.connection is not None:
            del self._connections[known.connection]
            effects.append(Close(known.connection, CloseCode.REPLACED))
        known.connection = number
        connection.known = known
        role = known.guest.role
        told = [messages.welcome(known.ticket, role, self._light), self._words, self._where]
        if role is GuestRole.REMOTE:
            told.append(self._timer)
        effects += [Send((number,), text) for text in told]
        return [*effects, self._guests_changed()]

    def _wish(
        self, number: int, connection: _Connection, known: KnownGuest, message: WishMessage
    ) -> Effects:
        proven = wish_is_proven(known, message, connection.nonce)
        if not proven or message.number <= connection.last_wish:
            connection.forged += 1
            effects = [self._refused(number, message)]
            if connection.forged >= FORGED_WISHES:
                effects += self._close(number, CloseCode.REFUSED)
            return effects
        connection.last_wish = message.number
        if len(self._wishes) >= MOST_WISHES_WAITING or not connection.wishes.take():
            return [self._refused(number, message)]
        self._last_wish += 1
        now = self._clock.monotonic_ms()
        self._wishes[self._last_wish] = _WaitingWish(known.guest.id, number, message.number, now)
        until = Ms(now + CARRY_OUT_WITHIN_MS)
        return [Report(WishMade(known.guest.id, message.wish, self._last_wish, until))]

    def _refused(self, number: int, message: WishMessage) -> Effect:
        return Send((number,), messages.done(message.number, WishOutcome.REFUSED))

    def _bye(self, number: int, why: Farewell, code: int) -> Effects:
        return [Send((number,), messages.bye(why)), *self._close(number, code)]

    def _close(self, number: int, code: int, at_once: bool = False) -> Effects:
        """End a connection; nothing that still comes through it counts."""
        return [Close(number, code, at_once), *self.lost(number)]

    def _to_guests(self, text: str, roles: Collection[GuestRole] = tuple(GuestRole)) -> Effects:
        to = tuple(
            number
            for number, one in self._connections.items()
            if one.known is not None and one.known.guest.role in roles
        )
        return [Send(to, text)] if to else []

    def _guests_changed(self) -> Report:
        return Report(GuestsChanged(tuple(known.guest for known in self._book.connected)))

    def _invitation(self) -> InvitationChanged:
        invitation = self._book.invitation
        remote = invitation.remote_secret
        return InvitationChanged(
            f"{self._page_url}#k={invitation.words_secret}",
            None if remote is None else f"{self._page_url}#k={remote}",
            invitation.code,
        )

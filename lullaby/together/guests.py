"""Who comes in, by what they know: invitations, tickets, wrong codes, and proofs of wishes."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.together.events import DeviceKind, Guest
from lullaby.together.messages import GuestRole, Hello, WishMessage
from lullaby.together.rate_limits import TokenBucket, TokenBuckets
from lullaby.units import Ms

Entropy = Callable[[int], bytes]
"""As many random bytes; `secrets.token_bytes`."""

SECRET_BYTES = 16

CODE_LASTS_MS = Ms(600_000)
WRONG_CODES_UNTIL_ANOTHER = 20
WRONG_FROM_ONE_ADDRESS = 5
NEXT_TRY_EVERY_MS = Ms(12_000)
WRONG_FROM_ALL = 60
NEXT_TRY_OF_ALL_EVERY_MS = Ms(60_000)
"""For somebody with many addresses: 60 tries, then one a minute, each right by 1 in a million."""

MOST_KNOWN = 256
"""Guests whose tickets are kept, those that left included."""


@frozen
class Invitation:
    """What opens: six digits for the words, a secret in an address for the words or the remote."""

    code: str
    words_secret: str
    remote_secret: str | None


def new_secret(entropy: Entropy) -> str:
    """128 random bits in 22 characters that an address may hold."""
    return urlsafe_b64encode(entropy(SECRET_BYTES)).decode().rstrip("=")


def new_code(entropy: Entropy, before: str = "") -> str:
    """Six random digits, other ones than before."""
    while True:
        code = f"{int.from_bytes(entropy(8)) % 1_000_000:06}"
        if code != before:
            return code


def hello_proof(secret: str, nonce: str) -> str:
    """What a guest that knows a secret answers to a nonce."""
    return _mac(secret, f"hello|{nonce}")


def wish_mac(secret: str, nonce: str, number: int, wish: str) -> str:
    """What makes a wish one of a guest that knows the remote secret."""
    return _mac(secret, f"wish|{nonce}|{number}|{wish}")


def _mac(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), sha256).hexdigest()


def device_kind(user_agent: str) -> DeviceKind:
    """What a browser says that it runs on. An iPad says that it is a Mac."""
    told = user_agent.lower()
    for kind, signs in _DEVICES:
        if any(sign in told for sign in signs):
            return kind
    return DeviceKind.UNKNOWN


_DEVICES: tuple[tuple[DeviceKind, tuple[str, ...]], ...] = (
    (DeviceKind.TV, ("smarttv", "smart-tv", "tizen", "web0s", "webos", "hbbtv", "google tv")),
    (DeviceKind.TV, ("android tv", "bravia", "; aft", "appletv", "crkey")),
    (DeviceKind.IPHONE, ("iphone", "ipod")),
    (DeviceKind.IPAD, ("ipad",)),
    (DeviceKind.ANDROID, ("android",)),
    (DeviceKind.COMPUTER, ("windows", "macintosh", "x11", "cros", "linux")),
)


class WrongCodes:
    """Limits guessing: from one address, and from all of them together."""

    def __init__(self, clock: Clock) -> None:
        self._by_address = TokenBuckets(clock, WRONG_FROM_ONE_ADDRESS, NEXT_TRY_EVERY_MS)
        self._all = TokenBucket(clock, WRONG_FROM_ALL, NEXT_TRY_OF_ALL_EVERY_MS)
        self._since_new_code = 0

    def may_try(self, peer: str) -> bool:
        """Whether a code from this address is looked at; a right one too only then."""
        return self._by_address.of(peer).tokens >= 1 and self._all.tokens >= 1

    def wrong(self, peer: str) -> bool:
        """One more wrong code; whether it is time for another one."""
        self._by_address.of(peer).take()
        self._all.take()
        self._since_new_code += 1
        return self._since_new_code >= WRONG_CODES_UNTIL_ANOTHER

    def code_changed(self) -> None:
        self._since_new_code = 0

    def forget_idle(self) -> None:
        self._by_address.forget_full()


@dataclass(slots=True)
class KnownGuest:
    """A guest that was let in, also while it is away."""

    guest: Guest
    ticket: str
    secret: str | None
    """What it proved; None for one that typed the code."""
    connection: int | None = None


class GuestBook:
    """The guests of one sharing and how they get in."""

    def __init__(self, clock: Clock, remote: bool, entropy: Entropy) -> None:
        self._clock = clock
        self._remote = remote
        self._entropy = entropy
        self._known: dict[str, KnownGuest] = {}
        """By ticket, in the order in which they came."""
        self._wrong = WrongCodes(clock)
        self._last_number = 0
        self._code_since_ms = clock.monotonic_ms()
        self.invitation = Invitation("", "", None)
        self.renew()

    @property
    def connected(self) -> list[KnownGuest]:
        """Those that are here, in the order in which they came."""
        return [known for known in self._known.values() if known.connection is not None]

    def renew(self) -> None:
        """Another code and other secrets; guests that are known stay."""
        remote = new_secret(self._entropy) if self._remote else None
        code = new_code(self._entropy, self.invitation.code)
        self.invitation = Invitation(code, new_secret(self._entropy), remote)
        self._code_is_new()

    def renew_code_if_due(self) -> bool:
        """Another code if this one is old; whether it was."""
        if self._clock.monotonic_ms() - self._code_since_ms < CODE_LASTS_MS:
            return False
        self._renew_code()
        return True

    def by_id(self, guest_id: str) -> KnownGuest | None:
        return next((one for one in self._known.values() if one.guest.id == guest_id), None)

    def returning(self, hello: Hello, nonce: str) -> KnownGuest | None:
        """The guest whose ticket this is. One that came with a secret has to know it still: a
        ticket can be overheard, a secret never travels."""
        known = self._known.get(hello.ticket or "")
        if known is None or known.secret is None:
            return known
        return known if _same(hello.proof, hello_proof(known.secret, nonce)) else None

    def proven(self, hello: Hello, nonce: str) -> tuple[GuestRole, str] | None:
        """The role that a guest proves, and the secret by which it does."""
        invitation = self.invitation
        for role, secret in (
            (GuestRole.WORDS, invitation.words_secret),
            (GuestRole.REMOTE, invitation.remote_secret),
        ):
            if secret is not None and _same(hello.proof, hello_proof(secret, nonce)):
                return role, secret
        return None

    def may_try_a_code(self, peer: str) -> bool:
        return self._wrong.may_try(peer)

    def right_code(self, code: str, peer: str) -> bool:
        """Whether this is the code. Twenty wrong ones change it."""
        if _same(code, self.invitation.code):
            return True
        if self._wrong.wrong(peer):
            self._renew_code()
        return False

    def add(self, device: DeviceKind, role: GuestRole, secret: str | None) -> KnownGuest:
        """A new guest."""
        self._last_number += 1
        guest = Guest(new_secret(self._entropy), self._last_number, device, role)
        known = KnownGuest(guest, new_secret(self._entropy), secret)
        self._forget_those_longest_away()
        self._known[known.ticket] = known
        return known

    def remove(self, known: KnownGuest) -> None:
        """Forget a guest: its ticket opens nothing any more."""
        self._known.pop(known.ticket, None)

    def forget_idle(self) -> None:
        self._wrong.forget_idle()

    def clear(self) -> None:
        """Forget everybody and everything that opens."""
        self._known.clear()
        self.renew()

    def _renew_code(self) -> None:
        invitation = self.invitation
        code = new_code(self._entropy, invitation.code)
        self.invitation = Invitation(code, invitation.words_secret, invitation.remote_secret)
        self._code_is_new()

    def _code_is_new(self) -> None:
        self._code_since_ms = self._clock.monotonic_ms()
        self._wrong.code_changed()

    def _forget_those_longest_away(self) -> None:
        away = [known for known in self._known.values() if known.connection is None]
        for known in away[: max(0, len(self._known) - MOST_KNOWN + 1)]:
            self.remove(known)


def wish_is_proven(known: KnownGuest, message: WishMessage, nonce: str) -> bool:
    """Whether a guest may wish, and this wish is its own."""
    if known.guest.role is not GuestRole.REMOTE or known.secret is None:
        return False
    return _same(message.mac, wish_mac(known.secret, nonce, message.number, message.wish))


def _same(told: str | None, expected: str) -> bool:
    """Compare in a time that tells nothing. What messages let through is ASCII."""
    return told is not None and hmac.compare_digest(told.encode(), expected.encode())

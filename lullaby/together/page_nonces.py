"""Nonces that go out with the page, with which a guest says hello as it asks for its socket."""

from lullaby.clock import Clock
from lullaby.together.guests import Entropy, new_secret
from lullaby.units import Ms

LASTS_MS = Ms(10_000)
"""A page asks for its socket as soon as it has begun to arrive."""

MOST = 256
"""Nonces that wait; of more, the oldest are forgotten, and their pages join the longer way."""


class PageNonces:
    """Each opens once, soon, and only to the address that got the page."""

    def __init__(self, clock: Clock, entropy: Entropy) -> None:
        self._clock = clock
        self._entropy = entropy
        self._waiting: dict[str, tuple[str, Ms]] = {}
        """Address and time of each, the oldest first."""

    def __len__(self) -> int:
        return len(self._waiting)

    def issue(self, peer: str) -> str:
        """Another nonce, for a page that goes to this address."""
        if len(self._waiting) >= MOST:
            del self._waiting[next(iter(self._waiting))]
        nonce = new_secret(self._entropy)
        self._waiting[nonce] = (peer, self._clock.monotonic_ms())
        return nonce

    def take(self, nonce: str, peer: str) -> bool:
        """Whether this is a nonce that waits for this address; then it waits no longer."""
        issued_to, since_ms = self._waiting.get(nonce, (None, Ms(0)))
        if issued_to != peer:
            return False
        del self._waiting[nonce]
        return self._clock.monotonic_ms() - since_ms < LASTS_MS

    def clear(self) -> None:
        self._waiting.clear()

"""Limits of how often something may happen: token buckets."""

from collections.abc import Hashable

from lullaby.clock import Clock
from lullaby.units import Ms


class TokenBucket:
    """Holds up to `size` tokens and gains one every `every_ms`; what is limited takes some."""

    def __init__(self, clock: Clock, size: int, every_ms: float) -> None:
        self._clock = clock
        self._size = size
        self._every_ms = every_ms
        self._tokens = float(size)
        self._seen_ms = clock.monotonic_ms()

    @property
    def tokens(self) -> float:
        """How many there are now."""
        now = self._clock.monotonic_ms()
        gained = (now - self._seen_ms) / self._every_ms
        self._tokens = min(float(self._size), self._tokens + gained)
        self._seen_ms = now
        return self._tokens

    @property
    def full(self) -> bool:
        return self.tokens >= self._size

    def take(self, count: float = 1) -> bool:
        """Take as many; False, and takes none, if there are not enough."""
        if self.tokens < count:
            return False
        self._tokens -= count
        return True


class TokenBuckets:
    """One bucket for each key; those that are full again are forgotten."""

    def __init__(self, clock: Clock, size: int, every_ms: Ms) -> None:
        self._clock = clock
        self._size = size
        self._every_ms = every_ms
        self._buckets: dict[Hashable, TokenBucket] = {}

    def __len__(self) -> int:
        return len(self._buckets)

    def of(self, key: Hashable) -> TokenBucket:
        return self._buckets.setdefault(key, TokenBucket(self._clock, self._size, self._every_ms))

    def forget_full(self) -> None:
        """Drop the buckets that tell nothing."""
        self._buckets = {key: one for key, one in self._buckets.items() if not one.full}

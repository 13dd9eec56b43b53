"""Whether a connection, and then a request, may come in, by where it comes from and what it names.

What a guest knows is asked later, in `guests`.
"""

from collections import Counter
from enum import Enum
from ipaddress import IPv4Address, IPv4Interface

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.together.rate_limits import TokenBuckets
from lullaby.units import Ms

PAGE_PATH = "/"
SOCKET_PATH = "/ws"

MOST_CONNECTIONS = 128
MOST_FROM_ONE_ADDRESS = 12
"""A browser opens up to six for a page, and a household may stand behind one address."""

AT_ONCE_FROM_ONE_ADDRESS = 30
"""New connections from one address, before they come one by one."""

NEW_CONNECTION_EVERY_MS = Ms(500)


@frozen
class Network:
    """The IPv4 address of this computer at which guests come, and how much of it is the network's.

    Raises ValueError if that is no such address."""

    address: str
    prefix_length: int

    def __post_init__(self) -> None:
        IPv4Interface((self.address, self.prefix_length))

    def includes(self, peer: str) -> bool:
        """Whether an address belongs to this network."""
        try:
            return IPv4Address(peer) in IPv4Interface((self.address, self.prefix_length)).network
        except ValueError:
            return False


@frozen
class PageRequest:
    """What of an HTTP request decides; a header that comes twice has two values."""

    method: str
    path: str
    hosts: tuple[str, ...]
    origins: tuple[str, ...]


class Admission(Enum):
    """The answer to a request."""

    PAGE = 200
    SOCKET = 101
    WRONG_ORIGIN = 403
    UNKNOWN_PATH = 404
    WRONG_METHOD = 405
    WRONG_HOST = 421


def admit(request: PageRequest, address: str, port: int) -> Admission:
    """Decide about a request to `address`:`port`.

    A page of a stranger, in the browser of somebody at home, can reach this address too, under a
    name of its own (DNS rebinding) or with a socket. The browser then names that page: in Host,
    and in Origin. Both have to be ours; that they agree with each other proves nothing.
    """
    if request.method != "GET":
        return Admission.WRONG_METHOD
    if request.hosts != (f"{address}:{port}",):
        return Admission.WRONG_HOST
    if request.path == PAGE_PATH:
        return Admission.PAGE
    if request.path != SOCKET_PATH:
        return Admission.UNKNOWN_PATH
    if request.origins != (f"http://{address}:{port}",):
        return Admission.WRONG_ORIGIN
    return Admission.SOCKET


class ConnectionLimits:
    """Counts connections: not too many in all, nor from one address, nor too fast."""

    def __init__(self, network: Network, clock: Clock) -> None:
        self._network = network
        self._recent = TokenBuckets(clock, AT_ONCE_FROM_ONE_ADDRESS, NEW_CONNECTION_EVERY_MS)
        self._open: Counter[str] = Counter()

    @property
    def remembered(self) -> int:
        """Addresses that came lately."""
        return len(self._recent)

    def enter(self, peer: str) -> bool:
        """Whether one more connection from `peer` may stay; each that may has to `leave`."""
        if not self._network.includes(peer):
            return False
        if not self._recent.of(peer).take():
            return False
        if self._open.total() >= MOST_CONNECTIONS or self._open[peer] >= MOST_FROM_ONE_ADDRESS:
            return False
        self._open[peer] += 1
        return True

    def leave(self, peer: str) -> None:
        self._open -= Counter((peer,))

    def forget_idle(self) -> None:
        """Drop what is remembered of addresses that have been quiet."""
        self._recent.forget_full()

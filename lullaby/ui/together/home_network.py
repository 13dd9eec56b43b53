"""A network in which phones could reach this computer."""

from collections.abc import Iterable
from enum import IntEnum

from lullaby.frozen import frozen

WHOLE_ADDRESS = 32
"""The prefix length, in bits, that leaves room for no other address."""


class NetworkKind(IntEnum):
    """What a network is, those that phones are on first."""

    WIFI = 0
    CABLE = 1
    OTHER = 2
    VIRTUAL = 3
    """A VPN, a container or a virtual machine."""


@frozen
class HomeNetwork:
    name: str
    """What the system calls the interface."""
    kind: NetworkKind
    address: str
    """This computer's IPv4 address in it."""
    prefix_length: int


def in_order(found: Iterable[HomeNetwork], leads_out: str) -> tuple[HomeNetwork, ...]:
    """The network of the address that `leads_out` first, then by kind; a virtual one only leads
    if there is no other. One without room for a phone is left out."""

    def rank(network: HomeNetwork) -> tuple[bool, bool, NetworkKind, str]:
        virtual = network.kind is NetworkKind.VIRTUAL
        return virtual, network.address != leads_out, network.kind, network.name

    with_room = (network for network in found if 0 < network.prefix_length < WHOLE_ADDRESS)
    return tuple(sorted(with_room, key=rank))

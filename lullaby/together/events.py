"""What the sharing of words tells the rest of the application."""

from enum import Enum

from lullaby.frozen import frozen
from lullaby.together.messages import GuestRole, Wish
from lullaby.units import Ms


class DeviceKind(Enum):
    """What a guest's browser says that it runs on."""

    ANDROID = "android"
    IPHONE = "iphone"
    IPAD = "ipad"
    TV = "tv"
    COMPUTER = "computer"
    UNKNOWN = "unknown"


class SharingFailure(Enum):
    """Why sharing did not begin, or broke off."""

    NO_PORT = "no port"
    """No port of this computer is free."""
    ADDRESS_GONE = "address gone"
    """This computer has not, or no longer, the chosen address."""
    CRASHED = "crashed"
    """Something unexpected; the log tells more."""


class SharingEnd(Enum):
    """Why sharing ended."""

    STOPPED = "stopped"
    """`WordsServer.close` was called."""
    ADDRESS_GONE = "address gone"
    """The computer moved to another network."""


@frozen
class Guest:
    """A phone, tablet or TV that shows the words."""

    id: str
    number: int
    """Counts from 1, in the order in which guests came."""
    device: DeviceKind
    role: GuestRole


@frozen
class SharingOpened:
    """Guests can come."""

    port: int
    address: str
    words_url: str
    remote_url: str | None
    """None unless remotes are granted."""
    code: str
    """Six digits."""


@frozen
class InvitationChanged:
    """New guests need these from now on; those who are here stay."""

    words_url: str
    remote_url: str | None
    code: str


@frozen
class GuestsChanged:
    """All guests that are connected, by number."""

    guests: tuple[Guest, ...]


@frozen
class WishMade:
    """A guest that may wish did; `WordsServer.answer` takes its id and the number."""

    guest_id: str
    wish: Wish
    number: int
    until_ms: Ms
    """`Clock.monotonic_ms` from which it must not be carried out: soon the guest is told no."""


@frozen
class SharingClosed:
    """Nobody is connected any more, and nobody can come."""

    reason: SharingEnd


@frozen
class SharingFailed:
    """As `SharingClosed`, by a fault."""

    reason: SharingFailure


ServerEvent = (
    SharingOpened | InvitationChanged | GuestsChanged | WishMade | SharingClosed | SharingFailed
)

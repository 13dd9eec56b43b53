"""Where the sharing of words stands, as one value; and what follows from it. Times in ms of
`Clock.monotonic_ms`."""

from dataclasses import replace
from enum import Enum, auto

from lullaby.frozen import frozen
from lullaby.together.events import Guest, InvitationChanged, SharingOpened
from lullaby.together.messages import GuestRole
from lullaby.ui.together.home_network import HomeNetwork
from lullaby.units import Ms

SHOWN_MS = 60_000
"""How long the code stays on screen."""

HELP_AFTER_MS = 45_000
"""Without a guest for this long, a sentence tells what may be in the way."""


class SharingPhase(Enum):
    OFF = auto()
    OPENING = auto()
    ON = auto()


class Obstacle(Enum):
    """Why the words are not shared."""

    NO_NETWORK = auto()
    NO_PORT = auto()
    ADDRESS_GONE = auto()
    SLEPT = auto()
    CRASHED = auto()


@frozen
class Sharing:
    phase: SharingPhase = SharingPhase.OFF
    obstacle: Obstacle | None = None
    """While off: what ended it, or kept it from beginning."""
    network: HomeNetwork | None = None
    networks: tuple[HomeNetwork, ...] = ()
    """All that it could be shared on, as last looked at."""
    port: int = 0
    words_url: str = ""
    remote_url: str = ""
    code: str = ""
    guests: tuple[Guest, ...] = ()
    visited: bool = False
    """Whether a guest has come since the code is on."""
    opened_ms: Ms = Ms(0)
    hides_ms: Ms | None = None
    """When the code leaves the screen; None if it has."""

    @property
    def address(self) -> str:
        """With its port, as people type it."""
        return "" if self.network is None else f"{self.network.address}:{self.port}"

    @property
    def on(self) -> bool:
        return self.phase is SharingPhase.ON

    def code_left_s(self, now_ms: Ms) -> int:
        """Seconds until the code leaves the screen; 0 once it has."""
        if not self.on or self.hides_ms is None:
            return 0
        return max(0, -(-(self.hides_ms - now_ms) // 1_000))

    def lacks_guests(self, now_ms: Ms) -> bool:
        """Whether it is on for long enough to wonder why nobody has come."""
        return self.on and not self.visited and now_ms - self.opened_ms >= HELP_AFTER_MS

    def having(self, role: GuestRole) -> tuple[Guest, ...]:
        """The guests with this role."""
        return tuple(guest for guest in self.guests if guest.role is role)


def opened(sharing: Sharing, event: SharingOpened, now_ms: Ms) -> Sharing:
    return replace(
        sharing,
        phase=SharingPhase.ON,
        obstacle=None,
        port=event.port,
        words_url=event.words_url,
        remote_url=event.remote_url or "",
        code=event.code,
        opened_ms=now_ms,
        hides_ms=Ms(now_ms + SHOWN_MS),
    )


def invited(sharing: Sharing, event: InvitationChanged) -> Sharing:
    return replace(
        sharing,
        words_url=event.words_url,
        remote_url=event.remote_url or "",
        code=event.code,
    )


def with_guests(sharing: Sharing, guests: tuple[Guest, ...]) -> Sharing:
    """The first guest hides the code; who shows it again has more phones to come."""
    first = bool(guests) and not sharing.visited
    hides = None if first else sharing.hides_ms
    return replace(sharing, guests=guests, visited=sharing.visited or first, hides_ms=hides)


def shown_again(sharing: Sharing, now_ms: Ms) -> Sharing:
    return replace(sharing, hides_ms=Ms(now_ms + SHOWN_MS))


def with_time(sharing: Sharing, now_ms: Ms) -> Sharing:
    """Hide the code when its time is over."""
    over = sharing.hides_ms is not None and now_ms >= sharing.hides_ms
    return replace(sharing, hides_ms=None) if over else sharing

"""What a leader's and a follower's connection tell the rest of the application."""

from enum import Enum

from lullaby.frozen import frozen
from lullaby.together.leading.invitation import LeadInvitation
from lullaby.together.leading.wire import (
    EndReason,
    FollowerReport,
    LeaderPlace,
    SongOffer,
    VoiceFrame,
)


class LeadFailure(Enum):
    """Why nobody can join."""

    NO_PORT = "no port"
    ADDRESS_GONE = "address gone"
    NO_RELAY = "no relay"
    """The relay does not answer, or wants no more."""
    CRASHED = "crashed"
    """Something unexpected; the log tells more."""


class JoinFailure(Enum):
    """Why a follower could not join. After it the connection does not try again."""

    NOT_THERE = "not there"
    """Nobody answers at the address."""
    NOBODY_LEADS = "nobody leads"
    """The relay answers, but the leader is not there."""
    SOMEBODY_ELSE = "somebody else"
    """What answers is not the computer that made the invitation."""
    REFUSED = "refused"
    """The invitation is an old one."""
    NEWER = "newer"
    """The other computer has an incompatible version."""
    CRASHED = "crashed"


@frozen
class LeadOpened:
    """Somebody can join."""

    invitation: LeadInvitation


@frozen
class FollowerCame:
    name: str


@frozen
class FollowerTold:
    report: FollowerReport


@frozen
class FollowerGone:
    """The follower left, or was lost and may come back."""

    reason: EndReason | None
    """None if the connection was lost."""


@frozen
class LeadEnded:
    failure: LeadFailure | None = None


LeadEvent = LeadOpened | FollowerCame | FollowerTold | FollowerGone | LeadEnded


@frozen
class LeaderFound:
    """The leader answers; also after the connection was lost and found again."""

    leader: str
    """The leader's name."""


@frozen
class SongCame:
    offer: SongOffer


@frozen
class PlaceCame:
    place: LeaderPlace
    at: float
    """When it held, in ms of this computer's clock."""


@frozen
class FrameCame:
    frame: VoiceFrame
    age: float
    """How many ms it was under way, as well as the two clocks can be compared: it may come out a
    little negative."""


@frozen
class LeaderLost:
    """The connection broke; it is tried again."""


@frozen
class JoinEnded:
    failure: JoinFailure | None = None
    reason: EndReason | None = None
    """Why the leader ended it; None if this side did."""


JoinEvent = LeaderFound | SongCame | PlaceCame | FrameCame | LeaderLost | JoinEnded

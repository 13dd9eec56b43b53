"""What the two computers tell each other, as bytes: a type, then fields in network order.

Everything that arrives is foreign: `read` refuses what is too long, too short or out of range.
"""

import math
import struct
from collections.abc import Callable
from enum import IntEnum

from lullaby.frozen import frozen

VERSION = 1

LARGEST = 60_000
"""Bytes of a message; a song of the songbook takes 3,000."""

LARGEST_FRAME = 1_275
"""Bytes of a frame of Opus (RFC 6716, 3.2)."""

LONGEST_NAME = 40
"""Characters of the name a person is shown by."""

MOST_MS = 1e12
LONGEST_SONG_MS = 3_600_000.0
KEY_BYTES = 16


class WireError(ValueError):
    """A message that cannot be one of ours."""


class EndReason(IntEnum):
    STOPPED = 1
    """The other person ended it."""
    REPLACED = 2
    """Another computer joined with the same invitation."""
    REFUSED = 3
    """The key is not that of the invitation."""
    NEWER = 4
    """The other computer has an incompatible version."""
    BROKEN = 5
    """Something arrived that makes no sense."""


class FollowerState(IntEnum):
    READYING = 1
    """The song is being prepared."""
    WAITING = 2
    SINGING = 3
    CANNOT = 4
    """The song cannot be played there."""


@frozen
class JoinRequest:
    """The follower's first message."""

    key: bytes
    name: str
    version: int = VERSION


@frozen
class JoinAnswer:
    """The leader's answer."""

    name: str


@frozen
class TimeQuestion:
    """Asks for the leader's time."""

    asked: float
    """ms of the follower's clock."""


@frozen
class TimeAnswer:
    asked: float
    came: float
    """When the question came, in ms of the leader's clock."""
    went: float


@frozen
class SongOffer:
    """The next song, as a bundle."""

    number: int
    bundle: bytes


@frozen
class LeaderPlace:
    """Where the leader hears the song."""

    number: int
    at: float
    """ms of the leader's clock."""
    place: float
    """ms of the song at its own tempo."""
    pace: float
    moving: bool


@frozen
class VoiceFrame:
    """20 ms of the leader's voice."""

    number: int
    """Of the song."""
    place: float
    """Of its first sample, in ms of the song at its own tempo."""
    sent: float
    """ms of the leader's clock."""
    opus: bytes


@frozen
class FollowerReport:
    number: int
    state: FollowerState
    behind: float
    """How many ms after the leader the follower hears the song."""
    frames: int
    """Frames of the voice so far."""
    late: int
    """How many of them were too late to be heard."""


@frozen
class Goodbye:
    reason: EndReason


Message = (
    JoinRequest
    | JoinAnswer
    | TimeQuestion
    | TimeAnswer
    | SongOffer
    | LeaderPlace
    | VoiceFrame
    | FollowerReport
    | Goodbye
)

_REQUEST = struct.Struct("!B16s")
_QUESTION = struct.Struct("!d")
_ANSWER = struct.Struct("!ddd")
_OFFER = struct.Struct("!I")
_PLACE = struct.Struct("!Iddf?")
_FRAME = struct.Struct("!Idd")
_REPORT = struct.Struct("!IBfII")


def write(message: Message) -> bytes:
    """Raises WireError for a message that the other side would refuse."""
    match message:
        case JoinRequest(key, name, version):
            data = b"H" + _REQUEST.pack(version, key) + _name(name)
        case JoinAnswer(name):
            data = b"W" + _name(name)
        case TimeQuestion(asked):
            data = b"t" + _QUESTION.pack(asked)
        case TimeAnswer(asked, came, went):
            data = b"T" + _ANSWER.pack(asked, came, went)
        case SongOffer(number, bundle):
            data = b"S" + _OFFER.pack(number) + bundle
        case LeaderPlace(number, at, place, pace, moving):
            data = b"P" + _PLACE.pack(number, at, place, pace, moving)
        case VoiceFrame(number, place, sent, opus):
            data = b"V" + _FRAME.pack(number, place, sent) + opus
        case FollowerReport(number, state, behind, frames, late):
            data = b"R" + _REPORT.pack(number, state, behind, frames, late)
        case Goodbye(reason):
            data = b"E" + bytes([reason])
    if len(data) > LARGEST:
        raise WireError("too long")
    return data


def read(data: bytes) -> Message:
    """Raises WireError."""
    if not 1 <= len(data) <= LARGEST:
        raise WireError("wrong length")
    reader = _READERS.get(data[:1])
    if reader is None:
        raise WireError("unknown type")
    try:
        return reader(data[1:])
    except (struct.error, UnicodeDecodeError, ValueError) as problem:
        raise WireError(str(problem)) from None


def shown_name(name: str) -> str:
    """A name as it is sent and shown: one line without control characters, and not too long."""
    printable = "".join(letter if letter.isprintable() else " " for letter in name)
    return " ".join(printable.split())[:LONGEST_NAME].strip()


def _name(name: str) -> bytes:
    return shown_name(name).encode()


def _read_request(body: bytes) -> JoinRequest:
    version, key = _REQUEST.unpack_from(body)
    return JoinRequest(key, _read_name(body[_REQUEST.size :]), version)


def _read_name(body: bytes) -> str:
    if len(body) > 4 * LONGEST_NAME:
        raise WireError("long name")
    return shown_name(body.decode())


def _read_answer(body: bytes) -> TimeAnswer:
    asked, came, went = map(_moment, _ANSWER.unpack(body))
    if went < came:
        raise WireError("answered before it was asked")
    return TimeAnswer(asked, came, went)


def _read_offer(body: bytes) -> SongOffer:
    (number,) = _OFFER.unpack_from(body)
    if len(body) == _OFFER.size:
        raise WireError("no song")
    return SongOffer(number, body[_OFFER.size :])


def _read_place(body: bytes) -> LeaderPlace:
    number, at, place, pace, moving = _PLACE.unpack(body)
    if not 0.4 <= pace <= 1.5:
        raise WireError("pace out of range")
    return LeaderPlace(number, _moment(at), _place(place), pace, moving)


def _read_frame(body: bytes) -> VoiceFrame:
    number, place, sent = _FRAME.unpack_from(body)
    opus = body[_FRAME.size :]
    if not 1 <= len(opus) <= LARGEST_FRAME:
        raise WireError("wrong length of a frame")
    return VoiceFrame(number, _place(place), _moment(sent), opus)


def _read_report(body: bytes) -> FollowerReport:
    number, state, behind, frames, late = _REPORT.unpack(body)
    if not 0.0 <= behind <= 60_000.0 or late > frames:
        raise WireError("impossible report")
    return FollowerReport(number, FollowerState(state), behind, frames, late)


def _read_end(body: bytes) -> Goodbye:
    if len(body) != 1:
        raise WireError("wrong length")
    return Goodbye(EndReason(body[0]))


def _moment(value: float) -> float:
    if not math.isfinite(value) or abs(value) > MOST_MS:
        raise WireError("no moment")
    return value


def _place(value: float) -> float:
    if not -60_000.0 <= value <= LONGEST_SONG_MS:
        raise WireError("no place in a song")
    return value


_READERS: dict[bytes, Callable[[bytes], Message]] = {
    b"H": _read_request,
    b"W": lambda body: JoinAnswer(_read_name(body)),
    b"t": lambda body: TimeQuestion(_moment(*_QUESTION.unpack(body))),
    b"T": _read_answer,
    b"S": _read_offer,
    b"P": _read_place,
    b"V": _read_frame,
    b"R": _read_report,
    b"E": _read_end,
}

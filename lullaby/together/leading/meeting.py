"""What both sides tell a relay before it joins their bytes: one line, in plain text.

    lullaby-relay 1 lead 0123456789abcdef0123456789abcdef
    lullaby-relay 1 join 0123456789abcdef0123456789abcdef

The relay answers `wait` to a leader, and `go` to both when both are there; or `nobody` if no leader
waits, `full` or `no`. What follows `go` is encrypted between the two.
"""

import re
from enum import Enum

from lullaby.frozen import frozen

LONGEST_LINE = 80
_LINE = re.compile(rb"lullaby-relay 1 (lead|join) ([0-9a-f]{32})\n")


class MeetingRole(Enum):
    LEAD = "lead"
    JOIN = "join"


class RelayAnswer(Enum):
    WAIT = "wait"
    GO = "go"
    NOBODY = "nobody"
    FULL = "full"
    NO = "no"
    """The line makes no sense."""


@frozen
class MeetingRequest:
    role: MeetingRole
    meeting: str


def request_line(request: MeetingRequest) -> bytes:
    return f"lullaby-relay 1 {request.role.value} {request.meeting}\n".encode("ascii")


def read_request(line: bytes) -> MeetingRequest | None:
    """None for anything else than such a line."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    return MeetingRequest(MeetingRole(found[1].decode()), found[2].decode())


def answer_line(answer: RelayAnswer) -> bytes:
    return f"{answer.value}\n".encode("ascii")


def read_answer(line: bytes) -> RelayAnswer | None:
    try:
        return RelayAnswer(line.decode("ascii").removesuffix("\n")) if line[-1:] == b"\n" else None
    except ValueError:
        return None

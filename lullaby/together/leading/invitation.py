"""What somebody far away needs to join: two lines of text, sent by any messenger.

The first line holds the address, the second everything that is secret or proves who answers.
"""

import base64
import binascii
import hashlib
import re
import zlib
from enum import Enum, auto

from lullaby.frozen import frozen

VERSION = 1

FINGERPRINT_BYTES = 32
"""SHA-256 of the leader's certificate."""

KEY_BYTES = 16

LONGEST_TEXT = 4_000
"""Characters that are looked at: two lines, and what a messenger puts around them."""

_SECRET_BYTES = 1 + FINGERPRINT_BYTES + KEY_BYTES + 2
_SECRET_LETTERS = 4 * _SECRET_BYTES // 3
_RELAYED = 0x80
_SECRET = re.compile(rf"(?<![\w-])[\w-]{{{_SECRET_LETTERS}}}(?![\w-])", re.ASCII)
_CUT_SECRET = re.compile(r"(?<![\w-])[\w-]{40,}(?![\w-])", re.ASCII)
_ADDRESS = re.compile(
    r"(?<![\w.:-])"
    r"(?P<host>\[[0-9A-Fa-f:]{2,39}\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)"
    r":(?P<port>[0-9]{1,5})(?![\w.:-])"
)


class InvitationProblem(Enum):
    NONE_FOUND = auto()
    """The text holds no invitation."""
    DAMAGED = auto()
    """A part of the second line is missing or changed."""
    NO_ADDRESS = auto()
    """The first line is missing."""
    NEWER = auto()
    """A newer Lullaby made it."""


class InvitationError(Exception):
    def __init__(self, problem: InvitationProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@frozen
class LeadInvitation:
    host: str
    """An IPv4 address, an IPv6 address without brackets, or a name."""
    port: int
    fingerprint: bytes
    """SHA-256 of the only certificate that is believed."""
    key: bytes
    """Lets its holder in."""
    relayed: bool = False
    """Whether `host` is a relay at which both meet, instead of the leader's own address."""

    @property
    def meeting(self) -> str:
        """What a relay knows the two by: it tells nothing of the key."""
        return meeting_of(self.fingerprint)


def meeting_of(fingerprint: bytes) -> str:
    """32 hexadecimal digits."""
    return hashlib.sha256(b"lullaby meeting 1" + fingerprint).hexdigest()[:32]


def write_invitation(invitation: LeadInvitation) -> tuple[str, str]:
    """The address with its port, and the second line."""
    head = bytes([VERSION | (_RELAYED if invitation.relayed else 0)])
    secret = head + invitation.fingerprint + invitation.key
    letters = base64.urlsafe_b64encode(secret + _checksum(secret)).decode("ascii")
    host = f"[{invitation.host}]" if ":" in invitation.host else invitation.host
    return f"{host}:{invitation.port}", letters


def read_invitation(text: str) -> LeadInvitation:
    """Find the invitation in a text that may have been quoted, indented or signed.

    Raises InvitationError.
    """
    text = text[:LONGEST_TEXT]
    problem = InvitationProblem.NONE_FOUND
    for found in _SECRET.finditer(text):
        try:
            return _read(found, text)
        except InvitationError as error:
            problem = error.problem
    if problem is InvitationProblem.NONE_FOUND and _CUT_SECRET.search(text):
        problem = InvitationProblem.DAMAGED
    raise InvitationError(problem)


def _read(found: re.Match[str], text: str) -> LeadInvitation:
    try:
        whole = base64.b64decode(found[0], altchars=b"-_", validate=True)
    except binascii.Error:
        raise InvitationError(InvitationProblem.DAMAGED) from None
    secret, checksum = whole[:-2], whole[-2:]
    if _checksum(secret) != checksum:
        raise InvitationError(InvitationProblem.DAMAGED)
    if secret[0] & ~_RELAYED != VERSION:
        raise InvitationError(InvitationProblem.NEWER)
    addresses = [
        each
        for each in _ADDRESS.finditer(text)
        if each.end() <= found.start() and 0 < int(each["port"]) < 65_536
    ]
    if not addresses:
        raise InvitationError(InvitationProblem.NO_ADDRESS)
    address = addresses[-1]
    return LeadInvitation(
        address["host"].strip("[]"),
        int(address["port"]),
        secret[1 : 1 + FINGERPRINT_BYTES],
        secret[1 + FINGERPRINT_BYTES :],
        bool(secret[0] & _RELAYED),
    )


def _checksum(secret: bytes) -> bytes:
    return (zlib.crc32(secret) & 0xFFFF).to_bytes(2, "big")

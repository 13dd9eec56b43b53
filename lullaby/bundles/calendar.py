"""An agreed time to sing as a calendar file (iCalendar, RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256

from lullaby.bundles.manifest import SingAt
from lullaby.units import Ms

REMINDER_MINUTES = 2
LONGEST_ROW = 75
"""Octets of a row, without its end."""


def calendar_event(
    title: str, what: str, at: SingAt, duration_ms: Ms, made_at: datetime, program: str
) -> bytes:
    """One event with a reminder. `what` describes it; `made_at` has a zone."""
    begin = at.at.astimezone(UTC)
    identity = sha256(f"{title}\n{begin.isoformat()}".encode()).hexdigest()[:32]
    rows = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_escaped(program)}//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{identity}@lullaby.invalid",
        f"DTSTAMP:{_stamp(made_at)}",
        f"DTSTART:{_stamp(begin)}",
        f"DURATION:PT{max(1, round(duration_ms / 1000))}S",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(what)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(title)}",
        f"TRIGGER:-PT{REMINDER_MINUTES}M",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return b"".join(piece + b"\r\n" for row in rows for piece in _folded(row))


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,")):
        text = text.replace(plain, escaped)
    return "\\n".join(text.splitlines())


def _folded(row: str) -> Iterator[bytes]:
    """The row in pieces of at most 75 octets; all but the first begin with a space."""
    piece = b""
    for character in row:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > LONGEST_ROW:
            yield piece
            piece = b" "
        piece += octets
    yield piece

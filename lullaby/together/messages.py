"""The messages between phones and Lullaby: incoming ones are parsed or refused, outgoing encoded.

docs/words-on-phones.md describes the protocol.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from lullaby.frozen import frozen
from lullaby.together.anchor import Anchor
from lullaby.together.shared_timer import SharedTimer
from lullaby.together.shared_words import SharedLine, SharedWords

VERSION = 1

LARGEST_IN = 2_048
"""Bytes; a longer message is refused before it is read."""

LARGEST_OUT = 65_536
"""Bytes; longer words are sent with less detail."""

FARTHEST_MS = 1e15
"""No time stamp is farther from zero than this, in ms."""


class Wish(StrEnum):
    """All that a phone may ever ask for."""

    SOFTER = "softer"
    AWAKE = "awake"
    """Ten more minutes; after a fade that this asked for, playing on."""
    FADE = "fade"


class WishOutcome(StrEnum):
    """What became of a wish."""

    SOFTER = "softer"
    SOFTEST = "softest"
    AWAKE = "awake"
    FADING = "fading"
    REFUSED = "no"


class GuestRole(StrEnum):
    """What a guest may do: read the words, or wish as well."""

    WORDS = "words"
    REMOTE = "remote"


class PageLight(StrEnum):
    """The colours of the page."""

    DUSK = "dusk"
    NIGHT = "night"
    CONTRAST = "contrast"


class Farewell(StrEnum):
    """Why a guest's connection ends."""

    CLOSED = "closed"
    DISCONNECTED = "disconnected"
    FULL = "full"
    EXPIRED = "expired"


class CloseCode:
    """WebSocket close codes (RFC 6455). The page does not come back by itself after one of 44xx."""

    GOING_AWAY = 1001
    FORM = 4400
    CODE = 4401
    REFUSED = 4403
    REPLACED = 4409
    """The guest's ticket came through another connection."""
    TOO_OFTEN = 4429


class MalformedMessageError(ValueError):
    """A message that is not of the protocol."""


@frozen
class Hello:
    """The first message of a guest: what it knows. It needs one of code, proof and ticket."""

    code: str | None = None
    proof: str | None = None
    ticket: str | None = None
    language: str = ""


@frozen
class Tick:
    """A question for the time; `sent` is the guest's own clock, in ms."""

    sent: float


@frozen
class WishMessage:
    """A wish; `number` grows with each one, `mac` proves the remote secret."""

    wish: Wish
    number: int
    mac: str | None = None


Incoming = Hello | Tick | WishMessage


def parse(text: str | bytes) -> Incoming:
    """Read one message of a guest. Raises MalformedMessageError for whatever is none."""
    if not isinstance(text, str) or len(text.encode("utf-8", "surrogatepass")) > LARGEST_IN:
        raise MalformedMessageError("not a short text")
    try:
        fields = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise MalformedMessageError("not JSON") from None
    if not isinstance(fields, dict):
        raise MalformedMessageError("not an object")
    kind = fields.pop("t", None)
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise MalformedMessageError("not a kind of message")
    message = reader(fields)
    if fields:
        raise MalformedMessageError("too many fields")
    return message


def nonce(value: str) -> str:
    """The first message to a guest; its proof and its wishes depend on it."""
    return _json({"t": "nonce", "v": VERSION, "nonce": value})


def welcome(ticket: str, role: GuestRole, light: PageLight) -> str:
    return _json({"t": "welcome", "ticket": ticket, "may": role, "light": light})


def light_changed(light: PageLight) -> str:
    return _json({"t": "light", "light": light})


def tock(sent: float, received_ms: float, answered_ms: float) -> str:
    """The answer to a `Tick`: the guest's own stamp, and two of `Clock.monotonic_ms`."""
    return _json({"t": "tock", "c0": sent, "s1": received_ms, "s2": answered_ms})


def done(number: int, outcome: WishOutcome) -> str:
    return _json({"t": "done", "n": number, "what": outcome})


def bye(why: Farewell) -> str:
    return _json({"t": "bye", "why": why})


def where(anchor: Anchor | None) -> str:
    """What plays where; None if nothing does."""
    if anchor is None:
        return _json({"t": "where", "song": None})
    return _json(
        {
            "t": "where",
            "song": anchor.song,
            "rev": anchor.rev,
            "at": anchor.at_ms,
            "pos": anchor.position_ms,
            "pace": anchor.pace,
            "play": anchor.moving,
            "earlier": anchor.earlier_ms,
        }
    )


def timer(shared: SharedTimer | None) -> str:
    """How much of the evening is left; None if nothing plays."""
    if shared is None:
        return _json({"t": "timer", "phase": None})
    return _json(
        {
            "t": "timer",
            "phase": shared.phase,
            "at": shared.at_ms,
            "left": shared.left_ms,
            "total": shared.total_ms,
            "fade": shared.fade_ms,
        }
    )


def words(shared: SharedWords | None) -> str:
    """The words of a song, None if nothing plays. What exceeds `LARGEST_OUT` loses its chords, then
    its syllables, then its translations, then its last lines."""
    if shared is None:
        return _json({"t": "words", "song": None})
    text = _words(shared)
    for lighter in _LIGHTER:
        if len(text.encode()) <= LARGEST_OUT:
            return text
        shared = replace(shared, lines=tuple(map(lighter, shared.lines)))
        text = _words(shared)
    while len(text.encode()) > LARGEST_OUT and shared.lines:
        shared = replace(shared, lines=shared.lines[: len(shared.lines) * 3 // 4])
        text = _words(shared)
    return text if len(text.encode()) <= LARGEST_OUT else words(None)


_LIGHTER: tuple[Callable[[SharedLine], SharedLine], ...] = (
    lambda line: replace(line, chords=()),
    lambda line: replace(line, syllables=()),
    lambda line: replace(line, translation=""),
)


def _words(shared: SharedWords) -> str:
    return _json(
        {
            "t": "words",
            "song": shared.song,
            "title": shared.title,
            "lang": shared.language,
            "dir": shared.direction,
            "singers": shared.singers,
            "beat": shared.beat_ms,
            "lines": [_line(line) for line in shared.lines],
        }
    )


def _line(line: SharedLine) -> Mapping[str, Any]:
    told: dict[str, Any] = {"at": line.at_ms, "end": line.end_ms, "text": line.text}
    told["part"] = line.part.value
    if line.translation:
        told["also"] = line.translation
    if line.syllables:
        told["s"] = [[each.text, each.start_ms, each.end_ms] for each in line.syllables]
    if line.chords:
        told["chords"] = [[chord.name, chord.at] for chord in line.chords]
    return told


def _json(fields: Mapping[str, Any]) -> str:
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode(errors="replace").decode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("a name twice")
    return fields


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _text(fields: dict[str, Any], name: str, pattern: re.Pattern[str]) -> str | None:
    if name not in fields:
        return None
    value = fields.pop(name)
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise MalformedMessageError(name)
    return value


def _hello(fields: dict[str, Any]) -> Hello:
    version = fields.pop("v", None)
    if version != VERSION or isinstance(version, bool):
        raise MalformedMessageError("v")
    return Hello(
        _text(fields, "code", re.compile(r"[0-9]{6}")),
        _text(fields, "proof", re.compile(r"[0-9a-f]{64}")),
        _text(fields, "ticket", re.compile(r"[A-Za-z0-9_-]{22}")),
        _text(fields, "lang", re.compile(r"[A-Za-z0-9-]{0,16}")) or "",
    )


def _tick(fields: dict[str, Any]) -> Tick:
    sent = fields.pop("c0", None)
    if isinstance(sent, bool) or not isinstance(sent, (int, float)) or abs(sent) > FARTHEST_MS:
        raise MalformedMessageError("c0")
    return Tick(sent)


def _wish(fields: dict[str, Any]) -> WishMessage:
    number = fields.pop("n", None)
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= FARTHEST_MS:
        raise MalformedMessageError("n")
    name = fields.pop("do", None)
    if not isinstance(name, str) or name not in {wish.value for wish in Wish}:
        raise MalformedMessageError("do")
    return WishMessage(Wish(name), number, _text(fields, "mac", re.compile(r"[0-9a-f]{64}")))


_READERS: Mapping[str, Callable[[dict[str, Any]], Incoming]] = {
    "hello": _hello,
    "tick": _tick,
    "wish": _wish,
}

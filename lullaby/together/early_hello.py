"""The hello that a page sends with the request for its socket, which saves a way there and back.

To that request a browser lets a page add nothing but names of subprotocols (RFC 6455, 4.1). So the
hello travels as some: `lullaby`, `nonce.…`, and `proof.…`, `ticket.…` and `lang.…` where known.
"""

import json
from collections.abc import Iterable

from lullaby.frozen import frozen
from lullaby.together.messages import VERSION, Hello, MalformedMessageError, parse

SUBPROTOCOL = "lullaby"
"""The one that is agreed on."""

_NAMES = ("nonce", "proof", "ticket", "lang")
"""No code among them: digits are only typed when the page is there."""


@frozen
class EarlyHello:
    """A hello, and the nonce of the page on which its proof depends."""

    nonce: str
    hello: Hello


def early_hello(headers: Iterable[str]) -> EarlyHello | None:
    """Read the values of `Sec-WebSocket-Protocol`; None if they are no hello."""
    offered = [each.strip() for header in headers for each in header.split(",")]
    if SUBPROTOCOL not in offered:
        return None
    split = [each.partition(".") for each in offered if each != SUBPROTOCOL]
    fields = {name: value for name, _, value in split}
    if len(fields) < len(split) or not fields.keys() <= set(_NAMES):
        return None
    nonce = fields.pop("nonce", "")
    try:
        hello = parse(json.dumps({"t": "hello", "v": VERSION, **fields}))
    except MalformedMessageError:
        return None
    return EarlyHello(nonce, hello) if nonce and isinstance(hello, Hello) else None

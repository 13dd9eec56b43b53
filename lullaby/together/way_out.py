"""Which address of this computer leads out of it."""

import socket

ELSEWHERE = "192.0.2.1"
"""An address that nobody has (RFC 5737). Nothing is sent to it: asking for the way to it tells
which address of ours leads out."""

DISCARD = 9


def address_that_leads_out() -> str:
    """The IPv4 address of the default route, empty if there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect((ELSEWHERE, DISCARD))
        except OSError:
            return ""
        return str(asked.getsockname()[0])

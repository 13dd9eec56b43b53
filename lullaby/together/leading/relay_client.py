"""Both sides' way to a relay, until their bytes are joined."""

import asyncio
import socket

from lullaby.together.leading.meeting import (
    LONGEST_LINE,
    MeetingRequest,
    MeetingRole,
    RelayAnswer,
    read_answer,
    request_line,
)

WITHIN_S = 10.0


class RelayError(Exception):
    """The relay cannot be reached, or refuses."""

    def __init__(self, answer: RelayAnswer | None = None) -> None:
        super().__init__(answer)
        self.answer = answer


async def wait_at_relay(host: str, port: int, meeting: str) -> socket.socket:
    """A connection that waits there for somebody. Raises RelayError."""
    return await _ask(host, port, MeetingRequest(MeetingRole.LEAD, meeting), RelayAnswer.WAIT)


async def joined_at_relay(waiting: socket.socket) -> socket.socket:
    """The same connection, when somebody is there. Raises RelayError."""
    try:
        await _expect(waiting, RelayAnswer.GO)
    except RelayError:
        waiting.close()
        raise
    return waiting


async def join_at_relay(host: str, port: int, meeting: str) -> socket.socket:
    """A connection to the leader who waits there. Raises RelayError."""
    return await _ask(host, port, MeetingRequest(MeetingRole.JOIN, meeting), RelayAnswer.GO)


async def _ask(host: str, port: int, request: MeetingRequest, wanted: RelayAnswer) -> socket.socket:
    try:
        async with asyncio.timeout(WITHIN_S):
            connected = await _connect(host, port)
            try:
                await asyncio.get_running_loop().sock_sendall(connected, request_line(request))
                await _expect(connected, wanted)
            except BaseException:
                connected.close()
                raise
    except (OSError, TimeoutError):
        raise RelayError from None
    return connected


async def _connect(host: str, port: int) -> socket.socket:
    """Connect to the first of a name's addresses that answers."""
    loop = asyncio.get_running_loop()
    problem: OSError = OSError("no address")
    for family, kind, protocol, _, address in await loop.getaddrinfo(
        host, port, type=socket.SOCK_STREAM
    ):
        try:
            tried = socket.socket(family, kind, protocol)
        except OSError as refused:
            problem = refused
            continue
        tried.setblocking(False)
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        try:
            await loop.sock_connect(tried, address)
        except BaseException as refused:
            tried.close()
            if not isinstance(refused, OSError):
                raise
            problem = refused
        else:
            return tried
    raise problem


async def _expect(connected: socket.socket, wanted: RelayAnswer) -> None:
    """Read one line and no byte more: the next ones belong to the encryption."""
    loop = asyncio.get_running_loop()
    line = b""
    try:
        while not line.endswith(b"\n") and len(line) < LONGEST_LINE:
            byte = await loop.sock_recv(connected, 1)
            if not byte:
                break
            line += byte
    except OSError:
        raise RelayError from None
    answer = read_answer(line)
    if answer is not wanted:
        raise RelayError(answer)

"""The one module that speaks to a network: a `SharingRoom` behind sockets.

It takes a third of a second to load, and is loaded when the panel of the phones opens and never
before.
"""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any, cast

from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.logs import log_where
from lullaby.together.admission import Admission, ConnectionLimits, Network, PageRequest, admit
from lullaby.together.content_security import page_headers
from lullaby.together.early_hello import SUBPROTOCOL
from lullaby.together.events import (
    ServerEvent,
    SharingClosed,
    SharingEnd,
    SharingFailed,
    SharingFailure,
)
from lullaby.together.messages import LARGEST_IN, CloseCode, PageLight
from lullaby.together.rate_limits import TokenBucket
from lullaby.together.room import Close, Effects, Report, Send, SharingRoom
from lullaby.together.words_page import WordsPages

log = logging.getLogger(__name__)

PORTS = (*range(8437, 8448), 0)
"""Tried in this order; 0 is any that is free."""

LARGEST_HEADERS = 8_192
MOST_HEADERS = 64
READ_AT_MOST = 1_000_000
"""Bytes of a refused request that are read, so that its sender sees the answer."""

BYTES_AT_ONCE = 16_384
BYTES_A_SECOND = 8_192

MOST_UNSENT = 262_144
"""Bytes that may wait for a guest that does not read."""

KEPT_BY_THE_SYSTEM = 131_072
"""Bytes more that wait there; by itself Linux keeps up to 4 MB for each connection."""

REQUEST_WITHIN_S = 5.0
CLOSE_WITHIN_S = 1.0
ALIVE_EVERY_S = 10.0
"""A guest that does not answer a ping in this time is gone."""

LOOK_EVERY_S = 1.0
ADDRESS_EVERY = 5
"""Looks from one check of the address to the next."""

Change = Callable[[SharingRoom], Effects]


@frozen
class SharingSetup:
    """All that a sharing is made of."""

    network: Network
    pages: WordsPages
    clock: Clock
    remote: bool
    light: PageLight
    report: Callable[[ServerEvent], None]
    is_here: Callable[[str], bool]
    """Whether an address is one of this computer."""


class CannotListenError(Exception):
    """There is no port to listen at, or no such address."""

    def __init__(self, failure: SharingFailure) -> None:
        super().__init__(failure)
        self.failure = failure


def serve_until_stopped(
    setup: SharingSetup, started: Callable[["Serving"], None]
) -> SharingClosed | SharingFailed:
    """Share until `Serving.stop`; what to report at the end. `started` is called on the loop."""

    async def run() -> SharingEnd:
        return await Serving(setup).run(started)

    try:
        return SharingClosed(asyncio.run(run()))
    except CannotListenError as problem:
        return SharingFailed(problem.failure)


def is_own_address(address: str) -> bool:
    """Whether an address belongs to this computer: only then can a socket be bound to it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError as problem:
            return problem.errno != errno.EADDRNOTAVAIL
    return True


class Serving:
    """One sharing. `post` and `stop` may be called by any thread, the rest runs on the loop."""

    def __init__(self, setup: SharingSetup) -> None:
        self._setup = setup
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        self._end = SharingEnd.STOPPED
        self._limits = ConnectionLimits(setup.network, setup.clock)
        self._connections: dict[int, ServerConnection] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._port = 0
        self._room = SharingRoom(setup.clock, "", setup.remote)

    def post(self, change: Change) -> None:
        """Change the room soon. Does nothing after the end."""
        self._call(partial(self._apply, change))

    def stop(self) -> None:
        """End soon."""
        self._call(self._stopped.set)

    async def run(self, started: Callable[["Serving"], None]) -> SharingEnd:
        """Share until stopped, or until the address is gone."""
        server = await self._listen()
        started(self)
        stopped = asyncio.create_task(self._stopped.wait())
        watching = asyncio.create_task(self._watch())
        try:
            await asyncio.wait({stopped, watching}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                watching.result()
        finally:
            stopped.cancel()
            watching.cancel()
            await self._shut_down(server)
        return self._end

    async def _listen(self) -> Server:
        address = self._setup.network.address
        self._loop.set_exception_handler(_log_problem)
        for port in PORTS:
            try:
                server = await self._bind(port)
            except OSError as problem:
                if problem.errno == errno.EADDRNOTAVAIL:
                    raise CannotListenError(SharingFailure.ADDRESS_GONE) from None
                continue
            self._port = server.sockets[0].getsockname()[1]
            page_url = f"http://{address}:{self._port}/"
            self._room = SharingRoom(self._setup.clock, page_url, self._setup.remote)
            self._room.set_light(self._setup.light)
            try:
                await server.start_serving()
            except OSError:
                server.close()
                await server.wait_closed()
                continue
            self._setup.report(self._room.opened(address, self._port))
            return server
        raise CannotListenError(SharingFailure.NO_PORT)

    async def _bind(self, port: int) -> Server:
        """Take a port of the one address, without listening yet."""
        return await serve(
            self._handle,
            self._setup.network.address,
            port,
            start_serving=False,
            compression=None,
            process_request=self._answer,
            select_subprotocol=_agree_on,
            server_header=None,
            open_timeout=REQUEST_WITHIN_S,
            ping_interval=ALIVE_EVERY_S,
            ping_timeout=ALIVE_EVERY_S,
            close_timeout=CLOSE_WITHIN_S,
            max_size=LARGEST_IN,
            write_limit=MOST_UNSENT,
            logger=_silent(),
            create_connection=cast("Any", self._connection),
        )

    def _connection(self, *arguments: Any, **more: Any) -> ServerConnection:
        return LimitedConnection(self._limits, self._setup.clock, *arguments, **more)

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        """Answer an HTTP request; None lets it become a WebSocket."""
        headers = request.headers
        if len(list(headers.raw_items())) > MOST_HEADERS:
            return connection.respond(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "")
        address = self._setup.network.address
        hosts, origins = headers.get_all("Host"), headers.get_all("Origin")
        told = PageRequest(request.method, request.path, tuple(hosts), tuple(origins))
        match admit(told, address, self._port):
            case Admission.SOCKET:
                return None
            case Admission.PAGE:
                return self._page(headers, connection.remote_address[0])
            case refused:
                return connection.respond(HTTPStatus(refused.value), "")

    def _page(self, asked: Headers, peer: str) -> Response:
        page = self._setup.pages.choose(", ".join(asked.get_all("Accept-Language")))
        headers = Headers(page_headers(page.html, self._setup.network.address, self._port))
        nonce = self._room.page_nonce(peer)
        if "gzip" in ", ".join(asked.get_all("Accept-Encoding")):
            headers["Content-Encoding"] = "gzip"
            body = page.gzipped(nonce)
        else:
            body = page.with_nonce(nonce)
        headers["Content-Length"] = str(len(body))
        headers["Connection"] = "close"
        return Response(HTTPStatus.OK, "OK", headers, body)

    async def _handle(self, connection: ServerConnection) -> None:
        """Carry the messages of one guest into the room."""
        asked = connection.request.headers if connection.request else Headers()
        number, effects = self._room.connect(
            connection.remote_address[0],
            " ".join(asked.get_all("User-Agent")),
            asked.get_all("Sec-WebSocket-Protocol"),
        )
        self._connections[number] = connection
        try:
            self._carry_out(effects)
            async for message in connection:
                self._apply(lambda room, text=message: room.receive(number, text))
        except ConnectionClosed:
            pass
        except Exception as problem:
            log_where(log, "a guest's connection broke off", problem)
        finally:
            del self._connections[number]
            self._apply(lambda room: room.lost(number))

    def _call(self, call: Callable[[], object]) -> None:
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            log.debug("the sharing has ended already")

    def _apply(self, change: Change) -> None:
        self._carry_out(change(self._room))

    def _carry_out(self, effects: Effects) -> None:
        for effect in effects:
            match effect:
                case Send(to, text):
                    self._send(
                        [self._connections[each] for each in to if each in self._connections], text
                    )
                case Close(number, code, at_once):
                    self._close(number, code, at_once)
                case Report(event):
                    self._setup.report(event)

    def _send(self, to: Iterable[ServerConnection], text: str) -> None:
        reading: list[ServerConnection] = []
        for connection in to:
            if _is_stuck(connection):
                connection.transport.abort()
            else:
                reading.append(connection)
        broadcast(reading, text)

    def _close(self, number: int, code: int, at_once: bool) -> None:
        connection = self._connections.get(number)
        if connection is None:
            return
        if at_once or _is_stuck(connection):
            connection.transport.abort()
            return
        task = self._loop.create_task(connection.close(code))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _watch(self) -> None:
        """Let the room see the time, and end when the address is gone."""
        looks = 0
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            self._apply(SharingRoom.check_time)
            self._limits.forget_idle()
            looks += 1
            if looks % ADDRESS_EVERY == 0 and not self._setup.is_here(self._setup.network.address):
                self._end = SharingEnd.ADDRESS_GONE
                return

    async def _shut_down(self, server: Server) -> None:
        try:
            self._apply(SharingRoom.close)
        except Exception as problem:  # the sockets are closed whatever the room is like
            log_where(log, "nobody could be told of the end", problem)
        server.close(code=CloseCode.GOING_AWAY)
        try:
            await asyncio.wait_for(server.wait_closed(), CLOSE_WITHIN_S)
        except TimeoutError:
            for connection in self._connections.values():
                connection.transport.abort()


class LimitedConnection(ServerConnection):
    """A connection that is cut if there are too many, or if it sends too much."""

    def __init__(
        self, limits: ConnectionLimits, clock: Clock, *arguments: Any, **more: Any
    ) -> None:
        super().__init__(*arguments, **more)
        self._limits = limits
        self._bytes = TokenBucket(clock, BYTES_AT_ONCE, 1_000 / BYTES_A_SECOND)
        self._entered: str | None = None
        self._header_bytes = 0
        self._refused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        own = transport.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KEPT_BY_THE_SYSTEM)
        peer = transport.get_extra_info("peername")
        if peer is not None and self._limits.enter(peer[0]):
            self._entered = peer[0]
        else:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._entered is not None:
            self._limits.leave(self._entered)

    def data_received(self, data: bytes) -> None:
        if self._entered is None:
            return
        if self.request is not None:
            if self._bytes.take(len(data)):
                super().data_received(data)
            else:
                self.transport.abort()
            return
        self._header_bytes += len(data)
        if self._header_bytes > READ_AT_MOST:
            self.transport.abort()
        elif self._header_bytes <= LARGEST_HEADERS:
            super().data_received(data)
        elif not self._refused:
            self._refused = True
            status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            self.protocol.send_response(self.protocol.reject(status, ""))
            self.send_data()


def _agree_on(_: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """A browser gives up a socket whose server agrees on nothing that it offered."""
    return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None


def _is_stuck(connection: ServerConnection) -> bool:
    """Whether the guest does not read, so that it would not take part in a closing handshake."""
    return connection.transport.get_write_buffer_size() > MOST_UNSENT


def _silent() -> logging.Logger:
    """A logger that says nothing: the library's messages hold addresses and what guests sent."""
    logger = logging.getLogger(f"{__name__}.websockets")
    logger.setLevel(logging.CRITICAL + 1)
    logger.propagate = False
    return logger


def _log_problem(_: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
    problem = told.get("exception")
    if isinstance(problem, Exception):
        log_where(log, "something on the thread of the words broke off", problem)

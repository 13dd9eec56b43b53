"""The leader's end of the network: lets one follower in who holds the invitation."""

import asyncio
import errno
import hmac
import logging
import secrets
import socket
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.logs import log_where
from lullaby.together.leading.certificate import LeaderCertificate, make_certificate
from lullaby.together.leading.channel import FROM_FOLLOWER, Channel, ChannelLostError
from lullaby.together.leading.events import (
    FollowerCame,
    FollowerGone,
    FollowerTold,
    LeadEnded,
    LeadEvent,
    LeadFailure,
    LeadOpened,
)
from lullaby.together.leading.invitation import KEY_BYTES, LeadInvitation, meeting_of
from lullaby.together.leading.relay_client import RelayError, joined_at_relay, wait_at_relay
from lullaby.together.leading.wire import (
    VERSION,
    EndReason,
    FollowerReport,
    Goodbye,
    JoinAnswer,
    JoinRequest,
    LeaderPlace,
    Message,
    SongOffer,
    TimeAnswer,
    TimeQuestion,
    WireError,
)

T = TypeVar("T")

log = logging.getLogger(__name__)

PORTS = (*range(8450, 8461), 0)
"""Tried in this order; 0 is any that is free."""

HANDSHAKE_WITHIN_S = 5.0
REQUEST_WITHIN_S = 5.0
MOST_STRANGERS = 16
"""Connections that have not shown the key yet."""

STRANGERS_OF_AN_ADDRESS = 4
RELAY_AGAIN_AFTER_S = (0.5, 1.0, 2.0, 4.0, 8.0)


@frozen
class LeadSetup:
    name: str
    """What the follower reads of the person who leads."""
    clock: Clock
    moment: Callable[[], float]
    """ms of the clock that stamps places and frames, with fractions."""
    report: Callable[[LeadEvent], None]
    """Called on the thread of the network."""
    address: str = ""
    """Of this computer, to listen at."""
    relay: tuple[str, int] | None = None
    """Meet the follower at this relay instead."""
    seen_address: tuple[str, int] | None = None
    """What the invitation names where it is not `address`: a forwarded port."""
    port: int = 0
    """Listen at this one; 0 for one of `PORTS`."""


class LeadEnd:
    """One invitation. `send` and `stop` may be called by any thread, the rest runs on the loop."""

    def __init__(self, setup: LeadSetup) -> None:
        self._setup = setup
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        self._certificate: LeaderCertificate = make_certificate()
        self._key = secrets.token_bytes(KEY_BYTES)
        self._follower: Channel | None = None
        self._strangers: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._song: SongOffer | None = None
        self._place: LeaderPlace | None = None

    def send(self, message: Message) -> None:
        """Send to the follower. A song and its place are also sent to one who comes later."""
        self._call(partial(self._send, message))

    def stop(self) -> None:
        """End soon."""
        self._call(self._stopped.set)

    async def run(self, started: Callable[["LeadEnd"], None]) -> LeadEnded:
        """Lead until stopped."""
        self._loop.set_exception_handler(_log_problem)
        try:
            if self._setup.relay is not None:
                return await self._run_at_relay(*self._setup.relay, started)
            return await self._run_here(started)
        finally:
            if self._follower is not None:
                self._follower.send(Goodbye(EndReason.STOPPED))
                await self._follower.close()
            for task in tuple(self._tasks):
                task.cancel()

    async def _run_here(self, started: Callable[["LeadEnd"], None]) -> LeadEnded:
        server = await self._listen()
        if isinstance(server, LeadEnded):
            return server
        port = server.sockets[0].getsockname()[1]
        host, port = self._setup.seen_address or (self._setup.address, port)
        self._opened(host, port, started)
        async with server:
            await self._stopped.wait()
        return LeadEnded()

    async def _listen(self) -> asyncio.Server | LeadEnded:
        for port in (self._setup.port,) if self._setup.port else PORTS:
            try:
                return await asyncio.start_server(
                    self._meet,
                    self._setup.address,
                    port,
                    ssl=self._certificate.context,
                    ssl_handshake_timeout=HANDSHAKE_WITHIN_S,
                    backlog=MOST_STRANGERS,
                )
            except OSError as problem:
                if problem.errno == errno.EADDRNOTAVAIL:
                    return LeadEnded(LeadFailure.ADDRESS_GONE)
        return LeadEnded(LeadFailure.NO_PORT)

    async def _run_at_relay(
        self, host: str, port: int, started: Callable[["LeadEnd"], None]
    ) -> LeadEnded:
        """Wait at the relay; whenever somebody was joined to this end, wait there once more."""
        meeting = meeting_of(self._certificate.fingerprint)
        opened, failures = False, 0
        while True:
            try:
                waiting = await self._unless_stopped(wait_at_relay(host, port, meeting))
                if waiting is None:
                    return LeadEnded()
                failures = 0
                if not opened:
                    opened = True
                    self._opened(host, port, started)
                joined = await self._unless_stopped(joined_at_relay(waiting))
                if joined is None:
                    waiting.close()
                    return LeadEnded()
                self._begin(self._answer_at_relay(joined))
            except RelayError:
                if not opened:
                    return LeadEnded(LeadFailure.NO_RELAY)
                pause = RELAY_AGAIN_AFTER_S[min(failures, len(RELAY_AGAIN_AFTER_S) - 1)]
                failures += 1
                await self._unless_stopped(asyncio.sleep(pause))

    async def _unless_stopped(self, work: Coroutine[Any, Any, T]) -> T | None:
        """The result of `work`; None if the end came before."""
        task = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            task.cancel()
            stopped.cancel()

    async def _answer_at_relay(self, joined: socket.socket) -> None:
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        try:
            transport, _ = await self._loop.connect_accepted_socket(
                lambda: protocol,
                joined,
                ssl=self._certificate.context,
                ssl_handshake_timeout=HANDSHAKE_WITHIN_S,
            )
        except OSError:
            return
        await self._meet(reader, asyncio.StreamWriter(transport, protocol, reader, self._loop))

    def _opened(self, host: str, port: int, started: Callable[["LeadEnd"], None]) -> None:
        started(self)
        relayed = self._setup.relay is not None
        invitation = LeadInvitation(host, port, self._certificate.fingerprint, self._key, relayed)
        self._setup.report(LeadOpened(invitation))

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Let somebody in who shows the key, and carry what they say."""
        address = str((writer.get_extra_info("peername") or ("",))[0])
        relayed = self._setup.relay is not None
        full = self._strangers.total() >= MOST_STRANGERS
        if full or (not relayed and self._strangers[address] >= STRANGERS_OF_AN_ADDRESS):
            writer.transport.abort()
            return
        channel = Channel(reader, writer, self._setup.clock, FROM_FOLLOWER)
        self._strangers[address] += 1
        try:
            request = await self._request(channel)
        finally:
            self._strangers -= Counter((address,))
        if request is not None:
            await self._carry(channel, request)
        await channel.close()

    async def _request(self, channel: Channel) -> JoinRequest | None:
        """What the stranger asks with the right key; None for anything else."""
        try:
            request = await channel.receive(REQUEST_WITHIN_S)
        except (ChannelLostError, WireError):
            return None
        if not isinstance(request, JoinRequest):
            return None
        if not hmac.compare_digest(request.key, self._key):
            channel.send(Goodbye(EndReason.REFUSED))
            return None
        if request.version != VERSION:
            channel.send(Goodbye(EndReason.NEWER))
            return None
        return request

    async def _carry(self, channel: Channel, request: JoinRequest) -> None:
        before, self._follower = self._follower, channel
        if before is not None:
            before.send(Goodbye(EndReason.REPLACED))
            self._begin(before.close())
        channel.send(JoinAnswer(self._setup.name))
        for message in (self._song, self._place):
            if message is not None:
                channel.send(message)
        self._setup.report(FollowerCame(request.name))
        reason: EndReason | None = None
        try:
            while not isinstance(message := await channel.receive(), Goodbye):
                self._receive(channel, message)
            reason = message.reason
        except WireError:
            reason = EndReason.BROKEN
            channel.send(Goodbye(reason))
        except ChannelLostError:
            pass
        if self._follower is channel:
            self._follower = None
            self._setup.report(FollowerGone(reason))

    def _receive(self, channel: Channel, message: Message) -> None:
        match message:
            case TimeQuestion(asked):
                now = self._setup.moment()
                channel.send(TimeAnswer(asked, now, now))
            case FollowerReport():
                if self._follower is channel:
                    self._setup.report(FollowerTold(message))
            case _:
                raise WireError("nothing that a follower says")

    def _send(self, message: Message) -> None:
        match message:
            case SongOffer():
                self._song, self._place = message, None
            case LeaderPlace():
                self._place = message
            case _:
                pass
        if self._follower is not None:
            self._follower.send(message)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _call(self, call: Callable[[], object]) -> None:
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            log.debug("leading has ended already")


def lead_until_stopped(setup: LeadSetup, started: Callable[[LeadEnd], None]) -> LeadEnded:
    """Lead until `LeadEnd.stop`; why it ended. `started` is called on the thread of the network,
    when somebody can join."""

    async def run() -> LeadEnded:
        return await LeadEnd(setup).run(started)

    return asyncio.run(run())


def _log_problem(_: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
    problem = told.get("exception")
    if isinstance(problem, Exception) and not isinstance(problem, OSError):
        log_where(log, "something on the leader's network thread broke off", problem)

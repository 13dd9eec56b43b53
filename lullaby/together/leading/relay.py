"""Joins the bytes of two computers that cannot reach each other. It cannot read them.

Anybody who runs it listens where they say, and nowhere by default. It keeps nothing.
"""

import asyncio
import contextlib
import logging
import signal
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from enum import Enum, auto
from typing import cast

from lullaby.frozen import frozen
from lullaby.logs import log_where
from lullaby.together.leading.meeting import (
    LONGEST_LINE,
    MeetingRole,
    RelayAnswer,
    answer_line,
    read_request,
)

log = logging.getLogger(__name__)

REQUEST_WITHIN_S = 5.0
IDLE_AFTER_S = 60.0
"""A pair that sends nothing in this time is parted."""

WAITS_AT_MOST_S = 12 * 3_600.0
"""How long a leader may wait for somebody."""

MOST_UNSENT = 65_536
"""Bytes kept for the slower one of a pair."""

BYTES_AT_ONCE = 262_144
BYTES_A_SECOND = 65_536
"""What each of a pair may send; one that sends more is slowed down. The voice takes 10,000."""

LOOK_EVERY_S = 1.0


@frozen
class RelayLimits:
    connections: int = 400
    of_an_address: int = 16
    waiting_for_a_meeting: int = 2


class Relay:
    """For use on the thread of its loop."""

    def __init__(self, limits: RelayLimits | None = None) -> None:
        self._limits = limits or RelayLimits()
        self._loop = asyncio.get_running_loop()
        self._ends: set[RelayEnd] = set()
        self._addresses: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[RelayEnd]] = defaultdict(deque)

    @property
    def connections(self) -> int:
        return len(self._ends)

    async def run(self, host: str, port: int, started: Callable[[int], None]) -> None:
        """Listen until cancelled; `started` is told the port. Raises OSError if it cannot."""
        server = await self._loop.create_server(lambda: RelayEnd(self), host, port)
        try:
            started(server.sockets[0].getsockname()[1])
            while True:
                await asyncio.sleep(LOOK_EVERY_S)
                now = self._loop.time()
                for end in tuple(self._ends):
                    end.check_time(now)
        finally:
            server.close()
            for end in tuple(self._ends):
                end.cut()

    def enter(self, end: "RelayEnd") -> bool:
        """Whether there is room for one more."""
        full = len(self._ends) >= self._limits.connections
        if full or self._addresses[end.address] >= self._limits.of_an_address:
            return False
        self._ends.add(end)
        self._addresses[end.address] += 1
        return True

    def leave(self, end: "RelayEnd") -> None:
        if end not in self._ends:
            return
        self._ends.discard(end)
        self._addresses[end.address] -= 1
        if not self._addresses[end.address]:
            del self._addresses[end.address]
        waiting = self._waiting.get(end.meeting)
        if waiting is not None and end in waiting:
            waiting.remove(end)
            if not waiting:
                del self._waiting[end.meeting]

    def request(self, end: "RelayEnd", line: bytes) -> None:
        """The first line of a connection has come."""
        asked = read_request(line)
        if asked is None:
            end.refuse(RelayAnswer.NO)
            return
        waiting = self._waiting.get(asked.meeting, ())
        if asked.role is MeetingRole.LEAD:
            if len(waiting) >= self._limits.waiting_for_a_meeting:
                end.refuse(RelayAnswer.FULL)
                return
            end.wait(asked.meeting)
            self._waiting[asked.meeting].append(end)
        elif waiting:
            leader = self._waiting[asked.meeting].popleft()
            if not self._waiting[asked.meeting]:
                del self._waiting[asked.meeting]
            leader.join(end)
            end.join(leader)
        else:
            end.refuse(RelayAnswer.NOBODY)


def relay_until_interrupted(host: str, port: int, started: Callable[[int], None]) -> None:
    """Relay until Ctrl+C or SIGTERM. `started` is told the port. Raises OSError if nothing can
    listen there."""

    async def run() -> None:
        task = asyncio.current_task()
        assert task is not None
        with contextlib.suppress(NotImplementedError):  # Windows has no signals to handle
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        await Relay().run(host, port, started)

    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(run())


class Hold(Enum):
    """Why nothing is read of a connection."""

    PEER_IS_SLOW = auto()
    SENT_TOO_MUCH = auto()


class RelayEnd(asyncio.Protocol):
    """One connection: asking, then waiting, then joined to another."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._loop = asyncio.get_running_loop()
        self._line = b""
        self._peer: RelayEnd | None = None
        self._until = self._loop.time() + REQUEST_WITHIN_S
        self._tokens = float(BYTES_AT_ONCE)
        self._held: set[Hold] = set()
        self.sent_at = 0.0
        self.address = ""
        self.meeting = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(high=MOST_UNSENT)
        self.address = (transport.get_extra_info("peername") or ("",))[0]
        if not self._relay.enter(self):
            self.refuse(RelayAnswer.FULL)

    def connection_lost(self, exc: Exception | None) -> None:
        self._relay.leave(self)
        peer, self._peer = self._peer, None
        if peer is not None:
            peer.parted()

    def data_received(self, data: bytes) -> None:
        if self._peer is not None:
            self._pass_on(self._peer, data)
            return
        if self._transport.is_closing():
            return
        if self.meeting or len(self._line) + len(data) > LONGEST_LINE:
            self.refuse(RelayAnswer.NO)
            return
        self._line += data
        if b"\n" in self._line:
            try:
                self._relay.request(self, self._line)
            except Exception as problem:  # one connection must not end the others
                log_where(log, "a connection broke off", problem)
                self.cut()

    def pause_writing(self) -> None:
        """The other side reads too slowly: this side's peer has to wait."""
        if self._peer is not None:
            self._peer.hold(Hold.PEER_IS_SLOW)

    def resume_writing(self) -> None:
        if self._peer is not None:
            self._peer.let_go(Hold.PEER_IS_SLOW)

    def write(self, data: bytes) -> None:
        self._transport.write(data)

    def hold(self, why: "Hold") -> None:
        """Read nothing for now."""
        if not self._held:
            self._transport.pause_reading()
        self._held.add(why)

    def let_go(self, why: "Hold") -> None:
        """That reason to wait is over."""
        if why in self._held:
            self._held.discard(why)
            if not self._held and not self._transport.is_closing():
                self._transport.resume_reading()

    def wait(self, meeting: str) -> None:
        """Wait for somebody who joins."""
        self.meeting = meeting
        self._until = self._loop.time() + WAITS_AT_MOST_S
        self._transport.write(answer_line(RelayAnswer.WAIT))

    def join(self, peer: "RelayEnd") -> None:
        """From now on both get each other's bytes."""
        self._peer = peer
        self.sent_at = self._loop.time()
        self._transport.write(answer_line(RelayAnswer.GO))

    def parted(self) -> None:
        """The other one is gone."""
        self._peer = None
        self._held.clear()
        self.close()

    def check_time(self, now: float) -> None:
        """Part what is idle, and let one go on that sent too much."""
        self._tokens = min(float(BYTES_AT_ONCE), self._tokens + BYTES_A_SECOND * LOOK_EVERY_S)
        if self._tokens > 0.0:
            self.let_go(Hold.SENT_TOO_MUCH)
        if self._peer is None:
            if now > self._until:
                self.cut()
        elif now - max(self.sent_at, self._peer.sent_at) > IDLE_AFTER_S:
            self.cut()

    def _pass_on(self, peer: "RelayEnd", data: bytes) -> None:
        self.sent_at = self._loop.time()
        self._tokens -= len(data)
        if self._tokens < 0.0:
            self.hold(Hold.SENT_TOO_MUCH)
        peer.write(data)

    def refuse(self, answer: RelayAnswer) -> None:
        self._transport.write(answer_line(answer))
        self.close()

    def close(self) -> None:
        """Close when what waits is sent."""
        self._transport.close()
        self._until = self._loop.time() + REQUEST_WITHIN_S

    def cut(self) -> None:
        self._transport.abort()

"""A leader, a follower and a relay on loopback, for tests."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any, TypeVar

from lullaby.clock import SystemClock
from lullaby.together.leading.events import JoinEnded, JoinEvent, LeadEnded, LeadEvent, LeadOpened
from lullaby.together.leading.invitation import LeadInvitation
from lullaby.together.leading.join_end import JoinEnd, JoinSetup
from lullaby.together.leading.lead_end import LeadEnd, LeadSetup
from lullaby.together.leading.relay import Relay, RelayLimits

HERE = "127.0.0.1"
WITHIN_S = 20.0
E = TypeVar("E")


def moment() -> float:
    return time.monotonic() * 1_000


def run(evening: Coroutine[Any, Any, None]) -> None:
    """Run it on a thread of its own: where pages are tested, this one has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, evening).result()


class Heard:
    """The events of one end, to wait for."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[object] = asyncio.Queue()

    def __call__(self, event: object) -> None:
        self._queue.put_nowait(event)

    async def next(self, kind: type[E]) -> E:
        """The next event of a kind; others before it are passed over."""
        async with asyncio.timeout(WITHIN_S):
            while True:
                event = await self._queue.get()
                if isinstance(event, kind):
                    return event


class Leading:
    def __init__(self, end: LeadEnd, heard: Heard, run: asyncio.Task[LeadEnded]) -> None:
        self.end, self.heard, self.run = end, heard, run
        self.invitation = LeadInvitation("", 0, b"", b"")


class Joining:
    def __init__(self, end: JoinEnd, heard: Heard, run: asyncio.Task[JoinEnded]) -> None:
        self.end, self.heard, self.run = end, heard, run


@asynccontextmanager
async def leading(relay: tuple[str, int] | None = None) -> AsyncIterator[Leading]:
    heard = Heard()
    setup = LeadSetup("Leader", SystemClock(), moment, report_to(heard), HERE, relay)
    end = LeadEnd(setup)
    run = asyncio.create_task(end.run(lambda _: None))
    led = Leading(end, heard, run)
    try:
        led.invitation = (await heard.next(LeadOpened)).invitation
        yield led
    finally:
        end.stop()
        await run


@asynccontextmanager
async def joining(invitation: LeadInvitation, name: str = "Follower") -> AsyncIterator[Joining]:
    heard = Heard()
    end = JoinEnd(JoinSetup(invitation, name, SystemClock(), moment, report_to(heard)))
    run = asyncio.create_task(end.run(lambda _: None))
    try:
        yield Joining(end, heard, run)
    finally:
        end.stop()
        await run


@asynccontextmanager
async def relaying(limits: RelayLimits | None = None) -> AsyncIterator[tuple[Relay, int]]:
    relay = Relay(limits)
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    run = asyncio.create_task(relay.run(HERE, 0, port.set_result))
    try:
        yield relay, await port
    finally:
        run.cancel()
        await asyncio.wait({run})


def report_to(heard: Heard) -> Callable[[LeadEvent | JoinEvent], None]:
    return heard


def with_port(invitation: LeadInvitation, port: int) -> LeadInvitation:
    return replace(invitation, port=port)


async def within(work: Awaitable[E]) -> E:
    return await asyncio.wait_for(work, WITHIN_S)

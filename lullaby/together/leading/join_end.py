"""The follower's end of the network: finds the leader of an invitation, again and again."""

import asyncio
import logging
import random
from collections.abc import Callable
from functools import partial
from typing import Any

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.logs import log_where
from lullaby.together.leading.certificate import fingerprint_of, follower_context
from lullaby.together.leading.channel import FROM_LEADER, Channel, ChannelLostError
from lullaby.together.leading.events import (
    FrameCame,
    JoinEnded,
    JoinEvent,
    JoinFailure,
    LeaderFound,
    LeaderLost,
    PlaceCame,
    SongCame,
)
from lullaby.together.leading.invitation import LeadInvitation
from lullaby.together.leading.meeting import RelayAnswer
from lullaby.together.leading.relay_client import RelayError, join_at_relay
from lullaby.together.leading.waiting import ClockOffset, TimeExchange
from lullaby.together.leading.wire import (
    EndReason,
    Goodbye,
    JoinAnswer,
    JoinRequest,
    LeaderPlace,
    Message,
    SongOffer,
    TimeAnswer,
    TimeQuestion,
    VoiceFrame,
    WireError,
)

log = logging.getLogger(__name__)

CONNECT_WITHIN_S = 10.0
ANSWER_WITHIN_S = 5.0
QUICK_QUESTIONS = 8
QUICK_EVERY_S = 0.06
QUESTION_EVERY_S = 2.0
FIRST_PAUSE_S = (0.5, 1.0)
"""Before the first new try, by chance."""

LONGEST_PAUSE_S = 8.0
GROWTH = 1.6
TRIES_AT_FIRST = 1
GIVEN_UP_AFTER_S = 600.0
"""How long a lost leader is looked for."""


@frozen
class JoinSetup:
    invitation: LeadInvitation
    name: str
    """What the leader reads of the person who follows."""
    clock: Clock
    moment: Callable[[], float]
    """ms of this computer's clock, with fractions."""
    report: Callable[[JoinEvent], None]
    """Called on the thread of the network."""


class _EndedError(Exception):
    def __init__(self, ended: JoinEnded) -> None:
        super().__init__(ended)
        self.ended = ended


class JoinEnd:
    """`send` and `stop` may be called by any thread, the rest runs on the loop."""

    def __init__(self, setup: JoinSetup) -> None:
        self._setup = setup
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        self._channel: Channel | None = None
        self._offset = ClockOffset()
        self._was_there = False

    def send(self, message: Message) -> None:
        """Send to the leader, if the connection is there."""
        self._call(partial(self._send, message))

    def stop(self) -> None:
        """End soon."""
        self._call(self._stopped.set)

    async def run(self, started: Callable[["JoinEnd"], None]) -> JoinEnded:
        """Follow until stopped, or until the leader ends it."""
        self._loop.set_exception_handler(_log_problem)
        started(self)
        following = asyncio.create_task(self._follow())
        stopped = asyncio.create_task(self._stopped.wait())
        await asyncio.wait({following, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if following.done():
            return following.result()
        if self._channel is not None:
            self._channel.send(Goodbye(EndReason.STOPPED))
            await self._channel.close()
        following.cancel()
        return JoinEnded()

    async def _follow(self) -> JoinEnded:
        pause, lost_at = 0.0, 0.0
        while True:
            try:
                await self._meet()
            except _EndedError as end:
                return end.ended
            except (ChannelLostError, OSError, TimeoutError, RelayError) as problem:
                if not self._was_there:
                    return JoinEnded(_failure_of(problem))
            if self._channel is not None:
                self._channel, pause, lost_at = None, 0.0, self._loop.time()
                self._setup.report(LeaderLost())
            if self._loop.time() - lost_at > GIVEN_UP_AFTER_S:
                return JoinEnded(JoinFailure.NOT_THERE)
            pause = min(LONGEST_PAUSE_S, pause * GROWTH) or random.uniform(*FIRST_PAUSE_S)
            await asyncio.sleep(pause)

    async def _meet(self) -> None:
        """One connection, from its beginning until it is lost."""
        reader, writer = await self._connect()
        channel = Channel(reader, writer, self._setup.clock, FROM_LEADER)
        try:
            await self._greet(channel, writer)
            await self._carry(channel)
        finally:
            await channel.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        invitation = self._setup.invitation
        context = follower_context()
        async with asyncio.timeout(CONNECT_WITHIN_S):
            if invitation.relayed:
                joined = await join_at_relay(invitation.host, invitation.port, invitation.meeting)
                return await asyncio.open_connection(
                    sock=joined, ssl=context, server_hostname="lullaby"
                )
            return await asyncio.open_connection(
                invitation.host, invitation.port, ssl=context, server_hostname="lullaby"
            )

    async def _greet(self, channel: Channel, writer: asyncio.StreamWriter) -> None:
        """Say who this is, but only to the computer that made the invitation."""
        invitation = self._setup.invitation
        certificate = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        if fingerprint_of(certificate) != invitation.fingerprint:
            raise _EndedError(JoinEnded(JoinFailure.SOMEBODY_ELSE))
        channel.send(JoinRequest(invitation.key, self._setup.name))
        match await self._next(channel, ANSWER_WITHIN_S):
            case JoinAnswer(name):
                self._channel, self._was_there, self._offset = channel, True, ClockOffset()
                self._setup.report(LeaderFound(name))
            case _:
                raise ChannelLostError

    async def _carry(self, channel: Channel) -> None:
        asking = asyncio.create_task(self._ask_time(channel))
        try:
            while True:
                self._receive(await self._next(channel))
        finally:
            asking.cancel()

    async def _next(self, channel: Channel, within_s: float | None = None) -> Message:
        """The next message but a goodbye. Raises _EndedError for that, and ChannelLostError."""
        try:
            message = await (channel.receive(within_s) if within_s else channel.receive())
        except WireError:
            channel.send(Goodbye(EndReason.BROKEN))
            raise _EndedError(JoinEnded(JoinFailure.NEWER)) from None
        match message:
            case Goodbye(EndReason.REFUSED):
                raise _EndedError(JoinEnded(JoinFailure.REFUSED))
            case Goodbye(EndReason.NEWER | EndReason.BROKEN):
                raise _EndedError(JoinEnded(JoinFailure.NEWER))
            case Goodbye(reason):
                raise _EndedError(JoinEnded(reason=reason))
            case _:
                return message

    def _receive(self, message: Message) -> None:
        now = self._setup.moment()
        report = self._setup.report
        match message:
            case TimeAnswer(asked, came, went):
                self._offset.add(TimeExchange(asked, came, went, now))
            case SongOffer():
                report(SongCame(message))
            case LeaderPlace():
                report(PlaceCame(message, message.at - self._offset.at(now)))
            case VoiceFrame():
                age = now + self._offset.at(now) - message.sent if self._offset.known else 0.0
                report(FrameCame(message, age))
            case _:
                log.debug("nothing that a leader says")

    async def _ask_time(self, channel: Channel) -> None:
        for number in range(2**62):
            channel.send(TimeQuestion(self._setup.moment()))
            await asyncio.sleep(QUICK_EVERY_S if number < QUICK_QUESTIONS else QUESTION_EVERY_S)

    def _send(self, message: Message) -> None:
        if self._channel is not None:
            self._channel.send(message)

    def _call(self, call: Callable[[], object]) -> None:
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:
            log.debug("following has ended already")


def join_until_stopped(setup: JoinSetup, started: Callable[[JoinEnd], None]) -> JoinEnded:
    """Follow until `JoinEnd.stop`, or until it cannot go on; why it ended. `started` is called on
    the thread of the network."""

    async def run() -> JoinEnded:
        return await JoinEnd(setup).run(started)

    return asyncio.run(run())


def _failure_of(problem: Exception) -> JoinFailure:
    if isinstance(problem, RelayError) and problem.answer is RelayAnswer.NOBODY:
        return JoinFailure.NOBODY_LEADS
    return JoinFailure.NOT_THERE


def _log_problem(_: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
    problem = told.get("exception")
    if isinstance(problem, Exception) and not isinstance(problem, OSError):
        log_where(log, "something on the follower's network thread broke off", problem)

"""Leader and follower on loopback: directly, by way of a relay, lost and found."""

import asyncio
from dataclasses import replace

import pytest

from lullaby.clock import SystemClock
from lullaby.together.leading.events import (
    FollowerCame,
    FollowerGone,
    FollowerTold,
    FrameCame,
    JoinEnded,
    JoinFailure,
    LeadEnded,
    LeaderFound,
    LeaderLost,
    LeadFailure,
    PlaceCame,
    SongCame,
)
from lullaby.together.leading.lead_end import LeadEnd, LeadSetup
from lullaby.together.leading.wire import (
    EndReason,
    FollowerReport,
    FollowerState,
    LeaderPlace,
    SongOffer,
    VoiceFrame,
)
from tests.together.leading.ends import (
    HERE,
    Heard,
    joining,
    leading,
    moment,
    relaying,
    report_to,
    run,
    with_port,
    within,
)

OFFER = SongOffer(1, b"a song")
PLACE = LeaderPlace(1, 1_000.0, 250.0, 1.0, True)


@pytest.mark.parametrize("relayed", [False, True])
def test_a_song_its_place_and_the_voice_reach_the_follower(relayed: bool) -> None:
    async def evening() -> None:
        async with relaying() as (_, port), leading((HERE, port) if relayed else None) as leader:
            assert leader.invitation.relayed is relayed
            leader.end.send(OFFER)
            async with joining(leader.invitation) as follower:
                assert (await follower.heard.next(LeaderFound)).leader == "Leader"
                assert (await leader.heard.next(FollowerCame)).name == "Follower"
                assert (await follower.heard.next(SongCame)).offer == OFFER
                leader.end.send(replace(PLACE, at=moment()))
                place = await follower.heard.next(PlaceCame)
                assert place.place.place == PLACE.place
                assert abs(place.at - moment()) < 5_000
                for number in range(50):
                    leader.end.send(VoiceFrame(1, 20.0 * number, moment(), bytes([number] * 160)))
                for number in range(50):
                    frame = await follower.heard.next(FrameCame)
                    assert frame.frame.opus == bytes([number] * 160)
                    assert abs(frame.age) < 5_000.0
                report = FollowerReport(1, FollowerState.SINGING, 600.0, 50, 1)
                follower.end.send(report)
                assert (await leader.heard.next(FollowerTold)).report == report
            gone = await leader.heard.next(FollowerGone)
            assert gone.reason is EndReason.STOPPED

    run(evening())


def test_the_leader_ends_it_and_the_follower_does_not_try_again() -> None:
    async def evening() -> None:
        async with leading() as leader:
            async with joining(leader.invitation) as follower:
                await follower.heard.next(LeaderFound)
                leader.end.stop()
                assert await within(follower.run) == JoinEnded(reason=EndReason.STOPPED)
            assert await within(leader.run) == LeadEnded()

    run(evening())


def test_a_second_computer_takes_the_place_of_the_first() -> None:
    async def evening() -> None:
        async with leading() as leader, joining(leader.invitation, "One") as first:
            await first.heard.next(LeaderFound)
            async with joining(leader.invitation, "Two") as second:
                await second.heard.next(LeaderFound)
                assert await within(first.run) == JoinEnded(reason=EndReason.REPLACED)
                leader.end.send(OFFER)
                assert (await second.heard.next(SongCame)).offer == OFFER

    run(evening())


def test_a_lost_connection_is_found_again_with_song_and_place() -> None:
    async def evening() -> None:
        async with leading() as leader:
            cut: list[asyncio.StreamWriter] = []

            async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                far_reader, far_writer = await asyncio.open_connection(HERE, leader.invitation.port)
                cut[:] = [writer, far_writer]
                await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))

            between = await asyncio.start_server(pass_on, HERE, 0)
            async with between:
                port = between.sockets[0].getsockname()[1]
                async with joining(with_port(leader.invitation, port)) as follower:
                    await follower.heard.next(LeaderFound)
                    leader.end.send(OFFER)
                    leader.end.send(PLACE)
                    await follower.heard.next(PlaceCame)
                    for writer in cut:
                        writer.transport.abort()
                    await follower.heard.next(LeaderLost)
                    await follower.heard.next(LeaderFound)
                    assert (await follower.heard.next(SongCame)).offer == OFFER
                    assert (await follower.heard.next(PlaceCame)).place == PLACE
            assert (await leader.heard.next(FollowerGone)).reason is None

    run(evening())


def test_nobody_at_the_address_and_nobody_at_the_relay_are_told_apart() -> None:
    async def evening() -> None:
        async with leading() as leader:
            nobody = leader.invitation
        async with joining(nobody) as follower:
            assert await within(follower.run) == JoinEnded(JoinFailure.NOT_THERE)
        async with relaying() as (_, port):
            relayed = replace(nobody, port=port, relayed=True)
            async with joining(relayed) as follower:
                assert await within(follower.run) == JoinEnded(JoinFailure.NOBODY_LEADS)

    run(evening())


def test_a_leader_whose_relay_is_not_there_is_told() -> None:
    async def evening() -> None:
        async with relaying() as (_, port):
            pass
        end = LeadEnd(
            LeadSetup("Leader", SystemClock(), moment, report_to(Heard()), relay=(HERE, port))
        )
        assert await within(end.run(lambda _: None)) == LeadEnded(LeadFailure.NO_RELAY)

    run(evening())


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(4_096):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.transport.abort()

"""Who has no invitation gets nothing, and whoever misbehaves does not disturb the two who sing."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from lullaby.together.leading import lead_end, relay
from lullaby.together.leading.certificate import follower_context, make_certificate
from lullaby.together.leading.events import (
    FollowerCame,
    FollowerGone,
    JoinEnded,
    JoinFailure,
    LeaderFound,
    SongCame,
)
from lullaby.together.leading.relay import RelayLimits
from lullaby.together.leading.wire import (
    EndReason,
    Goodbye,
    JoinRequest,
    SongOffer,
    VoiceFrame,
    read,
    write,
)
from tests.together.leading.ends import HERE, Leading, joining, leading, relaying, run, within

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
MEETING = b"0123456789abcdef0123456789abcdef"


def framed(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


async def stranger(leader: Leading) -> Stream:
    return await asyncio.open_connection(
        HERE, leader.invitation.port, ssl=follower_context(), server_hostname="lullaby"
    )


async def everything(reader: asyncio.StreamReader) -> bytes:
    """What comes until the other side closes."""
    got = b""
    try:
        while data := await within(reader.read(4_096)):
            got += data
    except OSError:
        pass
    return got


def against(attack: Callable[[Leading], Awaitable[None]]) -> None:
    """Attack a leader, then see that a follower can still join and gets the song."""

    async def evening() -> None:
        async with leading() as leader:
            await attack(leader)
            async with joining(leader.invitation) as follower:
                await follower.heard.next(LeaderFound)
                leader.end.send(SongOffer(1, b"a song"))
                await follower.heard.next(SongCame)

    run(evening())


def test_the_wrong_key_is_refused() -> None:
    async def attack(leader: Leading) -> None:
        wrong = replace(leader.invitation, key=bytes(16))
        async with joining(wrong) as follower:
            assert await within(follower.run) == JoinEnded(JoinFailure.REFUSED)

    against(attack)


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"H",
        write(Goodbye(EndReason.STOPPED)),
        write(VoiceFrame(1, 0.0, 0.0, b"x")),
        b"GET / HTTP/1.1\r\n\r\n",
        bytes(60_001),
    ],
)
def test_another_first_message_than_a_request_ends_the_connection(first: bytes) -> None:
    async def attack(leader: Leading) -> None:
        reader, writer = await stranger(leader)
        writer.write(framed(first) if len(first) <= 60_000 else b"\xff\xff" + first)
        assert await everything(reader) == b""
        writer.close()

    against(attack)


def test_a_newer_version_is_told_so() -> None:
    async def attack(leader: Leading) -> None:
        reader, writer = await stranger(leader)
        writer.write(framed(write(JoinRequest(leader.invitation.key, "New", version=2))))
        assert read((await everything(reader))[2:]) == Goodbye(EndReason.NEWER)
        writer.close()

    against(attack)


def test_another_computer_cannot_pose_as_the_leader() -> None:
    """The follower says nothing, and above all not the key, to another certificate."""

    async def evening() -> None:
        got: list[bytes] = []

        async def pose(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            got.append(await everything(reader))
            writer.close()

        posing = await asyncio.start_server(pose, HERE, 0, ssl=make_certificate().context)
        async with posing, leading() as leader:
            port = posing.sockets[0].getsockname()[1]
            async with joining(replace(leader.invitation, port=port)) as follower:
                assert await within(follower.run) == JoinEnded(JoinFailure.SOMEBODY_ELSE)
        assert got == [b""]

    run(evening())


def test_older_encryption_is_refused() -> None:
    async def attack(leader: Leading) -> None:
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await asyncio.open_connection(
                HERE, leader.invitation.port, ssl=old, server_hostname="lullaby"
            )

    against(attack)


def test_unencrypted_bytes_get_no_answer() -> None:
    async def attack(leader: Leading) -> None:
        reader, writer = await asyncio.open_connection(HERE, leader.invitation.port)
        writer.write(framed(write(JoinRequest(leader.invitation.key, "Plain"))))
        assert b"Leader" not in await everything(reader)
        writer.close()

    against(attack)


def test_silent_strangers_are_few_and_soon_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lead_end, "REQUEST_WITHIN_S", 0.2)

    async def one(leader: Leading) -> None:
        try:
            reader, writer = await stranger(leader)
        except OSError:
            return
        assert await everything(reader) == b""
        writer.close()

    async def attack(leader: Leading) -> None:
        await asyncio.gather(*(one(leader) for _ in range(3 * lead_end.MOST_STRANGERS)))

    against(attack)


@pytest.mark.parametrize(
    "bad", [b"Z", write(SongOffer(1, b"mine")), b"t" + b"\xff" * 8, b"R" + bytes(5)]
)
def test_a_follower_who_makes_no_sense_is_let_go(bad: bytes) -> None:
    async def evening() -> None:
        async with leading() as leader:
            reader, writer = await stranger(leader)
            writer.write(framed(write(JoinRequest(leader.invitation.key, "Odd"))))
            await leader.heard.next(FollowerCame)
            writer.write(framed(bad))
            assert (await leader.heard.next(FollowerGone)).reason is EndReason.BROKEN
            assert (await everything(reader)).endswith(framed(write(Goodbye(EndReason.BROKEN))))
            writer.close()

    run(evening())


def test_a_follower_who_floods_is_let_go() -> None:
    async def evening() -> None:
        async with leading() as leader:
            reader, writer = await stranger(leader)
            writer.write(framed(write(JoinRequest(leader.invitation.key, "Flood"))))
            await leader.heard.next(FollowerCame)
            reading = asyncio.create_task(everything(reader))
            try:
                for _ in range(20):
                    writer.write(framed(b"t" + bytes(8)) * 500)
                    await writer.drain()
            except OSError:
                pass
            assert (await leader.heard.next(FollowerGone)).reason in (EndReason.BROKEN, None)
            await reading
            writer.close()

    run(evening())


def test_a_follower_who_does_not_read_costs_no_memory() -> None:
    """Frames of the voice are left out, and at last the connection is given up."""

    async def evening() -> None:
        async with leading() as leader:
            _, writer = await stranger(leader)
            writer.write(framed(write(JoinRequest(leader.invitation.key, "Deaf"))))
            await leader.heard.next(FollowerCame)
            frame = VoiceFrame(1, 0.0, 0.0, bytes(1_000))
            for _ in range(20_000):
                leader.end.send(frame)
            leader.end.stop()
            await within(leader.run)
            writer.transport.abort()

    run(evening())


# The relay


async def answers(port: int, *sent: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(HERE, port)
    try:
        for data in sent:
            writer.write(data)
            await writer.drain()
        return await everything(reader)
    finally:
        writer.close()


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"lullaby-relay 2 lead " + MEETING + b"\n",
        b"lullaby-relay 1 rule " + MEETING + b"\n",
        b"lullaby-relay 1 lead " + MEETING[:-1] + b"\n",
        b"lullaby-relay 1 lead " + MEETING.upper() + b"\n",
        b"lullaby-relay 1 lead " + MEETING + b"\nmore",
        b"x" * 5_000,
    ],
)
def test_a_relay_answers_nothing_but_its_line(line: bytes) -> None:
    async def evening() -> None:
        async with relaying() as (relayed, port):
            assert await answers(port, line) == b"no\n"
            async with leading((HERE, port)) as leader, joining(leader.invitation) as follower:
                await follower.heard.next(LeaderFound)
                assert relayed.connections >= 2

    run(evening())


def test_a_relay_has_room_for_so_many_of_an_address_and_of_a_meeting() -> None:
    async def evening() -> None:
        limits = RelayLimits(connections=10, of_an_address=3, waiting_for_a_meeting=2)
        async with relaying(limits) as (_, port):
            held: list[Stream] = []
            for _ in range(2):
                reader, writer = await asyncio.open_connection(HERE, port)
                writer.write(b"lullaby-relay 1 lead " + MEETING + b"\n")
                assert await within(reader.readline()) == b"wait\n"
                held.append((reader, writer))
            assert await answers(port, b"lullaby-relay 1 lead " + MEETING + b"\n") == b"full\n"
            held.append(await asyncio.open_connection(HERE, port))
            assert await answers(port) == b"full\n"
            for _, writer in held:
                writer.close()

    run(evening())


def test_a_leader_who_speaks_while_waiting_is_sent_away() -> None:
    async def evening() -> None:
        async with relaying() as (_, port):
            reader, writer = await asyncio.open_connection(HERE, port)
            writer.write(b"lullaby-relay 1 lead " + MEETING + b"\n")
            assert await within(reader.readline()) == b"wait\n"
            writer.write(b"x")
            assert await everything(reader) == b"no\n"
            writer.close()
            assert await answers(port, b"lullaby-relay 1 join " + MEETING + b"\n") == b"nobody\n"

    run(evening())


def test_a_relay_lets_silent_connections_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "REQUEST_WITHIN_S", 0.1)
    monkeypatch.setattr(relay, "LOOK_EVERY_S", 0.05)

    async def evening() -> None:
        async with relaying() as (_, port):
            assert await answers(port) == b""
            assert await answers(port, b"lullaby-relay 1 le") == b""

    run(evening())


def test_a_pair_that_floods_is_slowed_down_and_the_relay_keeps_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a relay has not passed on, it has not read: the sender's own writing stands still."""
    monkeypatch.setattr(relay, "LOOK_EVERY_S", 0.05)

    async def evening() -> None:
        async with relaying() as (_, port):
            lead_reader, lead_writer = await asyncio.open_connection(HERE, port)
            lead_writer.write(b"lullaby-relay 1 lead " + MEETING + b"\n")
            assert await within(lead_reader.readline()) == b"wait\n"
            join_reader, join_writer = await asyncio.open_connection(HERE, port)
            join_writer.write(b"lullaby-relay 1 join " + MEETING + b"\n")
            assert await within(join_reader.readline()) == b"go\n"
            assert await within(lead_reader.readline()) == b"go\n"
            lead_writer.write(bytes(32 * 2**20))
            got = len(await within(join_reader.readexactly(relay.BYTES_AT_ONCE)))
            assert got == relay.BYTES_AT_ONCE
            assert lead_writer.transport.get_write_buffer_size() > 0
            lead_writer.transport.abort()
            join_writer.transport.abort()

    run(evening())

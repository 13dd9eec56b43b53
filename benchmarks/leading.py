"""How late a leader's voice comes over networks that take their time, and what it costs.

The frames go through the real connections, encrypted, and a proxy that delays them in their order;
a lost packet is a delay, because the connection sends it again. The wait that counts is the one
before the loudspeaker's own.
"""

import asyncio
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import numpy as np

from benchmarks.figures import line, share, title
from lullaby.audio.laid_voice import LaidVoice
from lullaby.audio.voice_coding import FRAME, VoiceCoder, VoiceDecoder
from lullaby.together.leading.events import FrameCame, LeaderFound
from lullaby.together.leading.relay import Relay, RelayLimits
from lullaby.together.leading.waiting import choose_wait
from lullaby.together.leading.wire import VoiceFrame
from tests.takes.singer import RATE, VOICES, performed, sing
from tests.together.leading.ends import HERE, joining, leading, moment, with_port
from tests.together.page.delaying_proxy import DelayingProxy, Delays

SECONDS = 40
PAIRS = 100
RELAY_SECONDS = 15
FRAME_S = 0.02
OPUS_BYTES = 125
WAIT_MS = 500.0
MOST_LATE = 0.1
MOST_LOAD = 4.0
MOST_RELAY = 10.0

NETWORKS = (
    ("about 2 ms", Delays(1)),
    ("20 ± 8 ms, spikes and 2 % lost", Delays(20, 8, 0.04)),
    ("100 ± 30 ms, spikes and 2 % lost", Delays(100, 30, 0.07)),
)


def main() -> None:
    for name, delays in NETWORKS:
        title(name)
        ages = asyncio.run(_ages(delays))
        late = sum(age > WAIT_MS for age in ages) / len(ages) * 100
        line("age of a frame, median", statistics.median(ages), "ms", f"  {len(ages)} frames")
        line("age of a frame, 99.9 %", share(ages, 0.999), "ms")
        line("late at a wait of 500 ms", late, "%", f"  aim at most {MOST_LATE}")
        line("wait that would be chosen", choose_wait(ages), "ms", "  400 to 1,500")
    _coding()
    _relay()


async def _ages(delays: Delays) -> list[float]:
    async with leading() as leader:
        with DelayingProxy(leader.invitation.port, delays, delays) as network:
            async with joining(with_port(leader.invitation, network.port)) as follower:
                await follower.heard.next(LeaderFound)
                await asyncio.sleep(2.0)
                begun = time.monotonic()
                for number in range(int(SECONDS / FRAME_S)):
                    await asyncio.sleep(max(0.0, begun + number * FRAME_S - time.monotonic()))
                    leader.end.send(
                        VoiceFrame(1, 20.0 * number, moment(), random.randbytes(OPUS_BYTES))
                    )
                return [
                    (await follower.heard.next(FrameCame)).age
                    for _ in range(int(SECONDS / FRAME_S))
                ]


def _coding() -> None:
    """What a second of voice costs, beside a second of the processor."""
    title("a second of voice")
    sung = sing(performed("suo-gan").notes, 7, VOICES["woman"])[: 20 * RATE]
    sound = np.repeat(sung, 48_000 // RATE).astype(np.float32)
    seconds = len(sound) / 48_000
    coder, decoder, voice = VoiceCoder(), VoiceDecoder(), LaidVoice()
    begun = time.process_time()
    frames = [
        frame for at in range(0, len(sound), FRAME) for frame in coder.code(sound[at : at + FRAME])
    ]
    coded = time.process_time()
    for frame in frames:
        voice.lay(frame.first / 48.0, decoder.decode(frame.opus))
    laid = time.process_time()
    size = sum(len(frame.opus) for frame in frames) / seconds / 1_000
    line("coded at the leader", (coded - begun) / seconds * 100, "%", "  of a core")
    line("decoded and laid at the follower", (laid - coded) / seconds * 100, "%", "  of a core")
    line("size", size, "KB", "  a second")


def _relay() -> None:
    title(f"a relay with {PAIRS} pairs, {RELAY_SECONDS} s")
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=relay_process, args=(there,))
    process.start()
    passed = asyncio.run(_pairs(here.recv(), lambda: here.send(None)))
    used, wall = here.recv()
    process.join()
    line("processor", used / wall * 100, "%", f"  of a core, aim at most {MOST_RELAY:g}")
    line(
        "frames passed on", passed / 1_000, "k", f"  of {PAIRS * RELAY_SECONDS / FRAME_S / 1_000:g}"
    )


def relay_process(told: Connection) -> None:
    """A relay that tells its port, and between two words its processor time."""

    async def run() -> None:
        relay = Relay(RelayLimits(connections=3 * PAIRS, of_an_address=3 * PAIRS))
        running = asyncio.create_task(relay.run(HERE, 0, told.send))
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, told.recv)
        begun, wall = time.process_time(), time.monotonic()
        await loop.run_in_executor(None, told.recv)
        told.send((time.process_time() - begun, time.monotonic() - wall))
        running.cancel()

    asyncio.run(run())


async def _pairs(port: int, say: Callable[[], None]) -> int:
    passed = 0

    async def read(reader: asyncio.StreamReader, size: int) -> None:
        nonlocal passed
        while True:
            await reader.readexactly(size)
            passed += 1

    pairs: list[asyncio.StreamWriter] = []
    listening: list[asyncio.StreamWriter] = []
    reading: list[asyncio.Task[None]] = []
    size = OPUS_BYTES + 45
    for number in range(PAIRS):
        meeting = f"{number:032x}\n".encode()
        lead_reader, lead_writer = await asyncio.open_connection(HERE, port)
        lead_writer.write(b"lullaby-relay 1 lead " + meeting)
        await lead_reader.readline()
        join_reader, join_writer = await asyncio.open_connection(HERE, port)
        join_writer.write(b"lullaby-relay 1 join " + meeting)
        await join_reader.readline()
        await lead_reader.readline()
        pairs.append(lead_writer)
        listening.append(join_writer)
        reading.append(asyncio.create_task(read(join_reader, size)))
        reading.append(asyncio.create_task(read(lead_reader, size)))
    say()
    begun = time.monotonic()
    frame = random.randbytes(size)
    for number in range(int(RELAY_SECONDS / FRAME_S)):
        for at, writer in enumerate(pairs):
            if at % 10 == 0:
                await asyncio.sleep(
                    max(0.0, begun + (number + at / PAIRS) * FRAME_S - time.monotonic())
                )
            writer.write(frame)
    await asyncio.sleep(0.5)
    say()
    for task in reading:
        task.cancel()
    for writer in (*pairs, *listening):
        writer.transport.abort()
    return passed


if __name__ == "__main__":
    main()

"""A network between phone and laptop that takes its time: pieces arrive late, in their order."""

import asyncio
import random
import threading
from types import TracebackType
from typing import Self

from lullaby.frozen import frozen


@frozen
class Delays:
    """Milliseconds one way: evenly spread around `mean`, and spikes on top of it."""

    mean: float
    spread: float = 0.0
    spikes: float = 0.0
    """The share of the pieces that a spike of 80 to 250 ms holds up."""

    def one(self, dice: random.Random) -> float:
        """A delay in ms."""
        spike = dice.uniform(80, 250) if dice.random() < self.spikes else 0.0
        return max(0.0, self.mean + dice.uniform(-self.spread, self.spread)) + spike


class DelayingProxy:
    """A context; inside it, `url` leads to `port` of this computer with these delays."""

    def __init__(self, port: int, up: Delays, down: Delays) -> None:
        self.port = 0
        self._to = port
        self._up, self._down = up, down
        self._dice = random.Random(7)
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._end: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._end is not None:
            self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(20)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._end.wait()
        server.close()

    async def _carry(self, phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        laptop, to_laptop = await asyncio.open_connection("127.0.0.1", self._to)
        ways = ((phone, to_laptop, self._up), (laptop, to_phone, self._down))
        try:
            await asyncio.gather(*(self._one_way(*way) for way in ways))
        except (OSError, asyncio.CancelledError):
            pass  # a lost connection, or the end of the test
        finally:
            to_laptop.transport.abort()
            to_phone.transport.abort()

    async def _one_way(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delays: Delays
    ) -> None:
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        delivering = self._loop.create_task(self._deliver(pieces, writer))
        due = 0.0
        try:
            while True:
                piece = await reader.read(65_536)
                due = max(due, self._loop.time() + delays.one(self._dice) / 1_000)
                pieces.put_nowait((due, piece))
                if not piece:
                    break
            await delivering
        finally:
            delivering.cancel()

    async def _deliver(
        self, pieces: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        while True:
            due, piece = await pieces.get()
            await asyncio.sleep(max(0.0, due - self._loop.time()))
            if not piece:
                if writer.can_write_eof():
                    writer.write_eof()
                return
            writer.write(piece)

"""What sharing the words costs, and how well guests keep the laptop's time, without a browser.

The server runs in a process of its own, with nothing else in it. In the application, what sharing
needs is loaded when its panel opens, so that a press finds it; a press at once waits for the rest.
Floors: for opening, an interpreter that only imports asyncio and websockets; for memory and
processor time, the same server without guests; for joining, a bare request for the page. Aims: open
in 400 ms with 20 MB; 50 guests 2 % of a core and 20 MB; joined in 1 s; clock error p95 3 ms at
20 ± 8 ms with spikes, 12 ms at 100 ± 30; back in 1.5 s.

`TOGETHER_SECONDS` sets how long guests and each network are watched. `together_browser` has the
figures of the page.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.figures import against, line, race, share, title
from tests.together.page.delaying_proxy import DelayingProxy, Delays

SECONDS = float(os.environ.get("TOGETHER_SECONDS", "20"))
ROUNDS = 5
GUESTS = 50
JOINS = 30
TICK_EVERY_S = 2.0
JUMP_EVERY_S = 5.0
"""How often the song is paused, sought or changed: far oftener than anybody does."""

NETWORKS = (
    ("no delay", Delays(0), Delays(0), 3.0),
    ("20 ± 8 ms, spikes", Delays(20, 8, 0.02), Delays(20, 8, 0.02), 3.0),
    ("100 ± 30 ms, spikes", Delays(100, 30, 0.05), Delays(100, 30, 0.05), 12.0),
)
"""Each with its aim for the 95 % of the clock's error, in ms."""

FIRST_TICKS, FIRST_EVERY_S = 8, 0.06
KEPT_TICKS = 40
DRIFT_PPM = 50

IMPORTS = "import asyncio, websockets.asyncio.server"


def main() -> None:
    """Print the figures."""
    _opening()
    with _server() as laptop:
        _joining(laptop)
        _guests(laptop)
        _clock(laptop)


class Laptop:
    """The process that shares, and what it told."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        assert process.stdout is not None
        self.opened: dict[str, Any] = json.loads(process.stdout.readline())
        self.host = f"127.0.0.1:{self.opened['port']}"

    def jump(self) -> None:
        """The song goes to another place."""
        self._ask("jump")

    def cost(self) -> dict[str, float]:
        """Its processor time in s, memory in KiB, and when that was, in s."""
        self._ask("cost")
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def _ask(self, what: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()


@contextmanager
def _server(loaded: bool = False) -> Iterator[Laptop]:
    """`loaded`: the panel was read before the press."""
    code = f"from benchmarks.together_laptop import serve; serve({loaded})"
    program = [sys.executable, "-c", code]
    pipe = subprocess.PIPE
    with subprocess.Popen(program, stdin=pipe, stdout=pipe, text=True) as process:
        yield Laptop(process)
        process.kill()


def _opening() -> None:
    title(f"Opening, {ROUNDS} processes each")
    kilobytes: list[float] = []

    def opened() -> float:
        with _server(loaded=True) as laptop:
            return laptop.opened["ms"]

    def at_once() -> float:
        with _server() as laptop:
            kilobytes.append(laptop.opened["kb"])
            return laptop.opened["ms"]

    rounds = race(
        ROUNDS,
        {"press to open": opened, "pressed at once": at_once, "imports alone": _imports_ms},
    )
    against(rounds, "press to open", "imports alone", "ms", 400)
    against(rounds, "pressed at once", "imports alone", "ms")
    line("memory of opening", sorted(kilobytes)[ROUNDS // 2] / 1_024, "MB", "  aim at most 20")


def _imports_ms() -> float:
    code = f"import time; b = time.perf_counter(); {IMPORTS}; print(time.perf_counter() - b)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(told.stdout) * 1_000


def _joining(laptop: Laptop) -> None:
    title(f"Joining, {JOINS} guests one after the other")

    def page() -> float:
        began = time.perf_counter()
        _page(laptop)
        return (time.perf_counter() - began) * 1_000

    def words() -> float:
        began = time.perf_counter()
        _page(laptop)
        asyncio.run(_join_and_leave(laptop))
        return (time.perf_counter() - began) * 1_000

    rounds = race(JOINS, {"request to words": words, "the page alone": page})
    against(rounds, "request to words", "the page alone", "ms", 1_000)
    line("the same, 95 %", share(rounds.figures["request to words"], 0.95), "ms")
    ticket = asyncio.run(_join_and_leave(laptop))
    back: list[float] = []
    for _ in range(JOINS):
        began = time.perf_counter()
        asyncio.run(_join_and_leave(laptop, ticket))
        back.append((time.perf_counter() - began) * 1_000)
    line("back with a ticket, 95 %", share(back, 0.95), "ms", "  aim at most 1500, with the wait")


_peers = iter(f"127.1.{number // 250}.{number % 250 + 1}" for number in range(60_000))
"""Another address for each guest, as each phone has."""


def _page(laptop: Laptop) -> None:
    address = ("127.0.0.1", laptop.opened["port"])
    with socket.create_connection(address, source_address=(next(_peers), 0)) as made:
        made.sendall(f"GET / HTTP/1.1\r\nHost: {laptop.host}\r\n\r\n".encode())
        while made.recv(65_536):
            pass


def _connect(laptop: Laptop, port: int | None = None) -> connect:
    made = socket.create_connection(
        ("127.0.0.1", port or laptop.opened["port"]), source_address=(next(_peers), 0)
    )
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    origin: Any = f"http://{laptop.host}"
    return connect(f"ws://{laptop.host}/ws", sock=made, origin=origin, compression=None, proxy=None)


async def _hello(laptop: Laptop, guest: ClientConnection, ticket: str | None = None) -> str:
    """Join and read the words; the ticket."""
    told = {"t": "hello", "v": 1}
    told |= {"code": laptop.opened["code"]} if ticket is None else {"ticket": ticket}
    await guest.send(json.dumps(told))
    welcome: dict[str, Any] = {}
    while True:
        message = json.loads(await guest.recv())
        if message["t"] == "welcome":
            welcome = message
        elif message["t"] == "words":
            return welcome["ticket"]


async def _join_and_leave(laptop: Laptop, ticket: str | None = None) -> str:
    async with _connect(laptop) as guest:
        return await _hello(laptop, guest, ticket)


def _guests(laptop: Laptop) -> None:
    title(f"{GUESTS} guests for {SECONDS:.0f} s, a jump every {JUMP_EVERY_S:.0f} s")
    alone = asyncio.run(_watch(laptop, 0))
    full = asyncio.run(_watch(laptop, GUESTS))
    for name, watched in (("no guests", alone), (f"{GUESTS} guests", full)):
        line(f"processor, {name}", watched["share"] * 100, "%", "  aim at most 2")
    line("memory of the guests", full["kb"] / 1_024, "MB", "  aim at most 20")
    line("tick to tock, median", share(full["ways"], 0.5), "ms")
    line("tick to tock, 95 %", share(full["ways"], 0.95), "ms")


async def _watch(laptop: Laptop, guests: int) -> dict[str, Any]:
    before = laptop.cost()["kb"]
    made = [await _connect(laptop).__aenter__() for _ in range(guests)]
    for guest in made:
        await _hello(laptop, guest)
    ways: list[float] = []
    began = laptop.cost()
    ticking = [asyncio.create_task(_tick(guest, ways)) for guest in made]
    for _ in range(max(1, round(SECONDS / JUMP_EVERY_S))):
        laptop.jump()
        await asyncio.sleep(JUMP_EVERY_S)
    ended = laptop.cost()
    for task in ticking:
        task.cancel()
    await asyncio.gather(*ticking, return_exceptions=True)
    await asyncio.gather(*(guest.close() for guest in made))
    taken = (ended["s"] - began["s"]) / (ended["at"] - began["at"])
    return {"share": taken, "kb": ended["kb"] - before, "ways": ways}


async def _tick(guest: ClientConnection, ways: list[float]) -> None:
    await asyncio.sleep(TICK_EVERY_S * (id(guest) % 97) / 97)
    while True:
        began = time.perf_counter()
        await _ask_the_time(guest)
        ways.append((time.perf_counter() - began) * 1_000)
        await asyncio.sleep(TICK_EVERY_S)


async def _ask_the_time(guest: ClientConnection) -> tuple[float, float]:
    """The time of the way there and of the way back by the clock that both have, in ms."""
    await guest.send(json.dumps({"t": "tick", "c0": time.monotonic_ns() / 1e6}))
    while True:
        told = json.loads(await guest.recv())
        if told["t"] == "tock":
            return told["s1"] - told["c0"], time.monotonic_ns() / 1e6 - told["s2"]


def _clock(laptop: Laptop) -> None:
    title(f"Error of a guest's clock, {SECONDS:.0f} s on each network")
    for name, up, down, aim in NETWORKS:
        with DelayingProxy(laptop.opened["port"], up, down) as network:
            errors = asyncio.run(_clock_errors(laptop, network.port))
        line(f"{name}: median", share(errors, 0.5), "ms")
        line(f"{name}: 95 %", share(errors, 0.95), "ms", f"  aim at most {aim:g}")


async def _clock_errors(laptop: Laptop, port: int) -> list[float]:
    """How wrong the guest's idea of the clock is, each time that there is a new answer: by half of
    what the shortest ways there and back differ, as both clocks are the same."""
    kept: deque[tuple[float, float, float]] = deque(maxlen=KEPT_TICKS)
    errors: list[float] = []
    async with _connect(laptop, port) as guest:
        await _hello(laptop, guest)
        ends = time.monotonic() + SECONDS
        while time.monotonic() < ends:
            there, back = await _ask_the_time(guest)
            now = time.monotonic() * 1_000
            kept.append((there, back, now))
            there = min(one[0] + (now - one[2]) * DRIFT_PPM / 1e6 for one in kept)
            back = min(one[1] + (now - one[2]) * DRIFT_PPM / 1e6 for one in kept)
            if len(kept) >= FIRST_TICKS:
                errors.append(abs(there - back) / 2)
            first = len(kept) < FIRST_TICKS
            await asyncio.sleep(FIRST_EVERY_S if first else TICK_EVERY_S / 8)
    return errors

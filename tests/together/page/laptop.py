"""A laptop for tests of the page: it serves the page and says what the test tells it to."""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from lullaby.paths import assets
from lullaby.together import messages
from lullaby.together.content_security import page_headers
from lullaby.together.early_hello import SUBPROTOCOL, early_hello
from lullaby.together.guests import hello_proof
from lullaby.together.messages import CloseCode, GuestRole, PageLight
from lullaby.together.words_page import WordsPages
from lullaby.ui.together.page_texts import page_texts

SECRET = "abcdefghijklmnopqrstuv"
REMOTE_SECRET = "ABCDEFGHIJKLMNOPQRSTUV"
CODE = "482913"
TICKET = "tickettickettickettick"

Answer = Callable[[dict[str, Any]], str | None]


def now_ms() -> float:
    return time.monotonic() * 1_000


class Laptop:
    """Serves on a thread of its own; everything it heard is in `requests` and `heard`."""

    def __init__(self, pages: WordsPages | None = None) -> None:
        self.pages = pages or WordsPages(page_texts(assets() / "translations"))
        self.requests: list[str] = []
        self.heard: list[dict[str, Any]] = []
        self.light = PageLight.NIGHT
        self.words = messages.words(None)
        self.where = messages.where(None)
        self.nonce = "noncenoncenoncenoncexx"
        self.hears_early = True
        """Whether a hello in the request of a socket opens."""
        self.wish_outcome = "softer"
        self.trouble: int | None = None
        """Close code for every hello."""
        self.greets = threading.Event()
        """Cleared, a new socket waits for its first message."""
        self.greets.set()
        self.answers = 1_000_000
        """How many ticks it still answers."""
        self.port = 0
        self._address = ""
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._end: asyncio.Event | None = None
        self._sockets: set[ServerConnection] = set()
        self._thread = threading.Thread(target=self._run, daemon=True)

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
        self._loop.call_soon_threadsafe(self._ending.set)
        self._thread.join(20)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def say(self, *texts: str) -> None:
        """Tell all phones."""
        self._call(self._say(texts)).result(10)

    def show(self, words: str, where: str) -> None:
        """Tell all phones, and those that come, what plays."""
        self.words, self.where = words, where
        self.say(words, where)

    def drop(self) -> None:
        """Cut every socket without a word."""
        self._call(self._drop()).result(10)

    def told(self, kind: str) -> list[dict[str, Any]]:
        """The messages of a kind that phones sent."""
        return [each for each in self.heard if each["t"] == kind]

    @property
    def _ending(self) -> asyncio.Event:
        assert self._end is not None
        return self._end

    def _call(self, work: Any) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        async with serve(
            self._talk,
            "127.0.0.1",
            self.port,
            process_request=self._answer,
            select_subprotocol=lambda _, offered: (
                Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None
            ),
            close_timeout=0.1,
        ) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            self._ready.set()
            await self._end.wait()

    def _answer(self, connection: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request.path)
        if request.path == "/ws":
            return None
        if request.path != "/":
            return Response(404, "Not Found", Headers(), b"")
        page = self.pages.choose(request.headers.get("Accept-Language", ""))
        host = request.headers["Host"].partition(":")
        headers = Headers(page_headers(page.html, host[0], int(host[2])))
        headers["Content-Encoding"] = "gzip"
        body = page.gzipped(self.nonce)
        headers["Content-Length"] = str(len(body))
        headers["Connection"] = "close"
        return Response(200, "OK", headers, body)

    async def _talk(self, socket: ServerConnection) -> None:
        try:
            await asyncio.to_thread(self.greets.wait, 20)
            hello = self._early(socket)
            if hello is None or self.trouble is not None or self._role(hello, self.nonce) is None:
                await socket.send(messages.nonce(self.nonce))
                hello = json.loads(await socket.recv())
            self.heard.append(hello)
            role = self._role(hello, self.nonce)
            if self.trouble is not None or role is None:
                await socket.close(self.trouble or CloseCode.CODE)
                return
            self._sockets.add(socket)
            await socket.send(messages.welcome(TICKET, role, self.light))
            await socket.send(self.words)
            await socket.send(self.where)
            async for text in socket:
                received_ms = now_ms()
                message = json.loads(text)
                self.heard.append(message)
                if message["t"] == "tick":
                    self.answers -= 1
                    if self.answers < 0:
                        continue
                    await socket.send(messages.tock(message["c0"], received_ms, now_ms()))
                else:
                    outcome = {"t": "done", "n": message.get("n"), "what": self.wish_outcome}
                    await socket.send(json.dumps(outcome))
        except ConnectionClosed:
            pass
        finally:
            self._sockets.discard(socket)

    def _early(self, socket: ServerConnection) -> dict[str, Any] | None:
        """The hello in the request of a socket, as if it had come as a message."""
        offered = socket.request.headers.get_all("Sec-WebSocket-Protocol") if socket.request else ()
        early = early_hello(offered)
        if early is None or early.nonce != self.nonce or not self.hears_early:
            return None
        known = {"proof": early.hello.proof, "ticket": early.hello.ticket}
        told = {name: value for name, value in known.items() if value is not None}
        return {"t": "hello", "v": messages.VERSION, "lang": early.hello.language, **told}

    def _role(self, hello: dict[str, Any], nonce: str) -> GuestRole | None:
        proof = hello.get("proof")
        if proof == hello_proof(REMOTE_SECRET, nonce):
            return GuestRole.REMOTE
        known = proof == hello_proof(SECRET, nonce)
        if known or hello.get("code") == CODE or hello.get("ticket") == TICKET:
            return GuestRole.WORDS
        return None

    async def _say(self, texts: Sequence[str]) -> None:
        for socket in list(self._sockets):
            for text in texts:
                await socket.send(text)

    async def _drop(self) -> None:
        for socket in list(self._sockets):
            socket.transport.abort()

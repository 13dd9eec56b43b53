"""The process of `together` that shares words. It imports nothing of a network by itself."""

import json
import sys
import time
from queue import Queue

from lullaby.together.admission import Network
from lullaby.together.anchor import Anchor
from lullaby.together.events import ServerEvent, SharingOpened
from lullaby.together.server import WordsServer, load
from lullaby.together.shared_words import SharedLine, SharedSyllable, SharedWords
from lullaby.together.words_page import PageTexts, WordsPages
from lullaby.units import Ms
from tests.memory import resident_kb


def serve(loaded: bool = False) -> None:
    """Tell how opening went, and then for each line that is read what the process took so far."""
    events: Queue[ServerEvent] = Queue()
    pages = WordsPages([PageTexts("en", "English", False, {})])
    if loaded:
        load()
    before_kb, began = resident_kb(), time.perf_counter()
    server = WordsServer(Network("127.0.0.1", 8), pages, events.put)
    server.open()
    opened = events.get()
    took_ms = (time.perf_counter() - began) * 1_000
    assert isinstance(opened, SharingOpened)
    told = {"ms": took_ms, "kb": resident_kb() - before_kb, "port": opened.port}
    print(json.dumps(told | {"code": opened.code}), flush=True)
    server.show_words(_song())
    for number, asked in enumerate(sys.stdin):
        if asked.strip() == "jump":
            now = time.monotonic_ns() / 1e6
            server.show_anchor(Anchor("song", number, now, 0.0, 0.85, True))
        else:
            cost = {"s": time.process_time(), "kb": resident_kb(), "at": time.monotonic()}
            print(json.dumps(cost), flush=True)


def _song() -> SharedWords:
    """Twelve lines of eight syllables, as long as most songs."""
    lines: list[SharedLine] = []
    for at in range(0, 48_000, 4_000):
        starts = range(at, at + 4_000, 500)
        syllables = tuple(SharedSyllable("la ", Ms(one), Ms(one + 450)) for one in starts)
        lines.append(SharedLine(Ms(at), Ms(at + 3_950), "la " * 8, syllables=syllables))
    return SharedWords("song", "A song", "en", lines=tuple(lines))

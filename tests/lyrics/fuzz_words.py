"""Throws bytes at every reader until one falls over: `python -m tests.lyrics.fuzz_words`.

Needs atheris, which is no dependency. Arguments are libFuzzer's: `-max_total_time=600`, and the
folder of the corpus to begin with (tests/data/words).
"""

import importlib
import sys
from typing import Any

from lullaby.lyrics.lrc import parse
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.sniffing import words_from_bytes


def check(data: bytes) -> None:
    """Reads, writes and reads again; times run forwards."""
    lyrics = words_from_bytes(data)
    starts = [line.start_ms for line in lyrics.lines if line.start_ms is not None]
    if starts != sorted(starts):
        raise RuntimeError("lines out of order")
    again = parse(to_lrc(lyrics))
    timed = [(line.start_ms, line.text) for line in lyrics.lines if line.start_ms is not None]
    if timed != [(line.start_ms, line.text) for line in again.lines if line.start_ms is not None]:
        raise RuntimeError("words changed by being written")


def main() -> None:
    atheris: Any = importlib.import_module("atheris")
    atheris.instrument_all()
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

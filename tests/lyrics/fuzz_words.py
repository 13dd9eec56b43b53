"""Fuzzes every reader of words: `python -m tests.lyrics.fuzz_words`.

Needs atheris, which is no dependency. Arguments are libFuzzer's: `-max_total_time=600`, and the
folder of the initial corpus (tests/data/words).
"""

import importlib
import sys
from typing import Any

from lullaby.lyrics.lrc import parse
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.sniffing import words_from_bytes


def check(data: bytes) -> None:
    """Read, write and read again; times run forwards."""
    lyrics = words_from_bytes(data)
    starts = [line.start_ms for line in lyrics.lines if line.start_ms is not None]
    if starts != sorted(starts):
        raise RuntimeError("lines out of order")
    again = parse(to_lrc(lyrics))
    if contents(lyrics) != contents(again):
        raise RuntimeError("words changed by being written")


def contents(lyrics: Lyrics) -> list[tuple[int | None, str]]:
    """Timed lines by their letters: brackets that look like stamps cannot be written."""
    return [
        (line.start_ms, "".join(c for c in line.text if c.isalnum()))
        for line in lyrics.lines
        if line.start_ms is not None
    ]


def main() -> None:
    atheris: Any = importlib.import_module("atheris")
    atheris.instrument_all()
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

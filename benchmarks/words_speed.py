"""How long words files of 100 kB take to read, beside a plain reading of the same bytes.

The songs are made up with a fixed seed. The floor is `json.loads` of the same text as one list of
rows, for TTML Python's own XML tree. Figures are processor time; the smallest of several rounds
counts, because other work on the machine only adds to it.
"""

import json
import random
import time
from collections.abc import Callable
from xml.etree import ElementTree

from benchmarks.figures import title
from lullaby.lyrics.sniffing import words_from_bytes

BYTES = 100_000
AIM_MS = 50.0
ROUNDS = 9
CROWDED = 25_000
"""Rows of the one cue that shows whether time grows with the rows alone."""

_WORDS = ("hush", "moon", "softly", "little", "lambs", "dream", "over", "quiet", "hills", "golden")


def _rows(seed: int) -> list[tuple[int, list[str]]]:
    """Times in ms and words; more than any kind needs."""
    dice = random.Random(seed)
    at, rows = 0, []
    for _ in range(4000):
        at += dice.randint(900, 3500)
        rows.append((at, dice.choices(_WORDS, k=dice.randint(4, 8))))
    return rows


def _clock(ms: int, mark: str = ".") -> str:
    return (
        f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}{mark}{ms % 1000:03d}"
    )


def _minutes(ms: int) -> str:
    return f"{ms // 60_000:02d}:{ms // 1000 % 60:02d}.{ms // 10 % 100:02d}"


def lrc() -> str:
    return "\n".join(f"[{_minutes(at)}]{' '.join(words)}" for at, words in _rows(1))


def lrc_words() -> str:
    return "\n".join(
        f"[{_minutes(at)}]"
        + " ".join(f"<{_minutes(at + 100 * n)}>{word}" for n, word in enumerate(words))
        for at, words in _rows(2)
    )


def srt() -> str:
    return "\n".join(
        f"{n}\n{_clock(at, ',')} --> {_clock(at + 800, ',')}\n{' '.join(words)}\n"
        for n, (at, words) in enumerate(_rows(3), start=1)
    )


def webvtt() -> str:
    return "WEBVTT\n\n" + "\n".join(
        f"{_clock(at)} --> {_clock(at + 800)}\n{' '.join(words)}\n" for at, words in _rows(4)
    )


def ttml() -> str:
    head = '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
    lines: list[str] = []
    for at, words in _rows(5)[:300]:
        spans = " ".join(
            f'<span begin="{_clock(at + 100 * n)}" end="{_clock(at + 100 * n + 90)}">{word}</span>'
            for n, word in enumerate(words)
        )
        lines.append(f'<p begin="{_clock(at)}" end="{_clock(at + 850)}">{spans}</p>')
    return head + "".join(lines) + "</div></body></tt>"


def plain() -> str:
    return "\n".join(" ".join(words) for _, words in _rows(6))


def crowded(rows: int) -> bytes:
    """One caption with many rows."""
    shown = "\n".join(f"row {n}" for n in range(rows))
    return f"1\n00:00:01,000 --> 00:09:00,000\n{shown}\n".encode()


KINDS: dict[str, Callable[[], str]] = {
    "LRC": lrc,
    "LRC, word by word": lrc_words,
    "SRT": srt,
    "WebVTT": webvtt,
    "TTML, word by word": ttml,
    "text": plain,
}


def least_ms(task: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The least processor time of several rounds."""
    found: list[float] = []
    for _ in range(rounds):
        begun = time.process_time()
        task()
        found.append((time.process_time() - begun) * 1000)
    return min(found)


def _counted() -> int:
    total = 0
    for number in range(1_000_000):
        total += number & 7
    return total


def main() -> int:
    title(f"Words files of {BYTES // 1000} kB, least of {ROUNDS} rounds, aim {AIM_MS:.0f} ms")
    print(f"  a million plain additions: {least_ms(_counted):.0f} ms")
    for name, write in KINDS.items():
        data = write().encode()
        if data.startswith(b"<"):
            floor = least_ms(lambda data=data: ElementTree.fromstring(data)) * BYTES / len(data)
        else:
            data = data[:BYTES]
            listed = json.dumps(data.decode().split("\n"))
            floor = least_ms(lambda listed=listed: json.loads(listed))
        took = least_ms(lambda data=data: words_from_bytes(data)) * BYTES / len(data)
        print(f"  {name:22}{took:8.1f} ms {took / floor:8.1f} x the floor of {floor:.2f} ms")
    half, whole = (
        least_ms(lambda rows=rows: words_from_bytes(crowded(rows)), 3)
        for rows in (CROWDED // 2, CROWDED)
    )
    print(f"  one cue of {CROWDED:,} rows   {whole:8.1f} ms {whole / half:8.1f} x half the rows")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

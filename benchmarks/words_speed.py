"""How long words files of 100 kB of every kind take to read, beside a plain reading of the same.

The floor is `json.loads` of the same text as one list of rows, for a score in MusicXML Python's own
XML tree. Figures are processor time; the
smallest of several rounds counts, because other work on the machine only adds to it.
"""

import json
import time
from collections.abc import Callable
from xml.etree import ElementTree

from benchmarks.figures import title
from benchmarks.words_kinds import KINDS, words_file
from lullaby.lyrics.sniffing import words_from_bytes
from lullaby.songbook.musicxml_reader import read_musicxml

BYTES = 100_000
AIM_MS = 50.0
ROUNDS = 9
CROWDED = 25_000
"""Rows of the one cue that shows whether time grows with the rows alone."""


def crowded(rows: int) -> bytes:
    """One caption with many rows."""
    shown = "\n".join(f"row {n}" for n in range(rows))
    return f"1\n00:00:01,000 --> 00:09:00,000\n{shown}\n".encode()


def musicxml(size: int) -> bytes:
    """A song in MusicXML of about this many bytes, with two verses."""
    words = "".join(
        f'<lyric number="{number}"><syllabic>single</syllabic><text>moon</text></lyric>'
        for number in (1, 2)
    )
    sounding = (
        "<note><pitch><step>G</step><octave>4</octave></pitch><duration>1</duration>"
        f"<voice>1</voice><type>quarter</type><stem>up</stem>{words}</note>\n"
    )
    bars = "".join(
        f'<measure number="{number}">{sounding * 4}</measure>'
        for number in range(1, size // (4 * len(sounding)) + 1)
    )
    head = '<?xml version="1.0"?><score-partwise><part-list><score-part id="P1"/></part-list>'
    return f'{head}<part id="P1">{bars}</part></score-partwise>'.encode()


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
    for kind in KINDS:
        data = words_file(kind, BYTES)
        listed = json.dumps(data.decode("utf-8", "replace").split("\n"))
        floor = least_ms(lambda listed=listed: json.loads(listed))
        took = least_ms(lambda data=data: words_from_bytes(data)) * BYTES / len(data)
        print(f"  {kind:26}{took:8.1f} ms {took / floor:8.1f} x the floor of {floor:.2f} ms")
    score = musicxml(BYTES)
    floor = least_ms(lambda: ElementTree.fromstring(score))
    took = least_ms(lambda: read_musicxml(score)) * BYTES / len(score)
    print(f"  {'a score in MusicXML':26}{took:8.1f} ms {took / floor:8.1f} x an XML tree of it")
    half, whole = (
        least_ms(lambda rows=rows: words_from_bytes(crowded(rows)), 3)
        for rows in (CROWDED // 2, CROWDED)
    )
    print(f"  one cue of {CROWDED:,} rows   {whole:8.1f} ms {whole / half:8.1f} x half the rows")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

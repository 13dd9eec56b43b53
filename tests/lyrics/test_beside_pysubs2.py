"""Captions that pysubs2 writes are read with the times and words that it was given.

pysubs2 is no dependency; without it the test is skipped.
"""

import random
from typing import Any

import pytest

from lullaby.lyrics.sniffing import words_of_file

SAMPLE = ("hush", "now", "little", "lambs", "moon", "softly", "été", "sleep", "ねんね", "it's")
KINDS = {"srt": 1, "ass": 10, "microdvd": 40, "mpl2": 100, "ttml": 1, "vtt": 1}
"""By kind of pysubs2, how many ms its times are rounded to."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_captions_as_pysubs2_writes_them(kind: str, seed: int) -> None:
    pysubs2: Any = pytest.importorskip("pysubs2")
    dice = random.Random(seed)
    given: list[tuple[int, str]] = []
    captions = pysubs2.SSAFile()
    at = 1_000
    for _ in range(30):
        text = " ".join(dice.choices(SAMPLE, k=dice.randint(2, 6)))
        given.append((at, text))
        captions.append(pysubs2.SSAEvent(start=at, end=at + 800, text=text))
        at += dice.randint(900, 4_000)
    written = captions.to_string(kind, fps=25)
    words = words_of_file(written.encode(), "a.txt")
    read = [(line.start_ms, line.text) for line in words.lines if line.text]
    assert [text for _, text in read] == [text for _, text in given]
    for (found, _), (wanted, _) in zip(read, given, strict=True):
        assert found is not None
        assert abs(found - wanted) <= KINDS[kind]

"""Small files, one for each way in which words are written or damaged in practice.

`expected.json` was written by hand: what a person would read in the file.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from lullaby.lyrics.lrc import parse
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.sniffing import words_from_bytes

FOLDER = Path(__file__).parent.parent / "data" / "words"
EXPECTED: dict[str, dict[str, Any]] = json.loads(
    (FOLDER / "expected.json").read_text(encoding="utf-8")
)


def read(name: str) -> Lyrics:
    data = (FOLDER / name).read_bytes()
    return words_from_bytes(data, duration_ms=EXPECTED[name].get("duration_ms"), source=name)


def test_every_file_is_expected() -> None:
    files = {path.name for path in FOLDER.iterdir() if not path.name.startswith(".")}
    assert files == {*EXPECTED, "expected.json"}
    assert len(EXPECTED) >= 100


@pytest.mark.parametrize("name", EXPECTED)
def test_file(name: str) -> None:
    wanted = EXPECTED[name]
    lyrics = read(name)
    lines = lyrics.lines
    assert [[line.start_ms, line.text] for line in lines] == wanted["lines"]
    assert [complaint.reason.name for complaint in lyrics.complaints] == wanted["reasons"]
    for key in ("title", "artist", "language", "offset_ms"):
        if key in wanted:
            assert getattr(lyrics, key) == wanted[key]
    if "format" in wanted:
        assert lyrics.format.value == wanted["format"]
    if "tags" in wanted:
        assert [list(tag) for tag in lyrics.tags] == wanted["tags"]
    if "parts" in wanted:
        assert [line.part.value for line in lines] == wanted["parts"]
    if "translations" in wanted:
        assert [line.translation for line in lines] == wanted["translations"]
    syllables = [syllable for line in lines for syllable in line.syllables]
    if "syllables" in wanted:
        assert [[s.text, s.start_ms, s.end_ms] for s in syllables] == wanted["syllables"]
    if "chords" in wanted:
        chords = [chord for line in lines for chord in line.chords]
        assert [[chord.name, chord.at] for chord in chords] == wanted["chords"]
    if "pitches" in wanted:
        assert [[s.pitch for s in line.syllables] for line in lines] == wanted["pitches"]


@pytest.mark.parametrize("name", EXPECTED)
def test_file_written_as_lrc_has_the_same_words(name: str) -> None:
    duration_ms = EXPECTED[name].get("duration_ms")
    lyrics = read(name)
    again = parse(to_lrc(lyrics, duration_ms=duration_ms), duration_ms=duration_ms)
    assert [[line.start_ms, line.text] for line in again.lines] == EXPECTED[name]["lines"]
    assert [line.part for line in again.lines] == [line.part for line in lyrics.lines]

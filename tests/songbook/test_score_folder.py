"""A person's own scores, and the page for musicians."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from lullaby.paths import assets
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.page import page
from lullaby.songbook.score_folder import (
    LARGEST,
    Advice,
    RefusedScore,
    ScoreFile,
    advice,
    read_score,
)
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import timeline

SONG = 'X:1\nM:4/4\nL:1/4\nQ:1/4=60\nK:C\n"C" C D E F |]\nw: la la la la\n'


def put(folder: Path, name: str, text: str = SONG) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_score_without_a_title_is_named_by_its_file(tmp_path: Path) -> None:
    found = read_score(put(tmp_path, "deep/er/Zu Bett.ABC"))
    assert isinstance(found, ScoreFile)
    assert (found.score.about.title, found.score.about.id) == ("Zu Bett", "zu-bett")


def test_the_position_of_an_error_in_a_score_is_reported(tmp_path: Path) -> None:
    bad = put(tmp_path, "bad.abc", SONG.replace("F |]", "F | quilt, knit my wish |]"))
    refused = read_score(bad)
    assert isinstance(refused, RefusedScore)
    assert (refused.path, refused.line, refused.bar) == (bad, 6, 2)
    assert "is not understood" in refused.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xfe\x00", "no text"),
        (b"%" * (LARGEST + 1), "larger"),
        (b"", "no notes"),
        (None, "not there"),
    ],
)
def test_a_file_that_is_no_song(tmp_path: Path, data: bytes | None, reason: str) -> None:
    path = tmp_path / "song.abc"
    if data is not None:
        path.write_bytes(data)
    found = read_score(path)
    assert isinstance(found, RefusedScore)
    assert reason in found.reason


PRIMES = [n for n in range(2, 1_000) if all(n % d for d in range(2, n))]


def test_lengths_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    tune = " ".join(f"C/{prime}" for prime in PRIMES)
    found = read_score(put(tmp_path, "song.abc", f"X:1\nM:4/4\nL:1/4\nK:C\n{tune} |\n"))
    assert isinstance(found, RefusedScore)
    assert found.reason == "has lengths of notes that do not fit together"


@pytest.mark.parametrize("length", ["9" * 5_000, "/" + "9" * 5_000])
def test_a_length_of_thousands_of_digits_is_refused(length: str, tmp_path: Path) -> None:
    text = SONG.replace("X:1\n", "X:1\n%%lb-id own\n").replace("F |]", f"F{length} |]")
    found = read_score(put(tmp_path, "song.abc", text))
    assert isinstance(found, RefusedScore)
    assert "is not understood" in found.reason


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "song.abc"
    path.write_bytes(b"\xef\xbb\xbf" + SONG.encode())
    assert isinstance(read_score(path), ScoreFile)


def test_advice_for_a_bare_song_and_none_for_a_whole_one(tmp_path: Path) -> None:
    bare = read_score(put(tmp_path, "Bare Song.abc"))
    assert isinstance(bare, ScoreFile)
    found = advice(bare.path, bare.score)
    assert {Advice.NO_TITLE, Advice.NO_LANGUAGE, Advice.UNCHECKED} <= set(found)
    assert Advice.NO_WORDS not in found
    whole = read_score(assets() / "songs" / "twinkle.abc")
    assert isinstance(whole, ScoreFile)
    assert advice(whole.path, whole.score) == ()


def test_a_page_shows_every_note_and_syllable_and_nothing_from_elsewhere() -> None:
    score = read_abc((assets() / "songs" / "edo-komoriuta.abc").read_text(encoding="utf-8"))
    setting = Setting(key=-2, verses=(0,))
    text = page(score, setting)
    performed = timeline(score, setting)
    drawings = [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", text)]
    tune = [e for svg in drawings for e in svg.iter("rect") if e.get("class") == "tune"]
    assert len(tune) >= len(performed.notes)
    syllables = [
        e.text for svg in drawings for e in svg.iter("text") if e.get("class") == "syllable"
    ]
    assert syllables == [s.text.strip() for line in performed.lines for s in line.syllables]
    assert "ねんねん" in text
    assert not re.search(r"(src|href)=|<script|url\(", text)


def test_a_page_of_a_title_with_markup() -> None:
    text = page(read_abc("T:<b>Sleep & dream</b>\n" + SONG))
    assert "<b>Sleep" not in text
    assert "&lt;b&gt;Sleep &amp; dream" in text

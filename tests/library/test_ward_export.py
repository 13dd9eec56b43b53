"""Takes for a hospital ward: plain files, a long one in turn, a sheet."""

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import RATE
from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.audio.port import Trouble
from lullaby.helpers import Inline
from lullaby.library import ward_export
from lullaby.library.tags import read_tags
from lullaby.library.take import Take, TakeFacts, TakeId, TakePlace
from lullaby.library.ward_export import export_for_ward, plain
from lullaby.library.ward_sheet import HOUR, SHEET
from lullaby.takes.levelling import LEVEL
from lullaby.takes.salience import Sound
from lullaby.takes.ward import EDGE_S, GAP_S, in_turn, softened
from lullaby.ui.text.complaints import in_english
from lullaby.ui.text.ward_words import ward_sheet
from lullaby.units import Ms
from tests.audio.sounds import write
from tests.fakes import A_NIGHT

FACTS = TakeFacts("suo-gan", "Suo Gân", "Ana", A_NIGHT, Ms(12_000), TakePlace(0.0))
SHEET_OF_TWO = ward_sheet(("Ana", "Ben"), 2, in_english)


def tone(seconds: float, level: float) -> Sound:
    time = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 330 * time)).astype(np.float32)


@pytest.fixture
def takes(tmp_path: Path) -> list[Take]:
    for name, level in (("ana", 0.5), ("ben", 0.02)):
        write(tmp_path / f"{name}.flac", np.repeat(tone(12, level)[:, None], 2, axis=1), RATE)
    ben = replace(FACTS, singer="Ben", title="子守唄")
    return [Take(TakeId(1), FACTS, "ana.flac", ""), Take(TakeId(2), ben, "ben.flac", "")]


@pytest.fixture
def path_of(tmp_path: Path) -> Callable[[Take], Path]:
    return lambda take: tmp_path / take.file


def test_a_folder_with_plain_names_a_long_file_and_a_sheet(
    takes: list[Take], path_of: Callable[[Take], Path], tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    made = export_for_ward(takes, path_of, stick, SHEET_OF_TWO, Inline(), seconds=90)
    assert isinstance(made, Path)
    assert made == stick / "Lullaby"
    assert sorted(path.name for path in made.iterdir()) == [
        f"{HOUR}.mp3",
        "01 Suo Gan - Ana.mp3",
        "02 子守唄 - Ben.mp3",
        SHEET,
    ]
    long = measure(made / f"{HOUR}.mp3")
    assert isinstance(long, LoudnessReading)
    assert long.integrated_lufs == pytest.approx(LEVEL, abs=0.3)
    assert long.heard_ms == pytest.approx(1_000 * (5 * 12 + 4 * GAP_S), abs=100)
    tags, fault = read_tags(made / "01 Suo Gan - Ana.mp3")
    assert (tags.title, tags.artist, fault) == ("Suo Gân", "Ana", None)
    page = (made / SHEET).read_text("utf-8")
    assert "two metres" in page
    assert "sung by Ana, Ben" in page
    again = export_for_ward(takes[:1], path_of, stick, SHEET_OF_TWO, Inline(), seconds=1)
    assert again == stick / "Lullaby 2", "what is there stays"


def test_a_failure_leaves_nothing(
    takes: list[Take],
    path_of: Callable[[Take], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stick = tmp_path / "stick"
    assert isinstance(
        export_for_ward(takes, path_of, stick, SHEET_OF_TWO, Inline()), FileNotFoundError
    )
    stick.mkdir()
    path_of(takes[1]).unlink()
    gone = export_for_ward(takes, path_of, stick, SHEET_OF_TWO, Inline(), seconds=1)
    assert gone is Trouble.MISSING
    full = OSError(errno.ENOSPC, "full")
    monkeypatch.setattr(ward_export, "export_in_helper", lambda *_: full)
    assert export_for_ward(takes, path_of, stick, SHEET_OF_TWO, Inline()) is full
    assert list(stick.iterdir()) == []


def test_takes_come_in_turn_softly_and_none_is_cut() -> None:
    sounds = {"a": tone(4, 0.3), "b": tone(2, 0.3)}
    asked: list[str] = []

    def read(path: Path) -> Sound:
        asked.append(path.name)
        return sounds[path.name]

    whole = np.concatenate(list(in_turn([Path("a"), Path("b")], read, 31.0)))
    assert asked[:4] == ["a", "b", "a", "b"]
    assert len(whole) == round((4 + 2 + 4 + 2 + 3 * GAP_S) * RATE)
    assert not np.any(whole[4 * RATE + RATE // 100 : round((4 + GAP_S) * RATE)])
    assert np.max(np.abs(np.diff(whole[:, 0]))) < 0.05, "nothing begins or ends with a click"


def test_all_takes_are_heard_once_however_long_they_are() -> None:
    whole = list(in_turn([Path("a"), Path("b")], lambda _: tone(3, 0.3), 1.0))
    assert sum(map(len, whole)) == round((6 + GAP_S) * RATE)


def test_an_edge_is_no_longer_than_half_a_take() -> None:
    short = softened(np.ones(100, np.float32))
    assert short[0] == short[-1] == 0
    long = softened(np.ones(3 * RATE, np.float32))
    assert long[round(EDGE_S * RATE)] == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Suo Gân", "Suo Gan"),
        ("Der Mond / ist: auf", "Der Mond   ist  auf"),
        ("子守唄", "子守唄"),
        ("…", "Song"),
        ("../..", "Song"),
    ],
)
def test_names_are_plain(text: str, name: str) -> None:
    assert plain(text).split() == name.split()

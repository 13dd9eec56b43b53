"""Tempo analysis of files: formats, rates and channels, excerpts of long ones, and the pool."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lullaby.audio.decoder import CannotPlay
from lullaby.audio.port import Trouble
from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo.analyzer import analyze
from lullaby.tempo.answer import Pace
from lullaby.tempo.spectrum import RATE
from lullaby.tempo_analysis import EXCERPT_S, PLACES, analyze_file
from lullaby.tempo_worker import analyze_files
from tests.audio.sounds import write
from tests.tempo.pieces import beats, plucks, song

SECONDS = 20.0


def at_rate(rate: int, seconds: float = SECONDS) -> NDArray[np.float32]:
    """The same song, its columns not quite alike."""
    made = song(66, seconds)
    times = np.arange(round(seconds * rate)) / rate
    sound = np.interp(times, np.arange(len(made)) / RATE, made).astype(np.float32)
    return np.stack([sound, 0.8 * sound], axis=1)


@pytest.fixture(scope="module")
def plain() -> TempoAnalysis:
    return analyze([song(66, SECONDS)])


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("a.wav", 44_100),
        ("a.flac", 22_050),
        ("a.wav", 8_000),
        ("a.opus", 48_000),
        ("a.m4a", 48_000),
    ],
)
def test_rate_and_format_do_not_matter(
    tmp_path: Path, plain: TempoAnalysis, name: str, rate: int
) -> None:
    answer = analyze_file(write(tmp_path / name, at_rate(rate), rate))
    assert answer.bpm == pytest.approx(plain.bpm, rel=0.01)
    assert answer.calm == pytest.approx(plain.calm, abs=0.1)
    assert answer.pace is plain.pace


def test_a_telephone_in_mono(tmp_path: Path, plain: TempoAnalysis) -> None:
    answer = analyze_file(write(tmp_path / "a.wav", at_rate(8_000)[:, :1], 8_000))
    assert answer.bpm == pytest.approx(plain.bpm, rel=0.01)
    assert answer.pace is plain.pace


def test_a_small_mp3(tmp_path: Path, plain: TempoAnalysis) -> None:
    path = write(tmp_path / "a.mp3", at_rate(44_100), 44_100, bit_rate=32_000)
    assert path.stat().st_size < SECONDS * 4_000 * 1.2
    answer = analyze_file(path)
    assert answer.bpm == pytest.approx(plain.bpm, rel=0.01)
    assert answer.pace is plain.pace


def test_swapped_channels_give_the_very_same_answer(tmp_path: Path) -> None:
    sound = at_rate(16_000)
    one = analyze_file(write(tmp_path / "one.wav", sound, 16_000))
    other = analyze_file(write(tmp_path / "other.wav", sound[:, ::-1], 16_000))
    assert one == other


def test_channels_that_cancel_are_heard_all_the_same(tmp_path: Path, plain: TempoAnalysis) -> None:
    left = at_rate(16_000)[:, :1]
    answer = analyze_file(write(tmp_path / "a.wav", np.concatenate([left, -left], axis=1), 16_000))
    assert answer.bpm == pytest.approx(plain.bpm, rel=0.01)
    assert answer.pace is plain.pace


def test_of_a_long_recording_three_places_are_heard(tmp_path: Path) -> None:
    """Its beginning and its end, here at another tempo, do not count."""
    quick = plucks(beats(170, 12.0), (880.0, 990.0), 12.0)
    whole = np.concatenate([quick, song(60, 100.0), quick])
    path = write(tmp_path / "a.flac", whole[:, None].astype(np.float32), RATE)
    answer = analyze_file(path)
    assert answer.bpm == pytest.approx(60, rel=0.01)
    assert answer.seconds == pytest.approx(EXCERPT_S * len(PLACES), abs=1)


def test_all_are_heard_in_order_and_bad_ones_are_named(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp3"
    bad.write_bytes(b"no song at all" * 50)
    good = [write(tmp_path / f"{n}.wav", at_rate(8_000, 8.0), 8_000) for n in range(3)]
    paths = [good[0], bad, good[1], tmp_path / "gone.ogg", good[2]]
    found = list(analyze_files(paths, workers=2))
    assert [each.path for each in found] == paths
    assert [each.trouble for each in found] == [
        None,
        Trouble.UNREADABLE,
        None,
        Trouble.MISSING,
        None,
    ]
    assert {each.analysis.pace for each in found if each.analysis} == {Pace.SLOW}
    assert found == list(analyze_files(paths, workers=1))


def test_a_file_without_sound_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CannotPlay):
        analyze_file(tmp_path / "gone.mp3")

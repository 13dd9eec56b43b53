"""Damaged files of every format, through the whole chain: no burst, no overs, no failing engine."""

from pathlib import Path

import pytest

from tests.audio.fuzzed_files import FORMATS, encoded, fuzzed
from tests.audio.nights import Song, render_night

FEW = ("mp3", "aac", "flac", "wav, float", "caf, double")
VARIANTS = 40
TWICE = (("wav, 16 bits", 118), ("ima adpcm", 109), ("wav, 8 bits", 104), ("eac3", 102))
"""Seeds for which a second burst was louder, because the first counted as part of the song."""


def assert_calm(folder: Path, name: str, seeds: range) -> None:
    whole = encoded(folder, name)
    if whole is None:
        pytest.skip("cannot be written here")
    for seed in seeds:
        damaged = Song(fuzzed(whole, folder, seed), seconds=5.0)
        night = render_night([Song(whole, seconds=3.0), damaged])
        assert night.rise_lu() <= 1.0, f"{name}, seed {seed}"
        assert night.step_db() <= 6.0, f"{name}, seed {seed}"
        assert night.peak <= 0.5, f"{name}, seed {seed}"


@pytest.mark.parametrize("name", FEW)
def test_a_damaged_file_is_no_louder_than_the_night(tmp_path: Path, name: str) -> None:
    assert_calm(tmp_path, name, range(1))


@pytest.mark.parametrize(("name", "seed"), TWICE)
def test_a_burst_does_not_allow_a_louder_one(tmp_path: Path, name: str, seed: int) -> None:
    assert_calm(tmp_path, name, range(seed, seed + 1))


@pytest.mark.long
@pytest.mark.parametrize("name", FORMATS)
def test_forty_damaged_files_of_each_format_are_no_louder_than_the_night(
    tmp_path: Path, name: str
) -> None:
    assert_calm(tmp_path, name, range(100, 100 + VARIANTS))

"""Seven quiet sounds: endless, even, audible on a laptop, rendered once."""

import errno
import tracemalloc
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lullaby.audio.loudness import Meter
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.k_weighting import loudness
from lullaby.songbook.sound_cache import KeptLoop, KeptSoundscapes
from lullaby.songbook.soundscapes import LOUDNESS, NAMES, soundscape

RATE = 48_000
LAPTOP_HZ = 180
"""A laptop's loudspeakers give almost nothing below this."""

BEARABLE_LOSS = 7.0
"""The most LU that a sound may lose there."""


@cache
def made(name: str) -> NDArray[np.float32]:
    return soundscape(name, RATE)


@pytest.fixture(scope="module", autouse=True)
def _clear_cache() -> Iterator[None]:
    """All seven take 130 MB."""
    yield
    made.cache_clear()


def measured(loop: NDArray[np.float32]) -> LoudnessReading:
    meter = Meter()
    for start in range(0, len(loop), RATE):
        meter.feed(loop[start : start + RATE])
    reading = meter.reading()
    assert isinstance(reading, LoudnessReading)
    return reading


def cut_open(loop: NDArray[np.float32]) -> NDArray[np.float32]:
    """A loop that does not close: its last hundredth is missing."""
    return loop[: -len(loop) // 100]


def roughness_at_the_seam(loop: NDArray[np.float32]) -> float:
    """The third difference across the seam, relative to the sound's own 99.99th percentile."""
    turned = np.roll(loop, len(loop) // 2, axis=0)
    edges = np.abs(np.diff(turned, n=3, axis=0)).max(axis=1)
    seam = len(loop) // 2
    return float(edges[seam - 3 : seam].max() / np.quantile(edges, 0.9999))


def test_there_are_seven() -> None:
    assert len(NAMES) == 7
    with pytest.raises(KeyError):
        soundscape("thunder", RATE)


@pytest.mark.parametrize("name", NAMES)
def test_the_end_is_the_beginning(name: str) -> None:
    assert roughness_at_the_seam(made(name)) <= 1.0


@pytest.mark.parametrize("name", ["ocean", "heartbeat", "brown_noise", "fan"])
def test_a_seam_would_be_noticed(name: str) -> None:
    assert roughness_at_the_seam(cut_open(made(name))) > 2.0


@pytest.mark.parametrize("name", NAMES)
def test_as_loud_as_said(name: str) -> None:
    reading = measured(made(name))
    assert reading.integrated_lufs == pytest.approx(LOUDNESS, abs=0.2)
    assert reading.true_peak_db < -6
    assert loudness(made(name).astype(np.float64), RATE) == pytest.approx(LOUDNESS, abs=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_a_laptop_can_sound_it(name: str) -> None:
    loop = made(name)
    spectrum = np.fft.rfft(loop, axis=0)
    spectrum[np.fft.rfftfreq(len(loop), 1 / RATE) < LAPTOP_HZ] = 0
    left = np.fft.irfft(spectrum, len(loop), axis=0)
    assert loudness(left, RATE) > LOUDNESS - BEARABLE_LOSS


@pytest.mark.parametrize("name", NAMES)
def test_both_ears_hear_it_alike(name: str) -> None:
    left, right = (np.sqrt(np.mean(made(name)[:, side] ** 2)) for side in (0, 1))
    assert 0.7 < left / right < 1.4


def test_the_same_on_every_night() -> None:
    assert np.array_equal(soundscape("fan", 8_000), soundscape("fan", 8_000))


class CountingMaker:
    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, name: str, rate: int) -> NDArray[np.float32]:
        self.made.append(name)
        return soundscape(name, rate)


def whole(loop: KeptLoop | NDArray[np.int16]) -> NDArray[np.int16]:
    return loop if isinstance(loop, np.ndarray) else loop.read(0, len(loop))


def test_made_once_and_kept(tmp_path: Path) -> None:
    maker = CountingMaker()
    first = whole(KeptSoundscapes(tmp_path / "sounds", maker)("fan", 8_000))
    second = whole(KeptSoundscapes(tmp_path / "sounds", maker)("fan", 8_000))
    assert maker.made == ["fan"]
    assert np.array_equal(first, second)
    assert second.dtype == np.int16
    assert np.abs(second / 32_767 - soundscape("fan", 8_000)).max() < 1 / 32_000


@pytest.mark.parametrize("damage", ["cut", "changed", "emptied"])
def test_a_damaged_file_is_rendered_again(tmp_path: Path, damage: str) -> None:
    maker = CountingMaker()
    kept = KeptSoundscapes(tmp_path, maker)
    wanted = whole(kept("fan", 8_000))
    (path,) = tmp_path.iterdir()
    data = path.read_bytes()
    changed = data[:5_000] + bytes((data[5_000] ^ 1,)) + data[5_001:]
    path.write_bytes({"cut": data[:-1_000], "changed": changed, "emptied": b""}[damage])
    assert np.array_equal(whole(kept("fan", 8_000)), wanted)
    assert maker.made == ["fan", "fan"]
    assert path.read_bytes() == data


def test_a_folder_that_cannot_be_created_is_no_problem(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert len(KeptSoundscapes(blocked / "sounds", soundscape)("fan", 8_000)) == 30 * 8_000


def test_a_full_disk_is_no_problem_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path, __: Path) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(Path, "replace", full)
    maker = CountingMaker()
    kept = KeptSoundscapes(tmp_path, maker)
    assert np.array_equal(whole(kept("fan", 8_000)), whole(kept("fan", 8_000)))
    assert maker.made == ["fan", "fan"]
    assert list(tmp_path.iterdir()) == []


def test_a_kept_sound_costs_only_the_memory_of_what_is_read(tmp_path: Path) -> None:
    kept = KeptSoundscapes(tmp_path, soundscape)
    kept("fan", RATE)
    tracemalloc.start()
    loop = kept("fan", RATE)
    assert isinstance(loop, KeptLoop)
    second = loop.read(RATE, RATE)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * second.nbytes
    assert len(loop) == 30 * RATE


def test_a_file_that_becomes_shorter_is_told(tmp_path: Path) -> None:
    kept = KeptSoundscapes(tmp_path, soundscape)
    kept("fan", 8_000)
    loop = kept("fan", 8_000)
    assert isinstance(loop, KeptLoop)
    (path,) = tmp_path.iterdir()
    with path.open("r+b") as file:
        file.truncate(40_000)
    assert len(loop.read(0, 8_000)) == 8_000
    with pytest.raises(OSError, match="too early"):
        loop.read(len(loop) - 8_000, 8_000)


def test_an_unknown_name_stays_unknown(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        KeptSoundscapes(tmp_path, soundscape)("thunder", 8_000)
    assert list(tmp_path.iterdir()) == []

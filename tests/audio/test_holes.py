"""A song of which a part is missing goes on at its place, in step with its words."""

from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import RATE, Decoder
from lullaby.audio.holes import LEAST_S, MOST_S, Holes
from lullaby.units import Ms
from tests.audio.sounds import clicks, write

SECONDS = 16
EVERY_S = 0.5


def without_the_middle(path: Path) -> Path:
    """Cut whole pages out of an Ogg file, and any bytes out of another."""
    data = path.read_bytes()
    first, last = round(0.4 * len(data)), round(0.6 * len(data))
    if path.suffix == ".ogg":
        first, last = data.index(b"OggS", first), data.index(b"OggS", last)
    path.write_bytes(data[:first] + data[last:])
    return path


def heard(path: Path, start_ms: int = 0) -> list[int]:
    """The places of the clicks, in ms from the start of the song."""
    decoder, blocks = Decoder(path, Ms(start_ms)), [np.zeros((0, 2), np.float32)]
    while (block := decoder.read()) is not None:
        blocks.append(block)
    decoder.close()
    loud = np.flatnonzero(np.abs(np.concatenate(blocks)[:, 0]) > 0.4)
    firsts = loud[np.flatnonzero(np.diff(loud, prepend=-RATE) > RATE // 10)]
    return [start_ms + round(1000 * at / RATE) for at in firsts]


@pytest.mark.parametrize("suffix", ["ogg", "flac"])
def test_what_follows_a_hole_keeps_its_place(tmp_path: Path, suffix: str) -> None:
    song = write(tmp_path / f"a.{suffix}", clicks(SECONDS, EVERY_S))
    whole = heard(song)
    left = heard(without_the_middle(song))
    assert 4 <= len(left) < len(whole)
    assert all(min(abs(at - other) for other in whole) <= 2 for at in left)
    assert abs(left[-1] - whole[-1]) <= 2
    assert heard(song, start_ms=13_250)[-1] == pytest.approx(left[-1], abs=2)


def test_a_hole_is_found_once() -> None:
    holes = Holes()
    assert [holes.before(at, 0.02) for at in (0.0, 0.02, 3.02, 3.04)] == [
        0,
        0,
        pytest.approx(2.98),
        0,
    ]


def test_jitter_is_no_hole() -> None:
    holes = Holes()
    stamps = [0.02 * each + (LEAST_S * 0.9 if each % 7 == 3 else 0) for each in range(200)]
    assert not any(holes.before(at, 0.02) for at in stamps)


def test_what_was_early_is_no_hole_when_it_is_on_time() -> None:
    holes = Holes()
    early = [0.02 * each - (0.006 * each if each < 50 else 0) for each in range(100)]
    assert not any(holes.before(at, 0.02) for at in early)


def test_stamps_that_start_anew_leave_no_hole() -> None:
    holes = Holes()
    stamps = (10.0, 10.02, 0.0, 0.02, 0.04 + 2 * MOST_S, None, 0.06)
    assert not any(holes.before(at, 0.02) for at in stamps)

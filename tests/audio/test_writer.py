"""Sound written to a file is read back unchanged."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import RATE, Block, Decoder
from lullaby.audio.writer import write_sound


def tone() -> Block:
    time = np.arange(RATE) / RATE
    left, right = 0.25 * np.sin(2 * np.pi * 330 * time), 0.1 * np.sin(2 * np.pi * 440 * time)
    return np.stack((left, right), axis=1).astype(np.float32)


def cut(sound: Block) -> Iterator[Block]:
    for start in range(0, len(sound), 7_001):
        yield sound[start : start + 7_001]


def read(path: Path) -> Block:
    decoder = Decoder(path)
    blocks: list[Block] = []
    while (block := decoder.read()) is not None:
        blocks.append(block)
    decoder.close()
    return np.concatenate(blocks)


@pytest.mark.parametrize(
    ("suffix", "most"), [(".wav", 1e-4), (".flac", 1e-4), (".opus", 0.03), (".mp3", 0.03)]
)
def test_written_sound_can_be_read(tmp_path: Path, suffix: str, most: float) -> None:
    path = tmp_path / f"tone{suffix}"
    write_sound(path, cut(tone()), "Title", "Somebody")
    heard = read(path)
    assert abs(len(heard) - RATE) <= RATE // 50
    common = min(len(heard), RATE) - RATE // 10
    assert np.abs(heard - tone()[: len(heard)])[RATE // 10 : common].max() < most
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_an_interrupted_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    path.write_bytes(b"before")

    def broken() -> Iterator[Block]:
        yield tone()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_sound(path, broken())
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["song.wav"]


def test_an_unknown_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"not one of \.wav, \.opus"):
        write_sound(tmp_path / "song.m4a", [])

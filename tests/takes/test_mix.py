"""A take sounds with the music of its song where it was placed."""

from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import Decoder
from lullaby.audio.mono import read_mono
from lullaby.helpers import Inline
from lullaby.takes.mix_in_helper import UNDER, MixOrder, mix_in_helper
from tests.audio.sounds import RATE, write


def clicks(at_s: float, length_s: float) -> np.ndarray:
    sound = np.zeros((round(length_s * RATE), 2), np.float32)
    sound[round(at_s * RATE)] = 0.4
    return sound


@pytest.mark.parametrize("music_ms", [-700.0, 0.0, 1_250.0])
def test_the_music_is_where_the_take_was_sung(tmp_path: Path, music_ms: float) -> None:
    take = write(tmp_path / "take.wav", clicks(1.0, 3.0))
    music = write(tmp_path / "music.wav", clicks(2.0, 4.0))
    target = tmp_path / "mix.wav"
    assert mix_in_helper(MixOrder(take, music, music_ms, target), Inline()) is None
    mixed = read_mono(Decoder(target), 1 << 30)
    assert len(mixed) == 3 * RATE
    places = np.flatnonzero(np.abs(mixed) > 0.1) / RATE
    assert places == pytest.approx(sorted({1.0, 2.0 - music_ms / 1000}), abs=1 / RATE)
    assert mixed[round((2.0 - music_ms / 1000) * RATE)] == pytest.approx(0.4 * UNDER, abs=0.01)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    take = write(tmp_path / "take.wav", clicks(1.0, 3.0))
    order = MixOrder(take, tmp_path / "gone.wav", 0.0, tmp_path / "mix.wav")
    assert mix_in_helper(order, Inline()) is not None
    assert not order.target.exists()

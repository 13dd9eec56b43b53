"""Takes written as one recording, those in other keys and tempos moved first."""

from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import RATE, Decoder
from lullaby.audio.mono import read_mono
from lullaby.audio.port import AS_RECORDED, SpeedPitch, Trouble
from lullaby.helpers import Inline, Unanswered
from lullaby.takes.choir_in_helper import sing_together_in_helper
from lullaby.takes.choir_order import ChoirOrder, SungAt
from lullaby.takes.levelling import LEVEL, gain_to_level
from lullaby.units import Ms
from tests.audio.sounds import tone, write

LENGTH = Ms(2_000)


def order(folder: Path, *voices: SungAt, music: Path | None = None) -> ChoirOrder:
    target, workplace = folder / "together.wav", folder / "work"
    return ChoirOrder(voices, target, "Suo Gân", "Ana, Ben", workplace, music)


def voice(
    folder: Path,
    name: str,
    hertz: float,
    starts_ms: float = 0.0,
    moved: SpeedPitch = AS_RECORDED,
) -> SungAt:
    path = write(folder / f"{name}.flac", 0.1 * tone(LENGTH / 1000, pitch=hertz)[:, :1])
    return SungAt(path, starts_ms, LENGTH, moved=moved)


def strongest(path: Path, from_s: float, to_s: float) -> float:
    """The frequency of the strongest tone, in hertz."""
    sound = read_mono(Decoder(path), 60 * RATE)[round(from_s * RATE) : round(to_s * RATE)]
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 8 * len(sound)))
    return float(spectrum.argmax() * RATE / (8 * len(sound)))


def test_a_take_in_another_key_and_tempo_is_moved(tmp_path: Path) -> None:
    moved = voice(tmp_path, "low", 220.0, moved=SpeedPitch(0.95, 2.0))
    assert sing_together_in_helper(order(tmp_path, moved), Inline()) is None
    target = tmp_path / "together.wav"
    assert strongest(target, 0.5, 1.5) == pytest.approx(220 * 2 ** (2 / 12), abs=0.5)
    assert len(read_mono(Decoder(target), 60 * RATE)) == pytest.approx(2 / 0.95 * RATE, abs=50)


def test_what_was_moved_is_not_moved_again(tmp_path: Path) -> None:
    moved = voice(tmp_path, "low", 220.0, moved=SpeedPitch(1.0, 1.0))
    still = voice(tmp_path, "still", 330.0, 500.0)
    told: list[float] = []
    wanted = order(tmp_path, moved, still)
    assert sing_together_in_helper(wanted, Inline(), tell=told.append) is None
    assert told == [0.5]
    assert sing_together_in_helper(wanted, Inline(), tell=told.append) is None
    assert told == [0.5]
    assert len(list((tmp_path / "work").iterdir())) == 1


def test_the_whole_is_as_loud_as_a_song(tmp_path: Path) -> None:
    music = write(tmp_path / "music.flac", 0.02 * tone(3.0, pitch=110.0))
    wanted = order(
        tmp_path, voice(tmp_path, "a", 220.0), voice(tmp_path, "b", 330.0, 300.0), music=music
    )
    assert sing_together_in_helper(wanted, Inline()) is None
    sound = read_mono(Decoder(wanted.target), 60 * RATE)
    assert gain_to_level(sound) == pytest.approx(0.0, abs=0.3), LEVEL


def test_what_cannot_be_read_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    gone = SungAt(tmp_path / "gone.opus", 0.0, LENGTH)
    wanted = order(tmp_path, voice(tmp_path, "a", 220.0), gone)
    assert sing_together_in_helper(wanted, Inline()) is Trouble.MISSING
    assert not wanted.target.exists()


def test_it_can_be_stopped(tmp_path: Path) -> None:
    moved = voice(tmp_path, "low", 220.0, moved=SpeedPitch(1.0, 1.0))
    wanted = order(tmp_path, moved)
    found = sing_together_in_helper(wanted, Inline(), cancelled=lambda: True)
    assert found is Unanswered.NOT_IN_TIME
    assert not wanted.target.exists()

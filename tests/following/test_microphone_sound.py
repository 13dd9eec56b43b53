"""Sound of a microphone is filtered to 16 kHz, and what was missed is silence."""

import numpy as np
import pytest

from lullaby.audio.microphone import (
    RATE,
    MicrophoneBlock,
    MicrophoneFacts,
    MicrophoneTrouble,
    NoMicrophoneError,
    OpenMicrophone,
)
from lullaby.following.listening import SourceLostError
from lullaby.following.microphone_sound import Decimator, MicrophoneSound, open_sound


class Blocks:
    """An open microphone that gives blocks, then is gone."""

    facts = MicrophoneFacts("blocks")

    def __init__(self, *blocks: MicrophoneBlock | None) -> None:
        self._blocks = list(blocks)
        self.closed = False

    def read(self, within_s: float) -> MicrophoneBlock | None:
        if not self._blocks:
            raise NoMicrophoneError(MicrophoneTrouble.LOST)
        return self._blocks.pop(0)

    def close(self) -> None:
        self.closed = True


class NoneThere:
    def names(self) -> tuple[str, ...]:
        return ()

    def prepare(self) -> None: ...

    def release(self) -> None: ...

    def open(self, name: str | None = None) -> OpenMicrophone:
        raise NoMicrophoneError(MicrophoneTrouble.NONE)


def block(first: int, frames: int, value: int = 1000) -> MicrophoneBlock:
    return MicrophoneBlock(first, np.full(frames, value, np.int16).tobytes(), 0.0)


def heard(hertz: float) -> float:
    """The level of a tone after the filter, as a share of the one before."""
    tone = np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE).astype(np.float32)
    return float(Decimator().take(tone)[1000:].std() / tone.std())


def test_voices_pass_and_what_would_be_mirrored_does_not() -> None:
    assert heard(100.0) == pytest.approx(1, abs=0.01)
    assert heard(5_000.0) == pytest.approx(1, abs=0.02)
    assert heard(9_000.0) < 0.01
    assert heard(15_000.0) < 0.01


def test_however_sound_is_parted_it_is_the_same() -> None:
    sound = np.random.default_rng(2).normal(0, 0.1, 5_000).astype(np.float32)
    whole = Decimator().take(sound)
    parts, at = Decimator(), 0
    got = []
    for size in (1, 2, 3, 700, 0, 4_294):
        got.append(parts.take(sound[at : at + size]))
        at += size
    assert np.allclose(np.concatenate(got), whole, atol=1e-6)
    assert len(whole) == -(-5_000 // 3)


def test_missed_frames_are_silence_but_not_for_long() -> None:
    sound = MicrophoneSound(Blocks(block(0, 480), block(960, 480), block(10**9, 480), None))
    assert [len(sound.read()) for _ in range(4)] == [160, 320, 2 * 16_000 + 160, 0]


def test_a_microphone_that_is_gone_or_not_there_is_told() -> None:
    opened = Blocks()
    sound = MicrophoneSound(opened)
    with pytest.raises(SourceLostError):
        sound.read()
    sound.close()
    assert opened.closed
    with pytest.raises(SourceLostError):
        open_sound(NoneThere())

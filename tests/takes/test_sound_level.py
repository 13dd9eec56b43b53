"""Words for how loud a voice is: too soft, fine, too close."""

import numpy as np
import pytest

from lullaby.audio.microphone import RATE
from lullaby.takes.sound_level import GOOD, LevelMeter, LevelWord


def tone(db: float, seconds: float = 1.0) -> bytes:
    """A sine whose RMS is at `db` of full scale."""
    at = np.arange(round(seconds * RATE)) / RATE
    sound = np.sqrt(2) * 10 ** (db / 20) * np.sin(2 * np.pi * 220 * at)
    return np.round(np.clip(sound, -1, 1) * 32_767).astype(np.int16).tobytes()


@pytest.mark.parametrize(
    ("db", "word"),
    [
        (-60, LevelWord.CLOSER),
        (-32, LevelWord.CLOSER),
        (-28, LevelWord.FINE),
        (-13, LevelWord.FINE),
        (-9, LevelWord.TOO_CLOSE),
    ],
)
def test_the_level_has_a_word(db: float, word: LevelWord) -> None:
    level = LevelMeter().feed(tone(db))
    assert level.word is word
    if word is LevelWord.FINE:
        assert GOOD[0] <= level.share <= GOOD[1]


def test_a_breath_between_lines_keeps_the_word_but_not_the_bar() -> None:
    meter = LevelMeter()
    sung = meter.feed(tone(-20))
    quiet = meter.feed(tone(-70))
    assert (sung.word, quiet.word) == (LevelWord.FINE, LevelWord.FINE)
    assert quiet.share < sung.share
    assert meter.feed(tone(-70, 4.0)).word is LevelWord.CLOSER


def test_one_clipped_sample_is_too_close() -> None:
    meter = LevelMeter()
    meter.feed(tone(-25))
    assert meter.feed(np.full(4_800, 32_767, np.int16).tobytes()).word is LevelWord.TOO_CLOSE


def test_no_sound_is_a_level_too() -> None:
    assert LevelMeter().feed(b"").share == 0.0
    assert LevelMeter().feed(bytes(RATE)).word is LevelWord.CLOSER

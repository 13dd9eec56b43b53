"""The ceiling holds for any sound, and changes nothing below it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lullaby.audio.decoder import RATE
from lullaby.audio.engine import BLOCK
from lullaby.audio.limiter import DELAY, Limiter
from tests.audio.sounds import Sound, tone


def level(sound: Sound) -> float:
    return float(np.abs(sound).max())


@given(
    arrays(np.float32, (2 * BLOCK, 2), elements=st.floats(-4, 4, width=32)),
    st.floats(0.01, 1.0),
)
def test_nothing_exceeds_the_ceiling(sound: Sound, ceiling: float) -> None:
    limiter = Limiter.fresh()
    limiter, first = limiter.limit(sound[:BLOCK], ceiling)
    limiter, second = limiter.limit(sound[BLOCK:], ceiling)
    _, third = limiter.limit(np.zeros((BLOCK, 2), np.float32), ceiling)
    assert max(map(level, (first, second, third))) <= ceiling


def test_what_is_below_the_ceiling_is_left_alone() -> None:
    sound = tone(1.0, 0.5)
    _, out = Limiter.fresh().limit(sound, 0.5001)
    assert np.array_equal(out[DELAY:], sound[:-DELAY])


def test_the_ceiling_bends_the_level_not_the_wave() -> None:
    quiet, loud = tone(1.0, 0.2, 200), tone(1.0, 0.8, 200)
    limiter, _ = Limiter.fresh().limit(quiet, 0.25)
    _, out = limiter.limit(loud, 0.25)
    held = out[RATE // 2 :, 0]
    spectrum = np.abs(np.fft.rfft(held * np.hanning(len(held))))
    overtones = np.delete(spectrum, np.s_[95:106])
    assert level(out) <= 0.25
    assert overtones.max() < spectrum.max() * 10 ** (-40 / 20)

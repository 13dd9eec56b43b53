"""Frames get the time at which they were heard, however late they came."""

import numpy as np
import pytest

from lullaby.audio.microphone import RATE
from lullaby.takes.frame_times import Arrivals, FrameTimes

BLOCK = 512


def heard(seconds: float, ppm: float, seed: int, spike_ms: float = 0.0) -> FrameTimes:
    rng = np.random.default_rng(seed)
    arrivals, times = Arrivals(), FrameTimes(0.0)
    for frame in range(BLOCK, round(seconds * RATE), BLOCK):
        true = 7_000 + frame * 1000 / RATE * (1 + ppm / 1e6)
        late = rng.exponential(2.0) + (spike_ms if rng.random() < 0.05 else 0.0)
        times = arrivals.add(frame, true + late)
    return times


@pytest.mark.parametrize("ppm", [-120.0, 0.0, 35.0, 200.0])
@pytest.mark.parametrize("seed", range(4))
def test_the_rate_of_the_microphone_is_found(ppm: float, seed: int) -> None:
    times = heard(180, ppm, seed, spike_ms=200.0)
    found = (times.frame_ms * RATE / 1000 - 1) * 1e6
    assert found == pytest.approx(ppm, abs=4.0)
    assert times.of(0) == pytest.approx(7_000, abs=1.0)
    assert times.of(180 * RATE) == pytest.approx(7_000 + 180_000 * (1 + ppm / 1e6), abs=1.0)


def test_a_short_recording_has_the_nominal_rate() -> None:
    times = heard(8, 300.0, 1)
    assert times.frame_ms == 1000 / RATE
    assert times.of(0) == pytest.approx(7_000, abs=3.0)

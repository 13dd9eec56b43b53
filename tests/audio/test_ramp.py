"""Gains over time, in numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.port import FadePoint
from lullaby.audio.ramp import GainEnvelope
from lullaby.units import Gain, Ms

POINTS = st.lists(
    st.tuples(st.integers(1, 90_000_000), st.floats(0, 2)), min_size=1, max_size=8
).map(sorted)


@given(POINTS, st.integers(0, 90_000_000), st.integers(0, 90_000_000))
def test_an_envelope_tells_the_gain_that_it_applies(
    points: list[tuple[int, float]], at: int, later: int
) -> None:
    """To the bit: what is shown and what is heard do not differ."""
    places = [0, *np.maximum.accumulate([place for place, _ in points])]
    envelope = GainEnvelope(np.array(places, float), np.array([1.0, *(gain for _, gain in points)]))
    there = envelope.after(at)
    told = there.value_after(later)
    assert told == np.interp(there.at + later, envelope.frames, envelope.gains)
    assert np.float32(told) == np.float32(np.ravel(there.after(later).curve(48))[0])


def test_a_held_gain_stays() -> None:
    assert GainEnvelope.holding(0.3).value == GainEnvelope.holding(0.3).value_after(4_800) == 0.3


def test_a_level_stretch_of_an_envelope_is_one_gain() -> None:
    level = GainEnvelope.holding(1.0).through(
        (FadePoint(Ms(1_000), Gain(1.0)), FadePoint(Ms(2_000), Gain(0.0))), 1_000
    )
    assert level.curve(1_000) == 1.0
    assert level.after(400).curve(600) == 1.0
    falling = level.after(500).curve(600)
    assert isinstance(falling, np.ndarray)
    assert falling[500, 0] == 1.0
    assert falling[599, 0] == pytest.approx(0.901)

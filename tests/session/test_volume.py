"""The steps of volume as gains."""

import math

import pytest

from lullaby.session.volume import gain_of


def test_steps_of_volume_are_even_and_end_in_silence() -> None:
    assert gain_of(0) == 0.0
    assert gain_of(-1) == 0.0
    assert 20 * math.log10(gain_of(1)) == pytest.approx(-28.5)
    assert gain_of(20) == 1.0
    assert gain_of(25) == 1.0
    for step in range(1, 20):
        assert 20 * math.log10(gain_of(step + 1) / gain_of(step)) == pytest.approx(1.5)

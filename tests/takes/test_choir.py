"""Takes laid together: each at its place, none louder than one."""

import numpy as np
import pytest

from lullaby.audio.decoder import RATE
from lullaby.takes.choir import ChoirVoice, choir
from lullaby.takes.levelling import CEILING, gain_to_level
from lullaby.units import gain_from_db


def test_each_voice_is_at_its_place() -> None:
    click = np.zeros(RATE, np.float32)
    click[0] = 0.1
    starts = (500.0, 250.0, 2_000.0)
    whole = np.concatenate(list(choir([ChoirVoice(click, start) for start in starts])))
    assert len(whole) == round(1.75 * RATE) + RATE
    assert list(np.flatnonzero(whole[:, 0]) * 1000 / RATE) == [0.0, 250.0, 1_750.0]
    left, right = whole[0, 0], whole[0, 1]
    assert left == right, "the second of three sings in the middle"
    assert whole[round(0.25 * RATE), 0] > whole[round(0.25 * RATE), 1]


def test_one_voice_alone_is_only_brought_to_the_level_of_the_songs() -> None:
    sound = np.random.default_rng(1).normal(0, 0.05, RATE // 2).astype(np.float32)
    whole = np.concatenate(list(choir([ChoirVoice(sound, -300.0)])))
    level = gain_from_db(gain_to_level(sound))
    assert whole == pytest.approx(level * np.repeat(sound[:, np.newaxis], 2, axis=1), abs=1e-5)


def test_many_loud_voices_stay_under_the_ceiling() -> None:
    loud = np.full(RATE, 0.6, np.float32)
    whole = np.concatenate(list(choir([ChoirVoice(loud, 0.0)] * 6)))
    assert np.abs(whole).max() <= gain_from_db(CEILING)

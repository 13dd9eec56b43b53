"""The net is sure of voices and of nothing else, and hears their pitch."""

import numpy as np
import pytest

from lullaby.following.hearing import HOP
from lullaby.following.pitch_candidates import RATE
from lullaby.following.pitch_net import REACH, NetHearing, PitchNet
from tests.following.singing import tone


def heard(sound: np.ndarray) -> list[NetHearing]:
    net = PitchNet()
    return [net.hear(sound[at : at + REACH])[0] for at in range(0, len(sound) - REACH, HOP)]


@pytest.mark.parametrize("pitch", [43.0, 55.4, 69.0, 76.2])
def test_a_tone_is_heard_at_its_pitch(pitch: float) -> None:
    found = heard(tone([pitch], 1.0))[10:-5]
    assert min(each.sure for each in found) > 0.9
    assert [each.pitch for each in found] == pytest.approx([pitch] * len(found), abs=0.2)


def test_noise_is_no_voice() -> None:
    noise = np.random.default_rng(5).normal(0, 0.1, RATE).astype(np.float32)
    assert np.mean([each.sure for each in heard(noise)[5:]]) < 0.3


def test_the_same_sound_is_heard_as_the_same() -> None:
    sound = tone([60.0, 64.0], 0.3)
    assert heard(sound) == heard(sound)

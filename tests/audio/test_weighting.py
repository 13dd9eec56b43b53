"""The weighting of a stream is that of BS.1770, however the stream is divided."""

import numpy as np
import pytest

from lullaby.audio.decoder import RATE
from lullaby.audio.profile import CHUNK, HOP, Profile
from lullaby.audio.weighting import KWeighting
from tests.audio.nights import impulse_response
from tests.audio.sounds import Sound, tone


def noise(seconds: float) -> Sound:
    random = np.random.default_rng(3)
    return random.uniform(-0.5, 0.5, (round(seconds * RATE), 2)).astype(np.float32)


@pytest.mark.parametrize("length", [HOP, 5_000, CHUNK])
def test_a_stream_is_weighted_as_the_standard_has_it(length: int) -> None:
    sound, weighting = noise(1.0), KWeighting()
    parts = [weighting.weighted(sound[at : at + length]) for at in range(0, len(sound), length)]
    whole, response = np.concatenate(parts, axis=1), impulse_response(8_192)
    wanted = [np.convolve(side, response)[: len(sound)] for side in sound.T]
    assert np.allclose(whole, wanted, atol=1e-3)


def test_silence_after_sound_comes_to_be_silence() -> None:
    weighting = KWeighting()
    weighting.weighted(noise(0.5))
    silence = np.zeros((2 * RATE, 2), np.float32)
    assert np.abs(weighting.weighted(silence)[:, RATE:]).max() < 1e-9


def test_the_powers_of_a_tone_are_known_from_its_first_hop_to_its_last() -> None:
    profile, sound = Profile(), tone(1.3, 0.5, 997.0)
    for at in range(0, len(sound), CHUNK):
        profile.feed(sound[at : at + CHUNK])
    known = profile.hops
    assert known == -(-len(sound) // HOP)
    assert profile.weighted(40, known - 1) == pytest.approx(0.25 * 10**0.0691, rel=0.05)
    assert profile.means(40, known - 1) == pytest.approx(0.125, rel=0.02)
    assert profile.blocks(40, known - 1) == pytest.approx(0.125, rel=0.02)

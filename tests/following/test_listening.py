"""The ear hears tones, and sound leads to the same places however it is parted or cut."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lullaby.following.hearing import Ear
from lullaby.following.listener import REACH_S, Listener, Place
from lullaby.following.pitch_candidates import RATE
from tests.following.singing import song, tone

SONG = song()
SUNG = np.concatenate(
    [np.zeros(RATE // 2, np.float32)] + [tone([n.pitch - 5], n.ms / 1000) for n in SONG.notes[:14]]
)
SHORT = SUNG[: 3 * RATE]


@pytest.mark.parametrize("pitch", [41.0, 47.3, 57.0, 64.5, 76.0])
def test_a_tone_is_heard_at_its_pitch(pitch: float) -> None:
    sound = np.concatenate((np.zeros(RATE, np.float32), tone([pitch])))
    heard = [each for each in Ear().hear(sound) if 1.1 < each.end_s < 1.45]
    assert all(each.voiced > 0.9 for each in heard)
    assert [each.first.pitch for each in heard if each.first] == pytest.approx(
        [pitch] * len(heard), abs=0.1
    )


def test_a_voice_is_heard_above_a_softer_one_which_is_heard_too() -> None:
    both = tone([50.0]) + tone([66.5], level=0.12)
    sound = np.concatenate((np.zeros(RATE, np.float32), both))
    heard = [each for each in Ear().hear(sound) if 1.1 < each.end_s < 1.45]
    assert all(each.first and abs(each.first.pitch - 50) < 0.3 for each in heard)
    assert all(each.second and each.second.clarity > 0.2 for each in heard)


def test_silence_and_noise_are_no_voice() -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, 3 * RATE).astype(np.float32)
    for sound in (np.zeros(RATE, np.float32), noise):
        assert np.mean([each.voiced for each in Ear().hear(sound)]) < 0.1


def test_notes_begin_with_an_onset() -> None:
    heard = list(Ear().hear(np.concatenate((np.zeros(RATE, np.float32), tone([60, 60, 60, 60])))))
    for begins in (1.5, 2.0, 2.5):
        onset = max(each.onset for each in heard if begins < each.end_s < begins + 0.1)
        between = np.mean([e.onset for e in heard if begins + 0.2 < e.end_s < begins + 0.45])
        assert onset > 2 * between


def test_sound_leads_to_places() -> None:
    places = _places(SUNG, 640)
    assert [place.syllable for place in places][-1] >= 12
    assert all(before.at_s < after.at_s for before, after in pairwise(places))


@pytest.mark.parametrize("size", [1, 977, 20_000])
def test_however_sound_is_parted_the_places_are_the_same(size: int) -> None:
    sound = SUNG[: 4 * RATE] if size > 1 else SUNG[: RATE // 10]
    assert _places(sound, size) == _places(sound, 640)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.integers(0, 9_000), min_size=1, max_size=9))
def test_after_each_cut_the_places_until_then_are_told(sizes: list[int]) -> None:
    """However sound is parted, at every cut the places are those of the whole until that time."""
    whole = _whole()
    listener, told, at = Listener(SONG), list[Place](), 0
    for size in (*sizes, len(SHORT)):
        block, at = SHORT[at : at + size], min(at + size, len(SHORT))
        told += listener.hear(block)
        assert told == [place for place in whole if place.at_s <= at / RATE + REACH_S]
        assert all(place.at_s <= at / RATE + REACH_S for place in told)


@cache
def _whole() -> list[Place]:
    return list(Listener(SONG).hear(SHORT))


def _places(sound: np.ndarray, size: int) -> list[Place]:
    listener = Listener(SONG)
    return [
        place for at in range(0, len(sound), size) for place in listener.hear(sound[at : at + size])
    ]

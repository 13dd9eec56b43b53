"""What must not change the result of tempo analysis, and what must."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo.analyzer import analyze
from lullaby.tempo.spectrum import RATE
from tests.tempo.pieces import Sound, beats, pads, plucks, song

few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PIECES = {
    "song": song(66, 20.0),
    "rocking": song(52, 20.0, meter=3),
    "notes": plucks(beats(110, 20.0, 2), (440.0, 493.88, 523.25), 20.0),
    "pads": pads(beats(60, 20.0), 20.0),
}
pieces = st.sampled_from(sorted(PIECES))


def same(one: TempoAnalysis, other: TempoAnalysis) -> None:
    assert one.bpm == pytest.approx(other.bpm, rel=0.005)
    assert one.calm == pytest.approx(other.calm, abs=0.02)
    assert one.pace is other.pace
    assert one.reasons == other.reasons


@few
@given(pieces, st.floats(-40, 12))
def test_loudness_does_not_matter(name: str, gain_db: float) -> None:
    sound = PIECES[name]
    same(analyze([sound * np.float32(10 ** (gain_db / 20))]), analyze([sound]))


@few
@given(pieces)
def test_polarity_does_not_matter(name: str) -> None:
    same(analyze([-PIECES[name]]), analyze([PIECES[name]]))


@few
@given(pieces, st.integers(0, 4 * RATE), st.integers(0, 4 * RATE))
def test_silence_around_it_does_not_matter(name: str, before: int, after: int) -> None:
    padded = np.pad(PIECES[name], (before, after))
    answer, whole = analyze([padded]), analyze([PIECES[name]])
    assert answer.bpm == pytest.approx(whole.bpm, rel=0.01)
    assert answer.calm == pytest.approx(whole.calm, abs=0.15)
    assert answer.seconds == pytest.approx(whole.seconds, abs=0.2)


@few
@given(st.floats(48, 68), st.floats(0.9, 1.1))
def test_faster_playing_moves_the_tempo_as_much(bpm: float, pace: float) -> None:
    before, after = analyze([song(bpm)]), analyze([stretched(song(bpm), pace)])
    assert before.bpm is not None
    assert after.bpm is not None
    assert after.bpm / before.bpm == pytest.approx(pace, rel=0.02)


@few
@given(st.integers(0, 2**32 - 1))
def test_any_noise_is_answered_without_a_number_or_a_crash(seed: int) -> None:
    dice = np.random.default_rng(seed)
    sound = dice.normal(0, 0.2, int(dice.integers(2, 12)) * RATE).astype(np.float32)
    assert analyze([sound]).bpm is None


def stretched(sound: Sound, pace: float) -> Sound:
    """Played `pace` times as fast, like a tape."""
    places = np.arange(0, len(sound) - 1, pace)
    return np.interp(places, np.arange(len(sound)), sound).astype(np.float32)

"""The gain of a cue: to the target, never into the limiter, never louder than promised."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.library.track import GainSource, Loudness
from lullaby.session.loudness import MOST_RAISED, PEAK_LIMIT, cue_gain, is_measured
from lullaby.units import Decibels, Lufs

GAINS = st.floats(-60, 60).map(Decibels)
PEAKS = st.none() | st.floats(0, 4)
TARGETS = st.floats(-35, -14).map(Lufs)


def measured(gain: Decibels, peak: float | None) -> Loudness:
    return Loudness(gain, peak, GainSource.MEASURED)


def true_peak(loudness: Loudness, gain: Decibels) -> float:
    assert loudness.peak is not None
    return 20 * math.log10(loudness.peak) + gain


@pytest.mark.parametrize(
    ("gain", "peak", "target", "expected"),
    [
        (-7.0, 1.0, -23.0, -12.0),
        (-7.0, 1.0, -20.0, -9.0),
        (-7.0, 1.0, -30.0, -19.0),
        (8.0, 0.5, -23.0, 3.0),
        (20.0, 0.5, -23.0, 20 * math.log10(2) - 1),
        (40.0, 0.001, -23.0, 12.0),
        (20.0, None, -23.0, 0.0),
        (20.0, 0.0, -23.0, 0.0),
        (20.0, math.nan, -23.0, 0.0),
        (20.0, 1.2, -23.0, 0.0),
    ],
)
def test_a_song_reaches_the_target_as_far_as_its_peak_allows(
    gain: float, peak: float | None, target: float, expected: float
) -> None:
    measured = Loudness(Decibels(gain), peak, GainSource.MEASURED)
    assert cue_gain(measured, Lufs(target), PEAK_LIMIT) == pytest.approx(expected)


@given(GAINS, PEAKS, TARGETS, st.sampled_from(GainSource))
def test_a_tag_turns_down_and_never_up(
    gain: Decibels, peak: float | None, target: Lufs, source: GainSource
) -> None:
    loudness = Loudness(gain, peak, source)
    result = cue_gain(loudness, target, PEAK_LIMIT)
    assert is_measured(loudness) == (source is GainSource.MEASURED)
    if source is not GainSource.MEASURED:
        assert result == pytest.approx(min(0.0, gain + target + 18))


@given(GAINS, PEAKS, TARGETS)
def test_no_song_is_raised_into_the_limiter(
    gain: Decibels, peak: float | None, target: Lufs
) -> None:
    loudness = Loudness(gain, peak, GainSource.MEASURED)
    result = cue_gain(loudness, target, PEAK_LIMIT)
    assert result <= MOST_RAISED
    if result > 0:
        assert true_peak(loudness, result) <= PEAK_LIMIT + 1e-9


@given(GAINS, PEAKS, TARGETS)
def test_no_song_is_louder_than_the_target(
    gain: Decibels, peak: float | None, target: Lufs
) -> None:
    lufs = -18 - gain
    assert lufs + cue_gain(measured(gain, peak), target, PEAK_LIMIT) <= target + 1e-9


@given(GAINS, PEAKS)
def test_no_song_is_raised_unless_requested(gain: Decibels, peak: float | None) -> None:
    assert cue_gain(Loudness(gain, peak)) == pytest.approx(min(0.0, gain - 5))


@given(GAINS, PEAKS, TARGETS, TARGETS)
def test_a_softer_target_never_makes_a_song_louder(
    gain: Decibels, peak: float | None, one: Lufs, other: Lufs
) -> None:
    soft, loud = sorted((one, other))
    for loudness in (None, Loudness(gain, peak), measured(gain, peak)):
        assert cue_gain(loudness, soft, PEAK_LIMIT) <= cue_gain(loudness, loud, PEAK_LIMIT)


@given(TARGETS)
def test_a_song_without_loudness_is_left_to_the_player(target: Lufs) -> None:
    for silent in (None, Loudness(Decibels(math.nan)), Loudness(Decibels(math.inf), 0.5)):
        assert cue_gain(silent, target, PEAK_LIMIT) == 0.0
        assert not is_measured(silent)


def test_no_song_is_made_louder_than_it_is() -> None:
    assert cue_gain(Loudness(Decibels(20.0))) == 0.0
    assert cue_gain(Loudness(Decibels(-7.0))) == -12.0
    assert cue_gain(None) == 0.0
    assert cue_gain(Loudness(Decibels(math.nan))) == 0.0

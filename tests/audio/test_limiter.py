"""The ceiling holds for any sound, and nothing below it is changed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE
from lullaby.audio.engine import BLOCK
from lullaby.audio.limiter import DELAY, MARGIN_DB, STEP, Limiter
from lullaby.audio.ramp import Curve
from lullaby.audio.true_peak import HISTORY, LARGEST, true_peaks
from tests.audio.sounds import Sound, tone

CEILING_DB = -3.0
OVERSAMPLED = 16
FRAMES = 50 * BLOCK


def true_peak_db(sound: Sound) -> float:
    """The true peak of sound that starts and ends in silence, from its whole spectrum."""
    spectrum = np.fft.rfft(sound.astype(np.float64), axis=0)
    fine = np.fft.irfft(spectrum, len(sound) * OVERSAMPLED, axis=0) * OVERSAMPLED
    return 20 * np.log10(np.abs(fine).max())


def swelling(wave: NDArray[np.float64]) -> Sound:
    """Identical channels, from silence to silence."""
    at = np.arange(len(wave))
    edge = np.minimum(1, np.minimum(at, len(wave) - 1 - at) / 2_000)
    return np.repeat((wave * edge)[:, None], 2, axis=1).astype(np.float32)


def torture() -> dict[str, Sound]:
    """Sounds with peaks between the samples."""
    at, random = np.arange(FRAMES), np.random.default_rng(8)
    spectrum = np.fft.rfft(random.normal(0, 1, FRAMES))
    spectrum[np.fft.rfftfreq(FRAMES, 1 / RATE) > 20_000] = 0
    clicks = np.zeros(FRAMES)
    clicks[1_000:-1_000:3_001] = 1.0
    clicks[1_001:-999:3_001] = 1.0
    bursts = np.zeros(FRAMES)
    along = np.arange(60)
    for start in range(3_000, FRAMES - 3_000, 7_777):
        bursts[start : start + 60] = np.sin(np.pi / 2 * along + np.pi / 4) * np.hanning(60)
    return {
        "a quarter of the rate": swelling(1.3 * np.sin(np.pi / 2 * at + np.pi / 4)),
        "a high tone": swelling(1.3 * np.sin(2 * np.pi * 19_900 / RATE * at + 0.3)),
        "noise": swelling(1.3 * np.fft.irfft(spectrum, FRAMES)),
        "clicks": swelling(1.3 * clicks),
        "bursts": swelling(1.8 * bursts),
        "a square": swelling(1.3 * np.sign(np.sin(2 * np.pi * 441 / RATE * at + 0.1))),
    }


CEILING = 0.25
ALLOWED = CEILING * 10 ** (-0.2 / 20)
STEADY = 0.05


def limited(sound: Sound, ceiling: Curve = CEILING, block: int = BLOCK) -> Sound:
    """The limiter's output, block by block, aligned with its input."""
    limiter, parts = Limiter.fresh(), list[Sound]()
    padded = np.concatenate((sound, np.zeros((block, 2), np.float32)))
    for at in range(0, len(padded), block):
        now = ceiling[at : at + block] if isinstance(ceiling, np.ndarray) else ceiling
        limiter, part = limiter.limit(padded[at : at + block], now)
        parts.append(part)
    return np.concatenate(parts)[DELAY : DELAY + len(sound)]


def steady_with_a_burst(loudest: float, at: int, blocks: int = 40) -> Sound:
    """A constant, which shows its gain, and one millisecond of something loud."""
    sound = np.full((blocks * BLOCK, 2), STEADY, np.float32)
    sound[at : at + STEP] = loudest
    return sound


def peak_of(value: float) -> float:
    """The true peak of a constant, as the filter finds it."""
    inside, _ = true_peaks(np.full((HISTORY + STEP, 2), value, np.float32), STEP)
    return float(inside[0])


def test_a_sound_that_stays_loud_is_held_just_below_the_ceiling() -> None:
    out = limited(np.full((20 * BLOCK, 2), 0.8, np.float32))
    held = out[10 * BLOCK : 19 * BLOCK]
    assert held == pytest.approx(0.8 * ALLOWED / peak_of(0.8), rel=2e-4)


def test_the_gain_falls_evenly_over_the_five_milliseconds_before_a_peak() -> None:
    at = 10 * BLOCK + 20 * STEP
    out = limited(steady_with_a_burst(0.5, at))
    gains = out[at - 7 * STEP : at : STEP, 0] / STEADY
    lowest = out[at, 0] / 0.5
    assert lowest == pytest.approx(ALLOWED / true_peak_of_burst(0.5), rel=1e-3)
    wanted = [1 - (1 - lowest) * share for share in (0, 0, 0.2, 0.4, 0.6, 0.8, 1)]
    assert gains == pytest.approx(wanted, abs=1e-3), "the wave begins to swell a step before"


def true_peak_of_burst(loudest: float) -> float:
    sound = steady_with_a_burst(loudest, 10 * BLOCK, 11)[10 * BLOCK - HISTORY :]
    inside, before = true_peaks(sound[: HISTORY + 3 * STEP], STEP)
    return float(max(inside.max(), before.max()))


@pytest.mark.parametrize("block", [BLOCK, BLOCK // 8])
def test_after_a_small_peak_the_level_recovers_by_twelve_decibels_a_second(block: int) -> None:
    at = 10 * BLOCK
    out = limited(steady_with_a_burst(0.5, at), block=block)
    level_db = 20 * np.log10(out[:, 0] / STEADY)
    after = at + 2 * STEP
    quarter = level_db[after + RATE // 4] - level_db[after]
    assert quarter == pytest.approx(3.0, abs=2e-3)
    assert level_db[-1] == pytest.approx(0, abs=1e-5), "all the way"


def test_from_any_depth_the_level_recovers_in_about_a_second() -> None:
    at = 10 * BLOCK
    out = limited(steady_with_a_burst(4.0, at), block=STEP)
    level_db = 20 * np.log10(out[:, 0] / STEADY)
    after = at + 2 * STEP
    depth = level_db[after]
    assert depth < -20
    tenth = level_db[after + RATE // 10]
    assert tenth == pytest.approx(depth * (1 - 1 / 1000) ** 100, abs=2e-3)
    assert level_db[after + RATE] > -12


def test_a_peak_of_any_height_lowers_the_song_by_thirty_decibels_at_most() -> None:
    at = 10 * BLOCK
    sound = steady_with_a_burst(7.9, at)
    out = limited(sound, ceiling=0.1)
    assert level(out) <= 0.1
    after = at + 2 * STEP
    assert 20 * np.log10(out[after : after + STEP, 0] / STEADY) == pytest.approx(-30, abs=0.1)


def test_a_lowered_ceiling_applies_from_its_first_frame() -> None:
    sound = np.full((20 * BLOCK, 2), 0.2, np.float32)
    ceiling = np.full(21 * BLOCK, 0.5, np.float32)
    ceiling[10 * BLOCK + 30 :] = 0.1
    out = limited(sound, ceiling)
    assert level(out[10 * BLOCK : 19 * BLOCK]) <= 0.1
    assert out[10 * BLOCK - 6 * STEP] == pytest.approx(0.2)
    assert out[15 * BLOCK] == pytest.approx(
        0.2 * 0.1 * 10 ** (-MARGIN_DB / 20) / peak_of(0.2), rel=1e-3
    )


def level(sound: Sound) -> float:
    return float(np.abs(sound).max())


@pytest.mark.parametrize("name", torture())
@pytest.mark.parametrize("block", [BLOCK, BLOCK // 8])
def test_no_peak_between_the_samples_exceeds_the_ceiling(name: str, block: int) -> None:
    sound, ceiling = torture()[name], 10 ** (CEILING_DB / 20)
    limiter, parts = Limiter.fresh(), list[Sound]()
    for at in range(0, len(sound), block):
        limiter, part = limiter.limit(sound[at : at + block], ceiling)
        parts.append(part)
    out = np.concatenate(parts)
    assert true_peak_db(sound) > -1, "it would be above"
    assert true_peak_db(out) <= -2.9
    assert true_peak_db(out) > -4, "it is not turned down more than needed"


@pytest.mark.parametrize("place", range(0, 96, 5))
def test_a_peak_is_found_in_its_step_wherever_it_lies(place: int) -> None:
    sound = np.zeros((HISTORY + 144, 2), np.float32)
    sound[HISTORY + place : HISTORY + place + 2] = 1.0
    inside, before = true_peaks(sound, 48)
    reached = np.maximum(inside, np.append(before[1:], 0.0))
    assert reached[(place + 1) // 48] > 1.2, "two equal samples hide a peak of 1.27"
    assert reached.max() <= LARGEST


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


def test_sound_below_the_ceiling_is_unchanged() -> None:
    sound = tone(1.0, 0.5)
    _, out = Limiter.fresh().limit(sound, 0.5 * 10 ** ((MARGIN_DB + 0.05) / 20))
    assert np.array_equal(out[DELAY:], sound[:-DELAY])


def test_the_ceiling_changes_the_level_and_not_the_waveform() -> None:
    quiet, loud = tone(1.0, 0.2, 200), tone(1.0, 0.8, 200)
    limiter, _ = Limiter.fresh().limit(quiet, 0.25)
    _, out = limiter.limit(loud, 0.25)
    held = out[RATE // 2 :, 0]
    spectrum = np.abs(np.fft.rfft(held * np.hanning(len(held))))
    overtones = np.delete(spectrum, np.s_[95:106])
    assert level(out) <= 0.25
    assert overtones.max() < spectrum.max() * 10 ** (-40 / 20)


@pytest.mark.parametrize("loudest", [30.0, 7_806.0, 3e38, np.inf, np.nan])
def test_no_burst_leaves_a_long_silence_behind(loudest: float) -> None:
    sound = tone(5.0, 0.2, 200)
    sound[RATE : RATE + RATE // 5] = loudest
    limiter, parts = Limiter.fresh(), list[Sound]()
    for at in range(0, len(sound), BLOCK):
        limiter, part = limiter.limit(sound[at : at + BLOCK], 0.25)
        parts.append(part)
    out = np.concatenate(parts)
    assert level(out) <= 0.25
    assert level(out[RATE * 3 : RATE * 32 // 10]) > 0.19


def test_nan_never_leaves() -> None:
    sound = tone(1.0, 0.2)
    sound[RATE // 2, 0] = np.nan
    _, out = Limiter.fresh().limit(sound, 0.5)
    assert np.isfinite(out).all()

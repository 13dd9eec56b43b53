"""Warmth reduces brightness, and leaves timing, level and low frequencies unchanged."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lullaby.audio.decoder import RATE
from lullaby.audio.ramp import Ramp
from lullaby.audio.warmth import CORNER_HZ, DELAY, Warmth
from tests.audio.sounds import Sound, clicks, steady, tone

BLOCK = 1_920


def warmed(sound: Sound, amount: float, block: int = BLOCK) -> Sound:
    warmth, parts = Warmth.fresh(), list[Sound]()
    for at in range(0, len(sound), block):
        warmth, part = warmth.warm(sound[at : at + block], amount)
        parts.append(part)
    return np.concatenate(parts)


def level_of(pitch: float, amount: float) -> float:
    """The output level in dB relative to the input."""
    out = warmed(tone(0.5, 0.5, pitch), amount)[RATE // 10 :]
    return float(20 * np.log10(np.abs(out).max() / 0.5))


def test_an_amount_of_zero_only_delays() -> None:
    sound = clicks(1.0, 0.3)
    out = warmed(sound, 0.0)
    assert np.array_equal(out[DELAY:], sound[:-DELAY])


@pytest.mark.parametrize("amount", [0.3, 1.0])
def test_low_frequencies_stay(amount: float) -> None:
    assert level_of(100.0, amount) == pytest.approx(0, abs=0.05)
    assert level_of(500.0, amount) == pytest.approx(0, abs=0.1)


def test_high_frequencies_are_reduced_as_requested() -> None:
    assert level_of(CORNER_HZ, 1.0) == pytest.approx(-3, abs=0.5)
    assert level_of(2 * CORNER_HZ, 1.0) == pytest.approx(-12.3, abs=1.0)
    assert level_of(10_000.0, 0.5) == pytest.approx(-5.3, abs=0.5)
    falling = [level_of(6_000.0, amount) for amount in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert falling == sorted(falling, reverse=True)


def test_a_click_keeps_its_position() -> None:
    sound = clicks(1.0, 0.3)
    before, after = np.abs(sound[:, 0]).argmax(), np.abs(warmed(sound, 1.0)[:, 0]).argmax()
    assert after - before == DELAY


@given(st.lists(st.integers(1, 3_000), min_size=1, max_size=6), st.floats(0, 1))
@settings(max_examples=20, deadline=None)
def test_block_sizes_do_not_matter(sizes: list[int], amount: float) -> None:
    sound = np.random.default_rng(1).normal(0, 0.2, (sum(sizes), 2)).astype(np.float32)
    warmth, parts, at = Warmth.fresh(), list[Sound](), 0
    for size in sizes:
        warmth, part = warmth.warm(sound[at : at + size], amount)
        parts.append(part)
        at += size
    assert np.allclose(np.concatenate(parts), warmed(sound, amount), atol=2e-6)


def test_a_change_of_amount_is_a_ramp() -> None:
    sound, ramp = steady(1.0) * 0.5 + tone(1.0, 0.2, 9_000.0), Ramp(0.0, 1.0, RATE // 2)
    warmth, parts = Warmth.fresh(), list[Sound]()
    for at in range(0, len(sound), BLOCK):
        warmth, part = warmth.warm(sound[at : at + BLOCK], ramp.curve(BLOCK))
        parts.append(part)
        ramp = ramp.after(BLOCK)
    whole = np.concatenate(parts)[RATE // 10 :, 0]
    bright = np.abs(whole - 0.25)[: len(whole) // 480 * 480].reshape(-1, 480).max(axis=1)
    assert (np.diff(bright) < 1e-3).all(), "it only falls"
    assert bright[-1] < 0.03


def test_the_state_before_is_left_as_it_was() -> None:
    before, _ = Warmth.fresh().warm(tone(0.04, 0.5), 1.0)
    kept = before.past.copy()
    _, first = before.warm(tone(0.04, 0.3), 0.5)
    _, again = before.warm(tone(0.04, 0.3), 0.5)
    assert np.array_equal(first, again)
    assert np.array_equal(before.past, kept)

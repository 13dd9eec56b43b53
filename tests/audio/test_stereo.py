"""Mono output and balance: every sample, and never louder."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from lullaby.audio.stereo import PLAIN
from lullaby.units import Ms
from tests.audio.sounds import Sound, tone
from tests.audio.test_engine import ReadySource, Stage, playing

SOUNDS = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 60), st.just(2)),
    elements=st.floats(-1.0, 1.0, width=32),
)
BALANCES = st.integers(-10, 10).map(lambda tenths: tenths / 10)


def two_tones(seconds: float) -> Sound:
    """440 Hz at the left, 660 Hz at the right."""
    return np.column_stack((tone(seconds, 0.4, 440.0)[:, 0], tone(seconds, 0.3, 660.0)[:, 0]))


def changed(sound: Sound, mono: bool, balance: float) -> Sound:
    out = sound.copy()
    PLAIN.to(mono, balance, 0).apply(out)
    return out


@given(SOUNDS)
def test_plain_stereo_is_bit_identical(sound: Sound) -> None:
    assert changed(sound, False, 0.0).tobytes() == sound.tobytes()


@given(SOUNDS)
def test_mono_is_the_mean_on_both_sides(sound: Sound) -> None:
    out = changed(sound, True, 0.0)
    assert np.array_equal(out[:, 0], out[:, 1])
    assert np.allclose(out[:, 0], sound.mean(axis=1), atol=1e-6)


@given(SOUNDS, BALANCES)
def test_balance_lowers_the_far_side_alone(sound: Sound, balance: float) -> None:
    out = changed(sound, False, balance)
    near, far = (1, 0) if balance > 0 else (0, 1)
    assert np.array_equal(out[:, near], sound[:, near])
    assert np.allclose(out[:, far], sound[:, far] * (1 - abs(balance)), atol=1e-6)


@given(SOUNDS, st.lists(st.tuples(st.booleans(), BALANCES, st.integers(0, 40)), max_size=4))
def test_nothing_is_ever_louder_than_the_louder_side(
    sound: Sound, changes: list[tuple[bool, float, int]]
) -> None:
    stereo = PLAIN
    for mono, balance, frames in changes:
        stereo = stereo.to(mono, balance, frames)
        out = sound.copy()
        stereo.apply(out)
        stereo = stereo.after(len(sound))
        assert (np.abs(out).max(axis=1) <= np.abs(sound).max(axis=1) + 1e-6).all()


@given(SOUNDS, st.integers(1, 59), st.booleans(), BALANCES)
def test_a_change_sounds_the_same_in_blocks_of_any_length(
    sound: Sound, cut: int, mono: bool, balance: float
) -> None:
    whole, first, second = sound.copy(), sound[:cut].copy(), sound[cut:].copy()
    stereo = PLAIN.to(mono, balance, 40)
    stereo.apply(whole)
    stereo.apply(first)
    stereo.after(len(first)).apply(second)
    assert np.array_equal(np.concatenate((first, second)), whole)


@pytest.mark.parametrize(("mono", "balance"), [(True, 0.0), (False, -1.0), (True, 0.5)])
def test_the_mix_changes_over_without_a_click(mono: bool, balance: float) -> None:
    stage = Stage(playing(ReadySource(two_tones(6.0))))
    stage.hear(400)
    stage.do(lambda mix: mix.set_stereo(mono, balance, Ms(400)))
    gliding = stage.hear(600)
    corners = np.abs(np.diff(gliding, 2, axis=0)).max()
    assert corners <= np.abs(np.diff(two_tones(0.2), 2, axis=0)).max() * 1.05


def test_mono_is_the_mean_of_what_plays() -> None:
    stage = Stage(playing(ReadySource(two_tones(6.0))), lambda mix: mix.set_stereo(True, 0, Ms(0)))
    stage.hear(400)
    heard = stage.hear(1_000)
    assert np.array_equal(heard[:, 0], heard[:, 1])
    assert np.abs(heard).max() == pytest.approx(0.35, abs=0.02)

"""How quickly pitches change, on sounds whose notes the tests have set."""

from itertools import pairwise

import numpy as np
import pytest

from lullaby.tempo.pitches import turnover_and_lead
from lullaby.tempo.spectrum import RATE, picture
from tests.tempo.pieces import SECONDS, Sound, Times, beats, drone, plucks

TUNE = (261.63, 329.63, 392.0, 440.0)


def measured(sound: Sound) -> tuple[float, float]:
    seen = picture(sound)
    assert seen is not None
    return turnover_and_lead(seen.fine)


def soft(times: Times, rise: float, under: float = 0.0) -> Sound:
    """Long notes that swell for `rise` s, one after the other, over a quiet trembling."""
    time = np.arange(round(SECONDS * RATE)) / RATE
    sound = under * np.sin(2 * np.pi * 1_320 * time) * (1 + np.sin(2 * np.pi * 8 * time))
    for number, (start, end) in enumerate(pairwise(times)):
        inside = (time >= start) & (time < end)
        since, left = time[inside] - start, end - time[inside]
        shape = np.minimum(1.0, np.minimum(since, left) / rise)
        sound[inside] += shape * np.sin(2 * np.pi * TUNE[number % 4] * since)
    return (0.3 * sound).astype(np.float32)


def test_a_held_chord_neither_changes_nor_moves() -> None:
    turnover, lead = measured(drone(pitch=220.0))
    assert turnover < 0.1
    assert lead == 0


@pytest.mark.parametrize("per_second", [0.5, 1.0, 2.0, 4.0])
def test_changes_of_pitch_are_counted(per_second: float) -> None:
    _, lead = measured(plucks(beats(60 * per_second), TUNE))
    assert lead == pytest.approx(per_second, rel=0.15)


def test_a_soft_attack_counts_as_much_as_a_hard_one() -> None:
    times = beats(60)
    _, hard = measured(soft(times, 0.01))
    _, swelling = measured(soft(times, 0.3))
    assert swelling == pytest.approx(hard, rel=0.1)


def test_quiet_trembling_beneath_a_slow_tune_is_no_change() -> None:
    _, lead = measured(soft(beats(40), 0.05, under=0.2))
    assert lead == pytest.approx(40 / 60, rel=0.2)


def test_quicker_tunes_turn_over_more() -> None:
    found = [measured(plucks(beats(bpm), TUNE))[0] for bpm in (40, 80, 160, 320)]
    assert found == sorted(found)
    assert found[-1] > 2 * found[0]


def test_neither_loudness_nor_polarity_counts() -> None:
    sound = plucks(beats(80), TUNE)
    plain = measured(sound)
    assert measured(-sound) == pytest.approx(plain, rel=1e-6)
    assert measured(sound * np.float32(0.01)) == pytest.approx(plain, rel=1e-3)


def test_almost_no_sound_gives_no_result() -> None:
    assert turnover_and_lead(np.zeros((0, 1_025), np.float32)) == (0.0, 0.0)
    assert turnover_and_lead(np.zeros((40, 1_025), np.float32)) == (0.0, 0.0)

"""What tells the kinds of recordings apart, on sounds that the tests made."""

import numpy as np

from lullaby.tempo.kind import kind_features, voice_alone
from lullaby.tempo.onsets import onsets
from lullaby.tempo.spectrum import RATE, picture
from tests.tempo.pieces import SECONDS, TUNE, Sound, beats, clicks, drone, hiss, pads, plucks

TIMES = beats(80)


def kind(sound: Sound) -> dict[str, float]:
    seen = picture(sound)
    assert seen is not None
    return kind_features(seen, onsets(seen))


def voice(vibrato: float) -> Sound:
    """One long note after another, wavering by so many semitones, with four partials."""
    time = np.arange(round(SECONDS * RATE)) / RATE
    tune = np.array(TUNE)[(time // 1.5).astype(int) % len(TUNE)]
    hertz = tune * 2 ** (vibrato / 12 * np.sin(2 * np.pi * 5.3 * time))
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    waves = [np.sin(n * phase) / n for n in range(1, 5)]
    return (0.2 * np.sum(waves, axis=0)).astype(np.float32)


def drummed(sound: Sound) -> Sound:
    """`sound` with a short burst of noise on each beat."""
    dice = np.random.default_rng(7)
    made = sound.copy()
    for at in TIMES:
        start, size = round(at * RATE), RATE // 16
        burst = dice.normal(0, 0.3, size) * np.linspace(1, 0, size)
        made[start : start + size] += burst.astype(np.float32)
    return made


def test_a_voice_wavers_and_a_harp_does_not() -> None:
    assert kind(plucks(TIMES, TUNE))["waver"] < 0.02
    assert kind(voice(0.0))["waver"] < 0.02
    assert kind(voice(0.4))["waver"] > 0.05


def test_drums_fill_more_bands_at_once_than_a_tune() -> None:
    tune = plucks(TIMES, TUNE)
    assert kind(drummed(tune))["breadth"] > 1.3 * kind(tune)["breadth"]
    assert kind(drummed(tune))["high_share"] > kind(tune)["high_share"]


def test_what_is_plucked_dies_away_and_what_is_held_does_not() -> None:
    assert kind(plucks(TIMES, TUNE))["decay"] > 3
    assert kind(pads(TIMES))["decay"] < 1


def test_pauses_are_the_share_of_silence() -> None:
    sound = drone()
    half = sound.copy()
    half[5 * RATE : 20 * RATE] = 0
    assert kind(sound)["pauses"] == 0
    assert abs(kind(half)["pauses"] - 0.5) < 0.02


def test_noise_has_more_partials_than_a_tune() -> None:
    assert kind(hiss(3, -0.3))["tones"] > kind(plucks(TIMES, TUNE))["tones"] + 1


def test_loudness_counts_for_nothing() -> None:
    sound = drummed(plucks(TIMES, TUNE))
    loud, soft = kind(sound), kind((0.05 * sound).astype(np.float32))
    assert np.allclose(list(loud.values()), list(soft.values()), rtol=0.02, atol=1e-3)


def test_clicks_have_no_pitch_to_waver() -> None:
    assert kind(clicks(80))["waver"] < 0.2


def test_a_voice_alone_is_told_from_a_harp() -> None:
    assert voice_alone(kind(voice(0.4))["waver"]) > 0.7
    assert voice_alone(kind(plucks(TIMES, TUNE))["waver"]) < 0.05
    assert 0 <= voice_alone(0.0) < 0.01

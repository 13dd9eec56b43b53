"""Tempo analysis of sounds whose tempo is known, because the tests made them."""

import numpy as np
import pytest

from lullaby.tempo.analysis import NO_ANALYSIS, CalmReason, TempoAnalysis
from lullaby.tempo.analyzer import analyze, tempos
from lullaby.tempo.answer import Pace
from lullaby.tempo.spectrum import RATE
from tests.tempo.pieces import (
    SECONDS,
    TRIAD,
    TUNE,
    Sound,
    beats,
    clicks,
    drone,
    drops,
    hiss,
    pads,
    plucks,
    singing,
    song,
    syllables,
)


def analyzed(sound: Sound) -> TempoAnalysis:
    return analyze([sound])


def counted(answer: TempoAnalysis) -> list[float]:
    """The felt tempo and those beside it."""
    assert answer.bpm is not None
    return [answer.bpm, *(other.bpm for other in answer.alternatives)]


@pytest.mark.parametrize("bpm", [50, 60, 72, 90])
def test_a_metronome_is_counted_as_it_ticks(bpm: int) -> None:
    assert analyzed(clicks(bpm)).bpm == pytest.approx(bpm, rel=0.02)


@pytest.mark.parametrize("bpm", [50, 66, 80])
def test_a_slow_song_is_slow_and_not_doubled(bpm: int) -> None:
    answer = analyzed(song(bpm))
    assert answer.bpm == pytest.approx(bpm, rel=0.02)
    assert answer.pace is Pace.SLOW
    assert answer.calm is not None
    assert answer.calm > 0.7
    assert CalmReason.SLOW_BEAT in answer.reasons or CalmReason.SLOW_CHANGES in answer.reasons


@pytest.mark.parametrize("bpm", [50, 66])
def test_six_eight_rocks_in_dotted_beats(bpm: int) -> None:
    answer = analyzed(song(bpm, meter=3))
    assert answer.bpm == pytest.approx(bpm, rel=0.02)
    assert answer.pace is Pace.SLOW


def test_pads_and_arpeggios() -> None:
    assert analyzed(pads(beats(60))).bpm == pytest.approx(60, rel=0.02)
    assert analyzed(pads(beats(40))).pace is Pace.SLOW
    assert analyzed(plucks(beats(66, per_beat=2), TRIAD)).bpm == pytest.approx(66, rel=0.02)


def test_rubato_of_five_percent_keeps_its_beat() -> None:
    steps = np.random.default_rng(1).uniform(0.95, 1.05, len(beats(70))) * 60 / 70
    assert analyzed(plucks(np.cumsum(steps), TUNE)).bpm == pytest.approx(70, rel=0.04)


@pytest.mark.parametrize(("held", "other"), [(60, 68), (72, 80), (80, 72)])
def test_a_tempo_that_changes_is_counted_over_the_whole_song(held: int, other: int) -> None:
    """However long one tempo is held: two thirds of the song at one, the rest at another."""
    steps = np.concatenate([np.full(25, 60 / held), np.full(14, 60 / other)])
    times = 0.1 + np.cumsum(steps)
    mean = 60 / float(np.mean(steps))
    found = analyzed(plucks(times, TUNE, float(times[-1]) + 1)).bpm
    assert found == pytest.approx(mean, rel=0.015)


def test_swing_is_no_other_tempo() -> None:
    times = beats(80, per_beat=2)
    times[1::2] += 60 / 80 / 6
    assert analyzed(plucks(times, TUNE)).bpm == pytest.approx(80, rel=0.02)


def test_a_long_quiet_introduction_does_not_mislead() -> None:
    intro = 0.02 * pads(beats(30, 12.0), 12.0)
    answer = analyzed(np.concatenate([intro, song(72)]).astype(np.float32))
    assert answer.bpm == pytest.approx(72, rel=0.02)


def test_a_fade_in_does_not_mislead() -> None:
    rising = np.linspace(0, 1, round(SECONDS * RATE), dtype=np.float32)
    answer = analyzed(song(72) * rising)
    assert answer.bpm == pytest.approx(72, rel=0.02)
    assert answer.pace is Pace.SLOW


@pytest.mark.parametrize("breath", [0.003, 0.01])
def test_a_voice_alone_is_slow_up_to_about_two_notes_a_second(breath: float) -> None:
    assert analyzed(singing(1.9, breath)).pace is Pace.SLOW
    assert analyzed(singing(4.0, breath)).pace is Pace.NOT_SLOW


def test_a_restless_piece_is_not_slow() -> None:
    notes = plucks(beats(120, per_beat=4), TUNE) + clicks(240)
    answer = analyzed(notes.astype(np.float32))
    assert answer.pace is Pace.NOT_SLOW
    assert answer.reasons
    assert not {CalmReason.SLOW_BEAT, CalmReason.FEW_ONSETS, CalmReason.SMOOTH} & set(
        answer.reasons
    )


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(0, np.float32),
        np.zeros(10 * RATE, np.float32),
        np.full(10 * RATE, 0.3, np.float32),
        1e-6 * hiss(1, 0.0),
        clicks(60)[:RATE],
    ],
    ids=["nothing", "silence", "a constant", "a hiss too soft to hear", "one second"],
)
def test_too_little_to_hear(sound: Sound) -> None:
    assert analyzed(sound) == NO_ANALYSIS
    assert analyze([]) == NO_ANALYSIS


def test_a_single_held_note_has_no_beat() -> None:
    answer = analyzed(drone())
    assert answer.bpm is None
    assert answer.alternatives == ()
    assert answer.reasons[0] is CalmReason.NO_STEADY_BEAT
    assert not answer.has_beat


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", ["white", "pink", "brown", "drops", "rain", "speech"])
def test_noise_never_gets_a_number(kind: str, seed: int) -> None:
    sound = {
        "white": lambda: hiss(seed, 0.0),
        "pink": lambda: hiss(seed, -0.5),
        "brown": lambda: hiss(seed, -1.0),
        "drops": lambda: drops(seed, 5),
        "rain": lambda: drops(seed, 60),
        "speech": lambda: syllables(seed),
    }[kind]()
    answer = analyzed(sound)
    assert answer.bpm is None
    assert answer.pace is Pace.UNKNOWN
    assert answer.reasons == (CalmReason.NO_STEADY_BEAT,)


@pytest.mark.parametrize("seconds", [2, 3, 5])
def test_a_second_or_two_of_noise_has_no_pulse(seconds: int) -> None:
    for seed in range(1_000, 1_006):
        dice = np.random.default_rng(seed)
        sound = dice.normal(0, 0.2, seconds * RATE).astype(np.float32)
        assert analyzed(sound).bpm is None


def test_weights_are_shares_of_one_whole_and_fall() -> None:
    answer = analyzed(plucks(beats(96, per_beat=2), TRIAD))
    weights = [other.weight for other in answer.alternatives]
    assert weights == sorted(weights, reverse=True)
    assert 0 < sum(weights) <= 1
    assert len(set(counted(answer))) == len(counted(answer))


def test_candidates_that_are_one_tempo_count_as_one() -> None:
    bpms, weights = np.array([64.0, 98.0, 66.0, 128.0]), np.array([0.3, 0.4, 0.2, 0.1])
    first, second, third = tempos(bpms, weights)
    assert first.bpm == pytest.approx(64.8, abs=0.1)
    assert [first.weight, second.weight, third.weight] == [0.5, 0.4, 0.1]
    assert (second.bpm, third.bpm) == (98, 128)
    assert tempos(np.zeros(0), np.zeros(0)) == []


def test_excerpts_count_together() -> None:
    whole = song(66, 45.0)
    parts = [whole[: 20 * RATE], whole[25 * RATE :]]
    apart, alone = analyze(parts), analyze([whole])
    assert apart.bpm == pytest.approx(alone.bpm, rel=0.01)
    assert apart.seconds == pytest.approx(40, abs=2)
    assert apart.pace is alone.pace


def test_excerpts_are_asked_for_one_by_one() -> None:
    """So that a long recording is never in memory as a whole."""
    asked: list[int] = []

    def excerpts():
        for number in range(3):
            asked.append(number)
            yield song(60, 12.0) if number else np.zeros(RATE, np.float32)

    assert analyze(excerpts()).bpm == pytest.approx(60, rel=0.02)
    assert asked == [0, 1, 2]

"""A sung take finds its place in the song by the notes of the score."""

import numpy as np
import pytest
from numpy.typing import NDArray

from lullaby.songbook.timeline import Timeline
from lullaby.takes.placing import Placement, place
from lullaby.takes.salience import RATE
from tests.takes.singer import VOICES, Voice, faster, first_verse, performed, sing

SURE_MS = 12.0
BEGINS_MS = 180.0


@pytest.fixture(scope="module")
def song() -> Timeline:
    return performed("fais-dodo")


@pytest.fixture(scope="module")
def sung(song: Timeline) -> NDArray[np.float32]:
    return sing(first_verse(song), 1, VOICES["woman"], BEGINS_MS)


def placed(sound: NDArray[np.float32], song: Timeline, near_ms: float | None = None) -> Placement:
    found = place(sound, song, near_ms)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "kind", "begins_ms"),
    [("suo-gan", "man", -300.0), ("schlaf-kindlein", "child", 250.0), ("twinkle", "trained", 0.0)],
)
def test_any_voice_in_any_key_is_placed(name: str, kind: str, begins_ms: float) -> None:
    song, voice = performed(name), VOICES[kind]
    found = placed(sing(first_verse(song), 5, voice, begins_ms), song)
    assert found.first_ms == pytest.approx(begins_ms, abs=SURE_MS)
    assert found.semitones == voice.semitones
    assert found.pace == 1.0


def test_the_doubt_covers_the_error(song: Timeline, sung: NDArray[np.float32]) -> None:
    found = placed(sung, song)
    assert abs(found.first_ms - BEGINS_MS) <= max(found.doubt_ms, SURE_MS)
    assert 3.0 <= found.doubt_ms <= 45.0


def test_a_voice_in_noise_is_placed(song: Timeline) -> None:
    found = placed(sing(first_verse(song), 2, VOICES["woman"], BEGINS_MS, snr_db=6.0), song)
    assert found.first_ms == pytest.approx(BEGINS_MS, abs=2 * SURE_MS)


def test_a_part_of_a_song_is_placed(song: Timeline, sung: NDArray[np.float32]) -> None:
    cut = sung[8 * RATE : 22 * RATE]
    assert placed(cut, song).first_ms == pytest.approx(BEGINS_MS + 8_000, abs=2 * SURE_MS)


def test_of_verses_with_one_tune_the_first_counts_unless_another_is_near(
    song: Timeline, sung: NDArray[np.float32]
) -> None:
    second_ms = song.verses_ms[1][0] - song.verses_ms[0][0] + BEGINS_MS
    assert placed(sung, song).first_ms == pytest.approx(BEGINS_MS, abs=SURE_MS)
    assert placed(sung, song, second_ms + 400).first_ms == pytest.approx(second_ms, abs=SURE_MS)


def test_another_pace_is_found(song: Timeline) -> None:
    slower = faster(first_verse(song), 0.88)
    found = placed(sing(slower, 3, VOICES["woman"]), song)
    assert found.pace == pytest.approx(0.88, abs=0.002)
    assert found.first_ms == pytest.approx(0.0, abs=60)


def test_the_clock_of_a_recorder_that_is_off_does_not_lose_the_tune(song: Timeline) -> None:
    drifting = faster(first_verse(song), 1.0002)
    found = placed(sing(drifting, 3, Voice(), BEGINS_MS), song)
    assert found.first_ms == pytest.approx(BEGINS_MS, abs=SURE_MS)


def test_another_song_is_refused(sung: NDArray[np.float32]) -> None:
    assert place(sung, performed("stille-nacht")) is None


@pytest.mark.parametrize("loud", [0.0, 0.1])
def test_silence_and_noise_are_refused(song: Timeline, loud: float) -> None:
    noise = np.random.default_rng(4).normal(0, 1, 20 * RATE).astype(np.float32)
    assert place(noise * np.float32(loud), song) is None


@pytest.mark.parametrize("frames", [0, 1, RATE // 2, RATE + 1])
def test_next_to_nothing_is_refused(song: Timeline, frames: int) -> None:
    assert place(np.full(frames, 0.1, np.float32), song) is None

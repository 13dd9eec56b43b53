"""Slower, faster, higher, lower: the right notes at the right time, and nothing else changed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE, Block, Decoder
from lullaby.audio.onsets import OnsetFinder
from lullaby.audio.stretch import Stretcher
from lullaby.paths import assets
from lullaby.units import Ms
from tests.audio.sounds import Sound, clicks, tone

CORNERS = [(pace, key) for pace in (0.6, 1.0, 1.1) for key in (-6, 0, 6)]
PAIRS = [*CORNERS, (0.7, 0), (0.8, 3), (0.95, -1), (1.0, 0.5)]
TOP = 20
"""The top of a click comes this many frames after its start."""


def stretched(sound: Sound, pace: float, key: float, block: int = 4_096) -> Sound:
    stretcher = Stretcher(pace, key)
    parts: list[Block] = [
        stretcher.process(sound[at : at + block]) for at in range(0, len(sound), block)
    ]
    return np.concatenate([*parts, stretcher.flush()])


def db(gain: float) -> float:
    return 20 * np.log10(max(gain, 1e-12))


def rms(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))


def pitch_of(sound: Sound) -> float:
    """The strongest tone, in Hz."""
    spectrum = np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound)), 8 * len(sound)))
    at = int(spectrum.argmax())
    left, middle, right = np.log(spectrum[at - 1 : at + 2])
    offset = 0.5 * (left - right) / (left - 2 * middle + right)
    return float((at + offset) * RATE / (8 * len(sound)))


def chord(seconds: float) -> Sound:
    """Four notes, each with its own stereo position."""
    notes = zip((196.0, 294.0, 370.0, 587.0), (0.1, 0.4, 0.6, 0.9), strict=True)
    return sum(
        (tone(seconds, 0.15, pitch) * np.array([1 - side, side], np.float32))
        for pitch, side in notes
    ).astype(np.float32)  # pyright: ignore[reportAttributeAccessIssue]


def plucks(seconds: float, every: float) -> Sound:
    """Plucked notes over a soft hum."""
    sound = tone(seconds, 0.02, 110.0)
    for number, at in enumerate(np.arange(every, seconds - 0.2, every)):
        start = round(at * RATE)
        time = np.arange(len(sound) - start) / RATE
        pitch = 330.0 * (1, 1.25, 1.5)[number % 3]
        wave = sum(np.sin(2 * np.pi * pitch * n * time) / n for n in range(1, 6))
        sound[start:] += (0.2 * np.exp(-12 * time) * wave).astype(np.float32)[:, None]
    return sound


@pytest.mark.parametrize(("pace", "key"), PAIRS)
@pytest.mark.parametrize("pitch", [110.0, 440.0, 2_500.0])
def test_a_tone_keeps_its_level_and_gets_the_requested_pitch_and_length(
    pace: float, key: float, pitch: float
) -> None:
    sound = tone(2.5, 0.3, pitch)
    out = stretched(sound, pace, key)
    assert len(out) == round(len(sound) / pace)
    middle = out[RATE // 2 : -RATE // 2]
    cents = 1200 * np.log2(pitch_of(middle) / pitch)
    assert cents == pytest.approx(100 * key, abs=1.0)
    assert db(rms(middle) / rms(sound)) == pytest.approx(0, abs=0.1)
    assert np.abs(out).max() < 0.3 * 1.1, "nothing swells at the start or the end"


@pytest.mark.parametrize(("pace", "key"), CORNERS)
def test_a_chord_keeps_its_level_and_stereo_positions(pace: float, key: float) -> None:
    sound = chord(3.0)
    out = stretched(sound, pace, key)[RATE // 2 : -RATE // 2]
    for side in (0, 1):
        assert db(rms(out[:, side]) / rms(sound[:, side])) == pytest.approx(0, abs=0.5)
    width = rms(out[:, 0] - out[:, 1]) / rms(out)
    assert db(width / (rms(sound[:, 0] - sound[:, 1]) / rms(sound))) == pytest.approx(0, abs=0.3)


@pytest.mark.parametrize(("pace", "key"), CORNERS)
def test_equal_and_opposite_channels_stay_so(pace: float, key: float) -> None:
    sound = plucks(2.0, 0.37)
    same = stretched(sound, pace, key)
    assert np.array_equal(same[:, 0], same[:, 1])
    opposite = stretched(sound * np.array([1, -0.5], np.float32), pace, key)
    assert np.allclose(opposite[:, 0], -2 * opposite[:, 1], atol=1e-5)


@pytest.mark.parametrize(("pace", "key"), CORNERS)
@pytest.mark.parametrize("every", [0.5, 0.19])
def test_every_click_is_heard_at_its_time_and_not_before(
    pace: float, key: float, every: float
) -> None:
    sound = clicks(3.0, every)
    out = stretched(sound, pace, key)[:, 0]
    for at in np.arange(every, 2.85, every):
        due = round((round(at * RATE) + TOP) / pace)
        near = np.abs(out[due - 2_400 : due + 2_400])
        top = int(near.argmax())
        assert abs(top - 2_400) < RATE / 1000
        assert db(near[: top - 96].max() / near[top]) < -60
        assert near[top] > 0.5, "it stays a click"


@pytest.mark.parametrize(("pace", "key"), CORNERS)
def test_the_attack_of_a_note_stays_sharp_and_in_time(pace: float, key: float) -> None:
    sound = plucks(3.0, 0.31)
    out = stretched(sound, pace, key)
    for at in np.arange(0.31, 2.8, 0.31):
        due = round(round(at * RATE) / pace)
        before, after = out[due - 720 : due - 48], out[due + 48 : due + 720]
        start = round(at * RATE)
        was = db(rms(sound[start + 48 : start + 720]) / rms(sound[start - 720 : start - 48]))
        assert db(rms(after) / rms(before)) > was - 5


def lullaby(name: str, start_ms: int, seconds: float) -> Sound:
    decoder, parts, frames = Decoder(assets() / "songs" / name, Ms(start_ms)), list[Block](), 0
    while frames < seconds * RATE and (block := decoder.read()) is not None:
        parts.append(block)
        frames += len(block)
    decoder.close()
    return np.concatenate(parts)[: round(seconds * RATE)]


def spectra(sound: Sound, places: NDArray[np.int64], size: int = 1_024) -> NDArray[np.float64]:
    frames = places[:, None] + np.arange(size) - size // 2
    return np.abs(np.fft.rfft(sound.mean(axis=1)[frames] * np.hanning(size)))


@pytest.mark.parametrize("name", ["suo-gan.opus", "guten-abend.opus"])
@pytest.mark.parametrize("pace", [0.6, 0.8, 1.1])
def test_a_slowed_lullaby_has_the_same_spectrum(name: str, pace: float) -> None:
    """Compares spectra at corresponding moments; 0.25 without phase locking."""
    sound = lullaby(name, 8_000, 8.0)
    out = stretched(sound, pace, 0)
    places = np.arange(RATE // 2, len(sound) - RATE // 2, 700)
    was, became = spectra(sound, places), spectra(out, np.round(places / pace).astype(np.int64))
    assert np.linalg.norm(was - became) / np.linalg.norm(was) < 0.2
    for side in (0, 1):
        assert db(rms(out[:, side]) / rms(sound[:, side])) == pytest.approx(0, abs=0.5)


def test_the_first_frame_stays_the_first() -> None:
    sound = plucks(1.0, 0.31) + tone(1.0, 0.2, 523.0)
    out = stretched(sound, 0.7, 0)
    assert np.allclose(out[:900], sound[:900], atol=0.01)


@given(st.lists(st.integers(0, 9_000), min_size=1, max_size=8), st.sampled_from(PAIRS))
@settings(max_examples=15, deadline=None)
def test_block_sizes_do_not_matter(sizes: list[int], pair: tuple[float, float]) -> None:
    sound = plucks(0.8, 0.21)
    stretcher = Stretcher(*pair)
    parts: list[Block] = []
    at = 0
    for size in [*sizes, len(sound)]:
        parts.append(stretcher.process(sound[at : at + size]))
        at += size
    whole = np.concatenate([*parts, stretcher.flush()])
    assert np.array_equal(whole, stretched(sound, *pair))


def test_at_original_settings_nothing_is_changed() -> None:
    sound = plucks(1.0, 0.3)
    stretcher = Stretcher(1.0, 0)
    assert stretcher.process(sound) is sound
    assert len(stretcher.flush()) == 0


@pytest.mark.parametrize("frames", [0, 1, 100, 3_000])
def test_however_short(frames: int) -> None:
    out = stretched(tone(0.1)[:frames], 0.7, -2)
    assert out.shape == (round(frames / 0.7), 2)
    assert np.isfinite(out).all()


def test_silence_stays_silence() -> None:
    sound = np.zeros((RATE, 2), np.float32)
    assert not stretched(sound, 0.8, 2).any()


def test_little_is_held_back() -> None:
    stretcher = Stretcher(0.6, 0)
    given_so_far = sum(len(stretcher.process(part)) for part in np.split(tone(2.0), 20))
    assert given_so_far * 0.6 > 1.6 * RATE


def test_its_memory_does_not_grow() -> None:
    stretcher = Stretcher(0.8, -2)
    block = plucks(1.0, 0.3)
    held: list[int] = []
    for _ in range(12):
        stretcher.process(block)
        held.append(stretcher.held)
    assert max(held[2:]) < 2 * RATE


@pytest.mark.parametrize("every", [0.13, 0.4])
def test_onsets_are_found_where_they_are(every: float) -> None:
    finder = OnsetFinder(4_800)
    sound = plucks(3.0, every)
    found: list[int] = []
    for at in range(0, len(sound), 1_111):
        found += finder.feed(sound[at : at + 1_111])
    due = [at for at in np.arange(every, 2.8, every) if at * RATE < finder.known_to]
    assert len(found) >= len(due)
    for at in due:
        assert min(abs(one - at * RATE) for one in found) < RATE / 1000
    assert all(later - earlier >= 4_800 for earlier, later in pairwise(found))


def test_a_steady_sound_has_no_onsets() -> None:
    finder = OnsetFinder(4_800)
    low = tone(2.0, 0.5, 41.0) + tone(2.0, 0.1, 330.0)
    assert [at for at in finder.feed(low) if at > RATE // 10] == []


def test_nan_does_not_spoil_what_follows() -> None:
    sound = tone(4.0, 0.3)
    sound[RATE : RATE + 50] = np.nan
    sound[RATE + 50 : RATE + 90] = 3e38
    stretcher = Stretcher(0.8, -2.0)
    out = np.concatenate((stretcher.process(sound), stretcher.flush()))
    assert np.isfinite(out).all()
    assert np.abs(out).max() < 0.6
    assert np.abs(out[3 * RATE : 4 * RATE]).max() > 0.25

"""Loudness against the EBU's own test signals (Tech 3341, table 1) and against ffmpeg's answer."""

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.decoder import RATE
from lullaby.audio.loudness import Meter, measure
from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.paths import assets
from tests.audio.sounds import Sound, tone, write
from tests.audio.test_damage import float_wav, random_bytes
from tests.memory import peak_kb

Parts = tuple[tuple[float, float], ...]

CASES: dict[int, tuple[Parts, float]] = {
    1: (((-23.0, 20.0),), -23.0),
    2: (((-33.0, 20.0),), -33.0),
    3: (((-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0)), -23.0),
    4: (((-72.0, 10.0), (-36.0, 10.0), (-23.0, 60.0), (-36.0, 10.0), (-72.0, 10.0)), -23.0),
    5: (((-26.0, 20.0), (-20.0, 20.1), (-26.0, 20.0)), -23.0),
}
"""By number: parts of (dBFS, seconds) of a 1 kHz tone on both sides, and the LUFS they come to."""

PEAKS = {
    15: (4, 0.0, 0.5, -6.0),
    16: (4, 45.0, 0.5, -6.0),
    17: (6, 60.0, 0.5, -6.0),
    18: (8, 67.5, 0.5, -6.0),
    19: (4, 45.0, 1.41, 3.0),
}
"""By number: frames of a period, phase in degrees, amplitude, and the dBTP it comes to."""

NEAR = 0.1


def linear(db: float) -> float:
    return 10 ** (db / 20)


def read(path: Path) -> LoudnessReading:
    reading = measure(path)
    assert isinstance(reading, LoudnessReading)
    return reading


@pytest.mark.parametrize("number", CASES)
def test_integrated_loudness_of_the_ebu_test_signals(tmp_path: Path, number: int) -> None:
    parts, lufs = CASES[number]
    sound = np.concatenate([tone(seconds, linear(db), 1_000.0) for db, seconds in parts])
    reading = read(write(tmp_path / "case.flac", sound))
    assert reading.integrated_lufs == pytest.approx(lufs, abs=NEAR)


def test_integrated_loudness_of_the_ebu_test_signals_in_five_channels() -> None:
    """Case 6: left, right, centre and the two surrounds, as a meter hears them one by one."""
    levels = np.array([linear(db) for db in (-28.0, -28.0, -24.0, -30.0, -30.0)], np.float32)
    meter = Meter("5.0")
    sound = tone(20.0, 1.0, 1_000.0)[:, :1] * levels
    for at in range(0, len(sound), 10_000):
        meter.feed(sound[at : at + 10_000])
    reading = meter.reading()
    assert isinstance(reading, LoudnessReading)
    assert reading.integrated_lufs == pytest.approx(-23.0, abs=NEAR)


@pytest.mark.parametrize("number", PEAKS)
def test_true_peak_of_the_ebu_test_signals(tmp_path: Path, number: int) -> None:
    period, phase, level, peak_db = PEAKS[number]
    at = np.arange(RATE * 2)
    edge = np.minimum(1, np.minimum(at, len(at) - 1 - at) / 4_800)
    wave = level * edge * np.sin(2 * np.pi * at / period + np.radians(phase))
    reading = read(write(tmp_path / "case.wav", np.repeat(wave[:, None], 2, 1).astype(np.float32)))
    assert -0.4 <= reading.true_peak_db - peak_db <= 0.2


def of_ffmpeg(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak as the ffmpeg command prints them, in tenths."""
    asked = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path)]
    asked += ["-filter_complex", "ebur128=peak=true", "-f", "null", "-"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=60)
    summary = done.stderr[done.stderr.rindex("Summary:") :]
    lufs, peak = re.search(r"I:\s+(\S+) LUFS", summary), re.search(r"Peak:\s+(\S+) dBFS", summary)
    assert lufs is not None
    assert peak is not None
    return float(lufs[1]), float(peak[1])


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not here to be asked")
@pytest.mark.parametrize("name", ["guten-abend.opus", "hine-e-hine.opus"])
def test_the_result_is_ffmpegs_own(name: str) -> None:
    path = assets() / "songs" / name
    reading, (lufs, peak_db) = read(path), of_ffmpeg(path)
    assert reading.integrated_lufs == pytest.approx(lufs, abs=NEAR)
    assert reading.true_peak_db == pytest.approx(peak_db, abs=NEAR)


def test_mono_counts_as_it_plays_on_both_channels(tmp_path: Path) -> None:
    sound = tone(3.0, linear(-23.0), 1_000.0)
    both, one = write(tmp_path / "2.wav", sound), write(tmp_path / "1.wav", sound[:, :1])
    assert read(one).integrated_lufs == pytest.approx(read(both).integrated_lufs, abs=0.02)


def test_the_loudness_range_is_reported(tmp_path: Path) -> None:
    """Tech 3342, case 1: two tones 10 dB apart."""
    sound = np.concatenate([tone(20.0, linear(db), 1_000.0) for db in (-20.0, -30.0)])
    assert read(write(tmp_path / "case.flac", sound)).range_lu == pytest.approx(10, abs=1)


@pytest.mark.parametrize(
    ("sound", "reason"),
    [
        (np.zeros((2 * RATE, 2), np.float32), Unmeasured.SILENT),
        (tone(2.0, linear(-80.0), 1_000.0), Unmeasured.SILENT),
        (tone(0.3, 0.5), Unmeasured.TOO_SHORT),
    ],
    ids=["silence", "below the gate", "short"],
)
def test_a_file_without_loudness_says_why(tmp_path: Path, sound: Sound, reason: Unmeasured) -> None:
    path = write(tmp_path / "song.wav", sound)
    assert measure(path) is reason


@pytest.mark.parametrize("seconds", [0.4, 0.45, 0.5, 0.999])
def test_the_silence_after_a_short_sound_does_not_count(tmp_path: Path, seconds: float) -> None:
    path = write(tmp_path / "song.wav", tone(seconds, linear(-23.0), 1_000.0))
    assert read(path).integrated_lufs == pytest.approx(-23.0, abs=0.02)


def test_less_than_400_ms_has_no_loudness() -> None:
    meter, sound = Meter(), tone(0.4, linear(-23.0), 1_000.0)
    meter.feed(sound[1:])
    assert meter.reading() is Unmeasured.TOO_SHORT


def test_a_peak_in_the_last_moment_is_told() -> None:
    meter, sound = Meter(), tone(1.05, linear(-23.0), 1_000.0)
    sound[-1_000:] *= 2
    meter.feed(sound)
    reading = meter.reading()
    assert isinstance(reading, LoudnessReading)
    assert reading.true_peak_db == pytest.approx(-17.0, abs=0.2)


def test_the_faintest_peak_is_told_as_half_a_thousandth() -> None:
    meter = Meter()
    meter.feed(tone(2.0, linear(-68.0), 1_000.0))
    reading = meter.reading()
    assert isinstance(reading, LoudnessReading)
    assert reading.integrated_lufs == pytest.approx(-68.0, abs=NEAR)
    assert reading.true_peak_db == pytest.approx(-66.0, abs=0.1)
    assert reading.heard_ms == 2_000


def test_sound_is_measured_a_second_at_a_time() -> None:
    meter, second = Meter(), tone(1.0, 0.1)
    for _ in range(2):
        assert not meter.feed(second[1:])
        assert meter.feed(second[:1])
    assert meter.feed(second)


def test_an_unreadable_file_says_why(tmp_path: Path) -> None:
    assert measure(tmp_path / "gone.mp3") is Unmeasured.MISSING
    text = tmp_path / "text.mp3"
    text.write_text("once upon a time " * 99)
    assert measure(text) is Unmeasured.UNREADABLE


def test_it_stops_within_a_second_of_sound_when_cancelled(tmp_path: Path) -> None:
    path = write(tmp_path / "song.wav", tone(9.0, 0.1))
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) == 3

    assert measure(path, cancelled) is Unmeasured.CANCELLED
    assert len(asked) == 3


def test_memory_stays_flat_over_a_long_file() -> None:
    meter, second = Meter(), tone(1.0, 0.1)
    for _ in range(30):
        meter.feed(second)
    before = peak_kb()
    for _ in range(600):
        meter.feed(second)
    assert peak_kb() - before < 4_000
    assert isinstance(meter.reading(), LoudnessReading)


@pytest.mark.parametrize("level_db", [0.0, 12.0, 26.0, 60.0, 85.0])
def test_floats_far_over_full_scale_are_measured_as_loud_as_they_are(
    tmp_path: Path, level_db: float
) -> None:
    path = float_wav(tmp_path / "song.wav", tone(4.0, linear(level_db), 1_000.0))
    reading = read(path)
    assert reading.integrated_lufs == pytest.approx(level_db, abs=NEAR)
    assert reading.true_peak_db == pytest.approx(level_db, abs=0.2)


def test_a_damaged_place_does_not_count(tmp_path: Path) -> None:
    sound = tone(8.0, linear(-20.0), 1_000.0)
    sound[4 * RATE : 4 * RATE + RATE // 3] = random_bytes(RATE // 3)
    reading = read(float_wav(tmp_path / "song.wav", sound))
    assert reading.integrated_lufs == pytest.approx(-20.0, abs=0.3)
    assert reading.true_peak_db == pytest.approx(-20.0, abs=0.2)

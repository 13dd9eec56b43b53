"""Files that lie, end early, last all night or have unusual formats play without failing."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from lullaby.audio.decoder import RATE, Decoder
from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.audio.port import Trouble
from lullaby.units import Ms
from tests.audio.sounds import Sound, clicks, tone, write
from tests.decoding import duration_of
from tests.memory import peak_kb

NIGHT_S = 8 * 3_600
WAV_DATA = 44
"""Bytes of the plainest WAV header."""


def read(path: Path, start_ms: int = 0, seconds: float | None = None) -> Sound:
    """Decode all, or at least this much from a position."""
    decoder = Decoder(path, Ms(start_ms))
    blocks, frames = [np.zeros((0, 2), np.float32)], 0
    while seconds is None or frames < seconds * RATE:
        block = decoder.read()
        if block is None:
            break
        blocks.append(block)
        frames += len(block)
    decoder.close()
    return np.concatenate(blocks)


def rms(sound: Sound) -> np.ndarray:
    return np.sqrt(np.mean(np.square(sound, dtype=np.float64), axis=0))


def wav(path: Path, seconds: float, rate: int, declared_bytes: int | None = None) -> Path:
    """A mono WAV of 16 bits whose data is a hole in the file; its header may lie."""
    size = round(seconds * rate) * 2
    declared = size if declared_bytes is None else declared_bytes
    head = struct.pack("<4sI4s", b"RIFF", (WAV_DATA - 8 + declared) & 0xFFFFFFFF, b"WAVE")
    head += struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16)
    head += struct.pack("<4sI", b"data", declared & 0xFFFFFFFF)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(WAV_DATA + size)
    return path


def put(path: Path, at_s: float, rate: int, sound: Sound) -> None:
    """Write one channel of `sound` into such a WAV."""
    with path.open("r+b") as file:
        file.seek(WAV_DATA + round(at_s * rate) * 2)
        file.write((sound[:, 0] * 32_767).astype("<i2").tobytes())


@pytest.mark.parametrize("declared", [10_000_000, 0xFFFFFFFF, 0x7FFFFFFF])
def test_a_wav_with_too_long_a_header_plays_what_exists(tmp_path: Path, declared: int) -> None:
    path = wav(tmp_path / "song.wav", 2.0, RATE, declared)
    put(path, 0.5, RATE, tone(1.0, 0.5))
    sound = read(path)
    assert len(sound) == pytest.approx(2 * RATE, abs=RATE // 50)
    assert np.abs(sound).max() == pytest.approx(0.5, abs=0.01)
    assert isinstance(measure(path), LoudnessReading)
    assert len(read(path, 600_000)) == 0


def test_a_flac_with_too_long_a_header_plays_what_exists(tmp_path: Path) -> None:
    path = write(tmp_path / "song.flac", tone(1.0, 0.3))
    whole = bytearray(path.read_bytes())
    frames = 8 + 13
    assert int.from_bytes(whole[frames : frames + 5], "big") & 0xFFFFFFFFF == RATE
    whole[frames + 1 : frames + 5] = (RATE * 3_600).to_bytes(4, "big")
    path.write_bytes(whole)
    assert duration_of(path) == 1_000
    assert len(read(path)) == RATE
    assert len(read(path, 1_800_000)) in range(RATE + 1)


def test_an_mp3_with_too_long_a_header_plays_what_exists(tmp_path: Path) -> None:
    path = write(tmp_path / "song.mp3", tone(2.0, 0.3))
    whole = bytearray(path.read_bytes())
    at = max(whole.find(b"Xing"), whole.find(b"Info"))
    assert at > 0
    whole[at + 8 : at + 12] = (1_000_000).to_bytes(4, "big")
    path.write_bytes(whole)
    assert len(read(path)) == pytest.approx(2 * RATE, abs=RATE // 10)


@pytest.mark.parametrize("kept", [0, 1, 43, 44, 46, 100])
def test_a_file_may_end_anywhere(tmp_path: Path, kept: int) -> None:
    path = write(tmp_path / "song.wav", tone(1.0))
    path.write_bytes(path.read_bytes()[:kept])
    answer = duration_of(path)
    assert answer is Trouble.UNREADABLE or isinstance(answer, int)
    assert measure(path) in (Unmeasured.UNREADABLE, Unmeasured.TOO_SHORT)


@pytest.mark.parametrize("kind", ["flac", "mp3", "ogg", "opus", "m4a", "wav", "aiff"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_truncated_file_never_breaks_its_reader(tmp_path: Path, kind: str, share: float) -> None:
    noise = np.random.default_rng(4).normal(0, 0.1, (RATE, 2)).astype(np.float32)
    path = write(tmp_path / f"song.{kind}", noise)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    if isinstance(duration_of(path), int):
        assert len(read(path)) <= 1.1 * RATE
    assert isinstance(measure(path), LoudnessReading | Unmeasured)


def video(path: Path, sound: Sound) -> Path:
    """A film whose picture comes first."""
    with av.open(str(path), "w") as file:
        picture = file.add_stream("mpeg4", rate=25)
        assert isinstance(picture, VideoStream)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        stream = file.add_stream("aac", rate=RATE, layout="stereo")
        assert isinstance(stream, AudioStream)
        for number in range(round(25 * len(sound) / RATE)):
            image = np.full((48, 64, 3), number * 3 % 256, np.uint8)
            frame = VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts = number
            file.mux(picture.encode(frame))
        for at in range(0, len(sound), 1_024):
            part = np.ascontiguousarray(sound[at : at + 1_024].T)
            frame = AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
            file.mux(stream.encode(frame))
        file.mux(picture.encode(None))
        file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("kind", ["mp4", "mkv"])
def test_the_sound_of_a_film_plays(tmp_path: Path, kind: str) -> None:
    path = video(tmp_path / f"film.{kind}", tone(2.0, 0.3))
    sound = read(path)
    assert len(sound) == pytest.approx(2 * RATE, abs=RATE // 20)
    assert rms(sound[RATE // 2 : RATE]) == pytest.approx(0.3 / np.sqrt(2), rel=0.05)
    assert duration_of(path) == pytest.approx(2_000, abs=60)
    assert len(read(path, 1_000)) == pytest.approx(RATE, abs=RATE // 20)


def test_eight_hours_are_opened_and_sought_as_quickly_as_a_song(tmp_path: Path) -> None:
    rate, late = 22_050, NIGHT_S - 60
    path = wav(tmp_path / "night.wav", NIGHT_S, rate)
    put(path, late, rate, clicks(2.0, 0.5, rate))
    before = peak_kb()
    assert duration_of(path) == NIGHT_S * 1_000
    sound = read(path, late * 1_000, 1.0)
    assert int(np.abs(sound[:, 0]).argmax()) == pytest.approx(RATE // 2 + 20 * RATE / rate, abs=2)
    assert len(read(path, (NIGHT_S - 1) * 1_000)) == pytest.approx(RATE, abs=60)
    assert peak_kb() - before < 20_000


def test_measuring_eight_hours_can_be_stopped(tmp_path: Path) -> None:
    path = wav(tmp_path / "night.wav", NIGHT_S, 22_050)
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 10

    assert measure(path, cancelled) is Unmeasured.CANCELLED


def test_a_telephone_recording_plays_on_both_channels(tmp_path: Path) -> None:
    path = write(tmp_path / "voice.wav", tone(1.0, 0.4, 440.0, 8_000)[:, :1], 8_000)
    sound = read(path)
    assert len(sound) == pytest.approx(RATE, abs=20)
    assert np.array_equal(sound[:, 0], sound[:, 1])
    spectrum = np.abs(np.fft.rfft(sound[:RATE, 0] * np.hanning(len(sound[:RATE]))))
    assert spectrum.argmax() == pytest.approx(440, abs=1)
    assert spectrum[5_000:].max() < spectrum.max() * 1e-3, "no mirror of the old rate"


def test_a_high_resolution_file_is_downsampled_cleanly(tmp_path: Path) -> None:
    rate = 192_000
    sound = tone(1.0, 0.4, 1_000.0, rate) + tone(1.0, 0.4, 40_000.0, rate)
    out = read(write(tmp_path / "fine.flac", sound, rate))
    assert len(out) == pytest.approx(RATE, abs=20)
    middle = out[2_000:-2_000]
    assert rms(middle) == pytest.approx(0.4 / np.sqrt(2), rel=0.01), "40 kHz folds to nothing"


SURROUND = ("FL", "FR", "FC", "LFE", "BL", "BR")
HALF_POWER = 2**-0.5
DOWNMIX = {
    "FL": (1.0, 0.0),
    "FR": (0.0, 1.0),
    "FC": (HALF_POWER, HALF_POWER),
    "LFE": (0.0, 0.0),
    "BL": (HALF_POWER, 0.0),
    "BR": (0.0, HALF_POWER),
}
"""Left and right for each channel, against FL on the left (ITU-R BS.775, table 2)."""


def surround(path: Path, channel: str) -> Path:
    """Six channels, of which one has sound."""
    data = np.zeros((RATE, len(SURROUND)), np.float32)
    data[:, SURROUND.index(channel)] = tone(1.0, 0.5)[:, 0]
    with av.open(str(path), "w") as file:
        stream = file.add_stream("pcm_s16le", rate=RATE, layout="5.1")
        assert isinstance(stream, AudioStream)
        flat = (data * 32_767).astype(np.int16).reshape(1, -1)
        frame = AudioFrame.from_ndarray(flat, format="s16", layout="5.1")
        frame.sample_rate, frame.pts = RATE, 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("channel", SURROUND)
def test_surround_is_mixed_down_to_stereo(tmp_path: Path, channel: str) -> None:
    front = rms(read(surround(tmp_path / "front.wav", "FL")))[0]
    sides = rms(read(surround(tmp_path / "song.wav", channel))) / front
    assert sides == pytest.approx(DOWNMIX[channel], abs=0.02)
    assert front > 0.5 * HALF_POWER * 0.4, "turned down for what the others may add, not away"

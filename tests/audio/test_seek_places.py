"""Where playback continues after a seek, in formats whose time stamps are not exact."""

from pathlib import Path

import av
import numpy as np
import pytest
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE, Decoder
from lullaby.audio.time_stamps import SETTLING, Stamps, StampScale, measure_scale, stamps_of
from lullaby.units import Ms

SECONDS = 30
NEAR = RATE // 100
"""Frames in 10 ms."""


def sweep(path: Path, codec: str, container: str) -> Path:
    """A rising tone in short bursts, so that no two places sound alike."""
    rate = 44_100
    time = np.arange(SECONDS * rate) / rate
    sound = np.sin(2 * np.pi * (200 + 40 * time) * time) * (np.sin(13 * time) > 0)
    samples = np.ascontiguousarray((20_000 * sound).astype(np.int16)[None])
    with av.open(str(path), "w", format=container) as file:
        stream = file.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, AudioStream)
        if codec.startswith(("wma", "ac3")):
            stream.bit_rate = 64_000
        frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        resampler = AudioResampler(format=stream.format, layout="mono", rate=rate)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return path


def decoded(path: Path, start_ms: int, most: int | None = None) -> NDArray[np.float32]:
    decoder, blocks, count = Decoder(path, Ms(start_ms)), [np.zeros(0, np.float32)], 0
    while (most is None or count < most) and (block := decoder.read()) is not None:
        blocks.append(block[:, 0])
        count += len(block)
    decoder.close()
    return np.concatenate(blocks)[:most]


def offset(whole: NDArray[np.float32], part: NDArray[np.float32], at: int) -> int:
    """How many frames after `at` a part of the recording begins, within half a second."""
    around = whole[max(0, at - RATE // 2) : at + len(part) + RATE // 2]
    size = 1 << (len(around) + len(part)).bit_length()
    match = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(part, size)))
    best = int(np.argmax(match))
    return (best if best < size // 2 else best - size) - min(RATE // 2, at)


@pytest.mark.parametrize(
    ("codec", "container"),
    [
        ("wmav2", "asf"),
        ("adpcm_ima_wav", "wav"),
        ("adpcm_ms", "wav"),
        ("ac3", "ac3"),
        ("libmp3lame", "mp3"),
        ("aac", "adts"),
    ],
)
def test_a_place_is_exact_to_10_ms(tmp_path: Path, codec: str, container: str) -> None:
    path = sweep(tmp_path / "a", codec, container)
    whole = decoded(path, 0)
    for start_ms in (1_000, 8_765, 26_000):
        part = decoded(path, start_ms, most=2 * RATE)
        assert len(part) == 2 * RATE
        assert abs(offset(whole, part, start_ms * RATE // 1000)) <= NEAR


def test_a_place_is_exact_whatever_bit_rate_a_wave_file_states(tmp_path: Path) -> None:
    path = sweep(tmp_path / "a", "adpcm_ima_wav", "wav")
    whole = decoded(path, 0)
    data = bytearray(path.read_bytes())
    size, samples = int.from_bytes(data[32:34], "little"), int.from_bytes(data[38:40], "little")
    rate = 44_100 * size // samples
    for stated in (rate * 3 // 2, rate // 2):
        data[28:32] = stated.to_bytes(4, "little")
        path.write_bytes(data)
        part = decoded(path, 8_000, most=2 * RATE)
        assert abs(offset(whole, part, 8 * RATE)) <= NEAR
        assert np.abs(part[:RATE]).max() > 0.1


@pytest.mark.parametrize("codec", ["wmav2", "adpcm_ms"])
def test_a_place_after_the_end_is_silent(tmp_path: Path, codec: str) -> None:
    path = sweep(tmp_path / "a", codec, "asf" if codec == "wmav2" else "wav")
    assert not decoded(path, 60_000).any()


def test_a_scale_comes_from_settled_frames() -> None:
    frame = AudioFrame(format="s16", layout="mono", samples=480)
    frame.sample_rate = 48_000
    stamps = [0.0, 0.3, 0.35, 0.4, 0.6, None, 0.64]
    scale = measure_scale(((stamp, frame) for stamp in stamps), Stamps.DRIFTING)
    assert scale.position_s(stamps[SETTLING] or 0) == pytest.approx(0.03)
    assert scale.position_s(0.64) == pytest.approx(0.06)
    assert measure_scale([(0.0, frame)], Stamps.LATE) == StampScale()


def test_rounded_bit_rates_make_stamps_drift() -> None:
    assert {stamps_of(each, each) for each in ("ac3", "eac3", "dts")} == {Stamps.DRIFTING}

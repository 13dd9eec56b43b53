"""Writes sound to a file: WAV with 16 bits, or Opus."""

import wave
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream

from lullaby.audio.decoder import RATE, Block
from lullaby.units import FULL_SCALE

SUFFIXES = (".wav", ".opus")
OPUS_BITS = 64_000


def write_sound(path: Path, blocks: Iterable[Block], title: str = "", artist: str = "") -> None:
    """Write stereo sound at 48 kHz in the format that `path` names.

    An existing file stays until everything is written. Raises OSError, or ValueError for another
    format.
    """
    kind = path.suffix.lower()
    if kind not in SUFFIXES:
        raise ValueError(f"{path.name} is not one of {', '.join(SUFFIXES)}")
    part = path.with_name(f".{path.stem}.part{kind}")
    try:
        if kind == ".wav":
            _write_wav(part, blocks)
        else:
            _write_opus(part, blocks, title, artist)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write_wav(path: Path, blocks: Iterable[Block]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        for block in blocks:
            file.writeframes(np.round(np.clip(block, -1, 1) * FULL_SCALE).astype("<i2").tobytes())


def _write_opus(path: Path, blocks: Iterable[Block], title: str, artist: str) -> None:
    with av.open(str(path), "w", format="opus") as container:
        container.metadata.update({"title": title, "artist": artist})
        stream = container.add_stream("libopus", rate=RATE)
        assert isinstance(stream, AudioStream)
        stream.bit_rate = OPUS_BITS
        stream.layout = "stereo"
        written = 0
        for block in blocks:
            flat = np.ascontiguousarray(np.clip(block, -1, 1), np.float32).reshape(1, -1)
            frame = AudioFrame.from_ndarray(flat, format="flt", layout="stereo")
            frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), written
            written += len(block)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

"""Writes sound to a file: WAV and FLAC with 16 bits, Opus or MP3."""

import wave
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream

from lullaby.audio.decoder import RATE, Block
from lullaby.frozen import frozen
from lullaby.units import FULL_SCALE


@frozen
class _Coding:
    codec: str
    sample_format: str
    bits: int | None = None
    """Per second."""
    gain: float = 1.0
    """What undoes the coder's own change of level."""


CODINGS = {
    ".opus": _Coding("libopus", "flt", 64_000),
    ".mp3": _Coding("libmp3lame", "fltp", 128_000, 1 / 0.95),
    ".flac": _Coding("flac", "s16"),
}
SUFFIXES = (".wav", *CODINGS)
NO_TAGS: Mapping[str, str] = MappingProxyType({})


def write_sound(
    path: Path,
    blocks: Iterable[Block],
    title: str = "",
    artist: str = "",
    mono: bool = False,
    tags: Mapping[str, str] = NO_TAGS,
) -> None:
    """Write stereo sound at 48 kHz in the format that `path` names; as `mono`, its left side.

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
            _write_coded(part, blocks, {"title": title, "artist": artist, **tags}, mono)
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


def _write_coded(path: Path, blocks: Iterable[Block], tags: Mapping[str, str], mono: bool) -> None:
    coding, layout = CODINGS[path.suffix], "mono" if mono else "stereo"
    with av.open(str(path), "w", format=path.suffix[1:]) as container:
        container.metadata.update(tags)
        stream = container.add_stream(coding.codec, rate=RATE)
        assert isinstance(stream, AudioStream)
        if coding.bits is not None:
            stream.bit_rate = coding.bits
        stream.layout, stream.format = layout, coding.sample_format
        resampler = AudioResampler(format=coding.sample_format, layout=layout, rate=RATE)
        written = 0
        for block in blocks:
            heard = (block[:, :1] if mono else block) * np.float32(coding.gain)
            sound = np.clip(heard, -1, 1)
            flat = np.ascontiguousarray(sound, np.float32).reshape(1, -1)
            frame = AudioFrame.from_ndarray(flat, format="flt", layout=layout)
            frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), written
            written += len(block)
            for each in resampler.resample(frame):
                container.mux(stream.encode(each))
        for each in resampler.resample(None):
            container.mux(stream.encode(each))
        container.mux(stream.encode(None))

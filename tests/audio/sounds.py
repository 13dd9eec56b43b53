"""Small sound files for tests, in any format that PyAV can write."""

from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from numpy.typing import NDArray

RATE = 48_000
Sound = NDArray[np.float32]

CODECS = {
    "wav": "pcm_s16le",
    "flac": "flac",
    "ogg": "vorbis",
    "opus": "libopus",
    "mp3": "libmp3lame",
    "m4a": "aac",
    "aiff": "pcm_s16be",
}


def tone(seconds: float, level: float = 0.5, pitch: float = 440.0, rate: int = RATE) -> Sound:
    """A sine on both channels."""
    time = np.arange(round(seconds * rate)) / rate
    sine = (level * np.sin(2 * np.pi * pitch * time)).astype(np.float32)
    return np.stack([sine, sine], axis=1)


def steady(seconds: float, level: float = 0.5) -> Sound:
    """A constant, which shows every gain directly."""
    return np.full((round(seconds * RATE), 2), level, np.float32)


def clicks(seconds: float, every: float = 0.5, rate: int = RATE) -> Sound:
    """A short round click at each multiple of `every` s except 0, with its top 20 frames later."""
    sound = np.zeros((round(seconds * rate), 2), np.float32)
    for at in np.arange(every, seconds - 0.1, every):
        start = round(at * rate)
        sound[start : start + 41] = 0.8 * np.hanning(41)[:, None]
    return sound


def write(
    path: Path,
    sound: Sound,
    rate: int = RATE,
    kind: str | None = None,
    bit_rate: int | None = None,
) -> Path:
    """Write in the format of the suffix, or of `kind`; one column makes a mono file."""
    kind = kind or path.suffix[1:]
    layout = "mono" if sound.shape[1] == 1 else "stereo"
    with av.open(str(path), "w", format={"m4a": "mp4"}.get(kind, kind)) as file:
        stream = file.add_stream(CODECS[kind], rate=rate, layout=layout)
        assert isinstance(stream, AudioStream)
        if bit_rate is not None:
            stream.bit_rate = bit_rate
        stream.codec_context.options = {"strict": "-2"}
        flat = np.ascontiguousarray(sound, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(flat, format="flt", layout=layout)
        frame.sample_rate, frame.pts = rate, 0
        resampler = AudioResampler(format=stream.format, layout=layout, rate=rate)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return path

"""Sends a sound through a lossy codec and back, in memory."""

import io
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream

LOW_RATES = {
    "mp3": ((8, 8_000), (16, 11_025), (16, 16_000), (24, 16_000), (32, 22_050), (48, 32_000)),
    "opus": ((6, 48_000), (8, 48_000), (12, 48_000), (16, 48_000), (24, 48_000)),
    "aac": ((12, 11_025), (16, 16_000), (24, 22_050), (32, 22_050)),
}
"""(kb/s, sample rate) of mono files, from voice messages to careless copies of compact discs."""

ENCODERS = {"mp3": ("mp3", "libmp3lame"), "opus": ("ogg", "libopus"), "aac": ("adts", "aac")}


QUICKLY = {"mp3": {"compression_level": "7"}, "opus": {"compression_level": "2"}}
"""What makes encoders quick; most files were made so."""


def squeeze(sound: np.ndarray, rate: int, codec: str, kbps: int, coded_at: int) -> np.ndarray:
    """`sound` (mono at `rate`) as it is after coding at so many kb/s; at `rate` again."""
    container, encoder = ENCODERS[codec]
    file = io.BytesIO()
    with av.open(file, "w", format=container) as out:
        stream = cast("AudioStream", out.add_stream(encoder, rate=coded_at))
        stream.layout = "mono"
        stream.bit_rate = kbps * 1_000
        stream.codec_context.options = dict(QUICKLY.get(codec, {}))
        resampler = av.AudioResampler(stream.codec_context.format, "mono", coded_at)
        samples = np.clip(sound, -1, 1).astype(np.float32)[None, :]
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        frame.sample_rate = rate
        fifo = av.AudioFifo()
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            part.pts = None
            fifo.write(part)
        size = stream.codec_context.frame_size or 1_024
        while (part := fifo.read(size, partial=True)) is not None:
            part.pts = None
            out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    file.seek(0)
    back: list[np.ndarray] = []
    resampler = av.AudioResampler("fltp", "mono", rate)
    with av.open(file, "r") as coded:
        for frame in coded.decode(audio=0):
            frame.pts = None
            back += [part.to_ndarray()[0] for part in resampler.resample(frame)]
        back += [part.to_ndarray()[0] for part in resampler.resample(None)]
    return np.concatenate(back)[: len(sound)]

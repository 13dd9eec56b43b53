"""A voice as frames of Opus, 20 ms each, and back."""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.error import FFmpegError
from av.packet import Packet
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE
from lullaby.frozen import frozen

FRAME = RATE // 50
BITS_A_SECOND = 48_000


@frozen
class CodedFrame:
    first: int
    """The number of its first sample; below 0 for what the coder puts before the sound."""
    opus: bytes


class VoiceCoder:
    """Codes mono sound that comes in pieces of any length."""

    def __init__(self) -> None:
        context = av.CodecContext.create("libopus", "w")
        assert isinstance(context, AudioCodecContext)
        context.sample_rate, context.layout, context.format = RATE, "mono", "flt"
        context.bit_rate = BITS_A_SECOND
        context.time_base = Fraction(1, RATE)
        context.options = {"application": "audio", "frame_duration": "20"}
        self._context = context
        self._rest = np.zeros(0, np.float32)
        self._taken = 0

    def code(self, sound: NDArray[np.float32]) -> Iterator[CodedFrame]:
        """The frames that are complete with this sound; full scale is 1."""
        waiting = np.concatenate((self._rest, sound))
        whole = len(waiting) // FRAME * FRAME
        self._rest = waiting[whole:]
        for first in range(0, whole, FRAME):
            flat = np.clip(waiting[first : first + FRAME], -1.0, 1.0).reshape(1, -1)
            frame = AudioFrame.from_ndarray(np.ascontiguousarray(flat), format="flt", layout="mono")
            frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._taken
            self._taken += FRAME
            for packet in self._context.encode(frame):
                yield CodedFrame(packet.pts or 0, bytes(packet))


class VoiceDecoder:
    """Decodes frames one by one; damaged ones are silent."""

    def __init__(self) -> None:
        context = av.CodecContext.create("libopus", "r")
        assert isinstance(context, AudioCodecContext)
        context.sample_rate, context.layout = RATE, "mono"
        context.open()
        self._context = context

    def decode(self, opus: bytes) -> NDArray[np.float32]:
        """20 ms of mono sound, or what the frame holds."""
        try:
            frames = self._context.decode(Packet(opus))
        except (FFmpegError, ValueError):
            return np.zeros(FRAME, np.float32)
        parts = [_mono(frame) for frame in frames]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _mono(frame: AudioFrame) -> NDArray[np.float32]:
    samples = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, frame.layout.nb_channels).T
    scale = 1.0 / np.iinfo(np.int16).max if samples.dtype == np.int16 else 1.0
    return (samples.mean(axis=0) * scale).astype(np.float32)

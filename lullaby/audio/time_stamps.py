"""Where a decoded frame belongs in formats whose time stamps do not say so exactly.

Windows Media stamps its first sound later than 0, and a decoder that starts in the middle first
gives less than a packet holds. Stamps of AC-3 and DTS drift, as they come from a rounded bit rate.
In WAVE files with ADPCM, stamps after a seek do not continue those before it; there the place in
the file counts. The samples of the first frames show what a stamp means.
"""

from collections.abc import Iterable
from enum import Enum

from av.audio.frame import AudioFrame

from lullaby.frozen import frozen

SETTLING = 3
"""Frames after a start whose stamp may not fit the samples that the decoder gives."""

COUNTED = 300
"""Frames that are counted where stamps drift: 1 ms in 10 minutes is left."""

EARLIER_S, EARLIER = 1.0, 0.01
"""How much before the wanted position such a file is decoded: in seconds, and as a share of the
position, by which stamps may be wrong."""


class Stamps(Enum):
    """What tells the position of a frame."""

    EXACT = "time stamps"
    LATE = "time stamps that start late"
    DRIFTING = "time stamps that drift"
    BYTES = "the place in the file"


@frozen
class StampScale:
    """`origin` is the stamp of the first sample, `pace` the seconds of sound for each unit.

    Stamps are in seconds, those of `Stamps.BYTES` in bytes.
    """

    origin: float = 0.0
    pace: float = 1.0

    def position_s(self, stamp: float) -> float:
        """The position in the recording, in seconds."""
        return (stamp - self.origin) * self.pace


def stamps_of(container: str, codec: str) -> Stamps:
    """What to trust in a file, by FFmpeg's names of its container and codec."""
    if container == "asf":
        return Stamps.LATE
    if codec.startswith("adpcm") and container in ("wav", "w64"):
        return Stamps.BYTES
    return Stamps.DRIFTING if container in ("ac3", "eac3", "dts") else Stamps.EXACT


def measure_scale(frames: Iterable[tuple[float | None, AudioFrame]], stamps: Stamps) -> StampScale:
    """Count the samples of a recording's first frames, each with its stamp if it has one."""
    decoded_s = 0.0
    known: list[tuple[float, float]] = []
    enough = SETTLING + 1 if stamps is Stamps.LATE else COUNTED
    for stamp, frame in frames:
        if stamp is not None:
            known.append((stamp, decoded_s))
        decoded_s += frame.samples / (frame.sample_rate or 1)
        if len(known) >= enough:
            break
    if len(known) <= SETTLING:
        return StampScale()
    stamp, position = known[SETTLING]
    last_stamp, last_position = known[-1]
    drifts = last_stamp > stamp and last_position > position
    pace = (last_position - position) / (last_stamp - stamp) if drifts else 1.0
    return StampScale(stamp - position / pace, pace)

"""What the decoder knows of a sound file: whether it can be played, its length, and its tags."""

from collections.abc import Mapping
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.error import FFmpegError

from lullaby.audio.file_access import HIGHEST_RATE, CannotPlay
from lullaby.audio.port import Trouble
from lullaby.audio.sound_file import SoundFile
from lullaby.frozen import frozen
from lullaby.units import Ms

MOST_PACKETS = 50_000
"""Packets that are counted, 22 minutes of MP3; the rest of a longer file is estimated by size."""

TRIES = 200
"""Packets among which one must decode to sound."""

CHEAP = 64
"""Packets of a short file, which is decoded whole."""

AGREE = 0.03
"""Time stamps of some containers are rounded, and packet durations with them: within this share
of each other, the last time stamp is the better measure; otherwise time stamps jump."""


@frozen
class SoundFacts:
    """`tags` are texts by their name in lower case, from the container and its audio stream; bytes
    that are no UTF-8 are in them as surrogates (PEP 383)."""

    duration_ms: Ms | None
    tags: Mapping[str, str]


def facts_of(path: Path) -> SoundFacts:
    """Count the packets of a file and decode its first sound. Raises CannotPlay, NoSound.

    Takes some milliseconds for each megabyte; at most `MOST_PACKETS` are counted.
    """
    with SoundFile(path) as file:
        container, stream = file.container, file.sound()
        tags = {**container.metadata, **stream.metadata}
        counted = _Counter(file, stream).seconds()
        seconds = min(counted, file.trusted_end_s(stream) or counted)
        duration = Ms(round(seconds * 1000))
        return SoundFacts(
            duration if duration > 0 else None, {k.lower(): v for k, v in tags.items()}
        )


class _Counter:
    """Adds up the packets of one stream."""

    def __init__(self, file: SoundFile, stream: av.AudioStream) -> None:
        self._file = file
        self._stream = stream
        self._ticks = 0
        self._first: int | None = None
        self._end = 0
        self._packets = 0
        self._decoded_s = 0.0

    def seconds(self) -> float:
        """The length of the sound. Raises CannotPlay if nothing can be decoded."""
        share = 1.0
        try:
            for packet in self._file.container.demux(self._stream):
                self._file.go_on()
                self._take(packet)
                if self._packets >= MOST_PACKETS:
                    share = self._file.share_read()
                    break
        except (FFmpegError, OSError, ValueError):
            pass
        if not self._decoded_s:
            raise CannotPlay(Trouble.UNREADABLE)
        if self._packets <= CHEAP:
            return self._decoded_s
        base = self._stream.time_base
        span = self._end - (self._first or 0)
        near = abs(span - self._ticks) <= AGREE * max(span, self._ticks)
        ticks = span if self._first is not None and (near or not self._ticks) else self._ticks
        return float(ticks * (base or 0)) / share

    def _take(self, packet: av.Packet) -> None:
        """An empty packet brings out what the codec kept back."""
        if self._packets <= CHEAP or (not self._decoded_s and self._packets <= TRIES):
            self._decoded_s += _sound_s(packet)
        if not packet.size:
            return
        self._packets += 1
        lasts = packet.duration or 0
        self._ticks += lasts
        if packet.pts is not None:
            self._first = packet.pts if self._first is None else self._first
            self._end = max(self._end, packet.pts + lasts)


def _sound_s(packet: av.Packet) -> float:
    """Seconds of sound that a packet decodes to; 0 if it is damaged or has an impossible rate."""
    try:
        frames = packet.decode()
    except (FFmpegError, OSError, ValueError):
        return 0.0
    return sum(
        f.samples / f.sample_rate
        for f in frames
        if isinstance(f, AudioFrame) and 0 < f.sample_rate <= HIGHEST_RATE
    )

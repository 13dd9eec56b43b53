"""Whether the length that a file's header states fits the bytes of the file.

A header may be wrong or missing: a recorder that was cut off, a stream, a damaged Xing header.
This looks at a few kilobytes at most; where it doubts, the decoder is asked.
"""

import os
from collections.abc import Sequence
from typing import Any, BinaryIO

import mutagen
from mutagen.aac import AAC
from mutagen.aiff import AIFF
from mutagen.asf import ASF
from mutagen.flac import FLAC
from mutagen.mp3 import MP3, BitrateMode
from mutagen.mp4 import MP4
from mutagen.optimfrog import OptimFROG
from mutagen.wave import WAVE

from lullaby.audio.file_access import HIGHEST_RATE, LEAST_BPS

MOST_BPS = 12_000_000
"""Bits per second of stereo sound without compression."""

PLAIN_WAVE = (1, 3, 0xFFFE)
"""WAVE formats whose length follows from the size: integer, float, extensible."""

SMALL = 64 << 10
"""Bytes, 8 s of a song at 64 kbit/s: below, the decoder is asked, as a whole header may be all that
is there. Uncompressed sound always plays, and of MPEG sound the frames are looked at."""

SAMPLES = (0.5, 0.2, 0.8)
"""Where the bit rate of an MP3 file is sampled, as shares of its size; one place is enough to check
a header that counts frames and bytes."""

MOST_PACKED = 16
"""How far FLAC compresses music; what seems to be smaller was cut off, or is silent."""

FRAMES = 4
"""Frames looked at in one place."""

SAMPLED = 4_096
"""Bytes at each of these places: at least two frames of any bit rate."""

CUT, PADDED = 0.97, 1.10
"""The bytes there, as a share of those that the header tells of: below, the file was cut off;
above, something was added to it that may be sound."""

FACTOR = 2.0
"""By which the sampled bit rate of a file with a variable one may differ from the mean."""

BITRATES = {
    1: {
        1: (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
        2: (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
        3: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    },
    2: {
        1: (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
        2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
        3: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    },
}
"""Kilobits per second by MPEG version (2 for 2.5 too) and layer (ISO 11172-3, 13818-3)."""

RATES = {1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 2.5: (11_025, 12_000, 8_000)}
VERSIONS = {0: 2.5, 2: 2, 3: 1}


def is_doubtful(file: mutagen.FileType, stream: BinaryIO | None, size: int) -> bool:
    """Whether length and bytes disagree, or whether there is sound is not certain."""
    info: Any = file.info
    seconds = float(getattr(info, "length", 0.0) or 0.0)
    if not seconds > 0 or 8 * size / seconds < LEAST_BPS:
        return True
    if getattr(info, "sample_rate", 0) > HIGHEST_RATE:
        return True
    if isinstance(file, MP3):
        return stream is None or _doubtful_mpeg(info, stream, size)
    if isinstance(file, WAVE) and info.audio_format not in PLAIN_WAVE:
        return True
    if isinstance(file, (WAVE, AIFF)):
        stated = seconds * info.bitrate / 8
        return not size / 2 - SAMPLED <= stated <= size
    if size < SMALL:
        return True
    if isinstance(file, MP4):  # mutagen misses some tags that the decoder finds
        untold = not (info.codec and info.bitrate and file.tags)
        return untold or seconds * info.bitrate / 8 * CUT > size
    if isinstance(file, ASF):
        told = info.sample_rate and info.bitrate
        return not told or seconds * info.bitrate / 8 * CUT > size
    if isinstance(file, FLAC):
        plain = info.channels * info.sample_rate * info.bits_per_sample
        return not plain / MOST_PACKED <= 8 * size / seconds <= 2 * plain
    if isinstance(file, (AAC, OptimFROG)):  # one has no length in its header, one no decoder
        return True
    sounds = getattr(info, "sample_rate", 0) or getattr(info, "channels", 0)
    return not sounds or 8 * size / seconds > MOST_BPS


def _doubtful_mpeg(info: Any, stream: BinaryIO, size: int) -> bool:
    sound = size - info.frame_offset
    uncounted = info.bitrate_mode is BitrateMode.UNKNOWN
    rates = _sampled(stream, info, sound, SAMPLES if uncounted else SAMPLES[:1])
    if rates is None:
        return True
    if uncounted:
        return set(rates) != {info.bitrate}
    stated = info.length * info.bitrate / 8
    sampled = 8 * sound * len(rates) / sum(rates)
    return not (
        CUT * stated - SAMPLED <= sound <= PADDED * stated + SAMPLED
        and info.length / FACTOR <= sampled <= info.length * FACTOR
    )


def _sampled(stream: BinaryIO, info: Any, sound: int, places: Sequence[float]) -> list[int] | None:
    """Bit rates of frames at some places; None if there are none where they should be."""
    found: list[int] = []
    if sound <= SAMPLED:
        return None
    for share in places:
        stream.seek(info.frame_offset + round(share * (sound - SAMPLED)), os.SEEK_SET)
        here = frame_rates(stream.read(SAMPLED), info.version, info.layer)
        if not here:
            return None
        found += here
    return found


def frame_rates(data: bytes, version: float, layer: int) -> list[int]:
    """Bits per second of a few consecutive MPEG frames in `data`; empty if none are found."""
    at = data.find(0xFF)
    while at >= 0:
        rates: list[int] = []
        next_at = at
        while len(rates) < FRAMES and (frame := _frame(data, next_at, version, layer)) is not None:
            rates.append(frame[0])
            next_at += frame[1]
        if len(rates) > 1 or (rates and next_at >= len(data) - 3):
            return rates
        at = data.find(0xFF, at + 1)
    return []


def _frame(data: bytes, at: int, version: float, layer: int) -> tuple[int, int] | None:
    """Bit rate and size in bytes of the frame at `at`, if there is one of this kind."""
    if at + 3 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    second, third = data[at + 1], data[at + 2]
    if VERSIONS.get(second >> 3 & 3) != version or 4 - (second >> 1 & 3) != layer:
        return None
    rate, frequency = third >> 4, third >> 2 & 3
    if not 0 < rate < 15 or frequency == 3:
        return None
    bps = 1000 * BITRATES[1 if version == 1 else 2][layer][rate - 1]
    hertz, padding = RATES[version][frequency], third >> 1 & 1
    if layer == 1:
        return bps, (12 * bps // hertz + padding) * 4
    samples = 72 if layer == 3 and version != 1 else 144
    return bps, samples * bps // hertz + padding

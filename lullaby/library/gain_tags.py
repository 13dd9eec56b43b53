"""Reads loudness tags as a gain to -18 LUFS: ReplayGain, R128, RVA2, Sound Check, LAME."""

import math
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import mutagen
from mutagen._vorbis import VComment
from mutagen.id3 import ID3
from mutagen.mp4 import MP4Tags

from lullaby.library.track import GainSource, Loudness
from lullaby.lyrics.tags import comments
from lullaby.units import Decibels

R128_TO_REPLAYGAIN = 5.0
"""In dB: R128 tags aim at -23 LUFS, ReplayGain at -18 (RFC 7845 section 5.2.1)."""

SOUND_CHECK_TO_REPLAYGAIN = -2.0
"""In dB: Sound Check aims at about -16 LUFS, as in Apple Music and AES TD1008."""

SOUND_CHECK_NUMBERS = 10
HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,8}")
LARGEST_DB = 60.0
NUMBER = re.compile(r"\s*([+-]?)\s*([0-9]*[.,]?[0-9]+)")
WANTED = (
    "replaygain_track_gain",
    "replaygain_track_peak",
    "replaygain_album_gain",
    "replaygain_album_peak",
    "r128_track_gain",
    "r128_album_gain",
    "itunnorm",
)


def loudness_of(
    file: mutagen.FileType, second: Mapping[str, str] = MappingProxyType({})
) -> Loudness | None:
    """Gain and peak of the track, else of its album; None without a plausible tag.

    `second` are the tags of `second_tags`, which count where the usual ones state no gain.
    """
    named = _named(file)
    if not any(key.startswith("replaygain_") for key in named):
        named.update((key, value) for key, value in second.items() if key in WANTED)
    of_track = (
        _replaygain(named, "track"),
        _r128(named, "track"),
        _rva2(file),
        _sound_check(named),
    )
    of_album = (_lame(file), _replaygain(named, "album"), _r128(named, "album"))
    return next((found for found in (*of_track, *of_album) if found is not None), None)


def loudness_named(named: Mapping[str, str]) -> Loudness | None:
    """As `loudness_of`, from texts by their name in lower case."""
    return next(
        (
            found
            for what in ("track", "album")
            for found in (_replaygain(named, what), _r128(named, what))
            if found is not None
        ),
        None,
    )


def _loudness(gain: float | None, peak: float | None, source: GainSource) -> Loudness | None:
    if gain is None or not math.isfinite(gain) or abs(gain) > LARGEST_DB:
        return None
    known = peak is not None and math.isfinite(peak) and peak > 0
    return Loudness(Decibels(gain), peak if known else None, source)


def _replaygain(named: Mapping[str, str], what: str) -> Loudness | None:
    peak = _number(named.get(f"replaygain_{what}_peak"))
    gain = _number(named.get(f"replaygain_{what}_gain"))
    return _loudness(gain, peak, GainSource.REPLAYGAIN)


def _r128(named: Mapping[str, str], what: str) -> Loudness | None:
    """Parse an integer in Q7.8, or decibels as text as in old drafts."""
    text = named.get(f"r128_{what}_gain")
    value = _number(text)
    if value is None or text is None:
        return None
    in_db = value if any(mark in text.casefold() for mark in (".", ",", "db")) else value / 256.0
    return _loudness(in_db + R128_TO_REPLAYGAIN, None, GainSource.R128)


def _rva2(file: mutagen.FileType) -> Loudness | None:
    frames: Any = file.tags.getall("RVA2") if isinstance(file.tags, ID3) else ()
    found = None
    for frame in frames:
        if frame.desc.casefold() in ("track", ""):
            found = _loudness(float(frame.gain), float(frame.peak), GainSource.RVA2)
    return found


def _sound_check(named: Mapping[str, str]) -> Loudness | None:
    """Parse iTunes' ten hexadecimal numbers: five pairs of left and right.

    The first pair is 1000 x 10^(-gain / 10), the second the same with 2500, the fourth the
    largest 16-bit sample; the louder channel counts (id3.org, "iTunes Normalization settings").
    """
    words = named.get("itunnorm", "").split()
    if len(words) != SOUND_CHECK_NUMBERS or not all(map(HEXADECIMAL.fullmatch, words)):
        return None
    numbers = [int(word, 16) for word in words]
    power = max(numbers[0] / 1_000, numbers[1] / 1_000, numbers[2] / 2_500, numbers[3] / 2_500)
    if power == 0:
        return None
    gain = -10 * math.log10(power) + SOUND_CHECK_TO_REPLAYGAIN
    return _loudness(gain, max(numbers[6:8]) / 32_768, GainSource.SOUND_CHECK)


def _lame(file: mutagen.FileType) -> Loudness | None:
    gain = getattr(file.info, "track_gain", None)
    return _loudness(None if gain is None else float(gain), None, GainSource.LAME)


def _named(file: mutagen.FileType) -> dict[str, str]:
    """Free-form text tags of any container, by lower-case name."""
    return {usual_name(key): value for key, value in _texts(file)}


def usual_name(key: str) -> str:
    """A tag's name as it is compared; some programs end names in MP4 files in a zero byte."""
    return key.rstrip("\0").casefold()


def _texts(file: mutagen.FileType) -> Iterator[tuple[str, str]]:
    tags: Any = file.tags
    if isinstance(tags, ID3):
        for frame in (*tags.getall("COMM"), *tags.getall("TXXX")):
            yield frame.desc, str(frame.text[0]) if frame.text else ""
    elif isinstance(tags, MP4Tags):
        for key, values in tags.items():
            if key.startswith("----:") and values:
                yield key.rpartition(":")[2], bytes(values[0]).decode("utf-8", "replace")
    elif isinstance(tags, VComment):
        yield from ((key, values[0]) for key, values in comments(tags).items() if key in WANTED)
    elif tags is not None:
        for key in {usual_name(key): key for key in tags.keys()}.values():  # noqa: SIM118 - a list of pairs
            values = tags[key] if usual_name(key) in WANTED else None
            if values:
                yield key, str(values[0] if isinstance(values, list) else values)


def _number(text: str | None) -> float | None:
    match = NUMBER.match(text) if text else None
    return float(match[1] + match[2].replace(",", ".")) if match else None

"""Loudness as tags tell it, as a gain to -18 LUFS: ReplayGain, R128, RVA2, LAME, iTunes atoms."""

import math
import re
from collections.abc import Iterator
from typing import Any

import mutagen
from mutagen.id3 import ID3
from mutagen.mp4 import MP4Tags

from lullaby.library.track import Loudness
from lullaby.units import Decibels

R128_TO_REPLAYGAIN = 5.0
"""R128 tags aim at -23 LUFS, ReplayGain at -18 (RFC 7845 section 5.2.1)."""

LARGEST_DB = 60.0
NUMBER = re.compile(r"\s*([+-]?)\s*([0-9]*[.,]?[0-9]+)")
WANTED = (
    "replaygain_track_gain",
    "replaygain_track_peak",
    "replaygain_album_gain",
    "replaygain_album_peak",
    "r128_track_gain",
    "r128_album_gain",
)


def loudness_of(file: mutagen.FileType) -> Loudness | None:
    """The track's gain and peak, else its album's; None where no tag can be trusted."""
    named = {key.casefold(): value for key, value in _named(file)}
    gain, peak = _of(named, "track")
    if gain is None and isinstance(file.tags, ID3):
        frames: Any = file.tags.getall("RVA2")
        for frame in frames:
            if frame.desc.casefold() in ("track", ""):
                gain, peak = float(frame.gain), float(frame.peak) or None
    if gain is None:
        lame = getattr(file.info, "track_gain", None)
        gain = None if lame is None else float(lame)
    if gain is None:
        gain, peak = _of(named, "album")
    if gain is None or not math.isfinite(gain) or abs(gain) > LARGEST_DB:
        return None
    return Loudness(Decibels(gain), peak if peak is not None and peak > 0 else None)


def _of(named: dict[str, str], what: str) -> tuple[float | None, float | None]:
    gain = _number(named.get(f"replaygain_{what}_gain"))
    peak = _number(named.get(f"replaygain_{what}_peak"))
    return _r128(named.get(f"r128_{what}_gain")) if gain is None else gain, peak


def _named(file: mutagen.FileType) -> Iterator[tuple[str, str]]:
    """Free-form text tags of any container by name."""
    tags: Any = file.tags
    if isinstance(tags, ID3):
        for frame in tags.getall("TXXX"):
            yield frame.desc, str(frame.text[0]) if frame.text else ""
    elif isinstance(tags, MP4Tags):
        for key, values in tags.items():
            if key.startswith("----:") and values:
                yield key.rpartition(":")[2], bytes(values[0]).decode("utf-8", "replace")
    elif tags is not None:
        for key in WANTED:
            try:
                values = tags.get(key)
            except (KeyError, ValueError):
                continue
            if values:
                first = values[0] if isinstance(values, list) else values
                yield key, str(first)


def _number(text: str | None) -> float | None:
    match = NUMBER.match(text) if text else None
    return float(match[1] + match[2].replace(",", ".")) if match else None


def _r128(text: str | None) -> float | None:
    """An integer in Q7.8, or, in old drafts, decibels as text."""
    value = _number(text)
    if value is None or text is None:
        return None
    in_db = value if any(mark in text.casefold() for mark in (".", ",", "db")) else value / 256.0
    return in_db + R128_TO_REPLAYGAIN

"""Loudness as tags tell it, as a gain to -18 LUFS: ReplayGain, R128, RVA2, LAME, iTunes atoms."""

import math
import re
from collections.abc import Iterator
from typing import Any

import mutagen
from mutagen._vorbis import VComment
from mutagen.id3 import ID3
from mutagen.mp4 import MP4Tags

from lullaby.library.track import Loudness
from lullaby.lyrics.tags import comments
from lullaby.units import Decibels

R128_TO_REPLAYGAIN = 5.0
"""R128 tags aim at -23 LUFS, ReplayGain at -18 (RFC 7845 section 5.2.1)."""

LARGEST_DB = 60.0
WANTED = ("replaygain_track_gain", "replaygain_track_peak", "r128_track_gain")
NUMBER = re.compile(r"\s*([+-]?[0-9]+(?:[.,][0-9]+)?)")


def loudness_of(file: mutagen.FileType) -> Loudness | None:
    """The track's gain and peak; None where no tag can be trusted."""
    named = {key.casefold(): value for key, value in _named(file)}
    gain = _number(named.get("replaygain_track_gain"))
    peak = _number(named.get("replaygain_track_peak"))
    if gain is None:
        gain = _r128(named.get("r128_track_gain"))
    if gain is None and isinstance(file.tags, ID3):
        frames: Any = file.tags.getall("RVA2")
        for frame in frames:
            if frame.desc.casefold() in ("track", ""):
                gain, peak = float(frame.gain), float(frame.peak) or None
    if gain is None:
        lame = getattr(file.info, "track_gain", None)
        gain = None if lame is None else float(lame)
    if gain is None or not math.isfinite(gain) or abs(gain) > LARGEST_DB:
        return None
    return Loudness(Decibels(gain), peak if peak is not None and peak > 0 else None)


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
    elif isinstance(tags, VComment):
        yield from ((key, values[0]) for key, values in comments(tags).items() if key in WANTED)
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
    return float(match[1].replace(",", ".")) if match else None


def _r128(text: str | None) -> float | None:
    """An integer in Q7.8, or, in old drafts, decibels as text."""
    value = _number(text)
    if value is None or text is None:
        return None
    in_db = value if "." in text or "db" in text.casefold() else value / 256.0
    return in_db + R128_TO_REPLAYGAIN

"""Reads words in audio files: SYLT and USLT frames, Vorbis comments, MP4 atoms."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import mutagen
from mutagen._vorbis import VComment
from mutagen.id3 import ID3
from mutagen.mp4 import MP4Tags

from lullaby.lyrics.glance import timing_at_a_glance
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Lyrics, Timing
from lullaby.lyrics.sniffing import words_from_text
from lullaby.lyrics.sylt import lyrics_from_entries
from lullaby.units import Ms

MILLISECONDS = 2
"""SYLT's time stamp format 2; format 1 counts MPEG frames."""

VORBIS_KEYS = ("syncedlyrics", "lyrics", "unsyncedlyrics", "unsynced lyrics")
ASF_KEYS = ("WM/Lyrics", "WM/Lyrics_Synchronised")
SAMPLES_PER_FRAME = {1: 1152, 2: 576, 2.5: 576}
"""Samples per frame of MPEG layer III, by version (ISO 11172-3, 13818-3)."""


@dataclass(frozen=True, slots=True)
class _Written:
    """Words as text, not parsed yet."""

    text: str
    source: str
    language: str = ""
    """Language of the tag; one inside the words takes precedence."""

    def parse(self, duration_ms: Ms | None) -> Lyrics:
        words = words_from_text(self.text, duration_ms=duration_ms, source=self.source)
        return words if words.language else replace(words, language=self.language)


def words_from_tags(file: mutagen.FileType, duration_ms: Ms | None = None) -> Lyrics | None:
    """The best words in a file's tags, timed ones first; None without any."""
    best: Lyrics | None = None
    for found in _candidates(file, duration_ms):
        lyrics = found.parse(duration_ms) if isinstance(found, _Written) else found
        if lyrics.has_words and (best is None or _rank(lyrics.timing) > _rank(best.timing)):
            best = lyrics
    return best


def timing_from_tags(file: mutagen.FileType, duration_ms: Ms | None = None) -> Timing | None:
    """The timing of `words_from_tags`, usually without parsing the words."""
    best: Timing | None = None
    for found in _candidates(file, duration_ms):
        timing = timing_at_a_glance(found.text) if isinstance(found, _Written) else None
        if timing is None:
            lyrics = found.parse(duration_ms) if isinstance(found, _Written) else found
            timing = lyrics.timing if lyrics.has_words else None
        if timing is not None and (best is None or _rank(timing) > _rank(best)):
            best = timing
    return best


def _rank(timing: Timing) -> int:
    return (Timing.NONE, Timing.LINES, Timing.SYLLABLES).index(timing)


def _candidates(file: mutagen.FileType, duration_ms: Ms | None) -> Iterator[Lyrics | _Written]:
    tags = file.tags
    if isinstance(tags, ID3):
        yield from _from_id3(file, tags, duration_ms)
    elif isinstance(tags, MP4Tags):
        texts: Any = tags.get("\xa9lyr", [])
        for text in texts:
            yield _Written(str(text), "©lyr")
    elif isinstance(tags, VComment):
        named = comments(tags)
        for key in VORBIS_KEYS:
            for text in named.get(key, ()):
                yield _Written(text, key.upper())
    elif tags is not None:
        for key in (*VORBIS_KEYS, *ASF_KEYS):
            for text in _texts(tags, key):
                yield _Written(text, key.upper())


def comments(tags: VComment) -> dict[str, list[str]]:
    """Vorbis comments by lower-case name, in one pass; mutagen scans all for every lookup."""
    pairs: Any = tags
    named: dict[str, list[str]] = {}
    for key, value in pairs:
        named.setdefault(key.lower(), []).append(str(value))
    return named


def _texts(tags: mutagen.Tags, key: str) -> list[str]:
    try:
        found = tags.get(key)  # type: ignore[attr-defined]
    except (KeyError, ValueError):
        return []
    if found is None:
        return []
    return [str(text) for text in (found if isinstance(found, list) else [found])]


def _from_id3(
    file: mutagen.FileType, tags: ID3, duration_ms: Ms | None
) -> Iterator[Lyrics | _Written]:
    for frame in tags.getall("SYLT"):
        if frame.type not in (0, 1, 2):
            continue
        entries = [(str(text), int(time)) for text, time in frame.text]
        if frame.format != MILLISECONDS:
            ms = _frame_ms(file)
            if ms is None:
                continue
            entries = [(text, round(time * ms)) for text, time in entries]
        yield lyrics_from_entries(
            entries, duration_ms=duration_ms, language=_language(frame.lang), source="SYLT"
        )
    for frame in tags.getall("USLT"):
        yield _Written(str(frame.text), "USLT", _language(frame.lang))


def _frame_ms(file: mutagen.FileType) -> float | None:
    """Duration of an MPEG frame in ms; None for other formats."""
    info = file.info
    version = getattr(info, "version", None)
    rate = getattr(info, "sample_rate", 0)
    if version not in SAMPLES_PER_FRAME or not rate:
        return None
    return 1000.0 * SAMPLES_PER_FRAME[version] / rate


def _language(code: str) -> str:
    return "" if code in ("XXX", "xxx", "und", "\0\0\0") else tag_of(code)


def title_from_tags(file: mutagen.FileType) -> str:
    """The song's title; empty if the tags have none."""
    tags = file.tags
    if tags is None:
        return ""
    if isinstance(tags, ID3):
        frames = tags.getall("TIT2")
        return str(frames[0]) if frames else ""
    found = _texts(tags, "\xa9nam" if isinstance(tags, MP4Tags) else "title")
    return found[0] if found else ""

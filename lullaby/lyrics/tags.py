"""Words inside audio files: SYLT and USLT frames, Vorbis comments, MP4 atoms."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import mutagen
from mutagen._vorbis import VComment
from mutagen.id3 import ID3
from mutagen.mp4 import MP4Tags

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
"""Of MPEG layer III, by version (ISO 11172-3, 13818-3)."""


def words_from_tags(file: mutagen.FileType, duration_ms: Ms | None = None) -> Lyrics | None:
    """The best words that the file's tags hold: timed before plain; None for none."""
    best: Lyrics | None = None
    for lyrics in _candidates(file, duration_ms):
        if lyrics.has_words and (best is None or _rank(lyrics) > _rank(best)):
            best = lyrics
    return best


def _rank(lyrics: Lyrics) -> int:
    return (Timing.NONE, Timing.LINES, Timing.SYLLABLES).index(lyrics.timing)


def _candidates(file: mutagen.FileType, duration_ms: Ms | None) -> Iterator[Lyrics]:
    tags = file.tags
    if isinstance(tags, ID3):
        yield from _from_id3(file, tags, duration_ms)
    elif isinstance(tags, MP4Tags):
        texts: Any = tags.get("\xa9lyr", [])
        for text in texts:
            yield words_from_text(str(text), duration_ms=duration_ms, source="©lyr")
    elif tags is not None:
        keys = VORBIS_KEYS if isinstance(tags, VComment) else (*VORBIS_KEYS, *ASF_KEYS)
        for key in keys:
            for text in _texts(tags, key):
                yield words_from_text(text, duration_ms=duration_ms, source=key.upper())


def _texts(tags: mutagen.Tags, key: str) -> list[str]:
    try:
        found = tags.get(key)  # type: ignore[attr-defined]
    except (KeyError, ValueError):
        return []
    if found is None:
        return []
    return [str(text) for text in (found if isinstance(found, list) else [found])]


def _from_id3(file: mutagen.FileType, tags: ID3, duration_ms: Ms | None) -> Iterator[Lyrics]:
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
        words = words_from_text(str(frame.text), duration_ms=duration_ms, source="USLT")
        yield words if words.language else replace(words, language=_language(frame.lang))


def _frame_ms(file: mutagen.FileType) -> float | None:
    """How long one MPEG frame lasts; None where the file has no such frames."""
    info = file.info
    version = getattr(info, "version", None)
    rate = getattr(info, "sample_rate", 0)
    if version not in SAMPLES_PER_FRAME or not rate:
        return None
    return 1000.0 * SAMPLES_PER_FRAME[version] / rate


def _language(code: str) -> str:
    return "" if code in ("XXX", "xxx", "und", "\0\0\0") else tag_of(code)


def title_from_tags(file: mutagen.FileType) -> str:
    """The song's title; empty where the tags tell none."""
    tags = file.tags
    if tags is None:
        return ""
    if isinstance(tags, ID3):
        frames = tags.getall("TIT2")
        return str(frames[0]) if frames else ""
    found = _texts(tags, "\xa9nam" if isinstance(tags, MP4Tags) else "title")
    return found[0] if found else ""

"""Reads an audio file's tags, by content and regardless of its suffix."""

import logging
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import mutagen
from mutagen._vorbis import VComment
from mutagen.apev2 import APEv2
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4Tags

from lullaby.library.found import Tags
from lullaby.library.gain_tags import loudness_of
from lullaby.library.kinds import open_usual
from lullaby.library.paths_as_text import readable
from lullaby.library.track import Fault, Words
from lullaby.lyrics.languages import code_of
from lullaby.lyrics.model import Timing
from lullaby.lyrics.tags import ape_beside, comments, timing_from_tags
from lullaby.regular_file import open_regular
from lullaby.tempo import tag as tempo_tag
from lullaby.units import Ms

log = logging.getLogger(__name__)

LONGEST_S = 1e7
"""Longest plausible duration, in seconds: four months."""

LONGEST_TEXT = 1_000
"""Most characters kept of a title or name."""

KEYS: dict[str, tuple[str, ...]] = {
    "title": ("TIT2", "title", "\xa9nam", "Title"),
    "artist": ("TPE1", "artist", "\xa9ART", "Author", "TPE2", "albumartist", "aART"),
    "album": ("TALB", "album", "\xa9alb", "WM/AlbumTitle"),
    "genre": ("TCON", "genre", "\xa9gen", "WM/Genre"),
    "language": ("TLAN", "language", "----:com.apple.iTunes:LANGUAGE", "WM/Language"),
    "bpm": (
        *("TBPM", "bpm", "tempo", "WM/BeatsPerMinute"),
        *("----:com.apple.iTunes:BPM", "----:com.apple.iTunes:bpm", "tmpo"),
    ),
}
"""In order of preference, across containers; `tmpo` holds only whole numbers."""

TIMINGS = {Timing.NONE: Words.PLAIN, Timing.LINES: Words.LINES, Timing.SYLLABLES: Words.SYLLABLES}


def read_tags(path: Path) -> tuple[Tags, Fault | None]:
    """The tags of a file, and its fault if it cannot be used.

    Raises nothing for a file's content except MemoryError under a memory limit.
    """
    name = Tags(title=Path(readable(path)).stem or readable(path))
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            return name, Fault.NOT_AUDIO
        if facts.st_size == 0:
            return name, Fault.EMPTY
        file = _open(path)
    except MemoryError:
        raise
    except FileNotFoundError:
        return name, Fault.MISSING
    except PermissionError:
        return name, Fault.NO_PERMISSION
    except Exception as problem:  # mutagen may raise anything; no file may stop a scan
        if isinstance(problem, mutagen.MutagenError) and isinstance(
            problem.__context__, PermissionError
        ):
            return name, Fault.NO_PERMISSION
        log.info("%s could not be read: %s", readable(path), problem)
        return name, Fault.UNREADABLE
    if file is None:
        return name, Fault.NOT_AUDIO
    try:
        return _tags(file, name.title, _ape(path, file)), None
    except MemoryError:
        raise
    except Exception as problem:  # the tags are damaged, but the file may still play
        log.info("the tags of %s are damaged: %s", readable(path), problem)
        return name, None


def _open(path: Path) -> mutagen.FileType | None:
    """Open by suffix and content, or by content alone if they disagree."""
    try:
        file = open_usual(path) or _open_any(path)
    except mutagen.MutagenError as problem:
        if isinstance(problem.__context__, OSError):
            raise
        file = None
        reason = problem
    else:
        reason = None
    if file is not None:
        return file
    with open_regular(path) as named, open(named.fileno(), "rb", closefd=False) as nameless:
        file = mutagen.File(nameless)
    if file is None and reason is not None:
        raise reason
    return file


def _open_any(path: Path) -> mutagen.FileType | None:
    with open_regular(path) as stream:
        return mutagen.File(stream)


def _ape(path: Path, file: mutagen.FileType) -> APEv2 | None:
    if not isinstance(file, MP3):
        return None
    with open_regular(path) as stream:
        return ape_beside(file, stream)


def _tags(file: mutagen.FileType, fallback: str, ape: APEv2 | None) -> Tags:
    seconds = float(getattr(file.info, "length", 0.0) or 0.0)
    duration = Ms(round(seconds * 1000)) if 0 < seconds < LONGEST_S else None
    tags: Any = comments(file.tags) if isinstance(file.tags, VComment) else file.tags
    bpm_text = _first(tags, "bpm")
    timing = timing_from_tags(file, duration, ape)
    return Tags(
        title=_first(tags, "title") or fallback,
        artist=_first(tags, "artist"),
        album=_first(tags, "album"),
        genre=_first(tags, "genre"),
        duration_ms=duration,
        bpm=tempo_tag.read(bpm_text),
        bpm_text=bpm_text,
        words=Words.NONE if timing is None else TIMINGS[timing],
        language=code_of(_first(tags, "language")),
        loudness=loudness_of(file),
        has_cover=_has_cover(file, tags),
    )


def _first(tags: Any, what: str) -> str:
    """The first non-blank value of a tag, as one line."""
    for key in KEYS[what]:
        for value in _values(tags, key):
            part = value[:LONGEST_TEXT] if isinstance(value, bytes) else str(value)[:LONGEST_TEXT]
            whole = part.decode("utf-8", "replace") if isinstance(part, bytes) else part
            text = " ".join(whole.split())
            if text:
                return text
    return ""


def _values(tags: Any, key: str) -> Iterable[object]:
    """The values of a key in any container; none if it has no such keys."""
    if tags is None:
        return ()
    try:
        found = tags.get(key)
    except (KeyError, ValueError, TypeError):
        return ()
    if found is None:
        return ()
    text = getattr(found, "text", found)
    return text if isinstance(text, (list, tuple)) else (text,)


def _has_cover(file: mutagen.FileType, tags: Any) -> bool:
    if isinstance(file, FLAC) and file.pictures:
        return True
    if isinstance(tags, ID3):
        return bool(tags.getall("APIC"))
    if isinstance(tags, MP4Tags):
        return bool(tags.get("covr"))
    return any(_values(tags, key) for key in ("metadata_block_picture", "coverart", "WM/Picture"))

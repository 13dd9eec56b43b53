"""Reads an audio file's tags, by content and regardless of its suffix."""

import logging
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import mutagen
from mutagen._vorbis import VComment
from mutagen.apev2 import APEv2
from mutagen.asf import ASFTags
from mutagen.flac import FLAC
from mutagen.id3 import ID3, Encoding
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Tags

from lullaby.library.edit_list import played_s
from lullaby.library.found import Tags
from lullaby.library.gain_tags import loudness_named, loudness_of, usual_name
from lullaby.library.kinds import open_usual
from lullaby.library.paths_as_text import readable
from lullaby.library.second_tags import decoded_text, second_tags, spelled
from lullaby.library.stated_length import is_doubtful
from lullaby.library.track import Fault, Words
from lullaby.lyrics.languages import code_of
from lullaby.lyrics.model import Timing
from lullaby.lyrics.tagged_file import TaggedFile, open_tagged
from lullaby.lyrics.tags import ape_beside, comments, timing_from_tags
from lullaby.regular_file import open_regular
from lullaby.tempo import tag as tempo_tag
from lullaby.units import Ms

if TYPE_CHECKING:
    from lullaby.audio.sound_facts import SoundFacts

log = logging.getLogger(__name__)

LONGEST_S = 1e7
"""Longest plausible duration, in seconds: four months."""

LONGEST_TEXT = 1_000
"""Most characters kept of a title or name."""

KEYS: dict[str, tuple[str, ...]] = {
    "title": ("TIT2", "title", "\xa9nam", "Title"),
    "artist": (
        *("TPE1", "artist", "\xa9ART", "author", "Author"),
        *("artists", "TXXX:Artists", "TXXX:ARTISTS", "----:com.apple.iTunes:ARTISTS", "WM/ARTISTS"),
        *("TPE2", "albumartist", "album artist", "aART", "WM/AlbumArtist"),
    ),
    "album": ("TALB", "album", "\xa9alb", "WM/AlbumTitle"),
    "genre": ("TCON", "genre", "\xa9gen", "WM/Genre"),
    "language": ("TLAN", "language", "----:com.apple.iTunes:LANGUAGE", "WM/Language"),
    "bpm": (
        *("TBPM", "bpm", "tempo", "WM/BeatsPerMinute"),
        *("----:com.apple.iTunes:BPM", "----:com.apple.iTunes:bpm", "tmpo"),
    ),
}
"""In order of preference, across containers; `tmpo` holds only whole numbers."""

USUAL = {key.casefold(): key for keys in KEYS.values() for key in keys if key.isascii()}
"""Names by their spelling in lower case."""

ALL_VALUES = frozenset(("artist",))
"""Of these, all values count."""
MOST_ARTISTS = 10
SPELLED = ("title", "artist", "album")
UNDEFINED_GENRE = "Unknown"
"""What mutagen makes of a number that stands for no genre."""

DECODED: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "artist": ("artist", "author", "album_artist"),
    "album": ("album",),
    "genre": ("genre",),
    "language": ("language",),
    "bpm": ("bpm", "tbpm", "tempo"),
}
"""The same as FFmpeg names them, for containers that mutagen does not read."""

TIMINGS = {Timing.NONE: Words.PLAIN, Timing.LINES: Words.LINES, Timing.SYLLABLES: Words.SYLLABLES}


class FileHeader(NamedTuple):
    """What tags and header state. `unsure`: only the decoder can tell whether this is a song, or
    how long it is."""

    tags: Tags
    fault: Fault | None = None
    unsure: bool = False


def read_tags(path: Path) -> tuple[Tags, Fault | None]:
    """The tags of a file, and its fault if it cannot be used; asks the decoder where it must.

    Raises nothing for a file's content except MemoryError under a memory limit.
    """
    header = read_header(path)
    return decoded(path, header) if header.unsure else (header.tags, header.fault)


def read_header(path: Path) -> FileHeader:
    """As `read_tags`, without asking the decoder."""
    name = named(path)
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            return FileHeader(name, Fault.NOT_AUDIO)
        if facts.st_size == 0:
            return FileHeader(name, Fault.EMPTY)
        file, id3 = _open(path)
        doubtful, ape, stated = _looked_at(path, file, facts.st_size)
    except MemoryError:
        raise
    except FileNotFoundError:
        return FileHeader(name, Fault.MISSING)
    except PermissionError:
        return FileHeader(name, Fault.NO_PERMISSION)
    except Exception as problem:  # mutagen may raise anything; no file may stop a scan
        if isinstance(problem, mutagen.MutagenError) and isinstance(
            problem.__context__, PermissionError
        ):
            return FileHeader(name, Fault.NO_PERMISSION)
        log.info("%s could not be read: %s", readable(path), problem)
        return FileHeader(name, Fault.UNREADABLE, unsure=True)
    if file is None:
        return FileHeader(name, Fault.NOT_AUDIO, unsure=True)
    return FileHeader(_checked(path, file, name, stated, ape or id3), unsure=doubtful)


def named(path: Path) -> Tags:
    """What stands for the tags of a file without any."""
    return Tags(title=Path(readable(path)).stem or readable(path))


def decoded(path: Path, header: FileHeader) -> tuple[Tags, Fault | None]:
    """What the decoder makes of a file, and mutagen's tags where it has any.

    Where the decoder finds nothing to play, the fault of the `header` stands, if it has one.
    """
    from lullaby.audio.file_access import CannotPlay, NoSound
    from lullaby.audio.sound_facts import facts_of

    try:
        facts = facts_of(path)
    except NoSound:
        return header.tags, Fault.NOT_AUDIO
    except CannotPlay:
        return header.tags, header.fault or Fault.UNREADABLE
    if header.fault is not None:
        return _from_decoder(facts, header.tags.title), None
    try:
        file, id3 = _open(path)
    except MemoryError:
        raise
    except Exception:  # it has changed meanwhile
        file, id3 = TaggedFile(None)
    if file is None:
        return _from_decoder(facts, header.tags.title), None
    ape = _ape_of(path, file)
    found = _checked(path, file, header.tags, facts.duration_ms, ape or id3)
    more = _from_decoder(facts, "")
    untitled = found.title == header.tags.title == named(path).title
    return replace(
        found,
        title=(more.title if untitled else "") or found.title,
        artist=found.artist or more.artist,
        album=found.album or more.album,
        genre=found.genre or more.genre,
        loudness=found.loudness or more.loudness,
    ), None


def _checked(
    path: Path, file: mutagen.FileType, name: Tags, duration: Ms | None, beside: APEv2 | ID3 | None
) -> Tags:
    """The tags; only the name of a file whose tags are damaged, as it may still play."""
    try:
        return _tags(path, file, name.title, duration, beside)
    except MemoryError:
        raise
    except Exception as problem:  # the tags are damaged, but the file may still play
        log.info("the tags of %s are damaged: %s", readable(path), problem)
        return name


def _stated_ms(seconds: float) -> Ms | None:
    return Ms(round(seconds * 1000)) or None if 0 < seconds < LONGEST_S else None


def _open(path: Path) -> TaggedFile:
    """Open by suffix and content, or by content alone if they disagree."""
    try:
        usual = open_usual(path)
        found = _open_any(path) if usual is None else TaggedFile(usual)
    except mutagen.MutagenError as problem:
        if isinstance(problem.__context__, OSError):
            raise
        found = TaggedFile(None)
        reason = problem
    else:
        reason = None
    if found.file is not None:
        return found
    with open_regular(path) as named, open(named.fileno(), "rb", closefd=False) as nameless:
        file = mutagen.File(nameless)
    if file is None and reason is not None:
        raise reason
    return TaggedFile(file)


def _open_any(path: Path) -> TaggedFile:
    with open_regular(path) as stream:
        return open_tagged(stream)


def _ape_of(path: Path, file: mutagen.FileType) -> APEv2 | None:
    if not isinstance(file, MP3):
        return None
    with open_regular(path) as stream:
        return ape_beside(file, stream)


class _Look(NamedTuple):
    """Whether the header is doubtful, the APEv2 tag of an MP3 file, and the length as stated."""

    doubtful: bool
    ape: APEv2 | None = None
    stated_ms: Ms | None = None


def _looked_at(path: Path, file: mutagen.FileType | None, size: int) -> _Look:
    """What a second look finds, for which an MP3 or MP4 file is opened once."""
    if file is None:
        return _Look(doubtful=True)
    seconds = float(getattr(file.info, "length", 0.0) or 0.0)
    if isinstance(file, MP3):
        with open_regular(path) as stream:
            return _Look(
                is_doubtful(file, stream, size), ape_beside(file, stream), _stated_ms(seconds)
            )
    doubtful = is_doubtful(file, None, size)
    if isinstance(file, MP4) and not doubtful:
        with open_regular(path) as stream:
            seconds = played_s(stream, seconds) or seconds
    return _Look(doubtful, stated_ms=_stated_ms(seconds))


def _from_decoder(facts: "SoundFacts", fallback: str) -> Tags:
    tags = {
        name: decoded_text(text.encode("utf-8", "surrogateescape"))
        for name, text in facts.tags.items()
    }
    said = {
        what: _one_line(next((tags[k] for k in keys if tags.get(k, "").strip()), ""))
        for what, keys in DECODED.items()
    }
    return Tags(
        title=said["title"] or fallback,
        artist=said["artist"],
        album=said["album"],
        genre=said["genre"],
        duration_ms=facts.duration_ms,
        bpm=tempo_tag.read(said["bpm"]),
        bpm_text=said["bpm"],
        language=code_of(said["language"]),
        loudness=loudness_named(tags),
    )


def _tags(
    path: Path,
    file: mutagen.FileType,
    fallback: str,
    duration: Ms | None,
    beside: APEv2 | ID3 | None,
) -> Tags:
    """`beside` is a tag of another kind than the usual one."""
    ape = beside if isinstance(beside, APEv2) else None
    tags = _by_usual_names(file.tags)
    said = _said(tags)
    second = _said(beside) if isinstance(beside, ID3) else second_tags(file, path, ape)
    if second:
        said = {what: text or _line_of(what, second.get(what, "")) for what, text in said.items()}
    timing = timing_from_tags(file, duration, ape)
    return Tags(
        title=said["title"] or fallback,
        artist=said["artist"],
        album=said["album"],
        genre=said["genre"],
        duration_ms=duration,
        bpm=tempo_tag.read(said["bpm"]),
        bpm_text=said["bpm"],
        words=Words.NONE if timing is None else TIMINGS[timing],
        language=code_of(said["language"]),
        loudness=loudness_of(file, second),
        has_cover=_has_cover(file, tags),
    )


def _said(tags: Any) -> dict[str, str]:
    """What tags of any kind say, by the names of `KEYS`; the first value of each as a line."""
    first = {what: _first(tags, what) for what in KEYS}
    if isinstance(tags, ID3):
        odd = [w for w in SPELLED if not first[w].isascii() and _is_latin_1(tags, w)]
        first |= spelled({what: first[what] for what in odd}) if odd else {}
        if first["genre"] == UNDEFINED_GENRE:
            first["genre"] = ""
    return {what: _line_of(what, text) for what, text in first.items()}


def _by_usual_names(tags: Any) -> Any:
    """The same tags; under the names of `KEYS` where a container has other spellings of them.

    Vorbis comments are searched once; Windows Media names come in upper case, and names in MP4
    files end in a zero byte, by some programs.
    """
    if isinstance(tags, VComment):
        return comments(tags)
    if isinstance(tags, (ASFTags, MP4Tags)):
        odd = {USUAL[name]: key for key in tags.keys() if (name := usual_name(key)) in USUAL}  # noqa: SIM118 - a list of pairs
        renamed = {usual: tags[key] for usual, key in odd.items() if usual not in tags}
        return {**dict(tags.items()), **renamed} if renamed else tags
    return tags


def _first(tags: Any, what: str) -> str:
    """The first non-blank value of a tag, as it was written; all artists, parted by zeros."""
    for key in KEYS[what]:
        found = [text for value in _values(tags, key) if _one_line(text := _text(value))]
        if found:
            return "\0".join(found[:MOST_ARTISTS]) if what in ALL_VALUES else found[0]
    return ""


def _text(value: object) -> str:
    part = value[:LONGEST_TEXT] if isinstance(value, bytes) else str(value)[:LONGEST_TEXT]
    return part.decode("utf-8", "replace") if isinstance(part, bytes) else part


def _is_latin_1(tags: ID3, what: str) -> bool:
    """Whether an ID3 tag states that encoding, as all do that were written without one."""
    frames: list[Any] = [tags.get(key) for key in KEYS[what]]
    return next((f.encoding == Encoding.LATIN1 for f in frames if f is not None), False)


def _one_line(text: str) -> str:
    """The first value, as a line; APEv2 tags and some programs join several by zeros."""
    if "\0" not in text:
        return " ".join(text[:LONGEST_TEXT].split())
    return next(_lines(text), "")


def _line_of(what: str, text: str) -> str:
    """A value as a line: the first of several, or all artists."""
    if what not in ALL_VALUES or "\0" not in text:
        return _one_line(text)
    return ", ".join(dict.fromkeys(_lines(text)))


def _lines(text: str) -> Iterator[str]:
    values = (" ".join(value.split()) for value in text[:LONGEST_TEXT].split("\0"))
    return filter(None, values)


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
    if isinstance(file.tags, MP4Tags):
        return bool(file.tags.get("covr"))
    return any(_values(tags, key) for key in ("metadata_block_picture", "coverart", "WM/Picture"))

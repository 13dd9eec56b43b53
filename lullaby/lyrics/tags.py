"""Reads words in audio files: SYLT and USLT frames, and text under any usual name for lyrics.

Programs call it `LYRICS`, `UNSYNCEDLYRICS`, `lyrics-eng`..., and keep it in Vorbis comments, APEv2
items (of an MP3 too), `TXXX` frames, MP4 atoms and ASF attributes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, BinaryIO

import mutagen
from mutagen._vorbis import VComment
from mutagen.apev2 import APEv2
from mutagen.id3 import ID3
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4Tags

from lullaby.frozen import frozen
from lullaby.lyrics.glance import timing_at_a_glance
from lullaby.lyrics.language_hints import NO_HINTS, LanguageHints
from lullaby.lyrics.languages import base_of, tag_of
from lullaby.lyrics.model import Lyrics, Timing
from lullaby.lyrics.not_words import NotWords, reason_of
from lullaby.lyrics.sylt import lyrics_from_entries
from lullaby.lyrics.tag_texts import TagText, TextReading, repaired_pieces
from lullaby.lyrics.text_decoding import decode_words
from lullaby.units import Ms

MILLISECONDS = 2
"""SYLT's time stamp format 2; format 1 counts MPEG frames."""

_NAME = re.compile(
    r"(?:----:[^:]*:|wm/)?(?P<un>un)?(?P<sync>sync(?:ed|hroni[sz]ed)?)?[ _-]?lyrics?"
    r"(?:[ _-](?P<late>(?:un)?sync(?:ed|hroni[sz]ed)?))?(?:[ _:-](?P<language>[a-z]{2,3}))?\0*",
    re.IGNORECASE,
)
_NO_LANGUAGES = frozenset(("url", "by"))
_APE_END = 32 + 128 + 4096
"""Bytes from the end in which an APEv2 tag's footer lies, before ID3v1 and Lyrics3."""
LYRICS, TRANSCRIPTION, OTHER = 1, 2, 0
"""SYLT's content types that can be words. OTHER may be lip movements, or words after all."""

SAMPLES_PER_FRAME = {1: 1152, 2: 576, 2.5: 576}
"""Samples per frame of MPEG layer III, by version (ISO 11172-3, 13818-3)."""


@frozen
class WordsName:
    """What the name of a tag says of the words in it."""

    language: str = ""
    order: int = 1
    """Synced words come first, and last what is called unsynced."""


def words_name(name: str) -> WordsName | None:
    """None where a tag of this name holds no words."""
    found = _NAME.fullmatch(name)
    if found is None or (found["language"] or "").lower() in _NO_LANGUAGES:
        return None
    late = (found["late"] or "").lower()
    synced = bool(found["sync"]) and not found["un"]
    unsynced = bool(found["un"]) or late.startswith("un")
    order = 2 if unsynced else 0 if synced or late else 1
    return WordsName(_language(found["language"] or ""), order)


def words_from_tags(
    file: mutagen.FileType,
    duration_ms: Ms | None = None,
    *,
    languages: Sequence[str] = (),
    ape: APEv2 | None = None,
    encodings: Mapping[str, str] = MappingProxyType({}),
    hints: LanguageHints = NO_HINTS,
) -> Lyrics | None:
    """The best words in a file's tags, timed ones first; None without any.

    Of words timed alike, those in the first of `languages` come first. `ape` are the APEv2 tags
    of a file whose own tags are of another kind. `encodings` are those that the person chose, by
    `encoding_choice.content_key` of what a tag stores; `hints` count where none was.
    """
    reading = TextReading(encodings, hints)
    best: Lyrics | None = None
    kept: TagText | None = None
    likes = [base_of(language) for language in languages]
    for found in _candidates(file, duration_ms, ape, reading):
        written = found if isinstance(found, TagText) else None
        lyrics = found.parse(duration_ms, reading) if isinstance(found, TagText) else found
        if not lyrics.has_words:
            continue
        if best is None or _worth(lyrics, likes) > _worth(best, likes):
            best, kept = lyrics, written
    if best is not None and kept is not None:
        best = replace(best, ways=reading.ways(kept.text, kept.language))
    return _or_doubtful(best, file, duration_ms, reading)


def no_words_in_tags(file: mutagen.FileType, ape: APEv2 | None = None) -> NotWords | None:
    """What a file's tags hold where words are expected, if they hold no words."""
    for found in _candidates(file, None, ape, TextReading()):
        what = reason_of(found.parse(None, TextReading())) if isinstance(found, TagText) else None
        if what is not None:
            return what
    return None


def timing_from_tags(
    file: mutagen.FileType, duration_ms: Ms | None = None, ape: APEv2 | None = None
) -> Timing | None:
    """The timing of `words_from_tags`, usually without parsing the words."""
    best: Timing | None = None
    for found in _candidates(file, duration_ms, ape, TextReading()):
        timing = timing_at_a_glance(found.text) if isinstance(found, TagText) else None
        if timing is None:
            lyrics = (
                found.parse(duration_ms, TextReading()) if isinstance(found, TagText) else found
            )
            timing = lyrics.timing if lyrics.has_words else None
        if timing is not None and (best is None or _rank(timing) > _rank(best)):
            best = timing
    if best in {None, Timing.NONE} and _doubtful(file):
        words = words_from_tags(file, duration_ms, ape=ape)
        return None if words is None else words.timing
    return best


def ape_beside(file: mutagen.FileType, stream: BinaryIO) -> APEv2 | None:
    """The APEv2 tags at the end of an MP3, whose own tags are ID3; None where there are none."""
    if not isinstance(file, MP3):
        return None
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - _APE_END))
    if b"APETAGEX" not in stream.read(_APE_END):
        return None
    stream.seek(0)
    try:
        return APEv2(stream)
    except mutagen.MutagenError:
        return None


def _worth(lyrics: Lyrics, likes: Sequence[str]) -> tuple[int, int]:
    base = base_of(lyrics.language)
    return _rank(lyrics.timing), -likes.index(base) if base in likes else -len(likes)


def _rank(timing: Timing) -> int:
    return (Timing.NONE, Timing.LINES, Timing.SYLLABLES).index(timing)


def _or_doubtful(
    best: Lyrics | None, file: mutagen.FileType, duration_ms: Ms | None, reading: TextReading
) -> Lyrics | None:
    """Timed text of an unknown kind counts if nothing else is there, or if it times those words."""
    if best is not None and best.timing is not Timing.NONE:
        return best
    for words in _from_sylt(file, _doubtful(file), duration_ms, reading):
        if words.has_words and (best is None or _letters(words) == _letters(best)):
            return words
    return best


def _letters(lyrics: Lyrics) -> str:
    said = "".join(line.text for line in lyrics.lines).casefold()
    return "".join(letter for letter in said if letter.isalnum())


def _doubtful(file: mutagen.FileType) -> list[Any]:
    tags = file.tags
    if not isinstance(tags, ID3):
        return []
    frames: Any = tags.getall("SYLT")
    return [frame for frame in frames if frame.type == OTHER]


def _candidates(
    file: mutagen.FileType, duration_ms: Ms | None, ape: APEv2 | None, reading: TextReading
) -> Iterator[Lyrics | TagText]:
    tags: Any = file.tags
    if isinstance(tags, ID3):
        frames = [f for f in tags.getall("SYLT") if f.type in (LYRICS, TRANSCRIPTION)]
        yield from _from_sylt(file, frames, duration_ms, reading)
        for frame in tags.getall("USLT"):
            yield TagText(str(frame.text), "USLT", _language(frame.lang))
        named = ((f.desc, text) for f in tags.getall("TXXX") for text in f.text)
        yield from _named(named, "TXXX:")
    elif isinstance(tags, MP4Tags):
        texts: Any = tags.get("\xa9lyr", [])
        for text in texts:
            yield TagText(str(text), "©lyr")
        yield from _named(_pairs(tags, "----"))
    elif isinstance(tags, VComment):
        yield from _named((key, text) for key, texts in comments(tags).items() for text in texts)
    elif tags is not None:
        yield from _named(_pairs(tags))
    if ape is not None:
        yield from _named(_pairs(ape))


def _named(pairs: Iterable[tuple[str, object]], source: str = "") -> Iterator[TagText]:
    """The texts under names for words, best names first."""
    found = [(words_name(name), name, value) for name, value in pairs]
    known = [(words, name, value) for words, name, value in found if words is not None]
    for words, name, value in sorted(known, key=lambda each: each[0].order):
        text = _as_stored(value) if isinstance(value, bytes) else str(value)
        shown = name.rpartition(":")[2] if name.startswith("----") else name
        yield TagText(text.strip("\0"), source + shown.strip("\0").upper(), words.language)


def _as_stored(value: bytes) -> str:
    """A text, as Latin-1 where its encoding is a guess, which is left to those who read it."""
    decoded = decode_words(value)
    return value.decode("latin-1") if decoded.guessed else decoded.text


def _pairs(tags: Any, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Names and single values; those of an APEv2 item are parted by NUL."""
    for key in list(tags.keys()):
        name = str(key)
        if not name.startswith(prefix) or words_name(name) is None:
            continue
        values = tags[key]
        whole = isinstance(values, (str, bytes)) or not hasattr(values, "__iter__")
        for value in [values] if whole else values:
            if isinstance(getattr(value, "value", None), bytes):
                continue  # ASF's own binary form, which is no text
            yield name, value if isinstance(value, bytes) else str(value)


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


def _from_sylt(
    file: mutagen.FileType, frames: Iterable[Any], duration_ms: Ms | None, reading: TextReading
) -> Iterator[Lyrics]:
    for frame in frames:
        stored = [str(text) for text, _ in frame.text]
        language = _language(frame.lang)
        texts, doubts = repaired_pieces(stored, language, reading)
        times = [int(time) for _, time in frame.text]
        entries = list(zip(texts, times, strict=True))
        if frame.format != MILLISECONDS:
            ms = _frame_ms(file)
            if ms is None:
                continue
            entries = [(text, round(time * ms)) for text, time in entries]
        words = lyrics_from_entries(
            entries, duration_ms=duration_ms, language=language, source="SYLT"
        )
        yield replace(
            words,
            complaints=(*doubts, *words.complaints),
            ways=reading.ways("".join(stored), language),
        )


def _frame_ms(file: mutagen.FileType) -> float | None:
    """Duration of an MPEG frame in ms; None for other formats."""
    info = file.info
    version = getattr(info, "version", None)
    rate = getattr(info, "sample_rate", 0)
    if version not in SAMPLES_PER_FRAME or not rate:
        return None
    return 1000.0 * SAMPLES_PER_FRAME[version] / rate


def _language(code: str) -> str:
    return "" if code.lower() in ("", "xxx", "und", "\0\0\0") else tag_of(code)


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

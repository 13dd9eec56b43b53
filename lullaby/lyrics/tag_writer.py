"""Words written into a recording's own tags, on a copy that is verified before it takes over.

Off unless asked for: a words file beside the song does the same without touching it.
"""

import hashlib
import os
import shutil
import tempfile
from enum import Enum
from pathlib import Path
from typing import Any

import mutagen
from mutagen._vorbis import VComment
from mutagen.id3 import ID3, SYLT, USLT, Encoding
from mutagen.mp4 import MP4Tags

from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Lyrics, Timing
from lullaby.lyrics.tags import MILLISECONDS, words_from_tags

LYRICS = 1
"""SYLT's content type for words."""

UNKNOWN_LANGUAGE = "XXX"
_THREE_LETTERS = {
    "cy": "wel",
    "de": "ger",
    "en": "eng",
    "es": "spa",
    "fr": "fre",
    "it": "ita",
    "ja": "jpn",
    "mi": "mao",
    "nl": "dut",
    "pt": "por",
    "zh": "chi",
}
"""ISO 639-2/B, as ID3 asks for it."""


class Unwritten(Enum):
    """Why a recording was left as it is."""

    NO_TAGS_OF_THIS_KIND = "no tags for words"
    UNREADABLE = "not readable"
    NOT_THE_SAME = "the copy did not prove equal"


def write_tags(audio: Path, lyrics: Lyrics) -> Unwritten | None:
    """Put `lyrics` into the tags of `audio`; None when it is done.

    ID3 gets SYLT (milliseconds) and USLT, Vorbis comments `LYRICS`, MP4 `©lyr`. The sound of the
    copy is compared packet by packet, its words and other tags by reading them again. Raises
    OSError; the recording is untouched then, as it is when anything differs.
    """
    audio = audio.resolve()
    handle, name = tempfile.mkstemp(dir=audio.parent, prefix=".", suffix=audio.suffix)
    os.close(handle)
    copy = Path(name)
    try:
        shutil.copy2(audio, copy)
        refused = _write(copy, lyrics) or _verify(audio, copy, lyrics)
        if refused is None:
            with copy.open("rb+") as out:
                os.fsync(out.fileno())
            shutil.copymode(audio, copy)
            copy.replace(audio)
        return refused
    finally:
        copy.unlink(missing_ok=True)


def _write(copy: Path, lyrics: Lyrics) -> Unwritten | None:
    try:
        file = mutagen.File(copy)
        if file is None:
            return Unwritten.UNREADABLE
        if file.tags is None:
            file.add_tags()
        tags: Any = file.tags
        if isinstance(tags, ID3):
            _id3(tags, lyrics)
            old = tags.version[:2] == (2, 3)
            if old:
                tags.update_to_v23()
            file.save(**({"v2_version": 3} if old else {}))
            return None
        text = _plain(lyrics) if lyrics.timing is Timing.NONE else to_lrc(lyrics)
        if isinstance(tags, MP4Tags):
            tags["\xa9lyr"] = [text]
        elif isinstance(tags, VComment):
            comments: Any = tags
            comments["LYRICS"] = [text]
        else:
            return Unwritten.NO_TAGS_OF_THIS_KIND
        file.save()
    except mutagen.MutagenError:
        return Unwritten.UNREADABLE
    return None


def _id3(tags: ID3, lyrics: Lyrics) -> None:
    """Other languages and descriptions stay; timed words of the same kind are replaced."""
    base = lyrics.language.split("-")[0].casefold()
    language = _THREE_LETTERS.get(base, base if len(base) == 3 else UNKNOWN_LANGUAGE)
    tags.delall("SYLT")
    tags.delall("USLT")
    tags.add(USLT(encoding=Encoding.UTF16, lang=language, desc="", text=_plain(lyrics)))
    if lyrics.timing is not Timing.NONE:
        tags.add(
            SYLT(
                encoding=Encoding.UTF16,
                lang=language,
                format=MILLISECONDS,
                type=LYRICS,
                desc="",
                text=_entries(lyrics),
            )
        )


def _plain(lyrics: Lyrics) -> str:
    return "\n".join(line.text for line in lyrics.lines)


def _entries(lyrics: Lyrics) -> list[tuple[str, int]]:
    """A line feed begins each line; lines without a stamp have no place among timed ones."""
    entries: list[tuple[str, int]] = []
    for line in lyrics.lines:
        if line.start_ms is None:
            continue
        if not line.syllables:
            entries.append(("\n" + line.text, line.start_ms))
        for index, syllable in enumerate(line.syllables):
            entries.append(("\n" * (index == 0) + syllable.text, syllable.start_ms))
    return entries


def _verify(audio: Path, copy: Path, lyrics: Lyrics) -> Unwritten | None:
    try:
        old, new = mutagen.File(audio), mutagen.File(copy)
    except mutagen.MutagenError:
        return Unwritten.UNREADABLE
    if old is None or new is None:
        return Unwritten.UNREADABLE
    words = words_from_tags(new)
    if words is None or _sung(words) != _sung(lyrics):
        return Unwritten.NOT_THE_SAME
    sound = _sound(audio)
    if sound is None:
        return Unwritten.UNREADABLE
    same = _other_tags(old) <= _other_tags(new) and sound == _sound(copy)
    return None if same else Unwritten.NOT_THE_SAME


def _sung(lyrics: Lyrics) -> list[tuple[str, int | None]]:
    timed = lyrics.timing is not Timing.NONE
    return [
        (line.text, line.start_ms)
        for line in lyrics.lines
        if line.text and (line.start_ms is not None or not timed)
    ]


def _other_tags(file: mutagen.FileType) -> set[str]:
    if file.tags is None:
        return set()
    tags: Any = file.tags
    keys = {str(key).casefold() for key in tags.keys()}  # noqa: SIM118 (Vorbis iterates pairs)
    return {key for key in keys if key[:4] not in {"sylt", "uslt"}}


def _sound(path: Path) -> str | None:
    """A digest of the packets of sound, however the container holds them."""
    import av
    from av.error import FFmpegError

    digest = hashlib.sha256()
    try:
        with av.open(str(path)) as container:
            for packet in container.demux(container.streams.audio[0]):
                digest.update(bytes(packet))
    except (FFmpegError, IndexError):
        return None
    return digest.hexdigest()

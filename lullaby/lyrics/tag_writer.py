"""Writes words into a recording's tags, through a verified copy.

Off by default: a words file beside the song does the same without touching it.
"""

from pathlib import Path
from typing import Any

import mutagen
from mutagen._vorbis import VComment
from mutagen.id3 import ID3, SYLT, USLT, Encoding
from mutagen.mp4 import MP4Tags

from lullaby.frozen import frozen
from lullaby.helpers import Helpers
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Lyrics, Timing
from lullaby.lyrics.tags import LYRICS, MILLISECONDS, words_from_tags, words_name
from lullaby.verified_copy import RewriteFailure, rewrite

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
"""ISO 639-2/B codes, as ID3 requires."""


def write_tags(audio: Path, lyrics: Lyrics, helpers: Helpers) -> RewriteFailure | None:
    """Put `lyrics` into the tags of `audio`; None on success (see `verified_copy.rewrite`).

    ID3 gets SYLT (milliseconds) and USLT, Vorbis comments `LYRICS`, MP4 `©lyr`. Raises OSError.
    """
    return rewrite(audio, WordsChange(lyrics), helpers)


@frozen
class WordsChange:
    """See `verified_copy.Change`."""

    lyrics: Lyrics

    def put(self, tags: Any) -> bool:
        lyrics = self.lyrics
        if isinstance(tags, ID3):
            _id3(tags, lyrics)
            return True
        text = _plain(lyrics) if lyrics.timing is Timing.NONE else to_lrc(lyrics)
        if isinstance(tags, MP4Tags):
            _forget(tags)
            tags["\xa9lyr"] = [text]
        elif isinstance(tags, VComment):
            comments: Any = tags
            _forget(comments)
            comments["LYRICS"] = [text]
        else:
            return False
        return True

    def holds(self, file: mutagen.FileType) -> bool:
        words = words_from_tags(file)
        return words is not None and _sung(words) == _sung(self.lyrics)

    def ours(self, name: str) -> bool:
        other = words_name(name.removeprefix("txxx:")) is not None
        return name[:4] in {"sylt", "uslt"} or name == "\xa9lyr" or other


def _forget(tags: Any) -> None:
    """Take out words under other names, which would hide or contradict the new ones."""
    for key in list(dict.fromkeys(tags.keys())):
        if words_name(str(key).removeprefix("TXXX:")) is not None:
            del tags[key]


def _id3(tags: ID3, lyrics: Lyrics) -> None:
    """Replace words of the same language and description; all others stay."""
    base = lyrics.language.split("-")[0].casefold()
    language = _THREE_LETTERS.get(base, base if len(base) == 3 else UNKNOWN_LANGUAGE)
    _forget(tags)
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
    """SYLT entries; a line feed begins each line, and unstamped lines are left out."""
    entries: list[tuple[str, int]] = []
    for line in lyrics.lines:
        if line.start_ms is None:
            continue
        if not line.syllables:
            entries.append(("\n" + line.text, line.start_ms))
        for index, syllable in enumerate(line.syllables):
            entries.append(("\n" * (index == 0) + syllable.text, syllable.start_ms))
    return entries


def _sung(lyrics: Lyrics) -> list[tuple[str, int | None]]:
    timed = lyrics.timing is not Timing.NONE
    return [
        (line.text, line.start_ms)
        for line in lyrics.lines
        if line.text and (line.start_ms is not None or not timed)
    ]

"""Writes a tempo into a recording's tags, through a verified copy."""

from pathlib import Path
from typing import Any

import mutagen
from mutagen._vorbis import VComment
from mutagen.id3 import ID3, TBPM, Encoding
from mutagen.mp4 import MP4FreeForm, MP4Tags

from lullaby.frozen import frozen
from lullaby.helpers import Helpers, Unanswered, ask, needing
from lullaby.regular_file import open_regular
from lullaby.units import Bpm
from lullaby.verified_copy import RewriteFailure, rewrite

MP4_WORDS = ("----:com.apple.iTunes:BPM", "----:com.apple.iTunes:bpm")
"""MP4 atoms for tempos that are not whole numbers, which `tmpo` cannot hold."""

OURS = {"tbpm", "bpm", "tmpo", *(name.casefold() for name in MP4_WORDS)}


def write_tempo(audio: Path, bpm: Bpm, helpers: Helpers) -> RewriteFailure | None:
    """Put a tempo into the tags of `audio`, in whole beats a minute, as all players read it.

    ID3 gets TBPM, MP4 `tmpo`, Vorbis comments (FLAC, Ogg, Opus) `BPM`; None on success.
    Raises OSError; the recording is untouched then (see `verified_copy.rewrite`).
    """
    return write_tempo_text(audio, str(round(bpm)), helpers)


def write_tempo_text(audio: Path, text: str, helpers: Helpers) -> RewriteFailure | None:
    """Write a tag's text, such as the former one; an empty text removes the tag."""
    return rewrite(audio, TempoChange(text), helpers)


@frozen
class TempoChange:
    """See `verified_copy.Change`; empty text takes the tag out."""

    text: str

    def put(self, tags: Any) -> bool:
        text = self.text
        if isinstance(tags, ID3):
            tags.delall("TBPM")
            if text:
                tags.add(TBPM(encoding=Encoding.LATIN1, text=text))
        elif isinstance(tags, MP4Tags):
            for name in ("tmpo", *MP4_WORDS):
                tags.pop(name, None)
            if text.isdecimal():
                tags["tmpo"] = [int(text)]
            elif text:
                tags[MP4_WORDS[0]] = [MP4FreeForm(text.encode())]
        elif isinstance(tags, VComment):
            comments: Any = tags
            if text:
                comments["BPM"] = [text]
            elif "BPM" in comments:
                del comments["BPM"]
        else:
            return False
        return True

    def holds(self, file: mutagen.FileType) -> bool:
        return tempo_text(file) == self.text

    def ours(self, name: str) -> bool:
        return name in OURS


def former_text(audio: Path, helpers: Helpers) -> str:
    """The tag's current text, for restoring it; empty without a tag, or if it is no song.

    Raises NoHelperError.
    """
    text = ask(helpers, _tempo_in, audio)
    return "" if isinstance(text, Unanswered) else text


@needing("mutagen")
def _tempo_in(audio: Path) -> str:
    try:
        with open_regular(audio) as stream:
            file = mutagen.File(stream)
    except (mutagen.MutagenError, OSError):
        file = None
    return "" if file is None else tempo_text(file)


def tempo_text(file: mutagen.FileType) -> str:
    """The text of the tag that `write_tempo_text` writes; empty without one."""
    tags: Any = file.tags
    if isinstance(tags, ID3):
        frames = tags.getall("TBPM")
        return str(frames[0].text[0]) if frames else ""
    if isinstance(tags, MP4Tags):
        for name in (*MP4_WORDS, "tmpo"):
            for value in tags.get(name) or ():
                return value.decode() if isinstance(value, bytes) else str(value)
        return ""
    values = (tags.get("BPM") if tags is not None else None) or ()
    return str(values[0]) if values else ""

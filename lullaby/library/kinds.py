"""Opens a file whose name and first bytes agree on what it is, without asking all 24 readers.

mutagen scores every reader it has for every file. Where a file is what its name says, the answer
is known from a few bytes; anything else is left to mutagen.
"""

from pathlib import Path

import mutagen
from mutagen.aiff import AIFF
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from lullaby.regular_file import open_regular

HEADER = 128
"""Bytes that mutagen looks at too."""

MPEG = (b"ID3", b"\xff\xf2", b"\xff\xf3", b"\xff\xfa", b"\xff\xfb")


def kind_of(suffix: str, header: bytes) -> type[mutagen.FileType] | None:
    """The reader that mutagen would choose too; None where that is not certain."""
    match suffix:
        case ".mp3" if header.startswith(MPEG):
            return MP3
        case ".flac" if header.startswith(b"fLaC"):
            return FLAC
        case ".ogg" | ".oga" | ".opus" if header.startswith(b"OggS") and b"theora" not in header:
            return _in_ogg(header)
        case ".m4a" | ".m4b" | ".mp4" if header[4:8] == b"ftyp":
            return MP4
        case ".wav" if header.startswith(b"RIFF") and header[8:12] == b"WAVE":
            return WAVE
        case ".aif" | ".aiff" | ".aifc" if header.startswith(b"FORM"):
            return AIFF
        case _:
            return None


def open_usual(path: Path) -> mutagen.FileType | None:
    """The file, read; None where it is not plainly of one kind. Raises as mutagen does."""
    with open_regular(path) as stream:
        kind = kind_of(path.suffix.lower(), stream.read(HEADER))
        if kind is None:
            return None
        stream.seek(0)
        return kind(stream)


def _in_ogg(header: bytes) -> type[mutagen.FileType] | None:
    vorbis, opus = b"\x01vorbis" in header, b"OpusHead" in header
    if vorbis == opus or b"Speex   " in header or b"FLAC" in header:
        return None
    return OggVorbis if vorbis else OggOpus

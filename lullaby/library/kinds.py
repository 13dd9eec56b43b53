"""Opens a file whose name and first bytes agree on its format, without trying all 24 readers.

mutagen scores every reader for every file. If the suffix is right, a few bytes decide; all other
files are left to mutagen.
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
"""Number of bytes examined, as in mutagen."""

MPEG = (b"ID3", b"\xff\xf2", b"\xff\xf3", b"\xff\xfa", b"\xff\xfb")


def kind_of(suffix: str, header: bytes) -> type[mutagen.FileType] | None:
    """The reader that mutagen would choose; None if that is uncertain."""
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
    """Read a file; None if its format is not obvious. Raises what mutagen raises."""
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

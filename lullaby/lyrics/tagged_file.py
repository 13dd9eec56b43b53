"""Opens sound files with mutagen, and finds ID3 tags where it does not look for them.

Programs put ID3 in front of anything: AAC streams, FLAC, Monkey's Audio, Musepack, even WAVE.
mutagen takes such a file for MP3. And the ID3 tag of an MP3 file may follow a few bytes of garbage.
"""

import os
from typing import Any, BinaryIO, NamedTuple

import mutagen
from mutagen.aac import AAC
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

MARK = b"ID3"
OWN_ID3 = b"TTA1"
"""True Audio, whose usual tags are ID3 in front."""

HEADER = 10
HAS_FOOTER = 0x10
LAYER = 0x06
"""The bits of the layer in an MPEG frame; AAC has none."""

GARBAGE = 64 << 10
"""Bytes before the sound of an MP3 file in which an ID3 tag is looked for."""


class TaggedFile(NamedTuple):
    """`id3` is a tag in front of a format that has tags of its own; those win. Where it has none,
    `file.tags` are that same tag."""

    file: mutagen.FileType | None
    id3: ID3 | None = None


def open_tagged(stream: BinaryIO) -> TaggedFile:
    """As `mutagen.File`, and with any ID3 tag in front. Raises what mutagen raises."""
    start = _after_id3(stream.read(HEADER))
    file = _behind(_Rest(stream, start)) if start else None
    stream.seek(0)
    if file is None:
        file = mutagen.File(stream)
        if isinstance(file, MP3) and file.tags is None:
            file.tags = _id3_after_garbage(file, stream)
        return TaggedFile(file)
    id3 = _id3(stream)
    if not file.tags:
        file.tags = id3
    return TaggedFile(file, id3)


def _id3_after_garbage(file: MP3, stream: BinaryIO) -> ID3 | None:
    before: int = file.info.frame_offset  # type: ignore[attr-defined]
    stream.seek(0)
    at = stream.read(min(before, GARBAGE)).find(MARK)
    return None if at < 0 else _id3(_Rest(stream, at))


def _after_id3(header: bytes) -> int:
    """Where an ID3v2 tag at the beginning ends; 0 if there is none."""
    if len(header) < HEADER or not header.startswith(MARK) or max(header[6:]) > 0x7F:
        return 0
    size = header[6] << 21 | header[7] << 14 | header[8] << 7 | header[9]
    return HEADER + size + (HEADER if header[5] & HAS_FOOTER else 0)


def _behind(rest: "_Rest") -> Any:
    """The file that begins there; None if it is MP3, True Audio or unknown."""
    head = rest.read(4)
    rest.seek(0)
    synced = len(head) == 4 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    if synced and not head[1] & LAYER:
        return AAC(rest)
    return None if synced or head == OWN_ID3 else mutagen.File(rest)


def _id3(stream: "BinaryIO | _Rest") -> ID3 | None:
    try:
        return ID3(stream, load_v1=False)
    except MemoryError:
        raise
    except Exception:  # frames may hold any bytes, and the sound may still play
        return None


class _Rest:
    """The bytes of a stream from `start`, as a stream without a name."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._stream = stream
        self._start = start
        stream.seek(start)

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_SET:
            if offset < 0:
                raise OSError("before the beginning")
            offset += self._start
        return self._stream.seek(offset, whence) - self._start

    def tell(self) -> int:
        return self._stream.tell() - self._start

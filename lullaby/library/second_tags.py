"""Tags in the places that a format has besides its usual one.

WAVE files have a LIST chunk of type INFO, AIFF files have text chunks, and MP3 files may have an
APEv2 tag at the end, where mp3gain keeps its gain. What the usual place states wins.
"""

import os
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import mutagen
from mutagen.aiff import AIFF
from mutagen.apev2 import TEXT, APEv2
from mutagen.id3 import ID3
from mutagen.wave import WAVE

from lullaby.lyrics.language_hints import own_languages
from lullaby.lyrics.text_decoding import decode_words, repaired
from lullaby.regular_file import open_regular

MOST_CHUNKS = 500
LARGEST_TEXT = 64 << 10
"""Bytes of a chunk of texts; a longer one is skipped."""

ID3_CHUNK = b"ID3 "
ID3_NAMES = {"TIT2": "title", "TPE1": "artist", "TALB": "album", "TCON": "genre"}
LARGEST_ID3 = 16 << 20
"""Bytes of a tag with its covers."""

HEAD = 8

NAMES = {
    b"INAM": "title",
    b"IART": "artist",
    b"IPRD": "album",
    b"IGNR": "genre",
    b"ILNG": "language",
    b"NAME": "title",
    b"AUTH": "artist",
}
"""Of the chunks of WAVE (Multimedia Programming Interface 1.0, 1991) and AIFF (1989)."""


def second_tags(file: mutagen.FileType, path: Path, ape: APEv2 | None) -> Mapping[str, str]:
    """Texts by name in lower case, the first of several values. Raises OSError.

    `ape` is the APEv2 tag at the end of an MP3 file, if it has one.
    """
    if ape is not None:
        return {key.lower(): str(value) for key, value in ape.items() if value.kind == TEXT}
    if not isinstance(file, (WAVE, AIFF)):
        return {}
    with open_regular(path) as stream:
        return dict(reversed([*_texts(stream, isinstance(file, WAVE), file.tags is None)]))


def spelled(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Latin-1 texts of ID3 tags in the encoding that they were written in.

    ID3v1 states no encoding, and ID3v2 often states Latin-1 for any. UTF-8 is certain where it
    decodes; for the rest, texts that cannot be Latin-1 are read as whatever reads best.
    """
    found = {what: _from_utf8(text) for what, text in texts.items()}
    rest = [what for what in texts if found[what] == texts[what]]
    together = "\n".join(texts[what] for what in rest)
    if not _is_foreign(together):
        return found
    parts = repaired(together, own=own_languages()).text.split("\n")
    return found | dict(zip(rest, parts, strict=True)) if len(parts) == len(rest) else found


def _is_foreign(text: str) -> bool:
    """Whether it has letters that Latin-1 lacks, or hardly any that English has."""
    beyond = [char for char in text if char >= "\x80"]
    plain = sum(char.isascii() and char.isalpha() for char in text)
    controls = any(char < "\xa0" for char in beyond)
    return controls or (len(beyond) >= FEWEST_FOREIGN and len(beyond) > 2 * plain)


FEWEST_FOREIGN = 4


def _from_utf8(text: str) -> str:
    """The text, read as UTF-8 if it is that; a letter cut off by the end of a field is dropped."""
    if text.isascii():
        return text
    try:
        read = _cut(text.encode("latin-1")).decode("utf-8")
    except UnicodeError:
        return text
    return text if read.isascii() else read


def _cut(line: bytes) -> bytes:
    """Without the beginning of a letter at the end."""
    for back in range(1, min(4, len(line) + 1)):
        first = line[-back]
        if first & 0xC0 != 0x80:
            wanted = 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
            return line[:-back] if wanted > back and first >= 0xC2 and len(line) > back else line
    return line


def _texts(stream: BinaryIO, little: bool, untagged: bool) -> Iterator[tuple[str, str]]:
    """Names and texts of the chunks of a WAVE (`little`) or AIFF file, and those of an ID3 chunk
    that mutagen has missed."""
    for kind, at, size in _chunks(stream, 12, stream.seek(0, os.SEEK_END), little):
        if untagged and kind.upper() == ID3_CHUNK and size <= LARGEST_ID3:
            stream.seek(at)
            yield from _id3_texts(stream.read(size))
        if size > LARGEST_TEXT:
            continue
        stream.seek(at)
        if kind == b"LIST" and stream.read(4) == b"INFO":
            inner = [*_chunks(stream, at + 4, at + size, little)]
        else:
            inner = [] if little else [(kind, at, size)]
        for name, start, length in inner:
            if name in NAMES:
                stream.seek(start)
                text = decoded_text(stream.read(length))
                if text:
                    yield NAMES[name], text


def _chunks(stream: BinaryIO, at: int, end: int, little: bool) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and size of each chunk."""
    for _ in range(MOST_CHUNKS):
        stream.seek(at)
        head = stream.read(HEAD)
        if len(head) < HEAD or at + HEAD > end:
            return
        size = int.from_bytes(head[4:], "little" if little else "big")
        yield head[:4], at + HEAD, min(size, end - at - HEAD)
        at += HEAD + size
        if size & 1 and not _begins_at(stream, at):
            at += 1


def _begins_at(stream: BinaryIO, at: int) -> bool:
    """Whether a chunk begins right behind an odd one, as some programs forget the byte between."""
    stream.seek(at)
    name = stream.read(4)
    return len(name) == 4 and name.isascii() and name.decode().isprintable()


def _id3_texts(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        tags = ID3(BytesIO(data))
    except mutagen.MutagenError:
        return
    for frame, name in ID3_NAMES.items():
        for found in tags.getall(frame):
            yield name, str(found)


def decoded_text(data: bytes) -> str:
    """A text that states no encoding, up to its first zero: UTF-8, else what reads best."""
    data = data.split(b"\0")[0].strip()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_words(data, (), own_languages()).text

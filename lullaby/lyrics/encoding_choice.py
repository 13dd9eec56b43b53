"""The encodings in which a words file may be written, for a person to choose from."""

import hashlib

from lullaby.lyrics.encoding_guess import LOOKED_AT, NAMES, guesses
from lullaby.lyrics.language_hints import named_languages, own_languages
from lullaby.lyrics.model import Way, WaysToRead
from lullaby.lyrics.sniffing import decode_file, words_from_bytes
from lullaby.lyrics.text_decoding import REPLACEMENT, decode_as

MOST_WAYS = 6
LINES_SHOWN = 2
LINES_JUDGED = 12


def content_key(data: bytes) -> str:
    """What tells the bytes of one words file from those of any other."""
    return hashlib.sha256(data).hexdigest()[:32]


def ways_to_read(data: bytes, name: str, chosen: str | None = None) -> WaysToRead | None:
    """How a file of this name may be read; None where its encoding is certain.

    `chosen` is the encoding that the person chose before.
    """
    decoded = decode_file(data, name)
    if not decoded.guessed and chosen is None:
        return None
    sample = _beginning(data)
    found = guesses(sample, named_languages(name, data), own_languages())
    order = dict.fromkeys(guess.encoding for guess in found)
    now = chosen or decoded.encoding
    texts: set[str] = set()
    ways: dict[str, Way] = {}
    for encoding in (now, *order):
        text = decode_as(sample, encoding).text if encoding in NAMES else ""
        if text in texts or (REPLACEMENT in text and encoding != now):
            continue
        texts.add(text)
        lines = _first_lines(sample, encoding)
        if lines and all(way.lines != lines for way in ways.values()):
            ways[encoding] = Way(encoding, lines)
        if len(ways) == MOST_WAYS:
            break
    likely = tuple(ways[encoding] for encoding in order if encoding in ways)
    return WaysToRead(content_key(data), now, likely) if len(likely) > 1 else None


def _beginning(data: bytes) -> bytes:
    """Whole lines to the first few that are not plain ASCII."""
    head, end, telling = data[:LOOKED_AT], 0, 0
    for line in head.splitlines(keepends=True):
        end += len(line)
        telling += not line.isascii()
        if telling == LINES_JUDGED:
            break
    return head[:end]


def _first_lines(sample: bytes, encoding: str) -> tuple[str, ...]:
    """The first lines that are not in plain ASCII, which reads the same in every encoding."""
    words = words_from_bytes(sample, encoding=encoding)
    telling = [line.text for line in words.lines if line.text and not line.text.isascii()]
    return tuple(telling[:LINES_SHOWN])

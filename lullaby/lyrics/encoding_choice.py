"""The encodings in which words may be written, for a person to choose from."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from lullaby.lyrics.encoding_guess import LOOKED_AT, NAMES, guesses
from lullaby.lyrics.karaoke import judged_bytes, words_of_events
from lullaby.lyrics.language_hints import NO_HINTS, LanguageHints, named_languages
from lullaby.lyrics.model import Decoding, Lyrics, WaysToRead
from lullaby.lyrics.smf import MidiFile, read_midi
from lullaby.lyrics.sniffing import decode_file, is_midi, words_from_bytes
from lullaby.lyrics.text_decoding import REPLACEMENT, Decoded, decode_as, repaired, stored_bytes

MOST_WAYS = 6
LINES_SHOWN = 2
LINES_JUDGED = 12


def content_key(data: bytes) -> str:
    """What tells the bytes of one words file or tag from those of any other."""
    return hashlib.sha256(data).hexdigest()[:32]


def ways_to_read(
    data: bytes, name: str, chosen: str | None = None, hints: LanguageHints = NO_HINTS
) -> WaysToRead | None:
    """How a file of this name may be read; None where its encoding is certain.

    `chosen` is the encoding that the person chose before.
    """
    named = named_languages(name, data) or hints.song
    if is_midi(data):
        events = replace(read_midi(data), tones=[])
        sample = _beginning(judged_bytes(events))
        now = Decoded("", chosen) if chosen is not None else decode_file(sample, name, hints)
        languages = (named, hints.own)
        return _ways(content_key(data), sample, now, chosen, languages, _sung_in(events))
    if data.isascii():
        return None
    sample = _beginning(data)
    decoded = decode_file(data, name, hints)
    return _ways(content_key(data), sample, decoded, chosen, (named, hints.own))


def ways_to_read_text(
    text: str, chosen: str | None = None, hints: LanguageHints = NO_HINTS
) -> WaysToRead | None:
    """The same for the text of a tag, which may have been stored as Latin-1."""
    data = None if text.isascii() else stored_bytes(text)
    if data is None:
        return None
    sample = _beginning(data)
    decoded = repaired(text, hints.song, hints.own)
    return _ways(content_key(data), sample, decoded, chosen, (hints.song, hints.own))


def _ways(
    content: str,
    sample: bytes,
    decoded: Decoded,
    chosen: str | None,
    languages: tuple[Sequence[str], Sequence[str]],
    read_in: Callable[[str], Lyrics] | None = None,
) -> WaysToRead | None:
    """`sample` tells the encoding; the lines shown are those of `read_in`, else of `sample`."""
    unicode = decoded.encoding.startswith("utf") and decoded.damaged_line is None
    if chosen is None and unicode:
        return None
    named, own = languages
    order = dict.fromkeys(guess.encoding for guess in guesses(sample, named, own))
    now = chosen or decoded.encoding
    texts: set[str] = set()
    ways: dict[str, Decoding] = {}
    for encoding in (now, *order):
        text = decode_as(sample, encoding).text if encoding in NAMES or encoding == now else ""
        if text in texts or (REPLACEMENT in text and encoding != now):
            continue
        texts.add(text)
        lines = _first_lines(
            words_from_bytes(sample, encoding=encoding) if read_in is None else read_in(encoding)
        )
        if lines and all(way.lines != lines for way in ways.values()):
            ways[encoding] = Decoding(encoding, lines)
        if len(ways) == MOST_WAYS:
            break
    likely = tuple(ways[encoding] for encoding in {**order, now: None} if encoding in ways)
    return WaysToRead(content, now, likely) if len(likely) > 1 else None


def _sung_in(events: MidiFile) -> Callable[[str], Lyrics]:
    return lambda encoding: words_of_events(events, encoding=encoding)


def _beginning(data: bytes) -> bytes:
    """Whole lines to the first few that are not plain ASCII."""
    head, end, telling = data[:LOOKED_AT], 0, 0
    for line in head.splitlines(keepends=True):
        end += len(line)
        telling += not line.isascii()
        if telling == LINES_JUDGED:
            break
    return head[:end]


def _first_lines(words: Lyrics) -> tuple[str, ...]:
    """The first lines that are not in plain ASCII, which reads the same in every encoding."""
    telling = [line.text for line in words.lines if line.text and not line.text.isascii()]
    return tuple(telling[:LINES_SHOWN])

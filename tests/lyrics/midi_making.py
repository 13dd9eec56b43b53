"""Small MIDI files, event by event."""

from collections.abc import Sequence

Event = tuple[int, bytes]
"""A tick and the bytes of an event."""


def length(number: int) -> bytes:
    """A variable-length number."""
    out = [number & 0x7F]
    while number := number >> 7:
        out.insert(0, number & 0x7F | 0x80)
    return bytes(out)


def meta(kind: int, data: bytes) -> bytes:
    return bytes((0xFF, kind)) + length(len(data)) + data


def text(words: str, encoding: str = "utf-8") -> bytes:
    return meta(0x01, words.encode(encoding))


def lyric(words: str) -> bytes:
    return meta(0x05, words.encode())


def tempo(microseconds: int) -> bytes:
    return meta(0x51, microseconds.to_bytes(3))


def note(key: int, velocity: int = 64) -> bytes:
    """On, or off with no velocity."""
    return bytes((0x90, key, velocity))


def track(*events: Event) -> bytes:
    body, last = b"", 0
    for tick, data in events:
        body += length(tick - last) + data
        last = tick
    body += b"\0" + meta(0x2F, b"")
    return b"MTrk" + len(body).to_bytes(4) + body


def midi(tracks: Sequence[bytes], division: int = 480) -> bytes:
    head = (1).to_bytes(2) + len(tracks).to_bytes(2) + division.to_bytes(2)
    return b"MThd" + (6).to_bytes(4) + head + b"".join(tracks)

"""Paths as text for the database. Names with undecodable bytes come back as they were.

Sqlite takes only valid Unicode, so undecodable bytes (`os.fsdecode`'s escapes) are written as a
private mark and two hexadecimal digits, and other lone surrogates, which Windows allows in
names, and the mark itself as the mark, a u and four.
"""

import re
from functools import lru_cache
from pathlib import Path

REMEMBERED = 1_024
"""Making a Path costs more than all else of reading a song; the same few are read often."""

MARK = "\ue000"
_ESCAPED = re.compile(MARK + "(?:([0-9a-f]{2})|u([0-9a-f]{4}))")
_LONE = re.compile("[\ud800-\udfff]")
_TO_ESCAPE = re.compile(f"[\ud800-\udfff{MARK}]")


def text_of(path: Path) -> str:
    return _TO_ESCAPE.sub(lambda match: MARK + _escape(ord(match[0])), str(path))


@lru_cache(maxsize=REMEMBERED)
def path_of(text: str) -> Path:
    return Path(unescaped(text))


def unescaped(text: str) -> str:
    """The path as the system writes it."""
    if MARK not in text:
        return text
    return _ESCAPED.sub(_unescape, text)


def _escape(code: int) -> str:
    return f"{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"u{code:04x}"


def _unescape(match: re.Match[str]) -> str:
    return chr(0xDC00 + int(match[1], 16)) if match[1] else chr(int(match[2], 16))


def readable(path: Path) -> str:
    """The name for showing: undecodable bytes as a replacement sign."""
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", path.name)

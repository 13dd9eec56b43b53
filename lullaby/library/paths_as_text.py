"""Converts paths to text for the database and back, including names with undecodable bytes.

SQLite accepts only valid Unicode. Undecodable bytes (`os.fsdecode`'s escapes) become a private mark
and two hexadecimal digits; the mark itself and lone surrogates, which Windows allows in names,
become the mark, a u and four digits.
"""

import re
from functools import lru_cache
from pathlib import Path

REMEMBERED = 1_024
"""Size of the path cache: creating a Path is the slowest part of reading a song."""

MARK = "\ue000"
_ESCAPED = re.compile(MARK + "(?:([0-9a-f]{2})|u([0-9a-f]{4}))")
_LONE = re.compile("[\ud800-\udfff]")
_TO_ESCAPE = re.compile(f"[\ud800-\udfff{MARK}]")


def text_of(path: Path | str) -> str:
    """The text of a path; a str is taken as the system writes it."""
    return _TO_ESCAPE.sub(lambda match: MARK + _escape(ord(match[0])), str(path))


@lru_cache(maxsize=REMEMBERED)
def path_of(text: str) -> Path:
    return Path(unescaped(text))


def unescaped(text: str) -> str:
    """The path as the operating system spells it."""
    if MARK not in text:
        return text
    return _ESCAPED.sub(_unescape, text)


def _escape(code: int) -> str:
    return f"{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"u{code:04x}"


def _unescape(match: re.Match[str]) -> str:
    return chr(0xDC00 + int(match[1], 16)) if match[1] else chr(int(match[2], 16))


def readable(path: Path) -> str:
    """The file name for display, with replacement characters for undecodable bytes."""
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", path.name)

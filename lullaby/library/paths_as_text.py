"""Paths as text for the database. Names with undecodable bytes come back as they were.

Sqlite takes only valid Unicode, so lone surrogates (`os.fsdecode`'s escapes) are written as
a private mark and two hexadecimal digits.
"""

import re
from pathlib import Path

MARK = "\ue000"
_ESCAPED = re.compile(MARK + "([0-9a-f]{2})")
_LONE = re.compile("[\udc80-\udcff]")


def text_of(path: Path) -> str:
    return _LONE.sub(lambda match: f"{MARK}{ord(match[0]) - 0xDC00:02x}", str(path))


def path_of(text: str) -> Path:
    return Path(unescaped(text))


def unescaped(text: str) -> str:
    """The path as the system writes it."""
    if MARK not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(0xDC00 + int(match[1], 16)), text)


def readable(path: Path) -> str:
    """The name for showing: undecodable bytes as a replacement sign."""
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", path.name)

"""Paths as text for the database. Names with undecodable bytes come back as they were.

Sqlite takes only valid Unicode, so lone surrogates (`os.fsdecode`'s escapes) are written as
a private mark and two hexadecimal digits.
"""

import re
from functools import lru_cache
from pathlib import Path

REMEMBERED = 65_536
"""Making a Path costs more than all else of reading a song from the database."""

MARK = "\ue000"
_ESCAPED = re.compile(MARK + "([0-9a-f]{2})")
_LONE = re.compile("[\udc80-\udcff]")


def text_of(path: Path) -> str:
    return _LONE.sub(lambda match: f"{MARK}{ord(match[0]) - 0xDC00:02x}", str(path))


@lru_cache(maxsize=REMEMBERED)
def path_of(text: str) -> Path:
    if MARK not in text:
        return Path(text)
    return Path(_ESCAPED.sub(lambda match: chr(0xDC00 + int(match[1], 16)), text))


def readable(path: Path) -> str:
    """The name for showing: undecodable bytes as a replacement sign."""
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", path.name)

"""Undoes what web pages and keyboards do to the text of an LRC file, row by row.

Pages leave entities and tags of HTML; Chinese and Japanese keyboards write full-width stamps.
"""

import html
import re

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_MARKUP = re.compile(r"<(?:(br)\s{0,9}/?|/?(?:i|b|u|em|strong))>", re.IGNORECASE)
"""A line break, or letters set off."""
_DIGITS = "0-9\uff10-\uff19"
_CLOCK = (
    rf"\s*[-\uff0d]?[{_DIGITS}]{{1,6}}\s*[:\uff1a]\s*[{_DIGITS}]{{1,3}}"
    rf"(?:[.,:\uff0e\uff0c\uff1a\u3002][{_DIGITS}]{{1,9}})?\s*"
)
_WIDE_STAMPS = re.compile(rf"\s*(?:[\[\uff3b\u3010]{_CLOCK}[\]\uff3d\u3011]\s*)+")
_WIDE_WORD_STAMP = re.compile(rf"[<\uff1c]{_CLOCK}[>\uff1e]")
_WIDE_TAG = re.compile(
    r"[\[\uff3b\u3010]\s*(ti|ar|al|au|by|offset|length|la)\s*[:\uff1a]([^\[\]\uff3b\uff3d\u3011]*)"
    r"[\]\uff3d\u3011]",
    re.IGNORECASE,
)
_NARROW = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {0x3002: ".", 0x3010: "[", 0x3011: "]"}
)
_WIDE = re.compile(r"[\uff3b\uff1c\u3010\uff10-\uff19\uff1a\uff0e\uff0d\uff0c\u3002]")


def as_meant(row: str) -> str:
    """A row without entities and tags of HTML, its stamps and id tags in ASCII."""
    if "<" in row:
        row = _MARKUP.sub(_bare, row)
    if "&" in row:
        row = _ENTITY.sub(_letter, row)
    return narrowed(row)


def narrowed(row: str) -> str:
    """Stamps and id tags in ASCII; the text around them stays full-width."""
    if row.isascii() or not _WIDE.search(row):
        return row
    row = _WIDE_STAMPS.sub(_narrow, row, count=1) if _WIDE_STAMPS.match(row) else row
    row = _WIDE_WORD_STAMP.sub(_narrow, row)
    return _WIDE_TAG.sub(lambda found: f"[{found[1]}:{found[2]}]", row)


def _narrow(found: re.Match[str]) -> str:
    return found[0].translate(_NARROW)


def kept_literal(text: str) -> str:
    """Text that `as_meant` gives back as it is."""
    text = _ENTITY.sub(lambda found: f"&amp;{found[0][1:]}", text)
    return _MARKUP.sub(_escaped, text)


def _bare(found: re.Match[str]) -> str:
    return " " if found[1] else ""


def _letter(found: re.Match[str]) -> str:
    return html.unescape(found[0]).replace("\u00a0", " ")


def _escaped(found: re.Match[str]) -> str:
    return f"&lt;{found[0][1:]}"

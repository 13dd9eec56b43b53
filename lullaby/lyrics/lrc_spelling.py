"""Undoes what web pages, keyboards and other programs do to the text of an LRC file, row by row.

Pages leave entities and tags of HTML; Chinese and Japanese keyboards write full-width stamps,
Arabic and Persian ones other digits; texts from right to left have marks around the stamps. Some
programs write a beginning and an end in one stamp, or another sign before the fraction.
RhythmicaLyrics keeps readings of Japanese letters in rows such as `@Ruby1=`, which are not sung.
"""

import re
from itertools import islice

from lullaby.lyrics.entities import closed_unescaped, escaped_entities
from lullaby.lyrics.scripts import UNSPACED, script_of

_MARKUP = re.compile(r"<(?:(br)\s{0,9}/?|/?(?:i|b|u|em|strong))>", re.IGNORECASE)
"""A line break, or letters set off."""
_LENGTH = re.compile(r"<[0-9]{1,5}>")
"""What `lrc_scan.counted_line` takes for the length of a word."""
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


_MARKS = "\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Without a width: they part words, or turn the direction of a text."""
_MARK = re.compile(f"[{_MARKS}]")
_MARKED = re.compile(rf"^[{_MARKS}\s]+(?=\[)|(?<=\])[{_MARKS}]+|(?<![{_MARKS}])[{_MARKS}]+(?=\[|$)")
_OTHER_DIGITS = re.compile(r"\[[\d:.,\u066b]{4,12}\]")
_TIME = r"\d{1,3}:\d{2}(?:[.,:]\d{1,3})?"
_RANGE = re.compile(rf"\s*\[({_TIME})\s*(?:[-\u2013~,]|-{{1,2}}>)\s*({_TIME})\](.*)", re.DOTALL)
_FURIGANA = re.compile(r"@[A-Za-z]{2,20}\d{0,4}\s*=")
_SINGER = re.compile(r"\u3010sv\d{1,3}\u3011")
"""The singer of what follows, as Nicokara names it."""
_USUAL = re.compile(r"\[\d\d:\d\d\.\d{2,3}\]")
"""A row that begins so is left as it is, as nearly all do."""
_DOUBLE = re.compile(rf"\s*\[\[({_TIME})\]\]")
_SEPARATED = re.compile(r"\[(\d{1,3})(?::(\d{2})[;'\u2019]|\.(\d{2})\.)(\d{2,3})\]")
JOINTS = re.compile(
    r"(?:<br\s*/?>|(?:\\r)?\\n|[\x0b\x0c\x85\u2028\u2029])\s{0,9}(?=\[\d{1,3}:\d|$)", re.IGNORECASE
)
"""What stands for a line end before a stamp where a text was copied into one row."""


_STAMPS_INSIDE = re.compile(rf"(?<=[^\]\s])[ \t]*((?:\[{_TIME}\][ \t]*)+)(?=([^\[\]\n]*))")
"""Stamps behind other words of a row, and the words behind them."""
_FEWEST = 2
_JUDGED = 60
"""Stamps inside rows that decide."""
_A_LINE = 5
"""Letters of a line, at least, in a script without blanks between its words."""


def parted(text: str) -> str:
    """A text with a row for each stamp, where something else stands for the line ends, or nothing.

    Stamps inside a row may time words; but most of those behind them are then single words.
    """
    text = JOINTS.sub("\n", text)
    if text.count("[") <= text.count("\n") + 1:
        return text
    inside = [found[2].strip() for found in islice(_STAMPS_INSIDE.finditer(text), _JUDGED)]
    lines = sum(map(_is_line, inside))
    if lines < _FEWEST or lines * 2 < sum(map(bool, inside)):
        return text
    return _STAMPS_INSIDE.sub(r"\n\1", text)


def _is_line(words: str) -> bool:
    """Whether words are more than one."""
    return " " in words or (len(words) >= _A_LINE and script_of(words) in UNSPACED)


def as_meant(row: str) -> str:
    """A row without entities and tags of HTML, its stamps and id tags in ASCII."""
    if row.startswith("@") and _FURIGANA.match(row):
        return ""
    if not row.isascii():
        row = _SINGER.sub("", row) if "\u3010sv" in row else row
        row = _OTHER_DIGITS.sub(_plain_digits, _MARKED.sub("", row) if _MARK.search(row) else row)
    if "[" in row and not _USUAL.match(row):
        row = _stamps_as_meant(row)
    if "<" in row:
        row = _MARKUP.sub(_bare, row)
    if "&" in row:
        row = closed_unescaped(row)
    return narrowed(row)


def _stamps_as_meant(row: str) -> str:
    if "]]" in row:
        row = _DOUBLE.sub(r"[\1]", row)
    row = _SEPARATED.sub(lambda found: f"[{found[1]}:{found[2] or found[3]}.{found[4]}]", row)
    both = _RANGE.fullmatch(row)
    if both is not None:
        return f"[{both[1]}]{both[3]}<{both[2]}>" if both[3].strip() else f"[{both[1]}]"
    return row


def _plain_digits(found: re.Match[str]) -> str:
    """Digits of any script as those of ASCII."""
    if found[0].isascii():
        return found[0]
    text = found[0].replace("\u066b", ".")
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


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
    text = escaped_entities(text)
    return _LENGTH.sub(_escaped, _MARKUP.sub(_escaped, text))


def _bare(found: re.Match[str]) -> str:
    return " " if found[1] else ""


def _escaped(found: re.Match[str]) -> str:
    return f"&lt;{found[0][1:]}"

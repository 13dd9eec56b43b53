"""Decodes words files: by byte order mark, then UTF-8, UTF-16 without mark, GBK, cp1252."""

import codecs
import re
from dataclasses import dataclass

from lullaby.lyrics.model import Complaint, Reason

GBK = "gb18030"
"""The full set that GBK is a part of."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_GB_2312_PAIR = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` has a replacement character wherever bytes of the chosen encoding made no sense."""

    text: str
    encoding: str

    @property
    def damaged_line(self) -> int | None:
        """The first line, from 1, in which something could not be read."""
        place = self.text.find(REPLACEMENT)
        if place < 0:
            return None
        before = self.text[:place].replace("\r\n", "\n").replace("\r", "\n")
        return before.count("\n") + 1

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """Complaints about guesses and unreadable bytes."""
        damaged = self.damaged_line
        guessed = (Complaint(1, Reason.READ_AS_GBK),) if self.encoding == GBK else ()
        return guessed if damaged is None else (*guessed, Complaint(damaged, Reason.DAMAGED_TEXT))


def decode_words(data: bytes) -> Decoded:
    """Read any bytes as text; never raises."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding)
    guess = _utf16_by_its_zeros(data)
    if guess is not None:
        return _decode(data, guess)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        if _mostly_utf8(data):
            return _decode(data, "utf-8")
        return _decode(data, GBK) if _mostly_gbk(data) else _cp1252(data)


def decode_as(data: bytes, encoding: str) -> Decoded:
    """Read bytes in an encoding that the file itself names; never raises for one Python knows."""
    return _cp1252(data) if encoding == "cp1252" else _decode(data, encoding)


def _decode(data: bytes, encoding: str) -> Decoded:
    return Decoded(data.decode(encoding, "replace"), encoding)


def _utf16_by_its_zeros(data: bytes) -> str | None:
    """UTF-16 of text with line ends and ASCII stamps has a zero in every other byte."""
    sample = data[:2000]
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    """A few broken bytes among many good sequences is damage, not another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count(REPLACEMENT)
    good = sum(1 for character in text if character > "\x7f") - broken
    return good > broken * 4


def _cp1252(data: bytes) -> Decoded:
    """cp1252 leaves five bytes undefined; those are read as Latin-1 and dropped as controls."""
    characters = [
        bytes([byte]).decode("cp1252") if byte not in _UNDEFINED else chr(byte) for byte in data
    ]
    return Decoded("".join(characters), "cp1252")


def _mostly_gbk(data: bytes) -> bool:
    """High bytes come in pairs of the common signs (GB 2312), hardly ever one by one.

    Western text has its accented letters alone among plain ones, so nearly none of its high bytes
    are followed by another.
    """
    high = sum(1 for byte in data if byte >= 0x80)
    paired = 2 * len(_GB_2312_PAIR.findall(data))
    broken = data.decode(GBK, "replace").count(REPLACEMENT)
    return paired >= high * 0.7 and high >= 4 and broken * 20 <= paired


_UNDEFINED = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))

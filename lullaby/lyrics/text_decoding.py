"""Decodes words: by byte order mark, as UTF-8, as UTF-16 without mark, else by a guess."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from lullaby.frozen import frozen
from lullaby.lyrics.encoding_guess import LOOKED_AT, guesses
from lullaby.lyrics.model import Complaint, Reason

SURE_NATS = 6.0
"""By how much another encoding has to be likelier than the one that a tag tells."""

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_ZERO_INSIDE = re.compile(r"(?<=[^\W\d_])\0(?=[^\W\d_])")
"""A zero between two letters."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@frozen
class Decoded:
    """`text` has a replacement character wherever bytes of the chosen encoding made no sense."""

    text: str
    encoding: str
    guessed: bool = False
    """Whether the encoding was guessed from the letters alone."""

    @property
    def damaged_line(self) -> int | None:
        """The first line with unreadable bytes, counted from 1."""
        place = self.text.find(REPLACEMENT)
        if place < 0:
            return None
        before = self.text[:place].replace("\r\n", "\n").replace("\r", "\n")
        return before.count("\n") + 1

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """Complaints about guesses and unreadable bytes."""
        damaged = self.damaged_line
        guess = Complaint(1, Reason.GUESSED_ENCODING, self.encoding)
        guessed = (guess,) if self.guessed else ()
        return guessed if damaged is None else (*guessed, Complaint(damaged, Reason.DAMAGED_TEXT))


def decode_words(data: bytes, named: Sequence[str] = (), own: Sequence[str] = ()) -> Decoded:
    """Read any bytes as text; never raises.

    `named` are the languages that the song tells, `own` those of the person, as ISO 639-1 codes;
    they count where a guess is needed (see `encoding_guess.guesses`).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding)
    guess = utf16_by_its_zeros(data)
    if guess is not None:
        return _decode(data, guess)
    if b"\x1b$" in data[:LOOKED_AT]:
        return _guessed(data, named, own)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        if _mostly_utf8(data):
            return _decode(data, "utf-8")
        return _guessed(data, named, own)


def decode_as(data: bytes, encoding: str) -> Decoded:
    """Read bytes in an encoding that the file or the person names.

    Never raises for an encoding that Python knows.
    """
    return _cp1252(data) if encoding == "cp1252" else _decode(data, encoding)


def repaired(text: str, named: Sequence[str] = (), own: Sequence[str] = ()) -> Decoded:
    """Text of a tag that was stored as Latin-1 although its bytes are of another encoding.

    What has other letters than Latin-1 and Windows-1252, or reads best as it stands, is given back
    unchanged.
    """
    data = None if text.isascii() else stored_bytes(text)
    if data is None:
        return Decoded(text, "utf-8")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")  # UTF-8 that was taken for Latin-1
    except UnicodeDecodeError:
        found = guesses(data, named, own, best_only=True)
    as_stored = next((guess.cost for guess in found if guess.encoding == "cp1252"), float("inf"))
    if not found or found[0].cost > as_stored - SURE_NATS:
        return Decoded(_cp1252(data).text, "cp1252")
    return replace(decode_as(data, found[0].encoding), guessed=True)


def stored_bytes(text: str) -> bytes | None:
    """The bytes of a text that was read as Latin-1 or Windows-1252; None if it was not."""
    try:
        return text.translate(_BELOW).encode("latin-1")
    except UnicodeEncodeError:
        return None


def with_blanks(text: str) -> str:
    """Text with blanks for the zeros between words, as programs part texts by them."""
    return _ZERO_INSIDE.sub(" ", text)


def _guessed(data: bytes, named: Sequence[str], own: Sequence[str]) -> Decoded:
    if b"\x1b$" in data and max(data) < 0x80:
        return Decoded(data.decode("iso2022_jp", "replace"), "iso2022_jp", guessed=True)
    found = guesses(data, named, own, best_only=True)
    if not found:
        return _decode(data, "utf-8")
    return replace(decode_as(data, found[0].encoding), guessed=True)


def _decode(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    if encoding == "cp1258":  # writes Vietnamese tones apart from their letters
        text = unicodedata.normalize("NFC", text)
    return Decoded(text, encoding)


def utf16_by_its_zeros(data: bytes) -> str | None:
    """Detect UTF-16 by its zero bytes: in ASCII text, stamps, spaces or line ends."""
    sample = data[:LOOKED_AT]
    if 0 not in sample:
        return None
    even, odd = sample[0::2], sample[1::2]
    zeros = even.count(0), odd.count(0)
    enough, few = len(odd) * 0.4, len(odd) * 0.05
    if len(odd) > 1 and zeros[1] > enough and zeros[0] < few:
        return "utf-16-le"
    if len(odd) > 1 and zeros[0] > enough and zeros[1] < few:
        return "utf-16-be"
    units = Counter(zip(even, odd, strict=False))
    little = sum(units[blank, 0] for blank in _BLANKS)
    big = sum(units[0, blank] for blank in _BLANKS)
    if max(little, big) < 2 or max(little, big) < 3 * min(little, big):
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _mostly_utf8(data: bytes) -> bool:
    """Whether it is damaged UTF-8: a few broken bytes among many valid sequences."""
    text = data[:LOOKED_AT].decode("utf-8", "replace")
    broken = text.count(REPLACEMENT)
    good = sum(1 for character in text if character > "\x7f") - broken
    return good > broken * 4


def _cp1252(data: bytes) -> Decoded:
    """cp1252 leaves five bytes undefined; those are read as Latin-1 and dropped as controls."""
    return Decoded(data.decode("latin-1").translate(_ABOVE_LATIN_1), "cp1252")


_BLANKS = b"\n\r "

_UNDEFINED = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_ABOVE_LATIN_1 = {
    byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in _UNDEFINED
}
_BELOW = {ord(letter): byte for byte, letter in _ABOVE_LATIN_1.items()}

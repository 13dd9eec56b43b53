"""The digits of the language of the application."""

import re
import unicodedata

from PySide6.QtCore import QLocale


def in_digits(text: str) -> str:
    """`text`, such as 3:12, in the digits of the language."""
    zero = ord(QLocale().zeroDigit()[0])
    if zero == ord("0"):
        return text
    return text.translate({ord("0") + digit: zero + digit for digit in range(10)})


def plain_digits(text: str) -> str:
    """`text` with the digits of any script as 0 to 9, and without invisible marks of direction."""
    kept = (each for each in text if unicodedata.category(each) != "Cf")
    return "".join(str(unicodedata.decimal(each, each)) for each in kept)


def whole_number_in(text: str) -> int | None:
    """The only whole number in a typed text, such as 12 in “12 min”; None if it is not so."""
    found = re.fullmatch(r"[^\d\-−]*(\d{1,4})\D*", plain_digits(text))
    return int(found.group(1)) if found else None

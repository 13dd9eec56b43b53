"""The digits of the language of the application."""

from PySide6.QtCore import QLocale


def in_digits(text: str) -> str:
    """`text`, such as 3:12, in the digits of the language."""
    zero = ord(QLocale().zeroDigit()[0])
    if zero == ord("0"):
        return text
    return text.translate({ord("0") + digit: zero + digit for digit in range(10)})

"""Decides which key a press means on a keyboard that lacks the character, as pure functions.

The keyboard map (`keys`) names characters: L, 1, [. A Cyrillic, Greek, Hebrew or Arabic layout has
no key for them, and on a French or Czech one digits need Shift. There the position of the key
counts: what a US keyboard has there. A layout that has the character keeps it, so a Latin letter is
always itself.

The position codes are those of Linux (linux/input-event-codes.h; X11 and Wayland add 8), which for
these keys are also the scan codes of Windows (set 1), and the virtual keys of macOS
(HIToolbox/Events.h).
"""

import unicodedata
from enum import Enum, auto

from PySide6.QtCore import Qt

Key = Qt.Key

X11_OFFSET = 8
LAST_OF_ASCII = 0x7E
LAST_OF_LATIN = 0x24F
"""The last code point of Latin scripts, apart from some letters further up."""
LAST_CHARACTER = 0x10FFFF
"""Qt's numbers for keys without a character lie above this."""

ROWS = {2: "1234567890-=", 16: "QWERTYUIOP[]", 30: "ASDFGHJKL;'", 44: "ZXCVBNM,./"}
"""The first code of each row, and the US keyboard's characters there."""
MAC_PLACES = {
    **dict(zip((18, 19, 20, 21, 23, 22, 26, 28, 25, 29, 27, 24), ROWS[2], strict=True)),
    **dict(zip((12, 13, 14, 15, 17, 16, 32, 34, 31, 35, 33, 30), ROWS[16], strict=True)),
    **dict(zip((0, 1, 2, 3, 5, 4, 38, 40, 37, 41, 39), ROWS[30], strict=True)),
    **dict(zip((6, 7, 8, 9, 11, 45, 46, 43, 47, 44), ROWS[44], strict=True)),
}
PC_PLACES = {first + at: sign for first, row in ROWS.items() for at, sign in enumerate(row)}
WITH_SHIFT = {"[": "{", "]": "}", ";": ":", "'": '"', ",": "<", ".": ">", "/": "?", "=": "+"}
OTHER_SIGNS = {"؟": "?", "،": ",", "؛": ";"}
"""Arabic punctuation that stands for ours."""


class Codes(Enum):
    """Where a key event holds the position of the pressed key."""

    NONE = auto()
    X11 = auto()
    WINDOWS = auto()
    MAC = auto()


def codes_of(platform: str) -> Codes:
    """The codes that Qt's platform plugin of this name reports."""
    if platform == "xcb" or platform.startswith("wayland"):
        return Codes.X11
    return {"windows": Codes.WINDOWS, "cocoa": Codes.MAC}.get(platform, Codes.NONE)


def us_sign(scan: int, virtual: int, codes: Codes) -> str | None:
    """What an unshifted US keyboard has at the pressed position; None for other positions."""
    match codes:
        case Codes.X11:
            return PC_PLACES.get(scan - X11_OFFSET)
        case Codes.WINDOWS:
            return PC_PLACES.get(scan)
        case Codes.MAC:
            return MAC_PLACES.get(virtual)
        case Codes.NONE:
            return None


def meanings(key: int, us: str | None, shifted: bool) -> tuple[Key, ...]:
    """The keys that a press may mean, the likelier first: its character, then its position.

    `key` is Qt's number, `us` what a US keyboard has there.
    """
    own = _by_character(key)
    if us is None or not _may_go_by_place(key, us, shifted):
        return (own,)
    sign = WITH_SHIFT.get(us, us) if shifted else us
    place = Key(ord(sign))
    return (own,) if place == own else (own, place)


def _by_character(key: int) -> Key:
    """The key for a character; digits and punctuation of other scripts count as ours."""
    if LAST_OF_ASCII < key <= LAST_CHARACTER:
        sign = chr(key)
        digit = unicodedata.decimal(sign, None)
        if digit is not None:
            return Key(Key.Key_0.value + digit)
        return Key(ord(OTHER_SIGNS.get(sign, sign)))
    return Key(key)


def _may_go_by_place(key: int, us: str, shifted: bool) -> bool:
    if us.isdigit():
        return not shifted and key <= LAST_CHARACTER and not _is_plain_letter(key)
    return LAST_OF_LATIN < key <= LAST_CHARACTER and _is_letter_of_another_script(chr(key))


def _is_plain_letter(key: int) -> bool:
    return Key.Key_A <= key <= Key.Key_Z


def _is_letter_of_another_script(sign: str) -> bool:
    letter_or_mark = unicodedata.category(sign)[0] in "LM"
    return letter_or_mark and not unicodedata.name(sign, "").startswith("LATIN")

"""Parses and writes time stamps: minutes, seconds, and a fraction or a third group."""

import re
from collections.abc import Sequence
from typing import NamedTuple

AN_HOUR_MS = 3_600_000

_CLOCK = (
    "\\s*(?P<sign>[-\N{MINUS SIGN}\N{EN DASH}])?"
    r"(?P<a>[0-9]{1,6})\s*:\s*(?P<b>[0-9]{1,3})"
    r"(?:[.,](?P<fraction>[0-9]{1,9})|:(?P<c>[0-9]{1,3})(?:[.,](?P<rest>[0-9]{1,9}))?)?\s*"
)
LINE_STAMP = re.compile(r"\[" + _CLOCK + r"\]")
SECONDS_STAMP = re.compile(r"\[\s*(?P<seconds>[0-9]{1,6})[.,](?P<part>[0-9]{1,3})\s*\]")
UNCLOSED_STAMP = re.compile(r"\[" + _CLOCK + r"(?![\]0-9:.,])")
WORD_STAMP = re.compile(r"<" + _CLOCK + r">")
INNER_STAMP = re.compile(r"[<\[]" + _CLOCK + r"[>\]]")
"""Word stamps; some programs put them in square brackets inside a stamped line."""

_USUAL = r"([0-9]{1,6}):([0-5]?[0-9])[.,]([0-9]{1,9})"
USUAL_ROW = re.compile(
    rf"\[{_USUAL}\]\s*+(?P<rest>[^\[\]<>]*+(?P<words>(?:<[0-9]{{1,6}}:[0-5]?[0-9][.,][0-9]{{1,9}}>[^\[\]<>]*)*))"
)
"""A row with a stamp, and perhaps word stamps, in the usual spelling, as nearly all are."""
USUAL_WORD = re.compile(rf"<{_USUAL}>([^<]*)")
"""A word stamp and its text in the rest of such a row."""
COUNTED_ROW = re.compile(
    r"\[([0-9]{1,3}):([0-5]?[0-9])(?:[.,:]([0-9]{1,3}))?\]\s*+((?:<[0-9]{1,5}>[^<\[\]]*)+)"
)
"""A row as TTPod writes it, with the length of each word: `[00:01.00]<500>Hush <400>now`."""
COUNTED_WORD = re.compile(r"<([0-9]+)>([^<]*)")
_THIRD = r"\[([0-9]{1,6}):([0-5]?[0-9]):([0-9]{2})\]"
THIRDS_ROW = re.compile(rf"{_THIRD}\s*+([^\[\]<>]++)((?:{_THIRD}[^\[\]<>]*)*)")
"""A row whose stamps all have three groups of which the whole file tells what they mean."""
THIRDS_WORD = re.compile(rf"{_THIRD}([^\[]*)")

_ATTEMPT = re.compile(r"\[\s*-?[0-9][^\s\[\]]{0,14}\]")


class Stamp(NamedTuple):
    """A stamp as written; `third` is the group after a second colon, if ambiguous."""

    minutes: int
    seconds: int
    fraction_ms: int = 0
    third: int | None = None
    third_ms: int = 0
    """The third group as a fraction of a second, in ms."""
    dotted: bool = False
    negative: bool = False

    def ms(self, third_is_fraction: bool) -> int:
        """Milliseconds, once the file's meaning of a third group is known."""
        minutes, seconds, fraction_ms, third, third_ms, _, negative = self
        if third is None:
            time = minutes * 60_000 + seconds * 1000 + fraction_ms
        elif third_is_fraction:
            time = minutes * 60_000 + seconds * 1000 + third_ms
        else:
            time = ((minutes * 60 + seconds) * 60 + third) * 1000
        return -time if negative else time


def read_stamp(match: re.Match[str]) -> Stamp:
    """Convert a match of one of this module's patterns."""
    if match.re is SECONDS_STAMP:
        return Stamp(0, int(match["seconds"]), _fraction(match["part"]), dotted=True)
    sign, minutes, seconds, fraction, c, rest = match.groups()
    a, b, negative = int(minutes), int(seconds), sign is not None
    if fraction is not None:
        return Stamp(a, b, _fraction(fraction), dotted=True, negative=negative)
    if c is None:
        return Stamp(a, b, negative=negative)
    if rest is not None:
        return Stamp(a * 60 + b, int(c), _fraction(rest), dotted=True, negative=negative)
    if len(c) == 3:
        return Stamp(a, b, _fraction(c), negative=negative)
    return Stamp(a, b, third=int(c), third_ms=_fraction(c), negative=negative)


def usual_ms(minutes: str, seconds: str, fraction: str) -> int:
    """The milliseconds of a stamp in the usual spelling."""
    return int(minutes) * 60_000 + int(seconds + (fraction + "00")[:3])


def third_stamp(a: str, b: str, c: str) -> Stamp:
    """A stamp of three groups as `THIRDS_ROW` found them."""
    return Stamp(int(a), int(b), third=int(c), third_ms=int(c) * 10)


def third_is_fraction(stamps: Sequence[Stamp], dotted: bool, length_ms: int | None) -> bool:
    """Decide for a whole file whether `[a:b:c]` ends in hundredths rather than in seconds.

    Hundredths when a third group passes 59, or when no stamp has a dot and hours would lead
    past the end of the recording (past one hour when its length is not known). `dotted` tells
    whether any other stamp of the file has a dot.
    """
    doubtful = [stamp for stamp in stamps if stamp.third is not None]
    if any(stamp.third is not None and stamp.third > 59 for stamp in doubtful):
        return True
    if not doubtful or dotted or any(stamp.dotted for stamp in stamps):
        return False
    limit = AN_HOUR_MS if length_ms is None else length_ms
    return max(stamp.ms(third_is_fraction=False) for stamp in doubtful) > limit


def looks_like_a_stamp(text: str, place: int) -> int | None:
    """The end of a bracket that was meant as a stamp but is malformed, else None."""
    match = _ATTEMPT.match(text, place)
    if match is None or not any(mark in match[0] for mark in ":.,;"):
        return None
    strange = sum(1 for character in match[0][1:-1] if character not in "0123456789:.,;-")
    return match.end() if strange <= 2 else None


def format_stamp(ms: int, digits: int) -> str:
    """`mm:ss.xx` or, with three digits, `mm:ss.xxx`; hours stay minutes."""
    minutes, rest = divmod(ms, 60_000)
    seconds, fraction = divmod(rest, 1000)
    shown = f"{fraction:03d}" if digits == 3 else f"{fraction // 10:02d}"
    return f"{minutes:02d}:{seconds:02d}.{shown}"


def _fraction(digits: str) -> int:
    """One digit is tenths, two hundredths, three milliseconds; more are cut off."""
    return int((digits + "00")[:3])

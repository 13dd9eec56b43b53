"""Determines how words are timed without parsing their lines, to be fast for whole libraries."""

import re

from lullaby.lyrics.lrc import VOICE_MARK
from lullaby.lyrics.model import Timing
from lullaby.lyrics.not_words import in_text
from lullaby.lyrics.pieces import split_rows

_STAMPED = re.compile(r"\[[0-9]{2}:[0-5][0-9]\.[0-9]{2,3}\](?P<text>[^\[\]<>]*)")
_TAG = re.compile(r"\[(?:ti|ar|al|au|by|re|ve|la|length|offset):[^\[\]<>]*\]")
_SOMETHING = re.compile(r"\w")


def timing_at_a_glance(text: str) -> Timing | None:
    """The timing that `lrc.parse` finds in a text with words; None if only parsing can tell."""
    if "[" not in text and "<" not in text:
        return Timing.NONE if _SOMETHING.search(text) and in_text(text) is None else None
    sung = False
    for row in split_rows(text):
        stamped = _STAMPED.fullmatch(row)
        if stamped is not None:
            sung = sung or _is_sung(stamped["text"])
        elif row and not _TAG.fullmatch(row):
            return None
    return Timing.LINES if sung else None


def _is_sung(text: str) -> bool:
    return bool(_SOMETHING.search(text)) and not VOICE_MARK.match(text.lstrip())

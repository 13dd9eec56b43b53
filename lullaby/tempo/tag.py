"""Parses BPM tags as people and programs write them.

Zero, negative numbers, more than 400 and what cannot be read mean "not known", never "slow".
"""

import re

from lullaby.units import Bpm

MOST = 400.0
NUMBER = re.compile(r"\s*([0-9]+(?:[.,][0-9]+)?)\s*(?:bpm)?\s*", re.IGNORECASE)


def read(text: str) -> Bpm | None:
    """The tempo in a tag's text, such as '72', '72.5', '72,5' or '120 BPM'; None if not known."""
    match = NUMBER.fullmatch(text)
    if match is None:
        return None
    value = float(match.group(1).replace(",", "."))
    return Bpm(value) if 0 < value <= MOST else None

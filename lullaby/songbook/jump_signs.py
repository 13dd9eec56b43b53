"""Tells signs of the order, such as D.C. al Fine, from the texts above a score."""

import re

JUMPS = (
    ("tocoda", re.compile(r"\bto\s+coda\b|\bal(?:la)?\s+coda\s+sign\b", re.IGNORECASE)),
    ("dacapo", re.compile(r"^\W*d\.?\s?c\b|\bda\s+capo\b", re.IGNORECASE)),
    ("dalsegno", re.compile(r"^\W*d\.?\s?s\b|\bdal\s+segno\b", re.IGNORECASE)),
    ("fine", re.compile(r"^\W*fine\W*$", re.IGNORECASE)),
    ("coda", re.compile(r"^\W*coda\W*$", re.IGNORECASE)),
)
"""Words above a bar that tell the order; in most files of MusicXML `<sound>` tells the same."""


def jump_in(text: str) -> set[str]:
    """The signs that a text above a bar means."""
    found = {sign for sign, pattern in JUMPS if pattern.search(text)}
    return found - {"tocoda", "fine", "coda"} if found & {"dacapo", "dalsegno"} else found

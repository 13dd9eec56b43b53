"""Tells scores from other files by their names and by how they begin."""

import re
from pathlib import Path

from lullaby.regular_file import open_regular

ABC = ".abc"
MUSICXML = frozenset((".musicxml", ".mxl", ".xml"))
SUFFIXES = frozenset((ABC, *MUSICXML))
SHARED_SUFFIX = ".xml"
"""A suffix that files of many other kinds have too."""

LOOKED_AT = 8_000
"""Bytes at the beginning of a file in which the root of a score stands."""

ARCHIVE = b"PK\x03\x04"
CONTAINER = "META-INF/container.xml"
_ROOT = re.compile(rb"<(?:\w{1,20}:)?score-(?:partwise|timewise)[\s>/]")


def is_musicxml(head: bytes) -> bool:
    """Whether a file that begins so is a score in MusicXML, in any encoding or compressed."""
    head = head[:LOOKED_AT]
    if head.startswith(ARCHIVE):
        return b"vnd.recordare.musicxml" in head or CONTAINER.encode() in head
    return _ROOT.search(head.replace(b"\0", b"")) is not None


def is_score_name(path: Path) -> bool:
    """Whether a file is named like a score."""
    return path.suffix.lower() in SUFFIXES


def is_other_xml(path: Path) -> bool:
    """Whether a file that is named `.xml` holds something else than a score. Raises OSError."""
    if path.suffix.lower() != SHARED_SUFFIX:
        return False
    with open_regular(path) as file:
        return not is_musicxml(file.read(LOOKED_AT))

"""Parses Lyricify Lines (LYL): rows with their start and end in ms.

[type:LyricifyLines]
[1000,3000]Hush now
[3200,4000](ooh)          brackets around a row are the background
"""

import re

from lullaby.lyrics.lrc import LrcHeader
from lullaby.lyrics.lrc_scan import scan_line
from lullaby.lyrics.model import Complaint, Format, Lyrics, Part
from lullaby.lyrics.pieces import RawLine, clean, split_rows
from lullaby.lyrics.syllable_rows import without_credit_rows
from lullaby.units import Ms

_KIND = re.compile(r"^[ \t]*\[type:[ \t]*LyricifyLines[ \t]*\]", re.MULTILINE | re.IGNORECASE)
_ROW = re.compile(r"\s*\[([0-9]{1,9}),([0-9]{1,9})(?:,[0-9]{1,9})?\](.*)", re.DOTALL)
_TAG_ROW = re.compile(r"\s*\[[A-Za-z][\w-]*:[^\n]*\]\s*")
_BEHIND = re.compile(r"[(\uff08]([^()\uff08\uff09]+)[)\uff09]")


def is_lyricify_lines(head: str) -> bool:
    """Whether a text tells that it is of this kind."""
    return "[type:" in head and _KIND.search(head) is not None


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a text; never raises."""
    complaints: list[Complaint] = []
    header = LrcHeader()
    lines: list[RawLine] = []
    for number, row in enumerate(split_rows(text.removeprefix("\ufeff")), start=1):
        found = _ROW.fullmatch(row)
        if found is not None:
            lines.append(_line(number, int(found[1]), int(found[2]), found[3]))
        elif _TAG_ROW.fullmatch(row):
            for tag in scan_line(number, row).tags:
                if tag.value and tag.key != "type":
                    header.take(tag, complaints)
        elif row.strip():
            lines.append(RawLine(number, clean(row).strip()))
    return without_credit_rows(lines, header, Format.LYL, complaints, duration_ms, source)


def _line(number: int, start: int, end: int, written: str) -> RawLine:
    text = clean(written).strip()
    behind = _BEHIND.fullmatch(text)
    part = Part.EVERYONE if behind is None else Part.BACKGROUND
    said = text if behind is None else behind[1].strip()
    until = end if said and end > start else None
    return RawLine(number, said, start, until, (), part, marked=part is not Part.EVERYONE)

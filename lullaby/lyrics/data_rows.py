"""Recognises tables, mails, lists of differences and programs, which are no words.

Each function gets the beginning of a text with line feeds as line ends.
"""

import re

from lullaby.lyrics.row_pattern import RowPattern

_LOOKED_AT = 200
"""Rows."""
_SEPARATORS = "\t;,"
_COLUMNS = frozenset(
    (
        *("title", "artist", "album", "name", "composer", "genre", "year", "track", "size", "date"),
        *("length", "time", "duration", "path", "file", "filename", "location", "start", "end"),
        *("text", "lyrics", "kind", "type", "bpm", "key", "rating", "comment", "id", "url"),
    )
)
_MAIL_HEAD = re.compile(r"\s*(?:(?:[A-Z][\w-]{1,40}:|[ \t])[^\n]*\n){2,200}?\s*\n")
_SENT = RowPattern(r"(?:From|Subject):[ \t]*\S", re.IGNORECASE)
_CARRIED = RowPattern(
    r"(?:Message-ID|MIME-Version|Received|Return-Path|Content-Type|Delivered-To):[ \t]*\S",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(r"\s*(?:diff --git \S|--- \S[^\n]*\n\+\+\+ \S[^\n]*\n@@ -\d)")
_CODE = re.compile(
    r".*[{}][;,)]*|[\w.\[\]-]{1,60}\s{0,9}[:=(].*[;,]|[\w.]{1,60}\(.*\);?"
    r"|(?:return|local|import|end|break|else)\b.*|(?:--|//|/\*|\*).*"
)


def _rows(head: str) -> list[str]:
    return [row for each in head.split("\n") if (row := each.strip())][:_LOOKED_AT]


def is_table(head: str) -> bool:
    """Whether most rows have as many fields as the first, which names at least two columns."""
    rows = _rows(head)
    if len(rows) < 2:
        return False
    mark = next((sign for sign in _SEPARATORS if sign in rows[0]), None)
    if mark is None or ", " in rows[0]:
        return False
    names = [name.strip(' "').lower() for name in rows[0].split(mark)]
    known = sum(name in _COLUMNS for name in names)
    whole = sum(row.count(mark) == len(names) - 1 or '"' in row for row in rows)
    return known > 1 and known * 2 >= len(names) and whole * 5 >= len(rows) * 4


def is_mail(head: str) -> bool:
    """Whether a text begins with who sent it, and how."""
    found = _MAIL_HEAD.match(head)
    return found is not None and _CARRIED.found_in(found[0]) and _SENT.found_in(found[0])


def is_difference(head: str) -> bool:
    """Whether a text is the output of `diff`."""
    return _DIFFERENCE.match(head) is not None


def is_code(head: str) -> bool:
    """Whether all rows are those of a program or a style sheet, with a pair of braces."""
    if "{" not in head or "}" not in head:
        return False
    rows = _rows(head)
    return len(rows) > 1 and all(map(_CODE.fullmatch, rows))

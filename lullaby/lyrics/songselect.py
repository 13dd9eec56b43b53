"""Parses texts and import files of SongSelect, the words of churches, without headings and footer.

A text begins with the title and ends with the authors, the number of the song and the notes on its
licence. An import file (`.usr`) keeps the verses in one row.
"""

import re
from collections.abc import Iterator, Sequence

from lullaby.lyrics.model import Format, Lyrics, Timing
from lullaby.lyrics.pieces import clean, split_rows
from lullaby.lyrics.sheets import GAP, SheetRow, is_heading, lines_of
from lullaby.lyrics.stamps import LINE_STAMP
from lullaby.units import Ms

_FOOTER = re.compile(
    r"^[ \t]*CCLI[- ][^\n]{0,40}?[0-9]{3,12}[ \t]*(?:$|(?:\u00a9|\(c\)|copyright\b))",
    re.MULTILINE | re.IGNORECASE,
)
"""The number of the song, alone in its row or before the whole rest of the footer."""
_IMPORT = re.compile(r"^Type=SongSelect Import File", re.MULTILINE)
_LEGAL = re.compile(
    r"\s*(?:CCLI\b|\u00a9|\(c\)|copyright\b|for use solely\b|note:|all rights reserved|www\.ccli)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"/t")
_ROWS = re.compile(r"/n")
_MOST_AUTHORS = 2
"""Rows of names above the number of a song, with no empty row between."""


def is_songselect(head: str) -> bool:
    """Whether a text has the number of a song in CCLI's list, and no stamps of LRC."""
    if "CCLI" not in head and "SongSelect" not in head:
        return False
    found = _IMPORT.search(head) or _FOOTER.search(head)
    return found is not None and LINE_STAMP.search(head) is None


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a text or an import file; never raises. Neither has times."""
    rows = [clean(row).strip() for row in split_rows(text.removeprefix("\ufeff"))]
    if any(_IMPORT.match(row) for row in rows):
        facts = dict(row.split("=", 1) for row in reversed(rows) if "=" in row)
        title, artist = facts.get("Title", ""), _names(facts.get("Author", ""))
        parts = _PARTS.split(facts.get("Words", ""))
        sung = [row.strip() for part in parts for row in (*_ROWS.split(part), "")]
    else:
        title, artist, sung = _apart(rows)
    return Lyrics(
        lines_of(_sung(sung)),
        Timing.NONE,
        title=title,
        artist=artist,
        format=Format.SONGSELECT,
        source=source,
    )


def _apart(rows: Sequence[str]) -> tuple[str, str, Sequence[str]]:
    """The title, the authors, and the rows between the title and the footer."""
    end = next((place for place, row in enumerate(rows) if _FOOTER.match(row)), len(rows))
    block = end
    while block and rows[block - 1]:
        block -= 1
    legal = next((place for place in range(block, end) if _LEGAL.match(rows[place])), end)
    authors = rows[block:legal]
    if len(authors) > _MOST_AUTHORS or any(is_heading(row) for row in authors):
        block, authors = legal, ()
    below = [row for row in rows[end:] if row and not _LEGAL.match(row)]
    first = next((place for place, row in enumerate(rows[:block]) if row), block)
    following = rows[first + 1] if first + 1 < block else ""
    named = (
        first < block and not is_heading(rows[first]) and (not following or is_heading(following))
    )
    names = _names(", ".join(authors) or next(iter(below), ""))
    return rows[first] if named else "", names, rows[first + named : block]


def _names(written: str) -> str:
    return ", ".join(filter(None, (name.strip() for name in written.split("|"))))


def _sung(rows: Sequence[str]) -> Iterator[SheetRow]:
    for row in rows:
        yield GAP if not row or is_heading(row) else SheetRow(row)

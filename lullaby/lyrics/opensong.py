"""Parses OpenSong's XML: rows that begin with a dot are chords, and brackets name the verses.

Verses come in the order of the presentation; those that it leaves out come last. A row that begins
with a digit belongs to the verse of that number. Headings, comments and page breaks are not sung.
"""

import re
from collections.abc import Iterator, Sequence

from lullaby.lyrics.model import Format, Lyrics, Timing
from lullaby.lyrics.pieces import clean
from lullaby.lyrics.sheets import GAP, SheetRow, in_order, is_heading, lines_of, row_of
from lullaby.lyrics.xml_tree import Node, read_tree
from lullaby.units import Ms

_SONG = re.compile(r"\s*(?:<[?!][^>]*>\s*){0,9}<song[\s>]", re.IGNORECASE)
_LYRICS = re.compile(r"<lyrics[\s>]", re.IGNORECASE)
_NAME = re.compile(r"\[\s*([^\]]{0,40}?)\s*\]")
_LABEL = re.compile(r"\s*(?:[0-9]{1,2}[.)]|ref(?:ren|rain|r[aã]o)?\.?\s*:)\s+", re.IGNORECASE)
_CHORD = re.compile(r"\S+")
_FILLING = str.maketrans({"_": None, "|": " "})
"""Underscores stretch a word below its chords; a bar is the end of a row on the screen."""


def is_opensong(head: str) -> bool:
    """Whether a text is XML of a song whose words are one text."""
    return _SONG.match(head) is not None and _LYRICS.search(head) is not None


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse an OpenSong text; never raises. It has no times, so the length is not used.

    Truncated XML gives the verses before the break.
    """
    tree = read_tree(text)
    song = next((node for node in tree.nodes if node.name == "song"), tree.root)
    verses: dict[str, list[SheetRow]] = {}
    rows = _written(song, "lyrics").split("\n")
    for name, chords, words in _rows(rows):
        verse = verses.setdefault(name, [])
        if words:
            verse.append(_row(chords, words))
        elif verse and verse[-1] is not GAP:
            verse.append(GAP)
    order = clean(_written(song, "presentation")).replace(",", " ").casefold().split()
    return Lyrics(
        lines_of(in_order({name: _unlabelled(verse) for name, verse in verses.items()}, order)),
        Timing.NONE,
        title=clean(_written(song, "title")).strip(),
        artist=clean(_written(song, "author")).strip(),
        format=Format.OPENSONG,
        source=source,
        complaints=() if tree.complaint is None else (tree.complaint,),
    )


def _written(song: Node, name: str) -> str:
    """The text of the song's first element of this name, with its line feeds."""
    for child in song.children:
        if isinstance(child, Node) and child.name == name:
            return "".join(piece for piece in child.walk_all() if isinstance(piece, str))
    return ""


def _rows(rows: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The verse, chords and words of each row; the first sign of a row tells its kind."""
    verse = chords = ""
    for row in rows:
        sign, rest = row[:1], row[1:]
        if sign == "[" and (named := _NAME.match(row)) is not None:
            verse, chords = named[1].casefold(), ""
        elif sign == ".":
            chords = rest
        elif sign in {";", "-"} or row.startswith("||"):
            continue
        elif sign.isascii() and sign.isdigit() and not rest[:1].isdigit():
            yield f"{verse}{sign}", chords, _sung(rest)
        else:
            yield verse, chords, _sung(rest if sign in {" ", "\t"} else row)
            chords = ""


def _sung(words: str) -> str:
    """Words, unless they only name a part of the song."""
    return "" if is_heading(words) else words


def _row(chords: str, words: str) -> SheetRow:
    """Words with the chords of the row above, each at its own column."""
    pieces: list[tuple[str, str]] = []
    place, chord = 0, ""
    for found in _CHORD.finditer(chords):
        pieces.append((chord, words[place : found.start()]))
        place, chord = found.start(), found[0]
    pieces.append((chord, words[place:]))
    return row_of((name, clean(part.translate(_FILLING))) for name, part in pieces)


def _unlabelled(verse: Sequence[SheetRow]) -> list[SheetRow]:
    """The verse without its printed number, which is not sung."""
    first = next((place for place, row in enumerate(verse) if row.text), 0)
    return [_without_label(row) if place == first else row for place, row in enumerate(verse)]


def _without_label(row: SheetRow) -> SheetRow:
    label = _LABEL.match(row.text)
    return row if label is None else row.after(label.end())

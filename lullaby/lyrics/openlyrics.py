"""Parses OpenLyrics, the XML of song books for projectors: verses in the order they are sung.

A verse in a second language or in a transliteration translates the same verse of the first. Chords,
comments and notes to players are not sung. Verses that the order leaves out come last.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Format, Lyrics, Timing
from lullaby.lyrics.pieces import clean
from lullaby.lyrics.sheets import Repeats, SheetRow, in_order, lines_of, row_of
from lullaby.lyrics.xml_tree import Node, read_tree
from lullaby.units import Ms

_SONG = re.compile(r"\s*(?:<[?!][^>]*>\s*){0,9}<(?:\w+:)?song[\s>]", re.IGNORECASE)
_VERSE = re.compile(r"openlyrics|<(?:\w+:)?verse[\s>]")
_NOT_SUNG = frozenset(("comment", "instrument"))
_STRUCTURES = {"min": "m", "dom7": "7", "min7": "m7", "min6": "m6", "maj": "", "power": "5"}
_MOST_TIMES = 10
"""Most repeats that a part of a verse may ask for."""
_MOST_LANGUAGES = 12
"""Most languages and transliterations of one verse; later ones are left out."""


def is_openlyrics(head: str) -> bool:
    """Whether a text is XML of a song that has verses."""
    return _SONG.match(head) is not None and _VERSE.search(head) is not None


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse an OpenLyrics text; never raises. It has no times, so the length is not used.

    Truncated XML gives the verses before the break.
    """
    tree = read_tree(text)
    named = {
        name: [node for node in tree.nodes if node.name == name]
        for name in ("title", "author", "verse", "verseOrder")
    }
    verses = _verses(named["verse"])
    order = " ".join(node.text for node in named["verseOrder"][:1]).casefold().split()
    language = next((verse.get("lang") for verse in named["verse"] if verse.get("lang")), "")
    return Lyrics(
        lines_of(in_order(verses, order)),
        Timing.NONE,
        title=next((clean(node.text) for node in named["title"] if node.text), ""),
        artist=", ".join(dict.fromkeys(clean(node.text) for node in named["author"] if node.text)),
        language=tag_of(language),
        format=Format.OPENLYRICS,
        source=source,
        complaints=() if tree.complaint is None else (tree.complaint,),
    )


def _verses(nodes: Sequence[Node]) -> dict[str, list[SheetRow]]:
    """Rows by the name of their verse, with what the other languages of the verse say.

    All verses are sung in the language of the first one, wherever they have it.
    """
    kinds: dict[str, dict[tuple[str, str], list[SheetRow]]] = {}
    repeats = Repeats()
    for place, node in enumerate(nodes):
        verse = kinds.setdefault(node.get("name").casefold() or f" {place}", {})
        kind = node.get("lang"), node.get("translit")
        if kind in verse or len(verse) < _MOST_LANGUAGES:
            verse.setdefault(kind, []).extend(_rows(node, repeats))
    order = list(dict.fromkeys(kind for verse in kinds.values() for kind in verse))
    found: dict[str, list[SheetRow]] = {}
    for name, verse in kinds.items():
        rows, *others = (verse[kind] for kind in order if kind in verse)
        for each in others:
            rows = _translated(rows, each)
        found[name] = rows
    return found


def _translated(rows: Sequence[SheetRow], others: Sequence[SheetRow]) -> list[SheetRow]:
    """Row for row; what is left of a longer translation belongs to the last row."""
    sung = [row for row in rows if row.text]
    told = [row.text for row in others if row.text]
    if not sung:
        return list(others)
    made = [
        replace(row, translation="\n".join(filter(None, (row.translation, text))))
        for row, text in zip(sung, told, strict=False)
    ]
    made += sung[len(made) :]
    rest = (made[-1].translation, *told[len(sung) :])
    made[-1] = replace(made[-1], translation="\n".join(filter(None, rest)))
    return made


def _rows(verse: Node, repeats: Repeats) -> Iterator[SheetRow]:
    for part in verse.children:
        if not isinstance(part, Node) or part.name != "lines":
            continue
        times = part.get("repeat")
        rows = [row_of(pieces) for pieces in _rows_of_pieces(part)]
        count = int(times) if times.isdecimal() and len(times) < 3 else 1
        yield from rows
        for _ in range(min(count, _MOST_TIMES) - 1):
            if repeats.fits(rows):
                yield from rows


def _rows_of_pieces(part: Node) -> Iterator[list[tuple[str, str]]]:
    """The (chord, text) pieces of each row in an element."""
    row: list[tuple[str, str]] = []
    for chord, text in _pieces(part):
        if text == "\n":
            yield row
            row = []
        else:
            row.append((chord, text))
    yield row


def _pieces(part: Node) -> Iterator[tuple[str, str]]:
    """The chords and texts inside an element; a line feed ends a row. XML nests at most 60 deep."""
    for piece in part.children:
        if isinstance(piece, str):
            yield "", clean(piece)
        elif piece.name == "br":
            yield "", "\n"
        elif piece.name not in _NOT_SUNG:
            if piece.name == "chord":
                yield _chord(piece), ""
            yield from _pieces(piece)
            if piece.name == "line":
                yield "", "\n"


def _chord(node: Node) -> str:
    """The name of a chord: written out, or by its root, structure and bass."""
    root = node.get("root")
    if not root:
        return clean(node.get("name"))
    structure, bass = node.get("structure"), node.get("bass")
    return clean(root + _STRUCTURES.get(structure, structure) + (f"/{bass}" if bass else ""))

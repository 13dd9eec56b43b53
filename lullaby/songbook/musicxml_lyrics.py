"""Reads the `<lyric>` elements of a note: syllables of several verses."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lullaby.frozen import frozen
from lullaby.songbook.musicxml_tree import Element
from lullaby.songbook.notes import HOLD, SKIP

MOST_VERSES = 40
LONGEST = 200
"""Characters of one syllable; a whole verse under one note has more."""

NUMBER = re.compile(r"\d{1,3}$")
VERSE_NUMBER = re.compile(r"\(?\d{1,2}[.):]\)?\s*(?=\S)")
GOES_ON = ("begin", "middle")


@frozen
class XmlSyllable:
    text: str
    """Without the blank after a word; HOLD if the one before is held."""
    ends: bool = True
    """Whether it ends its word."""
    extends: bool = False
    """Whether a line shows that it is held over the notes that follow."""
    line_ends: bool = False
    language: str = ""


def together(first: XmlSyllable | None, second: XmlSyllable) -> XmlSyllable:
    """Two syllables on one note."""
    if first is None or HOLD in (first.text, second.text):
        return second if first is None or first.text == HOLD else first
    between = " " if first.ends else ""
    return replace(second, text=f"{first.text}{between}{second.text}"[:LONGEST])


def syllables_of(lyrics: Sequence[Element]) -> dict[str, XmlSyllable]:
    """The syllables of a note by verse: its number, or its name where it is no number."""
    found: dict[str, XmlSyllable] = {}
    for lyric in lyrics[:MOST_VERSES]:
        key = _key(lyric)
        while key in found and key.isdigit():
            key = str(int(key) + 1)
        syllable = _syllable(lyric)
        if syllable is not None:
            found.setdefault(key, syllable)
    return found


def _key(lyric: Element) -> str:
    """`1` for verse 1 (`part1verse1`), `chorus` for what stands for all verses."""
    number = lyric.get("number").casefold()
    if "chorus" in number or lyric.get("name").casefold() in ("chorus", "refrain"):
        return "chorus"
    told = NUMBER.search(number)
    return str(min(MOST_VERSES, int(told[0]))) if told and int(told[0]) else "1"


def _syllable(lyric: Element) -> XmlSyllable | None:
    text = ""
    syllabic = ""
    joint: str | None = None
    language = ""
    for child in lyric.children:
        if child.name == "syllabic":
            syllabic = _joined(child.text)
            if joint is not None and syllabic in ("middle", "end"):
                joint = ""
        elif child.name == "elision":
            joint = " "
        elif child.name == "text":
            language = language or child.get("lang") or child.get("xml:lang")
            piece = _joined(child.text)
            text = f"{text}{joint or ''}{piece}" if text else piece
            joint = None
    extend = lyric.first("extend")
    line_ends = bool(lyric.first("end-line") or lyric.first("end-paragraph"))
    if not text or not text.strip("_-–— "):
        if extend is not None or text:
            return XmlSyllable(HOLD, extends=True, line_ends=line_ends)
        return None
    ends = syllabic not in GOES_ON
    if text.endswith(("-", "‐")) and len(text) > 1:
        text, ends = text[:-1], False
    shown = VERSE_NUMBER.sub("", text, count=1) if text[0] in "(0123456789" else text
    if shown in (HOLD, SKIP):
        return XmlSyllable(HOLD)
    extends = extend is not None and extend.get("type") != "stop"
    return XmlSyllable(shown[:LONGEST], ends, extends, line_ends, language)


def _joined(text: str) -> str:
    """The text with plain single blanks."""
    return " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split())

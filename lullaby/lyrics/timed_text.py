"""Parses captions as YouTube gives them (srv1, srv2, srv3, json3) and SAMI.

    <transcript><text start="1.5" dur="2">Hush now</text></transcript>             srv1, seconds
    <timedtext><text t="1500" d="2000">Hush now</text></timedtext>                 srv2, ms
    <timedtext format="3"><body><p t="1500" d="2000"><s>Hush</s><s t="500"> now</s></p>   srv3
    {"events": [{"tStartMs": 1500, "dDurationMs": 2000, "segs": [{"utf8": "Hush now"}]}]}  json3
    <SYNC Start=1500><P Class=ENCC>Hush now                                        SAMI, ms

Neither is documented by its makers; yt-dlp and Subtitle Edit write them too.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from lullaby.lyrics.captions import (
    Caption,
    CaptionRow,
    Piece,
    row_of_pieces,
    row_of_text,
    words_of,
)
from lullaby.lyrics.entities import unescaped
from lullaby.lyrics.model import Format, Lyrics
from lullaby.lyrics.xml_tree import Node, read_tree
from lullaby.units import Ms

_XML = re.compile(r"\s*(?:<[?!][^>]*>\s*){0,9}<(?:transcript|timedtext)[\s>]", re.IGNORECASE)
_SAMI = re.compile(r"\s*<sami[\s>]", re.IGNORECASE)
_SYNC = re.compile(r"<sync\s[^<>]*?start\s*=\s*[\"']?(-?\d{1,9})[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--.{0,2000}?-->", re.DOTALL)
_MARKUP = re.compile(r"</?(?:i|b|u|em|strong|font|c)(?:\s[^<>]{0,100})?>", re.IGNORECASE)
"""Letters set off, in captions that somebody wrote."""
_LONGEST_MS = 10_000
"""A caption of SAMI without an end is shown this long at most."""


def is_timed_text(head: str) -> bool:
    """Whether a text is of one of these kinds."""
    if head.lstrip()[:1] == "{":
        return '"tStartMs"' in head and '"segs"' in head
    return _XML.match(head) is not None or _SAMI.match(head) is not None


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a text; never raises. Words in time keep their times."""
    bare = text.removeprefix("\ufeff")
    if bare.lstrip()[:1] == "{":
        captions = _of_events(bare)
    elif _SAMI.match(bare):
        captions = _of_sami(bare)
    else:
        captions = _of_xml(read_tree(bare).nodes)
    said = [caption for caption in captions if caption.rows]
    return words_of(said, Format.WEBVTT, duration_ms=duration_ms, source=source)


def _rows(number: int, pieces: Sequence[Piece]) -> Sequence[CaptionRow]:
    """The rows of a caption, which line feeds part."""
    if len(pieces) == 1 and pieces[0][0] is None:
        return [row_of_text(number, row) for row in pieces[0][1].split("\n") if row.strip()]
    rows: list[list[Piece]] = [[]]
    for time, text in pieces:
        first, *others = text.split("\n")
        if first or not others:
            rows[-1].append((time, first))
        rows += [[(time, other)] for other in others]
    return [row_of_pieces(number, row) for row in rows if any(text.strip() for _, text in row)]


def _of_events(text: str) -> Iterator[Caption]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return
    found: Any = told.get("events") if isinstance(told, dict) else None
    events: list[Any] = found if isinstance(found, list) else []
    for number, event in enumerate(events, start=1):
        pieces = event.get("segs") if isinstance(event, dict) else None
        if not isinstance(pieces, list):
            continue
        start = _whole(event.get("tStartMs"))
        if start is None or event.get("aAppend"):
            continue
        texts = [
            (_at(start, piece.get("tOffsetMs")), _text(piece["utf8"]))
            for piece in pieces
            if isinstance(piece, dict) and isinstance(piece.get("utf8"), str)
        ]
        end = start + (_whole(event.get("dDurationMs")) or 0)
        yield Caption(number, start, end, _rows(number, texts))


def _text(written: str) -> str:
    """A text without markup and entities; half of a pair of UTF-16 is replaced."""
    if "<" in written:
        written = _MARKUP.sub("", written)
    if not written.isascii():
        written = written.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unescaped(written)


def _of_xml(nodes: Sequence[Node]) -> Iterator[Caption]:
    for node in nodes:
        if node.name not in {"text", "p"} or node.get("a"):
            continue
        start = _whole(node.get("t"))
        if node.name == "text" and node.get("start"):
            start = _whole(node.get("start"), 1000)
            length = _whole(node.get("dur"), 1000) or 0
        else:
            length = _whole(node.get("d")) or 0
        if start is not None:
            rows = _rows(node.number, list(_inner(node, start)))
            yield Caption(node.number, start, start + length, rows)


def _inner(node: Node, start: int) -> Iterator[Piece]:
    texts: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            texts.append(child)
            continue
        if texts:
            yield None, _text("".join(texts))
            texts = []
        if child.name == "br":
            yield None, "\n"
        else:
            yield _at(start, child.get("t")), _text(_said(child))
    if texts:
        yield None, _text("".join(texts))


def _said(node: Node) -> str:
    match node.children:
        case [str(text)]:
            return text
        case _:
            return "".join([each for each in node.walk_all() if isinstance(each, str)])


def _of_sami(text: str) -> Iterator[Caption]:
    found = list(_SYNC.finditer(text))
    starts = [max(0, int(each[1])) for each in found]
    ends = [*starts[1:], *(start + _LONGEST_MS for start in starts[-1:])]
    edges = [*(each.span() for each in found), (len(text), len(text))]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        written = " ".join(text[edges[number - 1][1] : edges[number][0]].split())
        words = unescaped(_TAG.sub("", _BREAK.sub("\n", written)))
        rows = [row_of_text(number, row) for row in words.split("\n") if row.strip()]
        yield Caption(number, start, min(max(start, end), start + _LONGEST_MS), rows)


def _at(start: int, offset: Any) -> int | None:
    by = _whole(offset)
    return None if by is None else start + by


def _whole(value: Any, scale: int = 1) -> int | None:
    """A number, or one in a text, times a scale; None if it is none, or below zero."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 9:
        return int(value) * scale
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return round(number * scale) if 0 <= number < 1e9 else None

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
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

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
_LANGUAGE = re.compile(r"<p\s[^<>]{0,100}?class\s*=\s*[\"']?([\w-]+)[^<>]{0,100}>", re.IGNORECASE)
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


class _Shown(NamedTuple):
    """What a file of SAMI shows in one language from a time on, in ms."""

    number: int
    start: int
    language: str
    """The name of its class; empty where it tells none."""
    text: str


def _of_sami(text: str) -> Sequence[Caption]:
    """Captions in the language that has most of them; others that start with them translate."""
    shown = list(_shown(text))
    counts = Counter(each.language for each in shown if each.text.strip())
    if not counts:
        return []
    lead = counts.most_common(1)[0][0]
    other: dict[int, list[str]] = {}
    for each in shown:
        if each.language != lead and each.text.strip():
            other.setdefault(each.start, []).append(" ".join(each.text.split()))
    own = [each for each in shown if each.language == lead]
    captions: list[Caption] = []
    for each, after in zip_longest(own, own[1:]):
        latest = each.start + _LONGEST_MS
        end = latest if after is None else min(max(each.start, after.start), latest)
        texts = [row for row in each.text.split("\n") if row.strip()]
        rows = [row_of_text(each.number, row) for row in texts]
        if rows and each.start in other:
            told = tuple(other.pop(each.start))
            rows = [rows[0]._replace(translations=told), *rows[1:]]
        captions.append(Caption(each.number, each.start, end, rows))
    return captions


def _shown(text: str) -> Iterator[_Shown]:
    found = list(_SYNC.finditer(text))
    for number, (sync, after) in enumerate(zip_longest(found, found[1:]), start=1):
        until = len(text) if after is None else after.start()
        first, *named = _LANGUAGE.split(" ".join(text[sync.end() : until].split()))
        start = max(0, int(sync[1]))
        if first.strip() or not named:
            yield _Shown(number, start, "", _read(first))
        for place in range(0, len(named), 2):
            yield _Shown(number, start, named[place].casefold(), _read(named[place + 1]))


def _read(written: str) -> str:
    """Text of SAMI without tags, with a line feed for each break."""
    return unescaped(_TAG.sub("", _BREAK.sub("\n", written)))


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

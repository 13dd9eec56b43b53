"""Captions as YouTube gives them (srv1, srv2, srv3, json3) and SAMI, read as WebVTT.

    <transcript><text start="1.5" dur="2">Hush now</text></transcript>             srv1, seconds
    <timedtext><text t="1500" d="2000">Hush now</text></timedtext>                 srv2, ms
    <timedtext format="3"><body><p t="1500" d="2000"><s>Hush</s><s t="500"> now</s></p>   srv3
    {"events": [{"tStartMs": 1500, "dDurationMs": 2000, "segs": [{"utf8": "Hush now"}]}]}  json3
    <SYNC Start=1500><P Class=ENCC>Hush now                                        SAMI, ms

Neither is documented by its makers; yt-dlp and Subtitle Edit write them too.
"""

import html
import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from lullaby.lyrics import subtitles
from lullaby.lyrics.model import Format, Lyrics
from lullaby.lyrics.xml_tree import Node, read_tree
from lullaby.units import Ms

_XML = re.compile(r"\s*(?:<[?!][^>]*>\s*){0,9}<(?:transcript|timedtext)[\s>]", re.IGNORECASE)
_SAMI = re.compile(r"\s*<sami[\s>]", re.IGNORECASE)
_SYNC = re.compile(r"<sync\s[^<>]*?start\s*=\s*[\"']?(-?\d{1,9})[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--.{0,2000}?-->", re.DOTALL)
_LONGEST_MS = 10_000
"""A caption of SAMI without an end is shown this long at most."""


class _Cue(NamedTuple):
    start: int
    end: int
    pieces: tuple[tuple[int | None, str], ...]
    """Texts, each with its time in ms if it has one of its own."""


def is_timed_text(head: str) -> bool:
    """Whether a text is of one of these kinds."""
    if head.lstrip()[:1] == "{":
        return '"tStartMs"' in head and '"segs"' in head
    return _XML.match(head) is not None or _SAMI.match(head) is not None


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a text; never raises. Words in time keep their times."""
    bare = text.removeprefix("\ufeff")
    if bare.lstrip()[:1] == "{":
        cues = list(_of_events(bare))
    elif _SAMI.match(bare):
        cues = list(_of_sami(bare))
    else:
        cues = list(_of_xml(read_tree(bare).nodes))
    rows = ["WEBVTT", ""]
    for cue in cues:
        said = "".join(_piece(time, words) for time, words in cue.pieces).strip("\n")
        if said.strip():
            rows += [f"{_clock(cue.start)} --> {_clock(cue.end)}", *said.split("\n"), ""]
    vtt = "\n".join(rows)
    return subtitles.parse(vtt, Format.WEBVTT, duration_ms=duration_ms, source=source)


def _of_events(text: str) -> Iterator[_Cue]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return
    events = told.get("events") if isinstance(told, dict) else None
    for event in events if isinstance(events, list) else ():
        pieces = event.get("segs") if isinstance(event, dict) else None
        if not isinstance(pieces, list):
            continue
        start = _whole(event.get("tStartMs"))
        if start is None or event.get("aAppend"):
            continue
        texts = [
            (_at(start, piece.get("tOffsetMs")), piece["utf8"])
            for piece in pieces
            if isinstance(piece, dict) and isinstance(piece.get("utf8"), str)
        ]
        yield _Cue(start, start + (_whole(event.get("dDurationMs")) or 0), tuple(texts))


def _of_xml(nodes: Sequence[Node]) -> Iterator[_Cue]:
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
            yield _Cue(start, start + length, tuple(_inner(node, start)))


def _inner(node: Node, start: int) -> Iterator[tuple[int | None, str]]:
    for texts, children in groupby(node.children, lambda child: isinstance(child, str)):
        if texts:
            yield None, html.unescape("".join(map(str, children)))
            continue
        for child in children:
            if isinstance(child, Node):
                yield from _below(child, start)


def _below(child: Node, start: int) -> Iterator[tuple[int | None, str]]:
    if child.name == "br":
        yield None, "\n"
        return
    match child.children:
        case [str(inside)]:
            pass
        case _:
            inside = "".join(each for each in child.walk_all() if isinstance(each, str))
    yield _at(start, child.get("t")), html.unescape(inside)


def _of_sami(text: str) -> Iterator[_Cue]:
    found = list(_SYNC.finditer(text))
    starts = [max(0, int(each[1])) for each in found]
    ends = [*starts[1:], *(start + _LONGEST_MS for start in starts[-1:])]
    edges = [*(each.span() for each in found), (len(text), len(text))]
    for (_, begin), (until, _), start, end in zip(edges, edges[1:], starts, ends, strict=False):
        rows = _BREAK.sub("\n", " ".join(text[begin:until].split()))
        words = html.unescape(_TAG.sub("", rows)).replace("\u00a0", " ")
        yield _Cue(start, min(max(start, end), start + _LONGEST_MS), ((None, words),))


def _at(start: int, offset: Any) -> int | None:
    by = _whole(offset)
    return None if by is None else start + by


def _piece(time: int | None, words: str) -> str:
    written = html.escape(words, quote=False)
    return written if time is None else f"<{_clock(time)}>{written}"


def _whole(value: Any, scale: int = 1) -> int | None:
    """A number, or one in a text, times a scale; None if it is none, or below zero."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 9:
        return int(value) * scale
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return round(number * scale) if 0 <= number < 1e9 else None


def _clock(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"

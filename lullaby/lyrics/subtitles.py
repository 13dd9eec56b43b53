"""Parses SRT, WebVTT and SBV: timed cues, in WebVTT also with voices and word stamps."""

import re
from collections.abc import Iterator, Sequence

from lullaby.lyrics.captions import Caption, CaptionRow, Piece, row_of_pieces, row_of_text, words_of
from lullaby.lyrics.cues import TIME, read_cues, stamp_ms
from lullaby.lyrics.entities import unescaped
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Complaint, Format, Lyrics
from lullaby.lyrics.pieces import split_rows
from lullaby.units import Ms

_BREAK = re.compile(r"<br\s*/?>|\[br\]|\\N", re.IGNORECASE)
_STAMP = re.compile(r"<\s*" + TIME + r"\s*>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>", re.IGNORECASE)
_RUBY = re.compile(r"<rt(?:\.[^>]*)?>.*?(?:</rt>|$)", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:[a-zA-Z][^<>]{0,200})?>|\{\\[^}]{0,100}\}")
_LANGUAGE = re.compile(r"Language\s*:\s*(\S+)", re.IGNORECASE)


def parse(text: str, kind: Format, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse SRT, WebVTT or SBV text; never raises."""
    complaints: list[Complaint] = []
    rows = split_rows(text.removeprefix("\ufeff"))
    captions = [
        Caption(cue.number, cue.start, cue.end, list(_rows(cue.rows)))
        for cue in read_cues(rows, kind, complaints)
    ]
    return words_of(
        captions,
        kind,
        language=_language(rows, kind),
        complaints=complaints,
        duration_ms=duration_ms,
        source=source,
    )


def _language(rows: Sequence[str], kind: Format) -> str:
    if kind is not Format.WEBVTT:
        return ""
    found = (_LANGUAGE.fullmatch(row.strip()) for row in rows[1:8])
    return next((tag_of(match[1]) for match in found if match is not None), "")


def _rows(rows: Sequence[tuple[int, str]]) -> Iterator[CaptionRow]:
    for number, row in rows:
        signs = "<" in row or "[" in row or "\\" in row
        for part in _BREAK.split(row) if signs else (row,):
            if "<" not in part:
                yield row_of_text(number, _bare(part))
                continue
            voice = _VOICE.search(part)
            name = "" if voice is None else voice[1].strip()
            yield row_of_pieces(number, _pieces(_RUBY.sub("", part)), name)


def _pieces(row: str) -> Iterator[Piece]:
    place = 0
    stamp: int | None = None
    for match in _STAMP.finditer(row):
        if stamp is not None or match.start() > place:
            yield stamp, _bare(row[place : match.start()])
        stamp, place = stamp_ms(match, 1), match.end()
    if stamp is not None or place < len(row):
        yield stamp, _bare(row[place:])


def _bare(text: str) -> str:
    """Without markup and entities."""
    if "<" in text or "{" in text:
        text = _MARKUP.sub("", text)
    return unescaped(text)

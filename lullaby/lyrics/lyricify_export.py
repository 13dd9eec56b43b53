"""Parses Lyricify Quick Export (LQE): words, translations and romanisations, each in a section.

[Lyricify Quick Export]
[version:1.0]
[ti:Hush]
[lyrics: format@Lyricify Syllable, language@en]
[4]Hush (1000,500)now(1500,400)
[translation: format@LRC, language@de]
[00:01.000]Still nun
[pronunciation: format@LRC]
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from lullaby.lyrics import lrc, lyricify_lines, syllable_rows
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Line, Lyrics, Part
from lullaby.lyrics.pieces import split_rows
from lullaby.units import Ms

_BEGINS = re.compile(r"\s*\[Lyricify Quick Export\]", re.IGNORECASE)
_SECTION = re.compile(r"\s*\[(lyrics|translation|pronunciation)\s*:([^\[\]]*)\]\s*", re.IGNORECASE)
_LANGUAGE = re.compile(r"\blanguage\s*@\s*([\w-]{2,20})", re.IGNORECASE)
_LINE_ROW = re.compile(r"^[ \t]*\[[0-9]{1,9},[0-9]{1,9}(?:,[0-9]{1,9})?\]", re.MULTILINE)
_BEHIND = re.compile(r"[(\uff08]([^()\uff08\uff09]+)[)\uff09]")
_NEAR_MS = 100
"""A translation belongs to the line that starts this close, in ms."""


def is_export(head: str) -> bool:
    """Whether a text tells that it is of this kind."""
    return _BEGINS.match(head) is not None


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a text; never raises."""
    sung: list[str] = []
    told: list[list[str]] = []
    language = ""
    here = sung
    for row in split_rows(_BEGINS.sub("", text.removeprefix("\ufeff"), count=1)):
        section = _SECTION.fullmatch(row)
        if section is None:
            here.append(row)
        elif section[1].casefold() == "lyrics":
            here = sung
            named = _LANGUAGE.search(section[2])
            language = tag_of(named[1]) if named else language
        else:
            here = []
            told.append(here)
    words = _read("\n".join(sung), duration_ms, source)
    beside = [_read("\n".join(rows), None, source) for rows in told]
    lines = _with_translations(words.lines, [each.lines for each in beside])
    return replace(words, lines=lines, language=words.language or language)


def _read(text: str, duration_ms: Ms | None, source: str) -> Lyrics:
    kind = next((kind for kind in syllable_rows.KINDS if syllable_rows.is_kind(kind)(text)), None)
    if kind is not None:
        return syllable_rows.parser(kind)(text, duration_ms=duration_ms, source=source)
    if _LINE_ROW.search(text):
        return lyricify_lines.parse(text, duration_ms=duration_ms, source=source)
    return lrc.parse(text, duration_ms=duration_ms, source=source)


def _with_translations(lines: Sequence[Line], beside: Iterable[Sequence[Line]]) -> tuple[Line, ...]:
    """The lines with the texts of other sections that start with them, in their order."""
    starts = sorted(
        (line.start_ms, place)
        for place, line in enumerate(lines)
        if line.start_ms is not None and line.text
    )
    told: dict[int, list[str]] = {}
    for start, written in (each for others in beside for line in others for each in _texts(line)):
        text, behind = written, _BEHIND.fullmatch(written)
        place = _place(start, behind is not None, starts, lines)
        if place is not None:
            if behind is not None and lines[place].part is Part.BACKGROUND:
                text = behind[1]
            told.setdefault(place, []).append(text)
    return tuple(
        replace(line, translation="\n".join(dict.fromkeys(told[place]))) if place in told else line
        for place, line in enumerate(lines)
    )


def _texts(line: Line) -> Iterator[tuple[int, str]]:
    """The rows of a section that start together, of which LRC makes one line."""
    if line.start_ms is not None:
        texts = (line.text, *line.translation.split("\n"))
        yield from ((line.start_ms, text) for text in texts if text)


def _place(
    start: int, behind: bool, starts: Sequence[tuple[int, int]], lines: Sequence[Line]
) -> int | None:
    """The line that a translation starts with; one in brackets belongs to a voice behind."""
    first = bisect_left(starts, (start - _NEAR_MS, 0))
    near = takewhile(lambda each: each[0] <= start + _NEAR_MS, islice(starts, first, first + 20))
    found = [
        ((lines[place].part is Part.BACKGROUND) is not behind, abs(time - start), place)
        for time, place in near
    ]
    return min(found)[2] if found else None

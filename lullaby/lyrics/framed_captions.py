"""Parses captions of older players: MicroDVD, MPL2, SubViewer and scripts of KSC.

    {25}{75}Hush now|my dear                          MicroDVD, numbers of pictures
    [10][30] Hush now|my dear                         MPL2, tenths of a second
    00:00:01.00,00:00:03.00                           SubViewer, under a head in brackets
    karaoke.add('00:01.000', '00:02.000', '[Hush ][now]', '500,500');     KSC, lengths in ms

MicroDVD tells how many pictures a second has in its first row, `{1}{1}25`, if at all. Without that
its times mean nothing: the words are read, and its rows count as rows without a readable time.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lullaby.lyrics import subtitles
from lullaby.lyrics.captions import (
    Caption,
    CaptionRow,
    Piece,
    row_of_pieces,
    row_of_text,
    words_of,
)
from lullaby.lyrics.cues import SBV_CUE
from lullaby.lyrics.entities import unescaped
from lullaby.lyrics.model import Complaint, Format, Line, Lyrics, Reason, Timing
from lullaby.lyrics.pieces import clean, split_rows
from lullaby.lyrics.row_pattern import RowPattern
from lullaby.units import Ms

_MICRODVD = re.compile(r"\{(\d{1,7})\}\{(\d{0,7})\}(.*)")
_MPL2 = re.compile(r"\[(\d{1,7})\]\[(\d{0,7})\](.*)")
_STYLE = re.compile(r"\{[A-Za-z]:[^{}]{0,100}\}")
_RATE = re.compile(r"\s*(\d{1,3}(?:[.,]\d{1,6})?)\s*")
_SUBVIEWER = re.compile(r"\s*\[INFORMATION\]", re.IGNORECASE)
_KSC = RowPattern(r"[ \t]*karaoke\.add\(")
_QUOTED = r"'((?:[^']|'')*)'"
_ADD = re.compile(
    rf"\s*karaoke\.add\(\s*{_QUOTED}\s*,\s*{_QUOTED}\s*,\s*{_QUOTED}\s*(?:,\s*{_QUOTED})?.*",
    re.IGNORECASE,
)
_KSC_CLOCK = re.compile(r"(\d{1,4}):(\d{1,2})(?:\.(\d{1,3}))?")
_KSC_PIECE = re.compile(r"\[([^\[\]]*)\]|([^\[\]])")
_KSC_FACT = re.compile(rf"\s*karaoke\.(songname|singer)\s*:=\s*{_QUOTED}.*", re.IGNORECASE)
_SHOWN_MS = 5_000
"""A caption without an end is shown this long."""
_FEWEST = 2
_RATES = (5.0, 121.0)
"""Pictures a second that are believed."""


def is_framed(head: str) -> bool:
    """Whether a text is of one of these kinds."""
    if _SUBVIEWER.match(head) or ("karaoke" in head and _KSC.found_in(head)):
        return True
    rows = [row.strip() for row in head.lstrip("\ufeff")[:4000].split("\n") if row.strip()]
    for pattern in (_MICRODVD, _MPL2):
        timed = sum(pattern.fullmatch(row) is not None for row in rows)
        if timed >= _FEWEST and timed * 3 >= len(rows) * 2:
            return True
    return False


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a text; never raises."""
    rows = split_rows(text.removeprefix("\ufeff"))
    if _SUBVIEWER.match(text):
        first = next((place for place, row in enumerate(rows) if SBV_CUE.match(row)), 0)
        cues = "\n".join(("",) * first + (*rows[first:],))
        return subtitles.parse(cues, Format.SBV, duration_ms=duration_ms, source=source)
    if any(map(_MICRODVD.match, rows)):
        found = list(_of_microdvd(rows))
        if found and found[0].start is None:
            return _untimed(found, source)
    elif any(map(_MPL2.match, rows)):
        found = list(_of_mpl2(rows))
    else:
        found = list(_of_ksc(rows))
    said = [caption for caption in found if caption.rows and caption.start is not None]
    words = words_of(said, Format.WEBVTT, duration_ms=duration_ms, source=source)
    told = {
        fact[1].casefold(): clean(fact[2]).strip() for fact in map(_KSC_FACT.match, rows) if fact
    }
    return replace(words, title=told.get("songname", ""), artist=told.get("singer", ""))


def _untimed(found: Sequence[Caption], source: str) -> Lyrics:
    rows = [row for each in found for row in each.rows if row.text]
    return Lyrics(
        tuple(Line(row.text) for row in rows),
        Timing.NONE,
        source=source,
        complaints=tuple(Complaint(row.number, Reason.BAD_STAMP) for row in rows),
    )


def _of_microdvd(rows: list[str]) -> Iterator[Caption]:
    rate: float | None = None
    for number, row in enumerate(rows, start=1):
        found = _MICRODVD.fullmatch(row.strip())
        if found is None:
            continue
        first, last, said = found.groups()
        told = _RATE.fullmatch(said) if int(first) <= 1 and int(last or 0) <= 1 else None
        if told is not None and rate is None:
            believed = float(told[1].replace(",", "."))
            rate = believed if _RATES[0] <= believed <= _RATES[1] else None
            continue
        text = _STYLE.sub("", said) if "{" in said else said
        if rate is None:
            yield Caption(number, None, None, _sung(number, text))
            continue
        start = round(int(first) * 1000 / rate)
        end = round(int(last) * 1000 / rate) if last else None
        yield Caption(number, start, _end(start, end), _sung(number, text))


def _of_mpl2(rows: list[str]) -> Iterator[Caption]:
    for number, row in enumerate(rows, start=1):
        found = _MPL2.fullmatch(row.strip())
        if found is not None:
            first, last, said = found.groups()
            start, end = int(first) * 100, int(last) * 100 if last else None
            yield Caption(number, start, _end(start, end), _sung(number, said))


def _of_ksc(rows: list[str]) -> Iterator[Caption]:
    for number, row in enumerate(rows, start=1):
        found = _ADD.fullmatch(row)
        if found is None:
            continue
        begins, ends, text, lengths = (part.replace("''", "'") for part in found.groups(""))
        start, end = _ksc_ms(begins), _ksc_ms(ends)
        if not any(map(str.isalnum, text)):
            continue
        pieces = _ksc_pieces(text)
        counts = [int(each) for each in lengths.split(",") if each.strip().isdecimal()]
        if start is None or len(counts) != len(pieces):
            said = row_of_text(number, "".join(pieces))
            yield Caption(number, start, _end(start, end), [said])
            continue
        sung: list[Piece] = []
        at = start
        for length, piece in zip(counts, pieces, strict=True):
            sung.append((at, piece))
            at += length
        sung.append((at, ""))
        yield Caption(number, start, max(at, end or at), [row_of_pieces(number, sung)])


def _ksc_pieces(text: str) -> list[str]:
    """What each length counts for: what is in brackets, or a letter; blanks end the one before."""
    pieces: list[str] = []
    for inside, letter in _KSC_PIECE.findall(text):
        if letter.isspace() and pieces:
            pieces[-1] += letter
        else:
            pieces.append(inside or letter)
    return pieces


def _sung(number: int, said: str) -> Sequence[CaptionRow]:
    """The rows of a caption; a slash in front of a row sets it in italics."""
    rows = (row.strip().removeprefix("/") for row in said.split("|"))
    return [row_of_text(number, unescaped(row)) for row in rows if row]


def _ksc_ms(written: str) -> int | None:
    found = _KSC_CLOCK.fullmatch(written.strip())
    if found is None:
        return None
    fraction = ((found[3] or "") + "000")[:3]
    return (int(found[1]) * 60 + int(found[2])) * 1000 + int(fraction)


def _end(start: int | None, end: int | None) -> int | None:
    """The end of a caption; of one that tells none after its start, a usual one."""
    if start is None:
        return None
    return start + _SHOWN_MS if end is None or end <= start else end

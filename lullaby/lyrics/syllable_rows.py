"""Parses QRC, KRC, YRC and Lyricify Syllable (LYS): rows of syllables with starts and lengths.

All times are in ms:

    QRC  [1000,900]Hush (1000,500)now(1500,400)
    KRC  [1000,900]<0,500,0>Hush <500,400,0>now     times count from the start of the row
    YRC  [1000,900](1000,500,0)Hush (1500,400,0)now
    LYS  [4]Hush (1000,500)now(1500,400)            the number tells the voice

QRC may be wrapped in XML, and so may LRC. Credits at the beginning are not sung. Encrypted files
are recognised elsewhere (`not_words`).
"""

import base64
import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest

from lullaby.frozen import frozen
from lullaby.lyrics.assemble import assemble, sung_apart, timing_of
from lullaby.lyrics.lrc import LrcHeader
from lullaby.lyrics.lrc_scan import scan_line
from lullaby.lyrics.model import Complaint, Format, Lyrics, Part, Reason
from lullaby.lyrics.pieces import RawLine, clean, join_pieces, split_rows
from lullaby.lyrics.stamps import LINE_STAMP
from lullaby.units import Ms

_N = r"[0-9]{1,9}"
_MAY_BE_ROWS = re.compile(r"\[[0-9]{1,9}[\],]")
_FIRST = re.compile(
    rf"^[ \t]*\[(?:(?P<times>{_N},{_N})|[0-8])\][^\n]*?"
    rf"(?:(?P<krc><{_N},{_N},{_N}>)|(?P<yrc>\({_N},{_N},{_N}\))|\({_N},{_N}\))",
    re.MULTILINE,
)
_ROW = re.compile(rf"\s*\[({_N}),({_N})\]")
_VOICE = re.compile(r"\s*\[([0-9])\]")
_STAMPS = {
    Format.QRC: re.compile(rf"\(({_N}),({_N})\)"),
    Format.KRC: re.compile(rf"<({_N}),({_N}),{_N}>"),
    Format.YRC: re.compile(rf"\(({_N}),({_N}),{_N}\)"),
    Format.LYS: re.compile(rf"\(({_N}),({_N})\)"),
}
KINDS = tuple(_STAMPS)
_TEXT_FIRST = frozenset((Format.QRC, Format.LYS))
"""Kinds whose stamps follow their texts; some programs mix the two in one file."""
_WRAPPED = re.compile(r"<Lyric_[0-9][^<>]{0,300}?\bLyricContent\s{0,9}=\s{0,9}\"")
_TAG_ROW = re.compile(r"\s*\[[A-Za-z][\w-]*:[^\n]*\]\s*")
_LANGUAGE = re.compile(r"\s*\[language:\s*([A-Za-z0-9+/=_-]+)\s*\]\s*")
_PLAIN = str.maketrans("-_", "+/")
_CREDITS = re.compile(r"\s*\{\s*\"t\"\s*:.*\}\s*")
_LEFT, _RIGHT, _BEHIND = frozenset((1, 4, 7)), frozenset((2, 5, 8)), 6
"""LYS: the side on which a voice stands; from 6 on it sings in the background."""


def is_kind(kind: Format) -> Callable[[str], bool]:
    """Whether the first row of syllables in a text is of this kind."""
    return lambda head: _kind_of(head) is kind


def _kind_of(head: str) -> Format | None:
    if not _MAY_BE_ROWS.search(head):
        return None
    found = _FIRST.search(head[_unwrapped_at(head) :])
    if found is None:
        return None
    if found["times"] is None:
        return None if found["krc"] or found["yrc"] else Format.LYS
    return Format.KRC if found["krc"] else Format.YRC if found["yrc"] else Format.QRC


def _unwrapped_at(text: str) -> int:
    """Where the rows begin: after the attribute that holds them, if there is one."""
    wrapped = _WRAPPED.search(text) if "LyricContent" in text else None
    return 0 if wrapped is None else wrapped.end()


def parser(kind: Format) -> Callable[..., Lyrics]:
    """A function that parses texts of this kind; it never raises."""

    def parse(text: str, *, duration_ms: Ms | None, source: str) -> Lyrics:
        return _parse(text, kind, duration_ms, source)

    return parse


def _parse(text: str, kind: Format, duration_ms: Ms | None, source: str) -> Lyrics:
    complaints: list[Complaint] = []
    header = LrcHeader()
    rows: list[_Row] = []
    other: list[Sequence[str]] = []
    for number, row in _numbered(text):
        timed = _row(number, row, kind)
        if timed is not None:
            rows.append(timed)
        elif (told := _LANGUAGE.fullmatch(row)) is not None:
            other += _other_languages(told[1])
        elif _TAG_ROW.fullmatch(row):
            for tag in scan_line(number, row).tags:
                if tag.value:
                    header.take(tag, complaints)
        elif row.strip() and not _CREDITS.fullmatch(row):
            rows.append(_Row(number, None, None, ((None, row),)))
    parts = _parts(rows)
    raws = _with_other_languages([_line(row, parts, complaints) for row in rows], rows, other)
    return without_credit_rows(raws, header, kind, complaints, duration_ms, source)


def without_credit_rows(
    raws: Sequence[RawLine],
    header: LrcHeader,
    kind: Format,
    complaints: Sequence[Complaint],
    duration_ms: Ms | None,
    source: str,
) -> Lyrics:
    """The words of the rows that are sung."""
    lines, more = assemble(sung_apart(header.credited(raws)), header.offset_ms, duration_ms)
    return header.lyrics(lines, timing_of(lines), kind, source, (*complaints, *more))


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """The rows with their numbers in the file, without XML around them."""
    start = _unwrapped_at(text)
    first = len(split_rows(text[:start])) if start else 1
    yield from enumerate(split_rows(unwrapped(text)), first)


def unwrapped(text: str) -> str:
    """The text in the attribute that holds the words; the text itself where there is none."""
    start = _unwrapped_at(text)
    if not start:
        return text.removeprefix("\ufeff")
    end = text.rfind('"', start)
    return html.unescape(text[start : end if end >= 0 else len(text)])


def is_wrapped_lrc(head: str) -> bool:
    """Whether the XML of QRC holds rows with the stamps of LRC."""
    start = _unwrapped_at(head)
    return bool(start) and LINE_STAMP.search(head, start) is not None


@frozen
class _Row:
    """A row with its times and the pieces between its stamps; no times if it has none."""

    number: int
    start: int | None
    end: int | None
    pieces: tuple[tuple[int | None, str], ...]
    voice: int = 0
    """The number of a LYS row."""


def _row(number: int, row: str, kind: Format) -> _Row | None:
    voice = _VOICE.match(row) if kind in _TEXT_FIRST else None
    if voice is not None:
        pieces = tuple(_pieces(row[voice.end() :], kind, 0))
        start = next((stamp for stamp, text in pieces if stamp is not None and text.strip()), None)
        return _Row(number, start, None, pieces, int(voice[1]))
    times = _ROW.match(row)
    if times is None:
        return None
    start, length = int(times[1]), int(times[2])
    pieces = tuple(_pieces(row[times.end() :], kind, start))
    stamps = [stamp for stamp, text in pieces if stamp is not None and text.strip()]
    return _Row(number, min([start, *stamps[:1]]), start + length, pieces)


def _pieces(row: str, kind: Format, base: int) -> Iterator[tuple[int | None, str]]:
    """Texts with their starts, and empty ones where a syllable ends before the next begins."""
    base = base if kind is Format.KRC else 0
    end = None
    for start, length, text in _syllables(row, kind):
        if start is None:
            yield None, text
        elif not text.strip() and start == length == 0:
            yield (base if end is None else end), text
        else:
            if end is not None and end < base + start:
                yield end, ""
            yield base + start, text
            end = base + start + length
    if end is not None:
        yield end, ""


def _syllables(row: str, kind: Format) -> Iterator[tuple[int | None, int, str]]:
    """Starts and lengths as written, and texts: before their stamp, or behind it."""
    stamps = list(_STAMPS[kind].finditer(row))
    edges = [0, *(stamp.end() for stamp in stamps)]
    texts = [
        row[left : right.start() if right else len(row)]
        for left, right in zip_longest(edges, stamps)
    ]
    if kind in _TEXT_FIRST:
        rest = texts.pop()
        for place, (stamp, text) in enumerate(zip(stamps, texts, strict=True)):
            last = rest if place == len(stamps) - 1 else ""
            yield int(stamp[1]), int(stamp[2]), text + last
        if not stamps:
            yield None, 0, rest
        return
    if texts[0].strip():
        yield None, 0, texts[0]
    for stamp, text in zip(stamps, texts[1:], strict=True):
        yield int(stamp[1]), int(stamp[2]), text


def _line(row: _Row, parts: Mapping[int, Part], complaints: list[Complaint]) -> RawLine:
    joined = join_pieces(row.pieces, row.start)
    if joined.disordered:
        complaints.append(Complaint(row.number, Reason.WORDS_OUT_OF_ORDER))
    part = Part.EVERYONE if row.start is None else parts.get(row.voice, Part.EVERYONE)
    return RawLine(
        row.number,
        joined.text,
        row.start,
        row.end if joined.text else None,
        () if row.start is None else joined.syllables,
        part,
        marked=part is not Part.EVERYONE,
    )


def _parts(rows: Sequence[_Row]) -> dict[int, Part]:
    """Two sides are two singers; one side alone is everyone."""
    voices = {row.voice for row in rows}
    parts = {voice: Part.BACKGROUND for voice in voices if voice >= _BEHIND}
    if voices & _RIGHT - parts.keys():
        parts |= dict.fromkeys(voices & _RIGHT - parts.keys(), Part.SECOND)
        parts |= dict.fromkeys(voices & _LEFT - parts.keys(), Part.FIRST)
    return parts


def _other_languages(written: str) -> list[Sequence[str]]:
    """Translations and romanisations in a KRC tag, each with a text for every row."""
    try:
        told = json.loads(base64.b64decode(written.translate(_PLAIN) + "=="))
    except (ValueError, RecursionError):
        return []
    content = told.get("content") if isinstance(told, dict) else None
    found: list[Sequence[str]] = []
    for each in content if isinstance(content, list) else []:
        rows = each.get("lyricContent") if isinstance(each, dict) else None
        if isinstance(rows, list):
            found.append([_said(row) for row in rows])
    return found


def _said(row: object) -> str:
    pieces = row if isinstance(row, list) else [row]
    return " ".join(clean("".join(p for p in pieces if isinstance(p, str))).split())


def _with_other_languages(
    raws: Sequence[RawLine], rows: Sequence[_Row], other: Sequence[Sequence[str]]
) -> list[RawLine]:
    """The lines with translations by their place among the timed rows; none for an empty row."""
    timed = [place for place, row in enumerate(rows) if row.start is not None]
    told: dict[int, tuple[str, ...]] = {}
    for texts in other:
        for place, text in zip(timed, texts, strict=False):
            if text:
                told[place] = (*told.get(place, ()), text)
    return [
        raw._replace(translations=told[place]) if place in told else raw
        for place, raw in enumerate(raws)
        if raw.text or raw.start is not None
    ]

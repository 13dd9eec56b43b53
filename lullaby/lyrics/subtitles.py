"""SRT and WebVTT: cues with a beginning and an end, in WebVTT also voices and word stamps.

A cue of several rows is that many lines; they share its time by their lengths.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lullaby.lyrics.assemble import assemble, by_number, timing_of
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Complaint, Format, Lyrics, Part, Reason
from lullaby.lyrics.pieces import RawLine, clean, join_pieces
from lullaby.units import Ms

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_TIME = (
    r"(?:(\d{1,5})[ \t]*:[ \t]*)?(\d{1,3})[ \t]*:[ \t]*(\d{1,2})"
    r"(?:[ \t]*[.,:][ \t]*(\d{1,9}))?"
)
CUE = re.compile(r"[ \t]*" + _TIME + r"[ \t]*-{1,2}>[ \t]*" + _TIME + r"(?:\s.*)?$")
_ARROW = re.compile(r"-->")
_STAMP = re.compile(r"<\s*" + _TIME + r"\s*>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>", re.IGNORECASE)
_RUBY = re.compile(r"<rt(?:\.[^>]*)?>.*?(?:</rt>|$)", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:[a-zA-Z][^<>]{0,200})?>|\{\\[^}]{0,100}\}")
_LANGUAGE = re.compile(r"Language\s*:\s*(\S+)", re.IGNORECASE)
_SKIPPED = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_MUSIC = " \t♩♪♫♬"


@dataclass(slots=True)
class _Cue:
    number: int
    start: int | None
    end: int | None
    rows: list[tuple[int, str]] = field(default_factory=list)


def parse(text: str, kind: Format, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Words from SRT or WebVTT text; never raises."""
    complaints: list[Complaint] = []
    rows = _LINE_ENDS.split(text.removeprefix("\ufeff"))
    cues = list(_cues(rows, kind, complaints))
    parts = _parts(cues)
    raws: list[RawLine] = []
    repeated = ""
    for cue in cues:
        made = list(_lines(cue, parts, complaints))
        if kind is Format.WEBVTT and made and made[0].text == repeated and len(made) > 1:
            made = made[1:]
        repeated = made[-1].text if made else repeated
        raws += made
    lines, more = assemble(raws, 0, duration_ms)
    return Lyrics(
        lines,
        timing_of(lines),
        language=_language(rows, kind),
        format=kind,
        source=source,
        complaints=by_number((*complaints, *more)),
    )


def _language(rows: Sequence[str], kind: Format) -> str:
    if kind is not Format.WEBVTT:
        return ""
    found = (_LANGUAGE.fullmatch(row.strip()) for row in rows[1:8])
    return next((tag_of(match[1]) for match in found if match is not None), "")


def _cues(rows: Sequence[str], kind: Format, complaints: list[Complaint]) -> Iterator[_Cue]:
    """Blocks between blank rows; what stands in front of the arrow is a name and is dropped."""
    block: list[tuple[int, str]] = []
    first = True
    for number, row in enumerate((*rows, ""), start=1):
        if row.strip():
            block.append((number, row))
            continue
        if block and not (kind is Format.WEBVTT and (first or _SKIPPED.match(block[0][1]))):
            yield from _block(block, complaints)
        elif block and first:
            at = next((i for i, (_, text) in enumerate(block) if _ARROW.search(text)), len(block))
            yield from _block(block[at:], complaints)
        first = first and not block
        block = []


def _block(block: list[tuple[int, str]], complaints: list[Complaint]) -> Iterator[_Cue]:
    """Cues of one block; a missing blank row between two of them does no harm."""
    cue: _Cue | None = None
    for place, (number, row) in enumerate(block):
        if _ARROW.search(row):
            times = CUE.match(row)
            if times is None:
                complaints.append(Complaint(number, Reason.BAD_STAMP))
            if cue is not None:
                yield cue
            start = None if times is None else _ms(times, 1)
            end = None if times is None else _ms(times, 5)
            cue = _Cue(number, start, None if start is None or end is None else max(start, end))
        elif _names_a_cue(block, place):
            continue
        else:
            cue = cue or _Cue(number, None, None)
            cue.rows.append((number, row))
    if cue is not None:
        yield cue


def _names_a_cue(block: list[tuple[int, str]], place: int) -> bool:
    """A number before the arrow, or any name when it begins the block."""
    follows = place + 1 < len(block) and _ARROW.search(block[place + 1][1]) is not None
    lonely = len(block) == 1 and block[0][1].strip().isdigit()
    return lonely or (follows and (place == 0 or block[place][1].strip().isdigit()))


def _ms(match: re.Match[str], group: int) -> int:
    hours, minutes, seconds, fraction = (match[group + step] or "0" for step in range(4))
    whole = (int(hours) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + int((fraction + "00")[:3])


def _parts(cues: Iterable[_Cue]) -> dict[str, Part]:
    """Two named voices are the two parts."""
    names = dict.fromkeys(
        name.strip() for cue in cues for _, row in cue.rows for name in _VOICE.findall(row)
    )
    if len(names) != 2:
        return {}
    return dict(zip(names, (Part.FIRST, Part.SECOND), strict=True))


def _lines(cue: _Cue, parts: dict[str, Part], complaints: list[Complaint]) -> Iterator[RawLine]:
    made: list[RawLine] = []
    for number, row in cue.rows:
        voice = _VOICE.search(row)
        part = Part.EVERYONE if voice is None else parts.get(voice[1].strip(), Part.EVERYONE)
        joined = join_pieces(_pieces(_RUBY.sub("", row)), cue.start)
        if joined.disordered:
            complaints.append(Complaint(number, Reason.WORDS_OUT_OF_ORDER))
        if joined.text:
            marked = part is not Part.EVERYONE
            made.append(RawLine(number, joined.text, None, None, joined.syllables, part, marked))
    if cue.start is None:
        yield from (replace(line, syllables=()) for line in made)
    elif not made:
        yield RawLine(cue.number, "", cue.start, cue.end)
    else:
        yield from _shared(made, cue.start, cue.end)


def _shared(lines: Sequence[RawLine], start: int, end: int | None) -> Iterator[RawLine]:
    """Share the cue's time among lines by length; word stamps take precedence."""
    whole = sum(len(line.text) for line in lines)
    until = start if end is None else end
    before = 0
    for line in lines:
        begin = start + (until - start) * before // whole
        before += len(line.text)
        finish = start + (until - start) * before // whole
        if line.syllables:
            *inner, last = line.syllables
            closed = replace(last, end=max(last.start, until)) if last.end is None else last
            yield replace(line, start=line.syllables[0].start, syllables=(*inner, closed))
        else:
            yield replace(line, start=begin, end=None if end is None else finish)


def _pieces(row: str) -> Iterator[tuple[int | None, str]]:
    place = 0
    stamp: int | None = None
    for match in _STAMP.finditer(row):
        if stamp is not None or match.start() > place:
            yield stamp, _plain(row[place : match.start()])
        stamp, place = _ms(match, 1), match.end()
    if stamp is not None or place < len(row):
        yield stamp, _plain(row[place:])


def _plain(text: str) -> str:
    """Without markup, entities and music signs at the ends."""
    words = html.unescape(_MARKUP.sub("", text))
    if any(sign in words for sign in _MUSIC[2:]):
        words = words.strip(_MUSIC)
    return clean(" ".join(_LINE_ENDS.split(words)))

"""Parses SRT, WebVTT and SBV: timed cues, in WebVTT also with voices and word stamps.

Each row of a cue becomes a line; rows share the cue's time by length. Rows repeated by roll-up
captions count once. Cues that start together are two voices, or, in two scripts, an original and
its translation.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lullaby.lyrics.assemble import assemble, by_number, sung_apart, timing_of
from lullaby.lyrics.cues import TIME, SubtitleCue, read_cues, stamp_ms
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Complaint, Format, Lyrics, Part, Reason
from lullaby.lyrics.pieces import RawLine, clean, join_pieces, split_rows, timed
from lullaby.lyrics.rolling import CueText, sung_rows
from lullaby.lyrics.scripts import script_of
from lullaby.units import Ms

_BREAK = re.compile(r"<br\s*/?>|\[br\]|\\N", re.IGNORECASE)
_STAMP = re.compile(r"<\s*" + TIME + r"\s*>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>", re.IGNORECASE)
_RUBY = re.compile(r"<rt(?:\.[^>]*)?>.*?(?:</rt>|$)", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:[a-zA-Z][^<>]{0,200})?>|\{\\[^}]{0,100}\}")
_LANGUAGE = re.compile(r"Language\s*:\s*(\S+)", re.IGNORECASE)
_SPEAKER = re.compile(r"\s*>>+\s*")
_SOUND = re.compile(r"\s*\[[^\[\]]*\]\s*")
"""Sound descriptions such as `[Music]`."""
_NOTHING_SPECIAL = re.compile(r"[^<>{&\[\\\u00a0♩♪♫♬]*")
_MUSIC = " \t♩♪♫♬"
BILINGUAL = 0.8
"""Share of row pairs that must have the same two scripts, in the same order."""


def parse(text: str, kind: Format, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse SRT, WebVTT or SBV text; never raises."""
    complaints: list[Complaint] = []
    rows = split_rows(text.removeprefix("\ufeff"))
    cues = _sung_once(read_cues(rows, kind, complaints))
    parts = _parts(cues)
    made = [list(_said(cue, parts, complaints)) for cue in cues]
    translated = _bilingual(lines for lines in made if len(lines) == 2)
    raws: list[RawLine] = []
    for cue, said in zip(cues, made, strict=True):
        told = translated is not None and _scripts(said) == translated
        raws += _timed(cue, [said[0]._replace(translations=(said[1].text,))] if told else said)
    lines, more = assemble(sung_apart(with_translations(raws)), 0, duration_ms)
    return Lyrics(
        lines,
        timing_of(lines),
        language=_language(rows, kind),
        format=kind,
        source=source,
        complaints=by_number((*complaints, *more)),
    )


def _sung_once(cues: Sequence[SubtitleCue]) -> list[SubtitleCue]:
    """Drop rows that the previous cue already showed; new rows start with their cue."""
    for cue in cues:
        if any(_has_signs(row) and _BREAK.search(row) for _, row in cue.rows):
            cue.rows = [(number, part) for number, row in cue.rows for part in _BREAK.split(row)]
    timed = [cue for cue in cues if cue.start is not None]
    shown: list[CueText] = []
    for cue in timed:
        read = [(_reads(row), number, row) for number, row in cue.rows]
        cue.rows = [(number, row) for text, number, row in read if text]
        texts = tuple(text for text, _, _ in read if text)
        sound_below = bool(read) and not read[-1][0] and bool(_SOUND.fullmatch(read[-1][2]))
        start = cue.start or 0
        end = start if cue.end is None else cue.end
        shown.append(CueText(texts, start, end, sound_below))
    spoken = [place for place, each in enumerate(shown) if each.texts]
    kept = dict(zip(spoken, sung_rows([shown[place] for place in spoken]), strict=True))
    gone: set[int] = set()
    for place, count in kept.items():
        cue = timed[place]
        if count and count == len(cue.rows):
            gone.add(id(cue))
        cue.rows = cue.rows[count:]
    return [cue for cue in cues if id(cue) not in gone]


def _has_signs(row: str) -> bool:
    """Whether a row may hold markup."""
    return "<" in row or "[" in row or "\\" in row


def _reads(row: str) -> str:
    bare = _STAMP.sub("", _RUBY.sub("", row)) if "<" in row else row
    return " ".join(_plain(bare).split())


def _scripts(lines: Sequence[RawLine]) -> tuple[str, str] | None:
    if len(lines) != 2 or any(line.marked for line in lines):
        return None
    one, other = script_of(lines[0].text), script_of(lines[1].text)
    return (one, other) if one and other and one != other else None


def _bilingual(pairs: Iterable[Sequence[RawLine]]) -> tuple[str, str] | None:
    """The scripts of original and translation, if row pairs are bilingual throughout."""
    found = Counter(_scripts(pair) for pair in pairs)
    usual, times = found.most_common(1)[0] if found else (None, 0)
    return usual if times >= BILINGUAL * found.total() else None


def with_translations(raws: Sequence[RawLine]) -> list[RawLine]:
    """Turn the second of two cues that start together in two scripts into a translation."""
    together: dict[int, list[RawLine]] = {}
    for raw in raws:
        if raw.start is not None and raw.text:
            together.setdefault(raw.start, []).append(raw)
    pairs = [lines for lines in together.values() if len(lines) == 2]
    translated = _bilingual(pairs)
    if translated is None:
        return list(raws)
    told = {id(one): other for one, other in pairs if _scripts((one, other)) == translated}
    left_out = {id(other) for other in told.values()}
    return [
        raw._replace(translations=(*raw.translations, told[id(raw)].text))
        if id(raw) in told
        else raw
        for raw in raws
        if id(raw) not in left_out
    ]


def _language(rows: Sequence[str], kind: Format) -> str:
    if kind is not Format.WEBVTT:
        return ""
    found = (_LANGUAGE.fullmatch(row.strip()) for row in rows[1:8])
    return next((tag_of(match[1]) for match in found if match is not None), "")


def _parts(cues: Iterable[SubtitleCue]) -> dict[str, Part]:
    """Assign the two parts to two named voices."""
    names = dict.fromkeys(
        name.strip()
        for cue in cues
        for _, row in cue.rows
        if "<" in row
        for name in _VOICE.findall(row)
    )
    if len(names) != 2:
        return {}
    return dict(zip(names, (Part.FIRST, Part.SECOND), strict=True))


def _said(
    cue: SubtitleCue, parts: dict[str, Part], complaints: list[Complaint]
) -> Iterator[RawLine]:
    """The rows of a cue with words, timed only by their word stamps so far."""
    for number, row in cue.rows:
        tagged = "<" in row
        voice = _VOICE.search(row) if tagged else None
        part = Part.EVERYONE if voice is None else parts.get(voice[1].strip(), Part.EVERYONE)
        pieces = _pieces(_RUBY.sub("", row)) if tagged else ((None, _plain(row)),)
        joined = join_pieces(pieces, cue.start)
        if joined.disordered:
            complaints.append(Complaint(number, Reason.WORDS_OUT_OF_ORDER))
        if joined.text:
            marked = part is not Part.EVERYONE
            syllables = () if cue.start is None else joined.syllables
            yield RawLine(number, joined.text, None, None, syllables, part, marked)


def _timed(cue: SubtitleCue, lines: Sequence[RawLine]) -> Iterator[RawLine]:
    if cue.start is None:
        yield from lines
    elif not lines:
        yield RawLine(cue.number, "", cue.start, cue.end)
    else:
        yield from share_time(lines, cue.start, cue.end)


def share_time(lines: Sequence[RawLine], start: int, end: int | None) -> Iterator[RawLine]:
    """Share the cue's time among lines by length; word stamps take precedence."""
    whole = sum(len(line.text) for line in lines)
    until = start if end is None else end
    before = 0
    for line in lines:
        begin = start + (until - start) * before // whole
        before += len(line.text)
        stop = start + (until - start) * before // whole
        if line.syllables:
            *inner, last = line.syllables
            closed = last._replace(end=max(last.start, until)) if last.end is None else last
            yield timed(line, line.syllables[0].start, line.end, (*inner, closed))
        else:
            yield timed(line, begin, None if end is None else stop)


def _pieces(row: str) -> Iterator[tuple[int | None, str]]:
    place = 0
    stamp: int | None = None
    for match in _STAMP.finditer(row):
        if stamp is not None or match.start() > place:
            yield stamp, _plain(row[place : match.start()])
        stamp, place = stamp_ms(match, 1), match.end()
    if stamp is not None or place < len(row):
        yield stamp, _plain(row[place:])


def _plain(text: str) -> str:
    """Remove markup, entities, sound descriptions, and music signs at the ends."""
    if _NOTHING_SPECIAL.fullmatch(text):
        return clean(text)
    words = html.unescape(_MARKUP.sub("", text)).replace("\u00a0", " ").replace("\\h", " ")
    if _SOUND.fullmatch(words):
        return ""
    speaker = _SPEAKER.match(words)
    words = words if speaker is None else words[speaker.end() :]
    if any(sign in words for sign in _MUSIC[2:]):
        words = words.strip(_MUSIC)
    return clean(" ".join(split_rows(words)))

"""Makes lines of captions: rows that share the time of their cue, roll up, or are two voices.

Each row of a caption becomes a line; rows share the caption's time by length. Rows repeated by
captions that roll up count once. Captions that start together are two voices, or, in two scripts,
an original and its translation.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lullaby.lyrics.assemble import assemble, by_number, sung_apart, timing_of
from lullaby.lyrics.model import Complaint, Format, Lyrics, Part, Reason
from lullaby.lyrics.pieces import RawLine, clean, join_pieces, split_rows, timed
from lullaby.lyrics.rolling import CueText, sung_rows
from lullaby.lyrics.scripts import script_of
from lullaby.units import Ms

_SPEAKER = re.compile(r"\s*>>+\s*")
_SOUND = re.compile(r"\s*\[[^\[\]]*\]\s*")
"""Sound descriptions such as `[Music]`."""
_NOTHING_SPECIAL = re.compile(r"[^>\[\\\u00a0♩♪♫♬]*")
_MUSIC = " \t♩♪♫♬"
BILINGUAL = 0.8
"""Share of row pairs that must have the same two scripts, in the same order."""

Piece = tuple[int | None, str]
"""A time in ms, if it has one of its own, and a text."""


class CaptionRow(NamedTuple):
    """A row as it is sung; `number` is its place in the file."""

    number: int
    text: str
    """Without markup, on one line; empty where nothing is sung."""
    pieces: tuple[Piece, ...] = ()
    """The same, cut at its word stamps; none for a row without any."""
    voice: str = ""
    sound: bool = False
    """Whether it describes a sound, as `[Music]` does."""
    translations: tuple[str, ...] = ()


class Caption(NamedTuple):
    """Rows that are shown together. Times are in ms; None where they could not be read."""

    number: int
    start: int | None
    end: int | None
    rows: Sequence[CaptionRow]


def spoken(text: str) -> str:
    """Text without markup as it is sung: no descriptions of sounds, speakers or music signs."""
    if _NOTHING_SPECIAL.fullmatch(text):
        return clean(text)
    words = text.replace("\u00a0", " ").replace("\\h", " ")
    if _SOUND.fullmatch(words):
        return ""
    speaker = _SPEAKER.match(words)
    words = words if speaker is None else words[speaker.end() :]
    if any(sign in words for sign in _MUSIC[2:]):
        words = f" {words.strip(_MUSIC)} "
    return clean(" ".join(split_rows(words)))


def row_of_text(number: int, text: str) -> CaptionRow:
    """A row without word stamps and markup."""
    words = spoken(text).strip()
    return CaptionRow(number, words, sound=not words and _SOUND.fullmatch(text) is not None)


def row_of_pieces(number: int, pieces: Iterable[Piece], voice: str = "") -> CaptionRow:
    """A row of texts without markup, some of them with a time of their own."""
    told = tuple([(time, spoken(text)) for time, text in pieces])
    words = clean("".join([text for _, text in told])).strip()
    timed = any(time is not None for time, _ in told)
    return CaptionRow(number, words, told if timed else (), voice)


def words_of(
    captions: Sequence[Caption],
    kind: Format,
    *,
    language: str = "",
    complaints: Iterable[Complaint] = (),
    duration_ms: Ms | None = None,
    source: str = "",
) -> Lyrics:
    """The words of captions in the order of their file; rows without words are not sung."""
    found = list(complaints)
    sung = _sung_once(captions)
    parts = _parts(sung)
    made = [_said(caption, parts, found) for caption in sung]
    translated = _bilingual(lines for lines in made if len(lines) == 2)
    raws: list[RawLine] = []
    for caption, said in zip(sung, made, strict=True):
        told = translated is not None and _scripts(said) == translated
        raws += _timed(caption, [said[0]._replace(translations=(said[1].text,))] if told else said)
    lines, more = assemble(sung_apart(with_translations(raws)), 0, duration_ms)
    return Lyrics(
        lines,
        timing_of(lines),
        language=language,
        format=kind,
        source=source,
        complaints=by_number((*found, *more)),
    )


def _sung_once(captions: Sequence[Caption]) -> Sequence[Caption]:
    """Without rows that the caption before already showed; new rows start with their caption."""
    places: list[int] = []
    texts: list[CueText] = []
    for place, (_, start, end, rows) in enumerate(captions):
        said = tuple([row.text for row in rows if row.text])
        if said and start is not None:
            below = not rows[-1].text and rows[-1].sound
            texts.append(CueText(said, start, start if end is None else end, below))
            places.append(place)
    counts = {place: n for place, n in zip(places, sung_rows(texts), strict=True) if n}
    if not counts:
        return captions
    return [
        caption
        for place, each in enumerate(captions)
        if (caption := _without(each, counts.get(place, 0))) is not None
    ]


def _without(caption: Caption, count: int) -> Caption | None:
    """The caption without its first rows; None if no other is left."""
    if not count:
        return caption
    rows = [row for row in caption.rows if row.text][count:]
    return caption._replace(rows=rows) if rows else None


def _parts(captions: Iterable[Caption]) -> dict[str, Part]:
    """Assign the two parts to two named voices."""
    names = dict.fromkeys(row.voice for caption in captions for row in caption.rows if row.voice)
    if len(names) != 2:
        return {}
    return dict(zip(names, (Part.FIRST, Part.SECOND), strict=True))


def _said(
    caption: Caption, parts: dict[str, Part], complaints: list[Complaint]
) -> Sequence[RawLine]:
    """The rows with words, timed only by their word stamps so far."""
    said: list[RawLine] = []
    for number, text, pieces, voice, _, translations in caption.rows:
        if not text:
            continue
        if not pieces and not voice:
            said.append(RawLine(number, text, translations=translations))
            continue
        part = parts.get(voice, Part.EVERYONE)
        joined = join_pieces(pieces or ((None, text),), caption.start)
        if joined.disordered:
            complaints.append(Complaint(number, Reason.WORDS_OUT_OF_ORDER))
        if joined.text:
            marked = part is not Part.EVERYONE
            syllables = () if caption.start is None else joined.syllables
            said.append(RawLine(number, joined.text, None, None, syllables, part, marked))
    return said


def _timed(caption: Caption, lines: Sequence[RawLine]) -> Iterable[RawLine]:
    if caption.start is None:
        return lines
    if not lines:
        return (RawLine(caption.number, "", caption.start, caption.end),)
    return share_time(lines, caption.start, caption.end)


def share_time(lines: Sequence[RawLine], start: int, end: int | None) -> Iterator[RawLine]:
    """Share the caption's time among lines by length; word stamps take precedence."""
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


def with_translations(raws: Sequence[RawLine]) -> Sequence[RawLine]:
    """Turn the second of two captions that start together in two scripts into a translation."""
    together: dict[int, list[RawLine]] = {}
    for raw in raws:
        if raw.start is not None and raw.text:
            together.setdefault(raw.start, []).append(raw)
    pairs = [lines for lines in together.values() if len(lines) == 2]
    translated = _bilingual(pairs)
    if translated is None:
        return raws
    told = {id(one): other for one, other in pairs if _scripts((one, other)) == translated}
    left_out = {id(other) for other in told.values()}
    return [
        raw._replace(translations=(*raw.translations, told[id(raw)].text))
        if id(raw) in told
        else raw
        for raw in raws
        if id(raw) not in left_out
    ]

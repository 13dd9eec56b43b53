"""A tapping session kept as JSON, and made into words."""

import json
from dataclasses import replace
from typing import Any

from lullaby.lyrics.assemble import assemble, timing_of
from lullaby.lyrics.model import Format, Line, Lyrics, Part, Timing
from lullaby.lyrics.pieces import RawLine, RawSyllable
from lullaby.lyrics.tap_marks import Marks
from lullaby.lyrics.tapping import MOST_DELAY_MS, TapLine, TapSession, TapUnit
from lullaby.units import Ms

VERSION = 1
SLOWEST_SYLLABLE_MS = 1000
"""Syllables that were not tapped at the end of a line are not stretched beyond this."""


class NotADraftError(ValueError):
    """The text is no draft of ours, or a damaged one."""


def to_draft(session: TapSession) -> str:
    """The session without its undo."""
    values = {
        "version": VERSION,
        "unit": session.unit.value,
        "delay_ms": session.delay_ms,
        "at": session.marks.at,
        "lines": [
            {
                "pieces": list(line.pieces),
                "part": line.part.value,
                "translation": line.translation,
                "starts": [session.marks.starts[p] for p in session.marks.pieces(index)],
                "end": session.marks.ends[index],
            }
            for index, line in enumerate(session.lines)
        ],
    }
    return json.dumps(values, ensure_ascii=False, indent=1)


def from_draft(text: str) -> TapSession:
    """The session of a draft. Raises NotADraftError for anything else."""
    try:
        return _session(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise NotADraftError from problem


def _session(values: dict[str, Any]) -> TapSession:
    if values["version"] != VERSION:
        raise NotADraftError
    lines: list[TapLine] = []
    starts: list[Ms | None] = []
    ends: list[Ms | None] = []
    for row in values["lines"]:
        pieces = tuple(str(piece) for piece in row["pieces"])
        part = Part(row["part"])
        lines.append(TapLine("".join(pieces), pieces, part, str(row["translation"])))
        if len(row["starts"]) != len(pieces):
            raise NotADraftError
        starts += [_time(start) for start in row["starts"]]
        ends.append(_time(row["end"]))
    at, delay = int(values["at"]), int(values["delay_ms"])
    blank = Marks.blank(tuple(len(line.pieces) for line in lines))
    marks = replace(blank.with_starts(starts), ends=tuple(ends), at=at)
    in_range = 0 <= at <= len(starts) and 0 <= delay <= MOST_DELAY_MS
    if marks.starts != tuple(starts) or not in_range:
        raise NotADraftError
    return TapSession(tuple(lines), marks, TapUnit(values["unit"]), Ms(delay))


def _time(value: object) -> Ms | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NotADraftError
    return Ms(value)


def to_lyrics(session: TapSession, like: Lyrics, duration_ms: Ms | None = None) -> Lyrics:
    """The words as they are timed now, with the title and tags of `like`.

    A line whose syllables are tapped only in part shares out the time between the taps by letters;
    with its first tap alone it is timed as a whole.
    """
    if not any(start is not None for start in session.marks.starts):
        return _untimed(session, like)
    raws: list[RawLine] = []
    for index, line in enumerate(session.lines):
        if not line.text:
            continue
        marks = session.marks
        starts = [marks.starts[piece] for piece in marks.pieces(index)]
        begun = [start for start in starts if start is not None]
        end = marks.ends[index]
        marked = line.part is not Part.EVERYONE
        syllables: tuple[RawSyllable, ...] = ()
        if len(begun) > 1:
            after = next(
                (s for s in marks.starts[marks.pieces(index).stop :] if s is not None), None
            )
            syllables = _shared(line.pieces, starts, end if end is not None else after, end)
        raw = RawLine(index + 1, line.text, begun[0] if begun else None, end, syllables)
        translations = tuple(line.translation.split("\n"))
        raws.append(raw._replace(part=line.part, marked=marked, translations=translations))
    lines, _ = assemble(raws, 0, duration_ms)
    return replace(
        like,
        lines=lines,
        timing=timing_of(lines),
        format=Format.LRC,
        offset_ms=0,
        complaints=(),
    )


def _untimed(session: TapSession, like: Lyrics) -> Lyrics:
    """Nothing was tapped yet: the lines alone, with the empty ones that part verses."""
    lines = tuple(
        Line(line.text, translation=line.translation, part=line.part) for line in session.lines
    )
    return replace(
        like, lines=lines, timing=Timing.NONE, format=Format.LRC, offset_ms=0, complaints=()
    )


def _shared(
    pieces: tuple[str, ...], starts: list[Ms | None], until: int | None, end: int | None
) -> tuple[RawSyllable, ...]:
    """Syllables from taps, of which some are missing."""
    known = [(index, start) for index, start in enumerate(starts) if start is not None]
    times: list[int] = [known[0][1]] * len(pieces)
    missing = len(pieces) - known[-1][0]
    last = known[-1][1] + missing * SLOWEST_SYLLABLE_MS
    last = last if until is None else min(last, until)
    for (left, begin), (right, stop) in zip(known, [*known[1:], (len(pieces), last)], strict=True):
        letters = [max(1, len(pieces[index].strip())) for index in range(left, right)]
        for index in range(left, right):
            share = sum(letters[: index - left])
            times[index] = begin + (stop - begin) * share // sum(letters)
    ends: list[int | None] = [*times[1:], end]
    return tuple(
        RawSyllable(text, start, stop)
        for text, start, stop in zip(pieces, times, ends, strict=True)
    )

"""Puts lines in singing order: resolves repeats, translations, duets, ends and the offset.

All decisions use the source's own times. The offset is applied last, so that lines which it moves
to the very beginning stay distinct.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from lullaby.frozen import frozen
from lullaby.lyrics.model import Complaint, Line, Note, Part, Reason, Syllable, Timing
from lullaby.lyrics.pieces import RawLine, RawSyllable, moved
from lullaby.units import Ms

LONGEST_LINE_MS = 10_000
"""A line without an end lasts at most this long, in ms; a break follows."""
LONGEST_SYLLABLE_MS = 3_000
"""The same, in ms, for a line's last syllable without an end."""
MOST_REPEATS = 50
"""Most repeats of a line that also repeat its unstamped followers."""


LATEST_MS = 999_999 * 60_000
"""The latest time that a stamp can tell, in ms."""


def _is_too_late(raw: RawLine) -> bool:
    if (raw.end or raw.start or 0) > LATEST_MS:
        return True
    last = raw.syllables[-1] if raw.syllables else None
    return last is not None and (last.end or last.start) > LATEST_MS


def _without_late_times(raw: RawLine) -> RawLine:
    """The line without times that no stamp can tell."""
    if not _is_too_late(raw):
        return raw
    start = None if raw.start is None or raw.start > LATEST_MS else raw.start
    return raw._replace(start=start, end=None, syllables=())


@dataclass(slots=True)
class _Entry:
    raw: RawLine
    translations: list[str]


@frozen
class Ends:
    """Finds the ends of lines that have none, in the source's own times."""

    starts: Sequence[int]
    """Start times of lead lines and breaks, sorted."""
    limit: int | None
    """The end of the recording; None if not known."""

    def after(self, start: int, longest: int | None) -> int:
        """The end of what begins at `start`: the next start, or `longest` ms later if sooner."""
        place = bisect_right(self.starts, start)
        end = self.starts[place] if place < len(self.starts) else None
        if longest is not None and (end is None or end > start + longest):
            end = start + longest
        if self.limit is not None and (end is None or end > self.limit):
            end = self.limit
        return start if end is None else max(start, end)


def timing_of(lines: Sequence[Line]) -> Timing:
    """How finely these lines are timed."""
    if any(line.syllables for line in lines):
        return Timing.SYLLABLES
    if any(line.start_ms is not None for line in lines):
        return Timing.LINES
    return Timing.NONE


def by_number(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """Complaints in file order, without duplicates."""
    return tuple(sorted(dict.fromkeys(complaints), key=lambda complaint: complaint.number))


def assemble(
    raws: Sequence[RawLine], offset_ms: int, duration_ms: Ms | None
) -> tuple[tuple[Line, ...], tuple[Complaint, ...]]:
    """Sort and complete lines. Lines without a start stay after the line they follow."""
    complaints: list[Complaint] = []
    if any(map(_is_too_late, raws)):
        late = [raw.number for raw in raws if raw.start is not None and raw.start > LATEST_MS]
        complaints += [Complaint(number, Reason.BAD_STAMP) for number in late]
        raws = [_without_late_times(raw) for raw in raws]
    leading, stamped, followers = _attach(raws)
    if stamped and len(stamped) < len(raws):
        complaints += [Complaint(raw.number, Reason.UNSTAMPED) for raw in raws if raw.start is None]
    begins = [raw.start or 0 for raw in stamped]
    order = sorted(range(len(stamped)), key=begins.__getitem__)
    entries = [_entry(raw) for raw in leading]
    for _, indexes in groupby(order, key=begins.__getitem__):
        group = list(indexes)
        first = stamped[group[0]]
        if len(group) == 1 and first.text:
            entries.append(_entry(first))
        else:
            entries += _settle([stamped[index] for index in group], complaints)
        if followers:
            entries += [_entry(raw) for index in group for raw in followers.get(index, ())]
    starts = sorted({e.raw.start for e in entries if e.raw.start is not None and _leads(e.raw)})
    limit = None if duration_ms is None else duration_ms + offset_ms
    if limit is not None:
        late = [raw.number for raw in stamped if (raw.start or 0) > limit]
        complaints += [Complaint(number, Reason.PAST_THE_END) for number in late[:1]]
    ends = Ends(starts, limit)
    return tuple(_built(entry, ends, offset_ms) for entry in entries), tuple(complaints)


def _attach(
    raws: Sequence[RawLine],
) -> tuple[list[RawLine], list[RawLine], dict[int, list[RawLine]]]:
    """Lines before any stamp, stamped lines, and unstamped followers by stamped index."""
    leading: list[RawLine] = []
    stamped: list[RawLine] = []
    followers: dict[int, list[RawLine]] = {}
    latest: list[int] = []
    for raw in raws:
        if raw.start is not None:
            if stamped:
                before = stamped[-1]
                if before.number != raw.number or before.element != raw.element:
                    latest = []
            latest.append(len(stamped))
            stamped.append(raw)
        elif latest:
            leads = [index for index in latest if _leads(stamped[index])]
            for index in leads[:MOST_REPEATS] or latest[:1]:
                followers.setdefault(index, []).append(raw)
        else:
            leading.append(raw)
    return leading, stamped, followers


def _entry(raw: RawLine) -> _Entry:
    if not raw.translations:
        return _Entry(raw, [])
    translations = dict.fromkeys(text.strip() for text in raw.translations)
    return _Entry(raw, [text for text in translations if text and text != raw.text])


_EVERYONE = Part.EVERYONE
_BACKGROUND = Part.BACKGROUND
"""Looking up a member of an enumeration takes longer than comparing it."""


def _leads(raw: RawLine) -> bool:
    return raw.part is not _BACKGROUND


def _duet(one: RawLine, other: RawLine) -> bool:
    """Whether two voices sing the same words, and so sing together."""
    return one.text == other.text and {one.part, other.part} == {Part.FIRST, Part.SECOND}


def _settle(group: Sequence[RawLine], complaints: list[Complaint]) -> list[_Entry]:
    """Resolve lines with one stamp: simultaneous voices, or one line and its translations."""
    sung = [raw for raw in group if raw.text]
    if not sung:
        pause = group[0]
        if pause.marked or pause.part is not Part.EVERYONE:
            pause = pause._replace(part=Part.EVERYONE, marked=False)
        return [_Entry(pause, [])]
    entries: list[_Entry] = []
    leads: list[_Entry] = []
    for raw in sung:
        if raw.alone and not raw.marked and entries and entries[-1].raw.alone:
            _translate(entries[-1], raw, complaints)
            continue
        if not _leads(raw) or not leads:
            entries.append(_entry(raw))
            leads += entries[-1:] if _leads(raw) else []
            continue
        same_part = [entry for entry in leads if entry.raw.part is raw.part]
        if raw.marked and not same_part:
            taken = any(entry.raw.part is Part.EVERYONE for entry in leads)
            twin = next((e for e in leads if not taken and _duet(e.raw, raw)), None)
            if twin is None:
                entries.append(_entry(raw))
                leads.append(entries[-1])
            else:
                twin.raw = twin.raw._replace(part=Part.EVERYONE)
            continue
        original = same_part[-1] if raw.marked else leads[-1]
        _translate(original, raw, complaints)
    return entries


def _translate(original: _Entry, raw: RawLine, complaints: list[Complaint]) -> None:
    for text in (raw.text, *raw.translations):
        if text == original.raw.text or text in original.translations:
            complaints.append(Complaint(raw.number, Reason.DUPLICATE))
        else:
            original.translations.append(text)


def sung_apart(raws: Sequence[RawLine]) -> list[RawLine]:
    """Give lines that start together to different voices, where they are no translations.

    Each gets a part of its own; once the parts run out, a line starts a millisecond later.
    """
    if _all_apart(raws):
        return list(raws)
    together: dict[int, set[str]] = {}
    for raw in raws:
        if raw.start is not None and raw.text and _leads(raw) and not raw.marked:
            together.setdefault(raw.start, set()).add(raw.text)
    voices = _Voices()
    return [
        voices.sung(raw, len(together.get(raw.start or 0, ())) > 1)
        if raw.start is not None and raw.text and _leads(raw)
        else raw
        for raw in raws
    ]


def _all_apart(raws: Sequence[RawLine]) -> bool:
    """Whether no two lines start together, and everyone sings all but what is marked."""
    starts: set[int] = set()
    count = 0
    for raw in raws:
        if raw.start is not None and raw.text:
            if raw.part is not _EVERYONE and not raw.marked:
                return False
            starts.add(raw.start)
            count += 1
    return len(starts) == count


class _Voices:
    """Assigns parts to lines that start at the same time.

    A start with all parts taken leads to the next one, and on the way to the end of the crowd the
    paths are shortened, so that many lines at one moment take no longer than as many apart.
    """

    def __init__(self) -> None:
        self._texts: dict[int, dict[Part, str]] = {}
        self._after: dict[int, int] = {}
        """For each start with all parts taken, where to look for a free part."""
        self._starts: dict[str, list[int]] = {}
        """Where each text is sung, in order."""

    def sung(self, raw: RawLine, together: bool) -> RawLine:
        written = raw.start or 0
        start = self._start_of(raw.text, written)
        wanted = _IN_TURN[0] if together and not raw.marked else raw.part
        others = self._texts.setdefault(start, {})
        part = self._part(raw, wanted, others)
        if part not in others:
            others[part] = raw.text
            insort(self._starts.setdefault(raw.text, []), start)
        if len(others) == len(_IN_TURN):
            self._after.setdefault(start, start + 1)
        marked = raw.marked or part is not _EVERYONE or len(others) > 1
        if part is not raw.part or marked is not raw.marked:
            raw = raw._replace(part=part, marked=marked)
        return moved(raw, start - written)

    @staticmethod
    def _part(raw: RawLine, wanted: Part, others: Mapping[Part, str]) -> Part:
        """That of the same text, or one that is free."""
        if not others or (raw.marked and raw.part not in others):
            return wanted
        same = next((part for part, text in others.items() if text == raw.text), None)
        order = (Part.EVERYONE, Part.FIRST, Part.SECOND) if raw.marked else _IN_TURN
        return same or next(part for part in (wanted, *order) if part not in others)

    def _start_of(self, text: str, start: int) -> int:
        """The start itself, or the next one where a part is free or the same text is sung."""
        if start not in self._after:
            return start
        free = start
        while (following := self._after.get(free)) is not None:
            free = following
        passed = start
        while passed < free:
            self._after[passed], passed = free, self._after[passed]
        twins = self._starts.get(text, ())
        place = bisect_left(twins, start)
        return min(free, twins[place]) if place < len(twins) else free


_IN_TURN = (Part.FIRST, Part.SECOND, Part.EVERYONE)


def _built(entry: _Entry, ends: Ends, offset_ms: int) -> Line:
    raw = entry.raw
    if raw.start is None:
        return Line(raw.text, part=raw.part, chords=raw.chords)
    syllables: tuple[Syllable, ...] = ()
    if raw.syllables:
        syllables = _syllables(raw.syllables, ends, offset_ms)
        end_ms = syllables[-1].end_ms
    elif raw.text and raw.end is not None:
        end_ms = _shifted(max(raw.start, raw.end), offset_ms)
    else:
        end_ms = _shifted(ends.after(raw.start, LONGEST_LINE_MS if raw.text else None), offset_ms)
    return Line(
        raw.text,
        _shifted(raw.start, offset_ms),
        end_ms,
        syllables,
        "\n".join(entry.translations) if entry.translations else "",
        raw.part,
        raw.chords,
    )


def _syllables(pieces: Sequence[RawSyllable], ends: Ends, offset_ms: int) -> tuple[Syllable, ...]:
    made: list[Syllable] = []
    for text, start, told, notes in pieces:
        end = ends.after(start, LONGEST_SYLLABLE_MS) if told is None else told
        if offset_ms:
            made.append(_shifted_syllable(text, start, end, notes, offset_ms))
        else:
            made.append(Syllable(text, Ms(start), Ms(end), notes))
    return tuple(made)


def _shifted_syllable(
    text: str, start: int, end: int, notes: tuple[Note, ...], offset_ms: int
) -> Syllable:
    if notes:
        notes = tuple(
            Note(note.pitch, _shifted(note.start_ms, offset_ms), _shifted(note.end_ms, offset_ms))
            for note in notes
        )
    return Syllable(text, _shifted(start, offset_ms), _shifted(end, offset_ms), notes)


def _shifted(time: int, offset_ms: int) -> Ms:
    return Ms(time - offset_ms) if time > offset_ms else _BEGINNING


_BEGINNING = Ms(0)

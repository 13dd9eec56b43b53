"""Parses Advanced SubStation Alpha (ASS, and the older SSA): timed lines, with karaoke syllables.

Each `\\N` row becomes a line. What is drawn several times, in layers or by effects, counts once.
The lines of a style that only accompany those of another are translations.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lullaby.frozen import frozen
from lullaby.lyrics.assemble import assemble, by_number, sung_apart, timing_of
from lullaby.lyrics.captions import share_time, with_translations
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Complaint, Format, Lyrics, Part, Reason
from lullaby.lyrics.pieces import RawLine, clean, join_pieces, split_rows
from lullaby.units import Ms

TOGETHER_MS = 150
"""Lines of two styles that start this close, in ms, are two writings of one line."""
LOOSELY_MS = 600
"""The same for lines without syllables, which are often timed on their own."""
LAYERS_MS = 500
"""The same text that starts this close, in ms, is drawn twice, not sung twice."""
MOST_ROWS = 50
"""An event with more rows than fit on a screen is one line."""
GLIMPSE_MS = 200
"""An event this short, in ms, is a picture of an effect, which the next one goes on with."""
BESIDE = 0.8
"""Share of a style's lines that must start with those of another for it to translate them."""

_BEGINS = re.compile(r"\s*\[(?:script info|v4\+{0,2} styles|events)\]", re.IGNORECASE)
_REMARK = re.compile(r"\s*(?:[;!][^\n]*\n\s*)*")
_EVENT = re.compile(r"\s*(Dialogue|Comment)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_BARE_EVENT = re.compile(r"\s*Dialogue:[^,\n]*,\s*\d{1,2}:\d\d:\d\d[.:]\d\d,", re.IGNORECASE)
_FORMAT = re.compile(r"\s*Format\s*:\s*(.*)", re.IGNORECASE)
_FIELD = re.compile(r"\s*(Title|Language)\s*:\s*(.*)", re.IGNORECASE)
_SECTION = re.compile(r"\s*\[([^\[\]]+)\]\s*")
_TIME = re.compile(r"\s*(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.:,](\d{1,3}))?\s*")
_NO_TITLE = re.compile(r"<untitled>|default aegisub file|untitled|default file", re.IGNORECASE)
_COLUMNS = (
    *("layer", "start", "end", "style", "name"),
    *("marginl", "marginr", "marginv", "effect", "text"),
)
_BLOCK = re.compile(r"\{([^{}]*)\}")
_TAG = re.compile(r"\\(?:(k[fot]?|K)\s*(\d{1,6})(?:\.\d*)?|p(\d+))")
_SUNG = re.compile(r"\{[^{}]*\\[kK][fo]?\s*\d")
_DRAWING = re.compile(r"\\p\d")
_BREAK = re.compile(r"\\[Nn]")
_RUBY = re.compile(r"[|｜].*", re.DOTALL)
_CONTINUES = frozenset(("#", "＃"))
"""A base text that says: the furigana belong to the syllable before."""
_MUSIC = str.maketrans("", "", "♩♪♫♬")


def is_ass(head: str) -> bool:
    """Whether a text begins as an ASS or SSA file does, or with its events alone."""
    remark = _REMARK.match(head)
    start = 0 if remark is None else remark.end()
    return bool(_BEGINS.match(head, start) or _BARE_EVENT.match(head, start))


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse an ASS or SSA text; never raises."""
    complaints: list[Complaint] = []
    script = _read(split_rows(text.removeprefix("\ufeff")), complaints)
    events = _drawn_once(_sung(script.events))
    made = _beside([(event, list(_rows(event))) for event in events])
    parts = _parts(event for event, _ in made)
    raws = with_translations([_given(raw, event, parts) for event, rows in made for raw in rows])
    lines, more = assemble(sung_apart(raws), 0, duration_ms)
    return Lyrics(
        lines,
        timing_of(lines),
        title=script.title,
        language=script.language,
        format=Format.ASS,
        source=source,
        complaints=by_number((*complaints, *more)),
    )


@frozen
class _Event:
    """A row of the events; `start` is None if its times could not be read."""

    number: int
    comment: bool
    start: int | None
    end: int | None
    style: str
    name: str
    effect: str
    text: str

    @property
    def karaoke(self) -> bool:
        return _SUNG.search(self.text) is not None


@dataclass(slots=True)
class _Script:
    events: list[_Event]
    title: str = ""
    language: str = ""


def _read(rows: Sequence[str], complaints: list[Complaint]) -> _Script:
    script = _Script([])
    columns: Sequence[str] = _COLUMNS
    section = "events"
    for number, row in enumerate(rows, 1):
        named = _SECTION.fullmatch(row)
        event = _EVENT.match(row) if named is None and section == "events" else None
        if named is not None:
            section = named[1].strip().casefold()
        elif event is not None:
            read = _event(number, event, columns)
            if read.start is None and not read.comment:
                complaints.append(Complaint(number, Reason.BAD_STAMP))
            script.events.append(read)
        elif section == "events":
            columns = _columns(row) or columns
        else:
            _note(script, row)
    return script


def _columns(row: str) -> list[str]:
    """The names of the columns, if this row gives them and ends with the text."""
    found = _FORMAT.match(row)
    names = [] if found is None else [name.strip().casefold() for name in found[1].split(",")]
    return names if names[-1:] == ["text"] else []


def _note(script: _Script, row: str) -> None:
    found = _FIELD.match(row)
    if found is None:
        return
    value = clean(found[2]).strip()
    if found[1].casefold() == "language":
        script.language = script.language or tag_of(value)
    elif not _NO_TITLE.fullmatch(value):
        script.title = script.title or value


def _event(number: int, found: re.Match[str], columns: Sequence[str]) -> _Event:
    cells = found[2].split(",", len(columns) - 1)
    cell = dict(zip(columns, cells, strict=False))
    start, end = _ms(cell.get("start", "")), _ms(cell.get("end", ""))
    if start is None or (end is not None and end < start):
        end = None
    return _Event(
        number,
        found[1].casefold() == "comment",
        start,
        end,
        cell.get("style", "").strip().lstrip("*"),
        (cell.get("name") or cell.get("actor") or "").strip(),
        cell.get("effect", "").strip().casefold(),
        cell.get("text", cells[-1] if start is None else ""),
    )


def _ms(written: str) -> int | None:
    found = _TIME.fullmatch(written)
    if found is None:
        return None
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3])
    fraction = int((found[4] or "").ljust(3, "0"))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction


def _sung(events: Sequence[_Event]) -> list[_Event]:
    """Dialogue; but where effects were made from syllables, the comments that keep those."""
    effects = any(not event.comment and event.effect == "fx" for event in events)
    kept = {
        event.number
        for event in events
        if event.comment
        and event.karaoke
        and (event.effect == "karaoke" or (effects and not event.effect))
    }
    if not kept:
        return [event for event in events if not event.comment]
    return [
        event
        for event in events
        if event.number in kept or not (event.comment or event.effect == "fx")
    ]


def _drawn_once(events: Sequence[_Event]) -> list[_Event]:
    """Drop events without words, and each text drawn again, keeping the one with syllables."""
    kept: dict[int, _Event] = {}
    places: dict[tuple[str, int], int] = {}
    for event in events:
        words = _plain(event.text)
        if not words:
            continue
        slot = (event.start or 0) // LAYERS_MS
        known = (places.get((words, slot + by)) for by in (0, -1, 1))
        same = next((at for at in known if at is not None and _again(kept[at], event)), None)
        if same is None:
            kept[event.number] = event
            places[words, slot] = event.number
        elif event.karaoke and not kept[same].karaoke:
            kept[same] = replace(event, number=kept[same].number)
    return list(kept.values())


def _again(before: _Event, event: _Event) -> bool:
    if before.start is None or event.start is None:
        return False
    ended = before.end if before.end is not None else event.start + 1
    if event.start >= ended and ended - before.start > GLIMPSE_MS:
        return False
    return abs(before.start - event.start) <= LAYERS_MS


def _plain(text: str) -> str:
    """The words alone, however they are cut and blanked."""
    if _DRAWING.search(text):
        text = "".join(words for _, words in _pieces(text, 0))
    return "".join(_BLOCK.sub("", text).split())


def _pieces(text: str, start: int) -> Iterator[tuple[int | None, str]]:
    """Words with the times of their karaoke tags, the last of them closed; no drawings."""
    clock, lasts = start, 0
    sung = drawing = False
    place = 0
    silent = False
    for block in _BLOCK.finditer(text):
        if block.start() > place and not drawing:
            silent = False
            yield from _spoken(text[place : block.start()], clock if sung else None)
        place = block.end()
        for tag, value, drawn in _TAG.findall(block[1]):
            if drawn:
                drawing = int(drawn[:4]) > 0
            elif tag == "kt":
                clock, lasts = start + int(value) * 10, 0
            else:
                if silent:
                    yield clock, ""
                sung, clock, lasts = True, clock + lasts, int(value) * 10
                silent = True
    if not drawing and place < len(text):
        yield from _spoken(text[place:], clock if sung else None)
    elif silent:
        yield clock, ""
    if sung:
        yield clock + lasts, ""


def _spoken(text: str, time: int | None) -> Iterator[tuple[int | None, str]]:
    """A piece without furigana and signs for music; `\\N` stays for the rows."""
    words = text.replace("\\h", " ").replace("\u00a0", " ")
    if not words.isascii():
        words = words.translate(_MUSIC)
    if time is not None and ("|" in words or "｜" in words):
        words = _RUBY.sub("", words)
        if words.strip() in _CONTINUES:
            return
    yield time, words


def _parts(events: Iterable[_Event]) -> dict[str, Part]:
    """Assign the two parts to two named singers."""
    names = dict.fromkeys(event.name for event in events if event.name)
    if len(names) != 2:
        return {}
    return dict(zip(names, (Part.FIRST, Part.SECOND), strict=True))


def _given(raw: RawLine, event: _Event, parts: dict[str, Part]) -> RawLine:
    part = parts.get(event.name)
    return raw if part is None else raw._replace(part=part, marked=True)


def _rows(event: _Event) -> Iterator[RawLine]:
    """The rows of an event, timed by their syllables or by their share of its time."""
    rows: list[list[tuple[int | None, str]]] = [[]]
    closed = 0
    crowded = len(_BREAK.findall(event.text)) >= MOST_ROWS
    written = _BREAK.sub(" ", event.text) if crowded else event.text
    for stamp, text in _pieces(written, event.start or 0):
        if stamp is not None:
            for row in rows[closed:-1]:
                row.append((stamp, ""))
            closed = len(rows) - 1
        first, *others = _BREAK.split(text)
        rows[-1].append((stamp, first))
        rows += [[(stamp, other)] for other in others]
    lines: list[RawLine] = []
    for pieces in rows:
        joined = join_pieces(_one_unstamped(pieces), event.start)
        if joined.text:
            syllables = () if event.start is None else joined.syllables
            made = RawLine(event.number, joined.text, syllables=syllables, element=len(lines))
            lines.append(made)
    if event.start is None:
        yield from lines
    else:
        yield from share_time(lines, event.start, event.end)


def _one_unstamped(pieces: Sequence[tuple[int | None, str]]) -> list[tuple[int | None, str]]:
    """Join the pieces before the first syllable."""
    unstamped = "".join(text for stamp, text in pieces if stamp is None)
    stamped = [(stamp, text) for stamp, text in pieces if stamp is not None]
    return [(None, unstamped), *stamped] if unstamped.strip() else list(stamped)


_Made = tuple[_Event, list[RawLine]]


def _beside(made: Sequence[_Made]) -> list[_Made]:
    """Turn the lines of a style that accompanies the sung one into its translations."""
    styles: dict[str, list[_Made]] = defaultdict(list)
    for event, rows in made:
        if event.start is not None and rows:
            styles[event.style].append((event, rows))
    if len(styles) < 2:
        return list(made)
    sung = {style for style, own in styles.items() if any(rows[0].syllables for _, rows in own)}
    lead = max(styles, key=lambda style: (style in sung, len(styles[style])))
    told: dict[int, list[str]] = {}
    for style in [*sorted(sung - {lead}), *sorted(styles.keys() - sung - {lead})]:
        leads = (lead,) if style in sung else (lead, *(sung - {lead}))
        beside = _starts([each for name in leads for each in styles[name]])
        within = TOGETHER_MS if style in sung else LOOSELY_MS
        places = [_near(event.start or 0, beside, within) for event, _ in styles[style]]
        if sum(place is not None for place in places) < BESIDE * len(places):
            continue
        for place, (_, rows) in zip(places, styles[style], strict=True):
            if place is not None:
                told.setdefault(place, []).append(" ".join(row.text for row in rows))
                rows.clear()
    return [_translated(event, rows, told) for event, rows in made if rows]


def _starts(made: Sequence[_Made]) -> list[tuple[int, int]]:
    """Where events and their first syllables begin, with the events' numbers."""
    found: set[tuple[int, int]] = set()
    for event, rows in made:
        if rows:
            found |= {(event.start or 0, event.number), (rows[0].start or 0, event.number)}
    return sorted(found)


def _near(start: int, starts: Sequence[tuple[int, int]], within: int) -> int | None:
    """The number of the event that starts nearest, if it does within so many ms."""
    place = bisect_left(starts, (start, 0))
    near = min(starts[max(0, place - 1) : place + 1], key=lambda each: abs(each[0] - start))
    return near[1] if abs(near[0] - start) <= within else None


def _translated(event: _Event, rows: list[RawLine], told: Mapping[int, list[str]]) -> _Made:
    if event.number not in told:
        return event, rows
    first, *others = rows
    return event, [first._replace(translations=tuple(told[event.number])), *others]

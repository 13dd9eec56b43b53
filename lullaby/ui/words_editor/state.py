"""The editor's state and the result of each action on it: values only."""

from dataclasses import replace

from lullaby.frozen import frozen
from lullaby.lyrics.draft_store import Draft
from lullaby.lyrics.model import Lyrics, Part
from lullaby.lyrics.tap_lines import verse_from, with_part
from lullaby.lyrics.tapping import (
    MOST_DELAY_MS,
    PACES,
    LoopRange,
    TapSession,
    TapUnit,
    delay_of,
)
from lullaby.units import Ms

BEFORE_THE_END_MS = 400
"""A loop turns back this long before the song ends, so that no other song starts."""

LEAST_AFTER_MS = 1_000
"""Nobody goes to a place nearer to the end than this, where the song would end at once."""

ENOUGH_TAPS = 5
"""The number of taps that measures a tap delay."""

HEARD_BEFORE_MS = 1500
"""A line is played from this long before its stamp, in ms."""


@frozen
class Pinned:
    """The line that is looped, wherever the taps have come meanwhile."""

    line: int
    loop: LoopRange


@frozen
class Editing:
    session: TapSession
    like: Lyrics
    """Title and tags that belong to the words."""
    pinned: Pinned | None = None
    measured: tuple[tuple[Ms, Ms], ...] | None = None
    """While measuring the delay: each tap and the moment that was meant."""
    whole_verse: bool = False
    """Whether a voice applies to the rest of the verse rather than to one line."""
    saved: bool = True
    """Whether nothing has changed since the words were last read or saved."""

    @property
    def draft(self) -> Draft:
        return Draft(self.session, self.like)

    @property
    def line(self) -> int | None:
        """The line that keys act on: that of the next tap, or the last one."""
        session = self.session
        if session.line is not None:
            return session.line
        sung = [i for i, line in enumerate(session.lines) if line.pieces]
        return sung[-1] if sung else None

    @property
    def all_lines_timed(self) -> bool:
        marks = self.session.marks
        firsts = [marks.firsts[i] for i, line in enumerate(self.session.lines) if line.pieces]
        return bool(firsts) and all(marks.starts[first] is not None for first in firsts)


def took(editing: Editing, session: TapSession) -> Editing:
    """The state with the words that an action returned."""
    changed = session.moment != editing.session.moment
    same_words = session.lines == editing.session.lines and (
        session.marks.starts == editing.session.marks.starts
        and session.marks.ends == editing.session.marks.ends
    )
    saved = editing.saved if not changed or same_words else False
    pinned = editing.pinned if session.lines == editing.session.lines else None
    return replace(editing, session=session, saved=saved, pinned=pinned)


def nudged(editing: Editing) -> tuple[Ms | None, str]:
    """What nudging would move: its stamp and its text."""
    session, marks = editing.session, editing.session.marks
    place = session.selected
    if place is None and editing.line is not None:
        place = marks.firsts[editing.line]
    if place is None:
        return None, ""
    line = marks.line_of(place)
    words = session.lines[line]
    by_line = session.unit is TapUnit.LINES
    text = words.text if by_line else words.pieces[place - marks.firsts[line]].strip()
    return marks.starts[place], text


def nudge(editing: Editing, by_ms: Ms) -> Editing:
    """Move what was last tapped or chosen, else the current line."""
    session = editing.session
    if session.selected is None and editing.line is not None:
        session = replace(session, selected=session.marks.firsts[editing.line])
    return took(editing, session.nudge(by_ms))


def to_be_kept(editing: Editing) -> tuple[object, ...]:
    """What a draft would lose if it were not written now."""
    session = editing.session
    return session.lines, session.marks.starts, session.marks.ends, session.unit, editing.like


def tapped(editing: Editing, position_ms: Ms, pace: float) -> Editing:
    """Stamp the next line or syllable, or measure the tap."""
    if editing.measured is None:
        return took(editing, editing.session.tap(position_ms, pace))
    known = [start for start in editing.session.marks.starts if start is not None]
    if not known:
        return editing
    meant = min(known, key=lambda start: abs(position_ms - start))
    late = round((position_ms - meant) / pace)
    if abs(late) > MOST_DELAY_MS:
        return editing
    return replace(editing, measured=(*editing.measured, (Ms(meant + late), meant)))


def delay_measured(editing: Editing) -> Ms | None:
    """The measured tap delay; None until there are enough taps."""
    pairs = editing.measured or ()
    if len(pairs) < ENOUGH_TAPS:
        return None
    return delay_of(tuple(tap for tap, _ in pairs), tuple(meant for _, meant in pairs))


def stepped(editing: Editing, by: int) -> Editing:
    """Move to the previous or next line, skipping empty ones; a loop moves along."""
    here, lines = editing.line, editing.session.lines
    if here is None:
        return editing
    way = range(here + by, len(lines) if by > 0 else -1, by)
    to = next((line for line in way if lines[line].pieces), None)
    return editing if to is None else moved_to(editing, to)


def moved_to(editing: Editing, line: int, piece: int = 0) -> Editing:
    session = editing.session.go_to(line, piece)
    gone = replace(editing, session=session)
    return pinned_here(gone) if editing.pinned and editing.pinned.line != line else gone


def piece_stepped(editing: Editing, by: int) -> Editing:
    """Move to the previous or next syllable, across lines."""
    session = editing.session
    count = len(session.marks.starts)
    at = session.marks.at + by
    if not 0 <= at < count:
        return editing
    line = session.marks.line_of(at)
    return moved_to(editing, line, at - session.marks.firsts[line])


def pinned_here(editing: Editing) -> Editing:
    """Loop the current line."""
    line = editing.line
    if line is None:
        return replace(editing, pinned=None)
    at_line = editing.session.go_to(line)
    loop = at_line.loop()
    return replace(editing, pinned=Pinned(line, loop))


def turned_back(
    editing: Editing, position_ms: Ms, duration_ms: Ms | None
) -> tuple[Editing, Ms | None]:
    """At the end of a loop: where to continue, and the state with the line ready for taps."""
    pinned = editing.pinned
    if pinned is None:
        return editing, None
    end = pinned.loop.end_ms
    if duration_ms is not None:
        end = min(end, max(0, duration_ms - BEFORE_THE_END_MS))
    if pinned.loop.start_ms <= position_ms + HEARD_BEFORE_MS and position_ms < end:
        return editing, None
    session = editing.session.go_to(pinned.line)
    return replace(editing, session=session), pinned.loop.start_ms


def play_from(editing: Editing) -> Ms:
    """The position from which to play the current line."""
    line, marks = editing.line, editing.session.marks
    if line is None:
        return Ms(0)
    before = [s for s in marks.starts[: marks.firsts[line] + 1] if s is not None]
    return Ms(max(0, (before[-1] if before else 0) - HEARD_BEFORE_MS))


def voiced(editing: Editing, part: Part) -> Editing:
    """Assign the current line, or the rest of its verse, to `part`."""
    line = editing.line
    if line is None:
        return editing
    lines = verse_from(editing.session, line) if editing.whole_verse else [line]
    return took(editing, with_part(editing.session, lines, part))


def slower(pace: float, by: int) -> float:
    """The next of the speeds for editing, 60 to 100 %."""
    nearest = min(range(len(PACES)), key=lambda at: abs(PACES[at] - pace))
    return PACES[min(len(PACES) - 1, max(0, nearest + by))]


@frozen
class TimedLine:
    number: int
    start_ms: Ms
    text: str


def timed_lines(editing: Editing) -> tuple[TimedLine, ...]:
    """The lines that have a time, as they are sung."""
    session, starts = editing.session, editing.session.marks.starts
    found: list[TimedLine] = []
    for number, (line, first) in enumerate(zip(session.lines, session.marks.firsts, strict=True)):
        start = starts[first] if line.pieces else None
        if start is not None:
            found.append(TimedLine(number, start, line.text))
    return tuple(sorted(found, key=lambda line: line.start_ms))


def went_to(editing: Editing, position_ms: Ms) -> Editing:
    """The person goes to another place in the song; a loop that does not hold it ends."""
    pinned = editing.pinned
    if pinned is None or pinned.loop.start_ms <= position_ms < pinned.loop.end_ms:
        return editing
    return replace(editing, pinned=None)


def sounding_line(editing: Editing, position_ms: Ms) -> int | None:
    """The last line whose stamp has passed."""
    marks = editing.session.marks
    place: int | None = None
    for line, first in enumerate(marks.firsts):
        if not editing.session.lines[line].pieces:
            continue
        start = marks.starts[first]
        if start is not None and start <= position_ms:
            place = line
    if place is None:
        return None
    end = marks.ends[place]
    return place if end is None or position_ms < end else None

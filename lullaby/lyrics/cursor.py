"""The lyric clock: what is sung at a position of the recording.

Everything is computed once from the words; a look-up is two binary searches, fast enough for every
frame, in any order.
"""

from bisect import bisect_right
from collections.abc import Sequence

from lullaby.frozen import frozen
from lullaby.lyrics.assemble import LONGEST_LINE_MS
from lullaby.lyrics.model import Line, Lyrics, Part
from lullaby.lyrics.windows import Window, Windows
from lullaby.units import Ms

SHORTEST_WIPE_MS = 80
"""Shortest time that the wipe takes through a syllable."""


@frozen
class CursorState:
    line: int | None
    """The line that started last, current until the next one starts. None before the first."""
    syllable: int | None
    """The syllable of `line` that started last; None if the line is timed as a whole."""
    fraction: float
    """Sung share of the syllable, or of the line if `syllable` is None; 0 to 1."""
    gap_ms: Ms | None
    """Time until the next line while nothing is sung; None while singing and after the last."""
    gap_length_ms: Ms | None
    """Total length of that gap."""
    since_ms: Ms | None
    """How long ago `line` began."""
    next_line: int | None
    next_start_ms: Ms | None
    """When the line after this one begins; the screen slides a little before."""


@frozen
class UpcomingTimes:
    """What comes after a position, so that a caller knows when to look again."""

    wipe_ms: Ms | None
    """Total length of the current wipe; None while there is none."""
    ends_ms: Ms | None
    """When that wipe is over."""
    begins_ms: Ms | None
    """When the next syllable or line starts; None after the last."""


@frozen
class LineTurn:
    """The time for which a line is current, in ms; it is sung from `start` to `end`."""

    line: int
    start: Ms
    end: Ms
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    """When the wipe enters and leaves each of its syllables; empty if it is timed as a whole."""


class Cursor:
    """Where the voice is in `lyrics`, for any position."""

    def __init__(self, lyrics: Lyrics) -> None:
        self._turns = tuple(_turns(lyrics.lines))
        self._starts = [turn.start for turn in self._turns]
        self._windows = Windows(lyrics.lines)

    @property
    def timed(self) -> bool:
        """Whether the words are timed; otherwise the person turns them by hand."""
        return bool(self._turns)

    @property
    def turns(self) -> tuple[LineTurn, ...]:
        """The lines that become current, in the order of their times."""
        return self._turns

    @property
    def starts(self) -> tuple[Ms, ...]:
        """When each sung line becomes current, in order."""
        return tuple(self._starts)

    def at(self, position_ms: Ms) -> CursorState:
        """What is sung at `position_ms` of the recording, in ms from its start."""
        place = bisect_right(self._starts, position_ms) - 1
        upcoming = self._turns[place + 1] if place + 1 < len(self._turns) else None
        next_line = None if upcoming is None else upcoming.line
        next_start = None if upcoming is None else upcoming.start
        sung_until = Ms(0)
        line = syllable = since = None
        fraction = 0.0
        if place >= 0:
            turn = self._turns[place]
            line, sung_until = turn.line, turn.end
            since = Ms(position_ms - turn.start)
            syllable, fraction = _progress(turn, position_ms)
        gap = length = None
        if next_start is not None and (line is None or position_ms >= sung_until):
            gap, length = Ms(next_start - position_ms), Ms(next_start - sung_until)
        return CursorState(line, syllable, fraction, gap, length, since, next_line, next_start)

    def upcoming(self, position_ms: Ms) -> UpcomingTimes:
        """What comes after `position_ms` of the recording."""
        place = bisect_right(self._starts, position_ms) - 1
        upcoming = self._starts[place + 1] if place + 1 < len(self._starts) else None
        if place < 0:
            return UpcomingTimes(None, None, upcoming)
        turn = self._turns[place]
        begin, end, following = turn.start, turn.end, upcoming
        if turn.begins:
            piece = max(0, bisect_right(turn.begins, position_ms) - 1)
            begin, end = Ms(turn.begins[piece]), Ms(turn.ends[piece])
            if piece + 1 < len(turn.begins):
                following = Ms(turn.begins[piece + 1])
        if position_ms >= end:
            return UpcomingTimes(None, None, following)
        return UpcomingTimes(Ms(end - begin), end, following)

    def window(self, line: int | None) -> Window:
        """The lines to show with `line` current; None is the time before the first line."""
        return self._windows.around(line)

    def start_of(self, line: int) -> Ms | None:
        """When `line` becomes current, for seeking to it; None if it never does."""
        return next((turn.start for turn in self._turns if turn.line == line), None)


def _progress(turn: LineTurn, position: int) -> tuple[int | None, float]:
    if not turn.begins:
        return None, _share(turn.start, turn.end, position)
    piece = max(0, bisect_right(turn.begins, position) - 1)
    return piece, _share(turn.begins[piece], turn.ends[piece], position)


def _share(start: int, end: int, position: int) -> float:
    if position >= end:
        return 1.0
    return max(0.0, (position - start) / (end - start))


def _turns(lines: Sequence[Line]) -> list[LineTurn]:
    """The lines that become current one after another.

    A background voice under a lead line never does. Of two voices that start together, the first
    does. Lines without a stamp share the time of the line that they follow.
    """
    stage = _Stage(lines)
    turns: list[LineTurn] = []
    for index, line in enumerate(lines):
        start = line.start_ms
        if not line.text or start is None:
            continue
        if line.part is Part.BACKGROUND and stage.taken(start):
            continue
        if turns and turns[-1].start == start:
            held_until = lines[turns[-1].line].end_ms
            if held_until is None or held_until > start:
                continue
            turns.pop()
        following = stage.next_start(start)
        turn = _turn(index, line, start, following)
        turns += _shared(turn, _unstamped_after(lines, index), following)
    turns.sort(key=lambda turn: turn.start)
    return turns


class _Stage:
    """When the lead voices sing, for looking up while the turns are dealt."""

    def __init__(self, lines: Sequence[Line]) -> None:
        leads = [
            (line.start_ms, line)
            for line in lines
            if line.start_ms is not None and line.part is not Part.BACKGROUND
        ]
        leads.sort(key=lambda lead: lead[0])
        self._starts = [start for start, _ in leads]
        self._until: list[int] = []
        until = 0
        for start, line in leads:
            if line.text:
                until = max(until, start + 1, line.end_ms or 0)
            self._until.append(until)

    def taken(self, time: Ms) -> bool:
        """Whether a lead voice is singing at `time`."""
        place = bisect_right(self._starts, time) - 1
        return place >= 0 and time < self._until[place]

    def next_start(self, time: Ms) -> Ms | None:
        """When the next lead line or break begins after `time`."""
        place = bisect_right(self._starts, time)
        return self._starts[place] if place < len(self._starts) else None


def _turn(index: int, line: Line, start: Ms, following: Ms | None) -> LineTurn:
    end = line.end_ms
    if end is None:
        longest = Ms(start + LONGEST_LINE_MS)
        end = longest if following is None else min(longest, following)
    if not line.syllables:
        return LineTurn(index, start, max(start, end))
    begins: list[int] = []
    ends: list[int] = []
    free = int(start)
    for syllable in line.syllables:
        begin = max(free, syllable.start_ms)
        free = max(begin + SHORTEST_WIPE_MS, syllable.end_ms)
        begins.append(begin)
        ends.append(free)
    return LineTurn(index, start, max(Ms(free), end), tuple(begins), tuple(ends))


def _unstamped_after(lines: Sequence[Line], index: int) -> list[int]:
    found: list[int] = []
    for place in range(index + 1, len(lines)):
        if lines[place].start_ms is not None:
            break
        if lines[place].text:
            found.append(place)
    return found


def _shared(turn: LineTurn, unstamped: list[int], following: Ms | None) -> list[LineTurn]:
    """A line timed as a whole gives equal parts of its time to the unstamped lines behind it."""
    if not unstamped or turn.begins:
        return [turn]
    end = turn.end if following is None else min(turn.end, following)
    members = [turn.line, *unstamped]
    parts = len(members)
    edges = [Ms(turn.start + (end - turn.start) * step // parts) for step in range(parts + 1)]
    return [
        LineTurn(line, edges[step], edges[step + 1])
        for step, line in enumerate(members)
        if step == 0 or edges[step] > edges[step - 1]
    ]

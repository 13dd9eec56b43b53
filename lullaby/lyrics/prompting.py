"""Moves the words for a person singing without a recording: paced, by voice, tapped or by hand.

A frozen state with pure functions; times in ms. It gives a position in the words, as a recording
would, so that the lyric clock and the screens need not know who leads.
"""

from __future__ import annotations

from dataclasses import field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.lyrics.pacer import Pacer, TapTempo, folded, shown_speed
from lullaby.units import Bpm, Ms

if TYPE_CHECKING:
    from lullaby.lyrics.model import Lyrics

PACE_STEP = 0.05
REST_MS = 4_000
"""Pause between the last word and the song's repeat, in ms."""
LEAD_IN_MS = 2_000
"""A repeat starts this long before its first word, in ms, whatever the recording's prelude."""
SHOWN_TURNS = 9
FEWEST_TURNS = 4
"""Turns from which the person's tempo is estimated: they span three lines."""


class Way(Enum):
    """What moves the words."""

    PACE = auto()
    """They advance by themselves."""
    VOICE = auto()
    """They go where the singer is heard, and wait there."""
    TAP = auto()
    """They advance at the tapped beat."""
    HAND = auto()
    """Each line waits until the person turns it."""


@frozen
class LineTimes:
    """When the lines start and end, as `Prompt` needs it."""

    starts: tuple[Ms, ...] = ()
    end_ms: Ms | None = None
    bpm: Bpm | None = None
    """The tempo in which the words are timed."""
    own_time: bool = False
    """Whether the times are estimates that do not refer to the recording."""


def line_times(lyrics: Lyrics, bpm: Bpm | None, earlier_ms: Ms = Ms(0)) -> tuple[Lyrics, LineTimes]:
    """The words with times for `Prompt`, estimated if there are none.

    `earlier_ms` is by how much words are shown ahead of their times.
    """
    from lullaby.lyrics.cursor import Cursor  # not before there are words
    from lullaby.lyrics.steady import REFERENCE_BPM, steady_words

    cursor = Cursor(lyrics)
    own_time = not cursor.timed
    if own_time:
        lyrics, bpm, earlier_ms = steady_words(lyrics), REFERENCE_BPM, Ms(0)
        cursor = Cursor(lyrics)
    starts = tuple(Ms(max(0, start - earlier_ms)) for start in cursor.starts)
    ends = [line.end_ms for line in lyrics.lines if line.text and line.end_ms is not None]
    end = max((*ends, *cursor.starts), default=None)
    return lyrics, LineTimes(starts, None if end is None else Ms(end - earlier_ms), bpm, own_time)


@frozen
class Prompt:
    """The position of a person singing without a recording, and what moves the words."""

    pacer: Pacer = field(default_factory=Pacer)
    way: Way = Way.PACE
    taps: TapTempo = field(default_factory=TapTempo)
    line_times: LineTimes = field(default_factory=LineTimes)
    bpm: Bpm | None = None
    """The tempo of the words; if not known, the first steady taps define it."""
    turns: tuple[tuple[int, Ms], ...] = ()
    """Consecutive lines turned by hand, with their times."""
    held: bool = False
    """The evening is paused."""

    @property
    def speed(self) -> float:
        """Speed relative to the stored tempo."""
        return self.pacer.speed

    def at(self, now_ms: Ms) -> Ms:
        """The position in the words."""
        return self.pacer.at(now_ms)

    def begun(self, now_ms: Ms, position_ms: Ms, speed: float, sheet: LineTimes) -> Prompt:
        """Start a song at this position, at this share of its stored tempo."""
        pacer = Pacer(float(position_ms), now_ms).paced(now_ms, speed)
        new = Prompt(pacer, self.way, line_times=sheet, bpm=sheet.bpm, held=self.held)
        return new.settled(now_ms)

    def over(self, now_ms: Ms, sheet: LineTimes) -> Prompt:
        """Set the line times once the words are known."""
        learnt = self.bpm if self.line_times.bpm is None else None
        bpm = learnt if sheet.bpm is None else sheet.bpm
        return replace(self, line_times=sheet, bpm=bpm).settled(now_ms)

    def brought_to(self, now_ms: Ms) -> Prompt:
        """Update to now; after the last word the song repeats."""
        starts, end = self.line_times.starts, self.line_times.end_ms
        if not self.pacer.running or not starts or end is None:
            return self
        last = end + REST_MS * self.speed
        over = self.pacer.at(now_ms) - last
        if over < 0:
            return self
        first = max(0.0, starts[0] - LEAD_IN_MS * self.speed)
        again = Ms(round(first + over % (last - first)))
        return replace(self, pacer=self.pacer.moved(now_ms, again))

    def hold(self, now_ms: Ms) -> Prompt:
        return replace(self, held=True).settled(now_ms)

    def run(self, now_ms: Ms) -> Prompt:
        return replace(self, held=False).settled(now_ms)

    def moved(self, now_ms: Ms, position_ms: Ms) -> Prompt:
        moved = replace(self, pacer=self.pacer.moved(now_ms, position_ms), turns=())
        return moved.settled(now_ms)

    def heard(self, now_ms: Ms, position_ms: Ms, until_ms: Ms, speed: float) -> Prompt:
        """Go where the singer is heard, and on at this share of the stored tempo up to
        `until_ms`; no effect while something else moves the words."""
        if self.way is not Way.VOICE or self.held:
            return self
        pacer = self.pacer.moved(now_ms, position_ms).paced(now_ms, speed).started(now_ms)
        return replace(self, pacer=replace(pacer, until_ms=float(until_ms)), turns=())

    def paced(self, now_ms: Ms, steps: int) -> Prompt:
        """Change the tempo in steps of 5 % of the stored one."""
        speed = (round(self.speed / PACE_STEP) + steps) * PACE_STEP
        return replace(self, pacer=self.pacer.paced(now_ms, round(speed, 2)), taps=TapTempo())

    def led(self, now_ms: Ms, way: Way) -> Prompt:
        """Change what moves the words. A tempo shown by turning lines is kept."""
        pacer = self.pacer.moved(now_ms, self.pacer.at(now_ms))
        prompt = replace(self, pacer=pacer, way=way, taps=TapTempo(), turns=())
        if self.way is Way.HAND and way is not Way.HAND:
            shown = self._shown_speed()
            if shown is not None:
                prompt = replace(prompt, pacer=prompt.pacer.paced(now_ms, shown))
        return prompt.settled(now_ms)

    def tapped(self, now_ms: Ms) -> Prompt:
        """Note a beat tapped while rocking."""
        taps = self.taps.tapped(now_ms)
        prompt = replace(self, taps=taps)
        if taps.bpm is None or not taps.steady:
            return prompt
        if self.bpm is None:
            return replace(prompt, bpm=Bpm(taps.bpm / self.speed))
        speed = folded(taps.bpm / self.bpm)
        return replace(prompt, pacer=self.pacer.paced(now_ms, speed))

    def turned(self, now_ms: Ms, lines: int) -> Prompt:
        """Move forward or back by lines; after the last line comes the first again."""
        starts = self.line_times.starts
        if not starts:
            return self
        here = self.line(now_ms)
        if lines > 0 and here == len(starts) - 1:
            pacer = self.pacer.moved(now_ms, starts[0])
        else:
            pacer = self.pacer.turned(now_ms, starts, lines)
        turned = replace(self, pacer=pacer)
        there = turned.line(now_ms)
        follows = bool(self.turns) and there == self.turns[-1][0] + 1
        before = self.turns if follows else ()
        turned = replace(turned, turns=(*before, (there, now_ms))[-SHOWN_TURNS:])
        return turned.settled(now_ms)

    def line(self, now_ms: Ms) -> int:
        """Index of the line that started last."""
        at = self.pacer.at(now_ms)
        return sum(1 for start in self.line_times.starts if start <= at) - 1

    def _shown_speed(self) -> float | None:
        if len(self.turns) < FEWEST_TURNS:
            return None
        starts = self.line_times.starts
        pairs = list(zip(self.turns, self.turns[1:], strict=False))
        stored = tuple(Ms(starts[later[0]] - starts[before[0]]) for before, later in pairs)
        sung = tuple(Ms(later[1] - before[1]) for before, later in pairs)
        return shown_speed(stored, sung)

    def settled(self, now_ms: Ms) -> Prompt:
        """Run or stop the words, depending on the way and on a pause."""
        waits = self.way in (Way.HAND, Way.VOICE)
        runs = not self.held and not waits
        pacer = self.pacer.started(now_ms) if runs else self.pacer.paused(now_ms)
        starts = self.line_times.starts
        if waits and starts and pacer.at(now_ms) < starts[0]:
            pacer = pacer.moved(now_ms, starts[0])
        return replace(self, pacer=pacer)

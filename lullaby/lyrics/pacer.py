"""A clock for words without a recording, at a stored, tapped or demonstrated tempo.

It gives a position as a recording would, so that everything that follows a recording can follow it.
All functions depend only on a frozen state and on now, a monotonic time in ms.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.units import Bpm, Ms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lullaby.lyrics.cursor import Cursor, CursorState

SLOWEST, FASTEST = 0.4, 2.0
"""Of the stored pace."""
AGAIN_MS = 1200
"""From this far into a line, in ms, a step back goes to its start."""

FORGOTTEN_MS = 2500
"""After a pause this long, in ms (24 BPM), a tap starts a new tempo."""
KEPT_TAPS = 9
FEWEST_TAPS = 3
STEADY = 0.08
"""The middle deviation of the intervals, as a share of the beat, up to which tapping is steady.

Trained tappers stay near 4 % (Repp 2005); rocking a child with the other arm is given twice that.
"""


@frozen
class TapTempo:
    """Space tapped while rocking. `taps` are monotonic times in ms."""

    taps: tuple[Ms, ...] = ()

    def tapped(self, now_ms: Ms) -> TapTempo:
        """Add a tap; after a pause it starts a new series."""
        if self.taps and not 0 < now_ms - self.taps[-1] <= FORGOTTEN_MS:
            return TapTempo((now_ms,))
        return TapTempo((*self.taps, now_ms)[-KEPT_TAPS:])

    @property
    def beat_ms(self) -> float | None:
        """The median interval in ms; an interval with a missed tap counts as two."""
        beats = self._beats()
        return _median(beats) if beats else None

    @property
    def bpm(self) -> Bpm | None:
        """The tapped tempo; None with too few taps."""
        beat = self.beat_ms
        return None if beat is None else Bpm(60_000 / beat)

    @property
    def spread(self) -> float | None:
        """The median deviation from the beat, as a share of it."""
        beat = self.beat_ms
        if beat is None:
            return None
        return _median(abs(each - beat) for each in self._beats()) / beat

    @property
    def steady(self) -> bool:
        """Whether the taps agree with each other."""
        return self.spread is not None and self.spread <= STEADY

    def _beats(self) -> list[float]:
        if len(self.taps) < FEWEST_TAPS:
            return []
        gaps = [later - earlier for earlier, later in pairwise(self.taps)]
        usual = _median(gaps)
        return [gap / max(1, round(gap / usual)) for gap in gaps]


@frozen
class Pacer:
    """A clock for the words. `speed` is of their stored pace; 1.0 is as stored."""

    position_ms: float = 0.0
    since_ms: Ms = Ms(0)
    """When the position was that."""
    speed: float = 1.0
    running: bool = False
    until_ms: float | None = None
    """Where it waits until it is moved."""

    def at(self, now_ms: Ms) -> Ms:
        """The position in the words, as of a recording."""
        return Ms(round(self._position(now_ms)))

    def started(self, now_ms: Ms) -> Pacer:
        """Start running."""
        return replace(self._held(now_ms), running=True)

    def paused(self, now_ms: Ms) -> Pacer:
        """Stop at the current position."""
        return replace(self._held(now_ms), running=False)

    def moved(self, now_ms: Ms, position_ms: Ms) -> Pacer:
        """Move to another position; keeps running or standing."""
        position = max(0.0, float(position_ms))
        return replace(self, position_ms=position, since_ms=now_ms, until_ms=None)

    def paced(self, now_ms: Ms, speed: float) -> Pacer:
        """Change the tempo from now on, without a jump."""
        return replace(self._held(now_ms), speed=min(FASTEST, max(SLOWEST, speed)))

    def turned(self, now_ms: Ms, starts: tuple[Ms, ...], lines: int) -> Pacer:
        """Move forward or back by sung lines, never past the first or the last.

        A step back within a line first goes to its start.
        """
        place = self._position(now_ms)
        if not starts:
            return self
        begun = sum(1 for start in starts if start <= place) - 1
        if lines < 0 and begun >= 0 and place - starts[begun] > AGAIN_MS * self.speed:
            lines += 1
        target = min(max(0, begun + lines), len(starts) - 1)
        return self.moved(now_ms, starts[target])

    def look(self, now_ms: Ms, cursor: Cursor) -> CursorState:
        """What is to be sung now."""
        return cursor.at(self.at(now_ms))

    def _position(self, now_ms: int) -> float:
        if not self.running:
            return self.position_ms
        position = self.position_ms + max(0, now_ms - self.since_ms) * self.speed
        return position if self.until_ms is None else min(position, self.until_ms)

    def _held(self, now_ms: Ms) -> Pacer:
        return replace(self, position_ms=self._position(now_ms), since_ms=now_ms)


def folded(speed: float) -> float:
    """The tapped speed, halved or doubled to be nearest to the stored tempo."""
    return min((speed / 2, speed, speed * 2), key=lambda each: abs(log(each)))


def shown_speed(stored_ms: tuple[Ms, ...], sung_ms: tuple[Ms, ...]) -> float | None:
    """The speed of a person who turns lines: the median ratio of stored to sung line lengths."""
    pairs = zip(stored_ms, sung_ms, strict=True)
    shares = [stored / sung for stored, sung in pairs if stored > 0 and sung > 0]
    return min(FASTEST, max(SLOWEST, _median(shares))) if shares else None


def _median(values: Iterable[float]) -> float:
    from statistics import median  # 5 ms to load, and the start needs none

    return median(values)

"""When the words ask for the song's position: no more often than something on screen moves.

The ticks of the session confirm the song, its position and its speed. In between, the words follow
the clock while it agrees with the player, whom they ask a few times a second, and with each frame
while it does not: after a seek, a pause or a change of speed.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from lullaby.ui.sing.words_view import WordsView
from lullaby.units import Ms

SEEN_AFTER_MS = 10.0
"""From the decision what to show to the picture on screen, in ms; the words are ahead by this."""

TRUSTED_MS = 1_050.0
"""Without a tick for this long, in ms, the words stop asking."""

BY_CLOCK_MS = 260.0
"""How long after a position of the player, in ms, the clock may stand in for it."""

AGREES_MS = 12.0
"""A position that differs by more than this, in ms, from the clock's shows that the song does not
run steadily."""

ASTRAY_MS = 400.0
"""A position this far off, in ms, belongs to something else; the next tick will tell."""

LONGEST_MS = 200.0
SHORTEST_MS = 4


def monotonic_ms() -> float:
    return time.monotonic() * 1_000


class WordsPulse(QObject):
    """`position` returns the position in the song that is heard now, in ms."""

    def __init__(
        self,
        words: WordsView,
        position: Callable[[], Ms],
        now_ms: Callable[[], float] = monotonic_ms,
    ) -> None:
        super().__init__(words)
        self._words = words
        self._position = position
        self._now_ms = now_ms
        self._confirmed: Ms | None = None
        self._at_ms = self._ticked_ms = 0.0
        self._pace = 1.0
        self._until_ms: float | None = None
        self._steady = self._alone = False
        self._earlier = Ms(0)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def confirm(
        self,
        position_ms: Ms,
        pace: float,
        earlier_ms: Ms = Ms(0),
        alone: bool = False,
        until_ms: float | None = None,
    ) -> None:
        """Take a tick: the song is at this position and plays at this speed.

        Words are shown `earlier_ms` before their sound. `alone` means that nothing plays that could
        be asked, as when a singer leads: then only the clock counts. The words wait at `until_ms`.
        """
        self._until_ms = until_ms
        off = None if self._confirmed is None else position_ms - self._expected()
        steady = off is not None and abs(off) <= AGREES_MS and pace == self._pace
        self._steady, self._alone, self._earlier = steady or alone, alone, earlier_ms
        self._pace, self._ticked_ms = pace, self._now_ms()
        self._confirmed, self._at_ms = position_ms, self._ticked_ms
        self._show(position_ms)

    def doubt(self) -> None:
        """Ask the player until it runs steadily again, because something happened to the sound."""
        self._steady = False

    def rest(self) -> None:
        """Stop, because nothing plays or the words are hidden."""
        self._timer.stop()
        self._confirmed = None

    def look(self) -> None:
        """Show the current position."""
        now_ms = self._now_ms()
        if self._confirmed is None or now_ms - self._ticked_ms > TRUSTED_MS:
            return
        expected = self._expected()
        if self._alone or (self._steady and now_ms - self._at_ms <= BY_CLOCK_MS):
            self._show(expected)
            return
        position = self._position()
        off_ms = abs(position - expected)
        if off_ms > ASTRAY_MS:
            return
        if self._steady and off_ms <= AGREES_MS:
            self._confirmed, self._at_ms = position, now_ms
        self._show(position)

    def _expected(self) -> float:
        position = (self._confirmed or 0) + (self._now_ms() - self._at_ms) * self._pace
        return position if self._until_ms is None else min(position, self._until_ms)

    def _show(self, position_ms: float) -> None:
        ahead_ms = self._earlier + SEEN_AFTER_MS * self._pace
        seen = Ms(max(0, round(position_ms + ahead_ms)))
        self._words.show_position(seen)
        wait = self._words.wait_ms(seen)
        if wait is not None:
            wait = min(wait / max(0.1, self._pace), LONGEST_MS)
            self._timer.start(max(SHORTEST_MS, round(wait)))

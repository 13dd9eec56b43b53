"""How long after the leader the follower's music begins: as long as nearly every frame needs."""

from collections import deque
from collections.abc import Sequence

from lullaby.frozen import frozen

LEAST_WAIT_MS = 400.0
MOST_WAIT_MS = 1_500.0
SPARE_MS = 100.0
"""Added to what all but one frame in a thousand took."""

FIRST_WAIT_MS = 800.0
"""While too little is known of the way between the two."""

ENOUGH_AGES = 50
"""Ages from which a wait is chosen."""

MOST_AGES = 15_000
"""The latest that count: five minutes of frames."""

EXCHANGES = 40
GROWS_PER_MS = 50e-6
"""By how much the clocks of two computers may drift apart: 50 parts in a million."""


def choose_wait(ages: Sequence[float], output_ms: float = 0.0) -> float:
    """The wait in ms for frames that arrived at these ages (ms). `output_ms` is how long before it
    is heard a frame must be there, because sound is rendered ahead. It holds for a whole song."""
    if len(ages) < ENOUGH_AGES:
        return FIRST_WAIT_MS + output_ms
    ordered = sorted(ages)
    slowest = ordered[min(len(ordered) - 1, int(0.999 * len(ordered)))]
    return min(MOST_WAIT_MS, max(LEAST_WAIT_MS, slowest + SPARE_MS)) + output_ms


class Ages:
    """The latest ages of frames on arrival, in ms."""

    def __init__(self) -> None:
        self._ages: deque[float] = deque(maxlen=MOST_AGES)

    def add(self, age: float) -> None:
        self._ages.append(max(0.0, age))

    def wait(self, output_ms: float = 0.0) -> float:
        return choose_wait(self._ages, output_ms)


@frozen
class TimeExchange:
    """A question for the time, and its answer."""

    asked: float
    came: float
    went: float
    """The two on the other clock."""
    answered: float

    @property
    def offset(self) -> float:
        """What the other clock shows more than this one (NTP, RFC 5905, section 8)."""
        return ((self.came - self.asked) + (self.went - self.answered)) / 2

    @property
    def round_trip(self) -> float:
        return (self.answered - self.asked) - (self.went - self.came)


class ClockOffset:
    """What another computer's clock shows more than this one, from questions and answers.

    Of the latest exchanges the one counts that can be wrong by the least: half its round trip, and
    what the clocks may have drifted since.
    """

    def __init__(self) -> None:
        self._exchanges: deque[TimeExchange] = deque(maxlen=EXCHANGES)

    def add(self, exchange: TimeExchange) -> None:
        """Does nothing for an answer that came before its question."""
        if exchange.round_trip >= 0.0 and exchange.answered >= exchange.asked:
            self._exchanges.append(exchange)

    @property
    def known(self) -> bool:
        return bool(self._exchanges)

    def at(self, now: float) -> float:
        """In ms; 0 while nothing is known."""
        if not self._exchanges:
            return 0.0
        best = min(
            self._exchanges,
            key=lambda each: each.round_trip / 2 + GROWS_PER_MS * abs(now - each.answered),
        )
        return best.offset

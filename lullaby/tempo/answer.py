"""A felt tempo and its source."""

from enum import Enum

from lullaby.frozen import frozen
from lullaby.units import Bpm

SLOW_AT_MOST = Bpm(80.0)
"""A felt tempo up to a resting heart rate counts as slow (the filter's default maximum)."""


class TempoSource(Enum):
    """Where a tempo comes from; the person's own wins. The values are stored in the database."""

    TAG = "tag"
    ANALYSIS = "ear"
    TAPPED = "tapped"
    CHOSEN = "said"


class Pace(Enum):
    SLOW = "slow"
    NOT_SLOW = "not slow"
    UNKNOWN = "unknown"


@frozen
class TempoAnswer:
    """A felt tempo, or none; `doubtful` asks for the ≈ sign."""

    bpm: Bpm | None = None
    source: TempoSource | None = None
    doubtful: bool = False

    @property
    def pace(self) -> Pace:
        if self.bpm is None:
            return Pace.UNKNOWN
        return Pace.SLOW if self.bpm <= SLOW_AT_MOST else Pace.NOT_SLOW


UNKNOWN_TEMPO = TempoAnswer()

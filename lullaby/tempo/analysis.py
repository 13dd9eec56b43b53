"""The result of tempo analysis for one recording."""

from enum import Enum

from lullaby.frozen import frozen
from lullaby.tempo.answer import Pace
from lullaby.units import Bpm

ANALYZER_VERSION = 6
"""Version of the models; raising it after training makes all recordings be analysed again."""


class CalmReason(Enum):
    """A reason for the calmness result; `ui` and `cli` word it."""

    FEW_ONSETS = "few onsets"
    MANY_ONSETS = "many onsets"
    SMOOTH = "smooth sound"
    RESTLESS = "restless sound"
    SOFT_ATTACKS = "soft attacks"
    HARD_ATTACKS = "hard attacks"
    SLOW_CHANGES = "slow changes"
    QUICK_CHANGES = "quick changes"
    EVEN_LEVEL = "even level"
    UNEVEN_LEVEL = "uneven level"
    CLEAR_SOUND = "clear sound"
    ROUGH_SOUND = "rough sound"
    SLOW_BEAT = "slow beat"
    QUICK_BEAT = "quick beat"
    NO_STEADY_BEAT = "no steady beat"
    TOO_LITTLE = "too little to hear"


@frozen
class Alternative:
    """Another possible tempo; `weight` is 0 to 1, and all weights sum to at most 1."""

    bpm: Bpm
    weight: float


@frozen
class TempoAnalysis:
    """`bpm` is the felt tempo, None without a steady beat; `calm` is 0 to 1, None for silence.

    `alternatives` are other tempos, likeliest first; `seconds` is the length analysed.
    """

    bpm: Bpm | None
    alternatives: tuple[Alternative, ...]
    calm: float | None
    pace: Pace
    reasons: tuple[CalmReason, ...]
    seconds: float

    @property
    def has_beat(self) -> bool:
        return CalmReason.NO_STEADY_BEAT not in self.reasons and self.calm is not None


NO_ANALYSIS = TempoAnalysis(None, (), None, Pace.UNKNOWN, (CalmReason.TOO_LITTLE,), 0.0)

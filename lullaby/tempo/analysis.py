"""What the ear answers about one recording."""

from dataclasses import dataclass
from enum import Enum

from lullaby.tempo.answer import Pace
from lullaby.units import Bpm

EAR = 2
"""Version of the ear: raised whenever it is taught anew, so that all is heard again."""


class CalmReason(Enum):
    """What speaks for an answer; the plain words for it are the screen's and the terminal's."""

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


@dataclass(frozen=True, slots=True)
class Alternative:
    """A tempo the recording could be counted in; `weight` from 0 to 1, together 1 at most."""

    bpm: Bpm
    weight: float


@dataclass(frozen=True, slots=True)
class TempoAnalysis:
    """`bpm` is the felt tempo, None without a steady beat; `calm` from 0 to 1, None for silence.

    `alternatives` are the other tempos, the likeliest first; `seconds` is how much was heard.
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

"""Steps of pace and key, as pure decisions."""

from dataclasses import replace

from lullaby.audio.port import FASTEST, HIGHEST, LOWEST, SLOWEST, Manner

PACE_STEP = 0.05


def paced(manner: Manner, steps: int) -> Manner:
    """Steps of 5 % of the recording's own pace; it stops at 60 and 110 %."""
    pace = round(manner.pace / PACE_STEP) * PACE_STEP + steps * PACE_STEP
    return replace(manner, pace=round(min(FASTEST, max(SLOWEST, pace)), 2))


def keyed(manner: Manner, steps: int) -> Manner:
    """Steps of a semitone; it stops at 6 lower and 6 higher."""
    return replace(manner, semitones=min(HIGHEST, max(LOWEST, round(manner.semitones) + steps)))

"""Steps of pace and key, as pure decisions."""

from dataclasses import replace

from lullaby.audio.port import FASTEST, HIGHEST, LOWEST, SLOWEST, SpeedPitch

PACE_STEP = 0.05


def paced(speed_pitch: SpeedPitch, steps: int) -> SpeedPitch:
    """Steps of 5 % of the recording's own pace; it stops at 60 and 110 %."""
    pace = round(speed_pitch.pace / PACE_STEP) * PACE_STEP + steps * PACE_STEP
    return replace(speed_pitch, pace=round(min(FASTEST, max(SLOWEST, pace)), 2))


def keyed(speed_pitch: SpeedPitch, steps: int) -> SpeedPitch:
    """Steps of a semitone; it stops at 6 lower and 6 higher."""
    return replace(
        speed_pitch, semitones=min(HIGHEST, max(LOWEST, round(speed_pitch.semitones) + steps))
    )

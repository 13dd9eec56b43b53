"""Pure decisions about steps of tempo and key."""

from dataclasses import replace

from lullaby.audio.port import FASTEST, HIGHEST, LOWEST, SLOWEST, SpeedPitch

PACE_STEP = 0.05


def paced(speed_pitch: SpeedPitch, steps: int) -> SpeedPitch:
    """Change the tempo in steps of 5 % of the recording's own, within 60 to 110 %."""
    pace = round(speed_pitch.pace / PACE_STEP) * PACE_STEP + steps * PACE_STEP
    return replace(speed_pitch, pace=round(min(FASTEST, max(SLOWEST, pace)), 2))


def keyed(speed_pitch: SpeedPitch, steps: int) -> SpeedPitch:
    """Transpose in semitones, within 6 down and 6 up."""
    return replace(
        speed_pitch, semitones=min(HIGHEST, max(LOWEST, round(speed_pitch.semitones) + steps))
    )

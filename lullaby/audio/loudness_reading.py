"""The result of measuring the loudness of a recording, without heavy imports."""

from enum import Enum

from lullaby.frozen import frozen
from lullaby.units import Decibels, Lufs, Ms


class Unmeasured(Enum):
    """Why a file has no loudness."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_SHORT = "too short"
    SILENT = "silent"
    CANCELLED = "cancelled"


@frozen
class LoudnessReading:
    """For a whole file as it is played in stereo."""

    integrated_lufs: Lufs
    true_peak_db: Decibels
    """In dBTP; above 0 if the sound would clip between samples."""
    range_lu: float
    """Loudness range (EBU Tech 3342), in LU; 0 if the sound is too short for one."""
    heard_ms: Ms | None = None
    """The length of what was decoded, which the header may have stated otherwise."""

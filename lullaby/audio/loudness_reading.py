"""What measuring the loudness of a recording comes to, as a value that is light to carry."""

from dataclasses import dataclass
from enum import Enum

from lullaby.units import Decibels, Lufs


class Unmeasured(Enum):
    """Why a file has no loudness."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_SHORT = "too short"
    SILENT = "silent"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class LoudnessReading:
    """Of a whole file as it is played in stereo."""

    integrated_lufs: Lufs
    true_peak_db: Decibels
    """dBTP; above 0 where the sound would clip between its samples."""
    range_lu: float
    """Loudness range (EBU Tech 3342), in LU; 0 for what is too short for one."""

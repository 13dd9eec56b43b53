"""The settling curve: pace and level sink by small steps over an evening.

Music therapy calls it the iso principle: begin near the state somebody is in and lead from there
(Altshuler 1948; Heiderscheit and Madson 2015, Music Therapy Perspectives 33:45). What it does for
infants is not known; it is off unless wished for.
"""

from dataclasses import dataclass, replace

from lullaby.audio.port import FASTEST, SLOWEST, SpeedPitch
from lullaby.units import UNITY, Gain, Ms

USUAL_LENGTH = Ms(30 * 60_000)
"""How long the way down takes where no timer says."""

PACE_STEP = 0.01
LEVEL_STEP_DB = 0.25
"""Steps that nobody notices by themselves."""

STEP_RAMP = Ms(4_000)
"""A step of level is walked so slowly that nobody hears it."""


@dataclass(frozen=True, slots=True)
class WindDown:
    """Where the curve begins and ends: paces as shares of each song's own, a fall in dB."""

    first_pace: float = 1.0
    last_pace: float = 0.85
    fall_db: float = 4.0


@dataclass(frozen=True, slots=True)
class WindDownPoint:
    """How far it has come: the pace is multiplied by `pace`, the level by `gain`."""

    pace: float = 1.0
    gain: Gain = UNITY


NOT_WOUND_DOWN = WindDownPoint()


@dataclass(frozen=True, slots=True)
class WindDownCourse:
    """How much of a curve's way an evening has gone, 0 to 1; None: there is no curve."""

    curve: WindDown | None = None
    share: float = 0.0

    def after(self, elapsed_ms: int, total_ms: int | None) -> "WindDownCourse":
        """On along the curve; more time never leads back up."""
        gone = share_elapsed(elapsed_ms, total_ms)
        return replace(self, share=max(self.share, gone) if self.curve else 0.0)

    @property
    def point(self) -> WindDownPoint:
        return wind_down_at(self.curve, self.share)


def share_elapsed(elapsed_ms: int, total_ms: int | None) -> float:
    """The share of the way down, 0 to 1, after `elapsed_ms` of an evening; None has no end."""
    return min(1.0, elapsed_ms / max(1, total_ms or USUAL_LENGTH))


def wind_down_at(curve: WindDown | None, share: float) -> WindDownPoint:
    """Where the curve stands after this share of its way, 0 to 1."""
    if curve is None:
        return NOT_WOUND_DOWN
    pace = curve.first_pace + (curve.last_pace - curve.first_pace) * share
    fall = round(curve.fall_db * share / LEVEL_STEP_DB) * LEVEL_STEP_DB
    return WindDownPoint(round(round(pace / PACE_STEP) * PACE_STEP, 2), Gain(10 ** (-fall / 20)))


def own_pace(before: SpeedPitch, heard: float, now: WindDownPoint) -> SpeedPitch:
    """The manner of a song that is to be heard at the pace `heard` at this point.

    `before` is its manner until now; it stays where it sounds like that already.
    """
    if round(paced(before, now).pace, 2) == heard:
        return before
    pace = min(FASTEST, max(SLOWEST, heard / now.pace))
    return replace(before, pace=round(pace, 2))


def paced(speed_pitch: SpeedPitch, now: WindDownPoint) -> SpeedPitch:
    """How a song is heard at this point: its own pace times the curve's; its key stays."""
    pace = min(FASTEST, max(SLOWEST, speed_pitch.pace * now.pace))
    return replace(speed_pitch, pace=round(pace, 3))

"""The wind-down curve: tempo and level drop in small steps over an evening.

Music therapy calls it the iso principle: begin near the state somebody is in and lead from there
(Altshuler 1948; Heiderscheit and Madson 2015, Music Therapy Perspectives 33:45). Its effect on
infants is not known, so it is off by default.
"""

from dataclasses import replace

from lullaby.audio.port import FASTEST, SLOWEST, SpeedPitch
from lullaby.frozen import frozen
from lullaby.units import UNITY, Gain, Ms

USUAL_LENGTH = Ms(30 * 60_000)
"""How long the wind-down takes without a timer."""

PACE_STEP = 0.01
LEVEL_STEP_DB = 0.25
"""A level step too small to notice, in dB."""

STEP_RAMP = Ms(4_000)
"""How long each level step is ramped, so that nobody hears it."""


@frozen
class WindDown:
    """Start and end of the curve: tempos as shares of each song's own, and a drop in dB."""

    first_pace: float = 1.0
    last_pace: float = 0.85
    fall_db: float = 4.0


@frozen
class WindDownPoint:
    """A point of the curve: factors for tempo (`pace`) and level (`gain`)."""

    pace: float = 1.0
    gain: Gain = UNITY


NOT_WOUND_DOWN = WindDownPoint()


@frozen
class WindDownCourse:
    """An evening's progress along a curve, 0 to 1; a curve of None is off."""

    curve: WindDown | None = None
    share: float = 0.0

    def after(self, elapsed_ms: int, total_ms: int | None) -> "WindDownCourse":
        """Advance along the curve; extending the timer never goes back up."""
        gone = share_elapsed(elapsed_ms, total_ms)
        return replace(self, share=max(self.share, gone) if self.curve else 0.0)

    @property
    def point(self) -> WindDownPoint:
        return wind_down_at(self.curve, self.share)


def share_elapsed(elapsed_ms: int, total_ms: int | None) -> float:
    """Progress, 0 to 1, after `elapsed_ms` of an evening of `total_ms` (None: no timer)."""
    return min(1.0, elapsed_ms / max(1, total_ms or USUAL_LENGTH))


def wind_down_at(curve: WindDown | None, share: float) -> WindDownPoint:
    """The point of the curve at progress `share`, 0 to 1."""
    if curve is None:
        return NOT_WOUND_DOWN
    pace = curve.first_pace + (curve.last_pace - curve.first_pace) * share
    fall = round(curve.fall_db * share / LEVEL_STEP_DB) * LEVEL_STEP_DB
    return WindDownPoint(round(round(pace / PACE_STEP) * PACE_STEP, 2), Gain(10 ** (-fall / 20)))


def own_pace(before: SpeedPitch, sounding_pace: float, now: WindDownPoint) -> SpeedPitch:
    """A song's own tempo and key so that it is heard at tempo `sounding_pace` at this point.

    `before` is its setting until now, returned unchanged if it already sounds like that.
    """
    if round(paced(before, now).pace, 2) == sounding_pace:
        return before
    pace = min(FASTEST, max(SLOWEST, sounding_pace / now.pace))
    return replace(before, pace=round(pace, 2))


def paced(speed_pitch: SpeedPitch, now: WindDownPoint) -> SpeedPitch:
    """How a song is heard at this point: its own tempo times the curve's, in its own key."""
    pace = min(FASTEST, max(SLOWEST, speed_pitch.pace * now.pace))
    return replace(speed_pitch, pace=round(pace, 3))

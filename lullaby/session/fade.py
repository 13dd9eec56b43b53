"""The fade: perceived loudness falls linearly and reaches silence at the deadline.

By Stevens's power law loudness in sones goes with sound pressure to the 0.6 (Stevens 1955, JASA
27:815), so an amplitude of p^(1/0.6) with p falling evenly from 1 to 0 halves the loudness
halfway (-10 dB) and ends in exact silence.
"""

from lullaby.audio.port import FadePoint
from lullaby.units import SILENCE, UNITY, Gain, Ms

EXPONENT = 1 / 0.6
FADE_OUT_MS = Ms(60_000)
RETURN_MS = Ms(5_000)
"""How long the sound takes to return when a fade is taken back."""

FAINTEST = Gain(0.001)
"""The gain at which a sound returning from silence becomes audible (-60 dB)."""

RISE = 6
RISE_POINTS = 64

POINTS = 128
"""Points of a whole fade; between them the player moves linearly (error below 0.02 dB until
-40 dB)."""


def usual_fade(total_ms: Ms, wanted_ms: Ms) -> Ms:
    """The fade length of a timer: as requested, but at most half of its length."""
    return Ms(min(wanted_ms, total_ms // 2))


def level(remaining_ms: int, fade_ms: int) -> Gain:
    """The master gain, 0 to 1, with `remaining_ms` until silence."""
    if remaining_ms <= 0:
        return SILENCE
    if remaining_ms >= fade_ms:
        return UNITY
    return Gain((remaining_ms / fade_ms) ** EXPONENT)


def gain_envelope(
    remaining_ms: int, fade_ms: int, top: Gain = UNITY, lead_ms: int = 0
) -> tuple[FadePoint, ...]:
    """Gain points from now to silence: hold at `top`, then fall over the last `fade_ms`.

    The first `lead_ms` have no points, so that the player ramps there from its current gain.
    """
    if remaining_ms <= 0:
        return (FadePoint(Ms(0), SILENCE),)
    lead_ms = max(0, min(lead_ms, remaining_ms - 1))
    points: list[FadePoint] = []
    fall = min(fade_ms, remaining_ms - lead_ms)
    if lead_ms or fall == fade_ms:
        points.append(_point(remaining_ms - lead_ms, remaining_ms, fade_ms, top))
    if remaining_ms - lead_ms > fade_ms:
        points.append(_point(fade_ms, remaining_ms, fade_ms, top))
    steps = max(1, round(POINTS * fall / fade_ms)) if fade_ms else 1
    points += [
        _point(round(fall * left / steps), remaining_ms, fade_ms, top)
        for left in range(steps - 1, -1, -1)
    ]
    return tuple(points)


def _point(left_ms: int, remaining_ms: int, fade_ms: int, top: Gain) -> FadePoint:
    """The envelope point at the moment when `left_ms` remain."""
    return FadePoint(Ms(remaining_ms - left_ms), Gain(top * level(left_ms, fade_ms)))


def rise(now: Gain, goal: FadePoint) -> tuple[FadePoint, ...]:
    """Gain points from the current gain to a louder `goal`, slow at first.

    The sixth root of the gain grows linearly: from -60 dB over 5 s that is at most half a dB in
    20 ms, without a jump at the end. Empty if `goal` is no louder.
    """
    if goal.gain <= max(now, FAINTEST):
        return ()
    low, high = max(now, FAINTEST) ** (1 / RISE), goal.gain ** (1 / RISE)
    shares = [step / RISE_POINTS for step in range(RISE_POINTS)]
    return tuple(
        FadePoint(Ms(round(goal.after_ms * share)), Gain((low + (high - low) * share) ** RISE))
        for share in shares
        if round(goal.after_ms * share) < goal.after_ms
    )

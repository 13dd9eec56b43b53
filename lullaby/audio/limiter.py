"""The ceiling: no peak exceeds it, and the gain never moves fast enough to be heard.

A look-ahead limiter in steps of 1 ms: the true peak of each step determines the gain it needs; the
gain moves there over the 5 ms before it and recovers slowly. The sound is delayed by `DELAY`
frames.
"""

from dataclasses import dataclass

import numpy as np

from lullaby.audio.damage import is_within, without_damage
from lullaby.audio.decoder import RATE, Block
from lullaby.audio.ramp import Curve
from lullaby.audio.true_peak import HISTORY, LARGEST, true_peaks

STEP = RATE // 1000
AHEAD = 5
"""Steps of 1 ms over which the gain falls before a peak."""

DELAY = AHEAD * STEP
RELEASE_DB = 12.0
"""How fast the gain recovers at least, in dB per second."""

DEEPEST_DB = 30.0
"""The gain never falls below this; anything still above the ceiling is clipped."""

RECOVERY_S = 1.0
"""The gain recovers from any value in about this time."""

MARGIN_DB = 0.2
"""Headroom below the ceiling: what four-times oversampling may miss of a band-limited peak."""

_SHADE = 10 ** (-MARGIN_DB / 20)
_FAINT = 10 ** (-DEEPEST_DB / 20)
_RISE = RELEASE_DB / 1000 / 20 * np.log(10)
_STEPS_BACK = RECOVERY_S * 1000


@dataclass(frozen=True, slots=True, eq=False)
class Limiter:
    """The sound that has come in and not yet left, and the gain at which it will continue."""

    tail: Block
    needs: np.ndarray
    gain: float = 1.0

    @classmethod
    def fresh(cls) -> "Limiter":
        return cls(np.zeros((DELAY, 2), np.float32), np.ones(AHEAD))

    def limit(self, block: Block, ceiling: Curve) -> tuple["Limiter", Block]:
        """Limit `block`, a whole number of steps; as many frames come out as go in."""
        frames = len(block)
        whole = np.concatenate((self.tail, block))
        needs = np.concatenate((self.needs, np.ones(frames // STEP)))
        if not is_within(whole[DELAY - HISTORY :], float(np.min(ceiling)) * _SHADE / LARGEST):
            whole[DELAY:] = without_damage(block)
            _lower(needs, whole[DELAY - HISTORY :], ceiling)
        kept = whole[frames:]
        if self.gain == 1.0 and needs.min() == 1.0:
            return Limiter(kept, needs[-AHEAD:]), whole[:frames]
        gains = self._gains(needs, frames // STEP)
        along = np.arange(STEP) / STEP
        slope = gains[:-1, None] + np.diff(gains)[:, None] * along
        out = whole[:frames] * slope.reshape(-1, 1).astype(np.float32)
        if gains.min() <= _FAINT * 1.001:
            most = np.asarray(ceiling, np.float32).min() * np.float32(_SHADE)
            np.clip(out, -most, most, out=out)
        return Limiter(kept, needs[-AHEAD:], float(gains[-1])), out

    def _gains(self, needs: np.ndarray, steps: int) -> np.ndarray:
        """The gain at the `steps + 1` boundaries of the steps that leave now."""
        asked = np.minimum(needs[:steps], needs[1 : steps + 1])
        for ahead in range(1, AHEAD):
            later = needs[1 + ahead : 1 + ahead + steps]
            asked = np.minimum(asked, 1 - (1 - later) * (AHEAD - ahead) / AHEAD)
        wanted = np.log(np.concatenate(([self.gain], asked)))
        rise = max(_RISE, -np.log(self.gain) / _STEPS_BACK) * np.arange(steps + 1)
        return np.minimum(1.0, np.exp(np.minimum.accumulate(wanted - rise) + rise))


def _lower(needs: np.ndarray, sound: Block, ceiling: Curve) -> None:
    """Lower the gain of each step of 1 ms to what keeps it under the ceiling.

    The last steps of `needs` are those of `sound`, which starts `HISTORY` frames before them. A
    peak between samples is known a little late, so it may belong to the step before.
    """
    block = sound[HISTORY:]
    if isinstance(ceiling, np.ndarray):
        ceiling = ceiling.reshape(-1, STEP).min(axis=1)
    allowed = np.asarray(ceiling) * _SHADE
    inside, before = true_peaks(sound, STEP)
    peaks = np.maximum(inside, np.abs(block).reshape(-1, 2 * STEP).max(axis=1))
    steps = len(peaks)
    for first, found in ((len(needs) - steps, peaks), (len(needs) - steps - 1, before)):
        asked = np.clip(allowed / np.maximum(found, 1e-9), _FAINT, 1.0)
        np.minimum(needs[first : first + steps], asked, out=needs[first : first + steps])

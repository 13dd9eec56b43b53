"""Tells what kind of recording it is: drums, a voice alone, a choir, a music box.

None of these says how fast anything is; they say how the other figures are to be read. Plucked and
struck sounds die away (`decay`), drums fill all bands at once (`breadth`), and a voice glides and
wavers between its notes as no keyed instrument does (`waver`; Driedger et al. 2016 on vibrato).
"""

import numpy as np

from lullaby.tempo.onsets import HIGH_BANDS, Onsets
from lullaby.tempo.spectrum import BANDS, FINE_WINDOW, FRAMES, RATE, Picture, Values

EARLY, LATE = FRAMES // 20, FRAMES // 4
"""Frames after an onset between which a sound has died away or not: 0.05 and 0.25 s."""

VOICE_WAVER, VOICE_EDGE = 0.08, 10
"""Semitones, and how sharply they divide: keyed and plucked sounds waver by .01 to .04, a choir or
singer with a band mostly by less than .075, four of five real voices alone by more."""

QUIET_DB = -30.0
LOWEST_HZ, HIGHEST_HZ = 150.0, 1_500.0
"""Where the strongest partial is followed: most voices and most tunes."""

ONE_NOTE = 0.8
"""Semitones within which a movement from one long window to the next stays within a note."""

PROMINENT = 0.3
"""The least share of the strongest frame that the strongest partial must have."""


def kind_features(picture: Picture, found: Onsets) -> dict[str, float]:
    """`breadth`, `high_share`, `decay`, `pauses`, `waver` and `tones` of `Features`."""
    return {
        "breadth": _breadth(found),
        "high_share": float(found.high.sum() * HIGH_BANDS / (found.strength.sum() * BANDS + 1e-9)),
        "decay": _decay(picture.level_db, found.peaks),
        "pauses": float(np.mean(picture.level_db < QUIET_DB)),
        "waver": _waver(picture.fine),
        "tones": _tones(picture.fine),
    }


def voice_alone(waver: float) -> float:
    """How much like a voice alone it is, 0 to 1, by `waver`."""
    return 1 / (1 + (VOICE_WAVER / max(waver, 1e-4)) ** VOICE_EDGE)


def _breadth(found: Onsets) -> float:
    return float(np.mean(found.breadth[found.peaks])) if len(found.peaks) else 0.0


def _decay(level_db: Values, peaks: np.ndarray) -> float:
    """Median fall in dB between 0.05 and 0.25 s after an onset."""
    inside = peaks[peaks < len(level_db) - LATE]
    if not len(inside):
        return 0.0
    level = np.maximum(level_db, -45)
    return float(np.median(level[inside + EARLY] - level[inside + LATE]))


def _waver(fine: np.ndarray) -> float:
    """Mean movement of the strongest partial within notes, in semitones from window to window."""
    hertz = RATE / FINE_WINDOW
    low, high = round(LOWEST_HZ / hertz), round(HIGHEST_HZ / hertz)
    if len(fine) < 3:
        return 0.0
    part = np.log(fine[:, low - 1 : high + 1].astype(np.float64) + 1e-9)
    rows = np.arange(len(part))
    at = 1 + np.argmax(part[:, 1:-1], axis=1)
    before, here, after = part[rows, at - 1], part[rows, at], part[rows, at + 1]
    shift = 0.5 * (before - after) / np.minimum(before - 2 * here + after, -1e-6)
    pitch = 12 * np.log2((low - 1 + at + np.clip(shift, -0.5, 0.5)) * hertz)
    clear = here > np.log(PROMINENT * np.exp(np.percentile(here, 95)))
    step = np.abs(np.diff(pitch))[clear[1:] & clear[:-1]]
    step = step[step < ONE_NOTE]
    return float(step.mean()) if len(step) > FRAMES // 20 else 0.0


def _tones(fine: np.ndarray) -> float:
    """How many partials sound at once: the participation ratio of the long windows' power."""
    power = fine[::2].astype(np.float64) ** 2
    total = power.sum(axis=1)
    if not total.any():
        return 0.0
    loud = total > 0.05 * np.percentile(total, 95)
    power, total = power[loud], total[loud]
    return float(np.mean(np.log2(total**2 / (np.sum(power**2, axis=1) + 1e-20))))

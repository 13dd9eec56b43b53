"""Onset strength over time, and the onsets themselves."""

import numpy as np

from lullaby.frozen import frozen
from lullaby.tempo.spectrum import FRAMES, Picture, Values

BACK = 2
"""Distance in frames between those compared; a soft attack takes longer than one."""

APART = 6
"""Fewest frames between two onsets: nobody plays or hears more than 16 notes a second."""

AROUND = FRAMES
"""Frames whose median is the threshold for an onset."""

LOW_BANDS, HIGH_BANDS = 6, 10
"""Bands up to about 330 Hz: bass and drums; and from about 1,900 Hz: cymbals and consonants."""


@frozen
class Onsets:
    strength: Values
    """Mean rise of the compressed bands, per frame."""
    low: Values
    """The same for the lowest bands alone."""
    high: Values
    """The same for the highest bands alone."""
    breadth: Values
    """The share of the bands that rise at once: a drum's are many, a flute's few."""
    harmony: Values
    """How much the pitches change around each frame, whatever their attack."""
    peaks: np.ndarray
    """The frames of the onsets."""


def onsets(picture: Picture) -> Onsets:
    bands = picture.compressed
    rise = _rise(bands)
    strength = rise.mean(axis=1)
    return Onsets(
        strength,
        rise[:, :LOW_BANDS].mean(axis=1),
        rise[:, -HIGH_BANDS:].mean(axis=1),
        _breadth(rise, strength),
        _harmony(bands),
        _peaks(strength),
    )


def smooth(values: Values, frames: int) -> Values:
    """A centred mean over about `frames` frames."""
    if len(values) <= frames:
        return np.full_like(values, values.mean() if len(values) else 0.0)
    half = frames // 2
    padded = np.pad(values, (half + 1, half), mode="edge")
    sums = np.cumsum(padded)
    width = 2 * half + 1
    return (sums[width:] - sums[:-width]) / width


def _rise(bands: Values) -> Values:
    """Half-wave rectified difference to the strongest neighbouring band a moment ago.

    The neighbours keep vibrato from counting as onsets (Boeck and Widmer 2013, SuperFlux).
    """
    before = np.pad(bands[:-BACK], ((BACK, 0), (1, 1)), mode="edge")
    strongest = np.maximum(np.maximum(before[:, :-2], before[:, 1:-1]), before[:, 2:])
    return np.maximum(0.0, bands - strongest)


def _breadth(rise: Values, strength: Values) -> Values:
    """The participation ratio of the bands in the rise of each frame, 0 to 1."""
    squares = np.einsum("ij,ij->i", rise, rise)
    return strength**2 * rise.shape[1] / np.maximum(squares, 1e-12)


def _harmony(bands: Values) -> Values:
    """Distance between the mean spectra 0.2 s before and after each frame."""
    span = FRAMES // 5
    sums = np.cumsum(np.pad(bands, ((span + 1, span), (0, 0)), mode="edge"), axis=0)
    means = (sums[span:] - sums[:-span]) / span
    before, after = means[: len(bands)], means[span : span + len(bands)]
    size = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    return 1 - np.einsum("ij,ij->i", before, after) / np.maximum(size, 1e-9)


def _peaks(strength: Values) -> np.ndarray:
    """Local maxima well above their surroundings."""
    fine = smooth(strength, 3)
    local = np.pad(fine, APART // 2, mode="edge")
    highest = np.lib.stride_tricks.sliding_window_view(local, APART + 1).max(axis=1)
    threshold = 2 * _medians(fine) + 0.2 * np.percentile(fine, 95)
    found = np.flatnonzero((fine >= highest) & (fine > threshold) & (fine > 0.02))
    kept: list[int] = []
    for at in found:
        if not kept or at - kept[-1] >= APART:
            kept.append(int(at))
    return np.array(kept, dtype=np.int64)


def _medians(values: Values) -> Values:
    """The median around each frame, computed ten times a second."""
    at = np.arange(0, len(values), FRAMES // 10)
    around = np.pad(values, AROUND // 2, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(around, AROUND)[at]
    return np.interp(np.arange(len(values)), at, np.median(windows, axis=1))

"""The tempogram of a recording and its candidate tempos."""

import numpy as np

from lullaby.frozen import frozen
from lullaby.tempo.onsets import Onsets, smooth
from lullaby.tempo.spectrum import FRAMES, Values

SLOWEST, FASTEST = 30.0, 240.0
"""Range in BPM: nobody feels a slower beat or follows a faster one."""

SPAN = 12 * FRAMES
"""Frames per autocorrelation, so that the tempo may drift through a song."""

LONGEST_LAG = 8 * FRAMES
RATIOS = (1 / 3, 1 / 2, 2 / 3, 1.0, 3 / 2, 2.0, 3.0)
SAME = 0.04
"""Tempos within this share are equal."""

DRIFT = 0.12
"""How far a part of a recording may be from its mean tempo: rubato beyond it is another tempo."""

DRIFTS = np.exp(np.arange(-DRIFT, DRIFT + 1e-6, 0.005))
TOWARDS_MIDDLE, FAINT = 0.25, 0.01
"""What the score of a part's tempo loses per e-fold from the middle, and its least weight."""

PEAKS = 4
STEPS = np.exp(np.arange(np.log(SLOWEST), np.log(FASTEST), 0.01))


@frozen
class Tempogram:
    """Autocorrelation by lag in frames (1 at lag 0) of onsets, bass and harmony."""

    onsets: Values
    low: Values
    harmony: Values
    strengths: Values
    """Periodic strength at each of `STEPS`, in BPM."""
    steadiness: float
    """How similar the pulse is across parts of the recording, 0 to 1."""
    parts: Values
    """`onsets` of each part of the recording, one row each."""


def tempogram(found: Onsets) -> Tempogram:
    parts = _autocorrelations(_flat(found.strength))
    mean = parts.mean(axis=0)
    low = _autocorrelations(_flat(found.low)).mean(axis=0)
    harmony = _autocorrelations(_flat(found.harmony)).mean(axis=0)
    return Tempogram(mean, low, harmony, _strengths(mean), _steadiness(parts), parts)


def candidates(gram: Tempogram) -> Values:
    """Candidate tempos in BPM: the strongest, with their halves, doubles, 3:2 and thirds."""
    strengths = gram.strengths
    inner = (strengths[1:-1] >= strengths[:-2]) & (strengths[1:-1] > strengths[2:])
    peaks = np.flatnonzero(inner) + 1
    if not len(peaks):
        return np.zeros(0)
    best = peaks[np.argsort(-strengths[peaks], kind="stable")][:PEAKS]
    kept: list[float] = []
    for ratio in sorted(RATIOS, key=lambda r: abs(np.log(r))):
        for at in best:
            bpm = float(STEPS[at]) * ratio
            if not SLOWEST <= bpm <= FASTEST:
                continue
            fine = refine(gram, bpm)
            if all(abs(np.log(fine / other)) > SAME for other in kept):
                kept.append(fine)
    return np.array(kept)


def at_lag(curve: Values, lag: Values) -> Values:
    """The curve interpolated between frames; 0 beyond its end."""
    return np.asarray(np.interp(lag, np.arange(len(curve)), curve, right=0.0), np.float64)


def refine(gram: Tempogram, bpm: float) -> float:
    """The best tempo within 4 % of `bpm`, by its first lags together."""
    near = bpm * np.exp(np.arange(-0.04, 0.0401, 0.0025))
    beat = 60 * FRAMES / near
    counts = np.arange(1, max(2, min(8, int(LONGEST_LAG / beat[0])) + 1))
    score = np.mean([at_lag(gram.onsets, beat * count) for count in counts], axis=0)
    score = score - 0.02 * np.abs(np.log(near / bpm)) / SAME
    return float(near[int(np.argmax(score))])


def mean_tempos(parts: Values, bpms: Values) -> Values:
    """The mean tempo through the recording near each of `bpms`.

    With rubato the parts differ, and the autocorrelation of all together shows whichever was held
    longest. Each part counts as much as its pulse near the tempo is strong.
    """
    found = np.empty(len(bpms))
    for number, bpm in enumerate(bpms):
        beat = 60 * FRAMES / (bpm * DRIFTS)
        score = _comb(parts, beat) - TOWARDS_MIDDLE * np.abs(np.log(DRIFTS))
        best = score.argmax(axis=1)
        strength = np.maximum(score.max(axis=1), FAINT)
        found[number] = bpm * np.exp(np.average(np.log(DRIFTS[best]), weights=strength))
    return found


def _comb(parts: Values, beat: Values) -> Values:
    """Mean of each part after one to eight beats, as far as it is long enough."""
    count = max(2, min(8, int(LONGEST_LAG / beat[0])))
    lags = np.minimum(beat[:, None] * np.arange(1, count + 1), LONGEST_LAG - 1)
    whole = lags.astype(np.int64)
    share = lags - whole
    return np.mean(parts[:, whole] * (1 - share) + parts[:, whole + 1] * share, axis=2)


def _flat(curve: Values) -> Values:
    """Remove slow variations, so that only periodic ones are left."""
    local = smooth(curve, FRAMES)
    spread = np.sqrt(smooth((curve - local) ** 2, 4 * FRAMES)) + 0.1 * np.std(curve) + 1e-9
    return smooth(np.clip((curve - local) / spread, -1.0, 5.0), 5)


def _autocorrelations(curve: Values) -> Values:
    """One row per part of the recording, the lags up to `LONGEST_LAG` in the columns."""
    starts = range(0, max(1, len(curve) - SPAN // 2), SPAN // 2)
    rows = []
    for start in starts:
        part = curve[start : start + SPAN]
        part = part - part.mean()
        size = 1 << (2 * SPAN - 1).bit_length()
        spectrum = np.abs(np.fft.rfft(part, size)) ** 2
        lags = np.fft.irfft(spectrum, size)[: LONGEST_LAG + 1]
        overlap = np.maximum(len(part) - np.arange(LONGEST_LAG + 1), 1) / len(part)
        unbiased = lags / np.maximum(overlap, 0.25)
        rows.append(unbiased / max(lags[0], 1e-9))
    return np.array(rows)


def _strengths(mean: Values) -> Values:
    """Strength of each tempo: autocorrelation after one to four beats, the first weighted most."""
    beat = 60 * FRAMES / STEPS
    parts = [at_lag(mean, beat * count) / count**0.5 for count in (1, 2, 3, 4)]
    against = np.minimum(at_lag(mean, beat * 1.5), at_lag(mean, beat * 2.5))
    return np.sum(parts, axis=0) - 0.25 * np.maximum(0.0, -against)


def _steadiness(parts: Values) -> float:
    if len(parts) < 2:
        return 0.5
    window = parts[:, FRAMES // 5 : 3 * FRAMES]
    window = window - window.mean(axis=1, keepdims=True)
    unit = window / np.maximum(np.linalg.norm(window, axis=1, keepdims=True), 1e-9)
    return float(np.mean(np.sum(unit[1:] * unit[:-1], axis=1)))

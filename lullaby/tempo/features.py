"""Features of a recording that are independent of its loudness and polarity.

Sources: onset rate, spectral flux, roughness, entropy, brightness and attack slope separate
lullabies from dances in the Natural History of Song (Mehr et al. 2019, with MIRtoolbox) and
soothing from playful singing (Cirelli et al. 2020); brightness predicts sleep playlists best
(Kirk and Timmers 2024); roughness is that of Sethares (1993).
"""

from dataclasses import fields
from itertools import pairwise

import numpy as np

from lullaby.frozen import frozen
from lullaby.tempo.kind import kind_features
from lullaby.tempo.onsets import Onsets, smooth
from lullaby.tempo.pitches import turnover_and_lead
from lullaby.tempo.pulse import Tempogram
from lullaby.tempo.spectrum import (
    FINE_WINDOW,
    FRAMES,
    HIGHEST_HZ,
    LOWEST_HZ,
    RATE,
    Picture,
    Values,
)

ROUGH_PARTIALS = 10
ROUGH_EVERY = 5
"""Roughness is measured in every so many long windows."""

FINE_LOW = round(LOWEST_HZ * FINE_WINDOW / RATE)
FINE_HIGH = round(HIGHEST_HZ * FINE_WINDOW / RATE)
SWAYS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Edges in Hz of the octaves of the modulation spectrum."""


@frozen
class Features:
    """One recording. Rates are per second; ratios have no unit; levels are in dB."""

    onset_rate: float
    strong_rate: float
    """Rate of onsets at least half as strong as the strongest."""
    flux: float
    """Mean rise between frames of 10 ms, relative to the total amplitude."""
    flux_even: float
    """`flux` with every frame normalised to equal loudness."""
    flux_root: float
    """`flux` of the square roots, in which soft notes count more."""
    flux_compressed: float
    """`flux` after compression, without vibrato."""
    notes: float
    """How quickly the partials change, at 16 windows a second."""
    turnover: float
    """Share of sound that is new after 0.25 s, whatever its attack (`pitches`)."""
    lead_rate: float
    """Changes of the strongest pitch per second."""
    harmony: float
    """How quickly the sounding pitches change."""
    accent: float
    """Ratio of the strongest onsets to the mean strength."""
    attack: float
    """Mean strength of onsets: hard or soft."""
    rise: float
    """How steeply the level rises where it rises, dB per 10 ms."""
    gap: float
    """Median time between onsets, s."""
    gap_spread: float
    """Spread of these times relative to their median."""
    pulse: float
    """Autocorrelation of the onsets at the strongest lag, 0 to 1."""
    pulse_contrast: float
    steadiness: float
    brightness: float
    """Spectral centroid in octaves above 100 Hz."""
    brightness_spread: float
    noisiness: float
    """Spectral flatness, logarithmic."""
    entropy: float
    roughness: float
    """Beating between neighbouring partials (Sethares 1993), relative to the total."""
    level_range: float
    """Difference between the 10th and the 95th percentile of level."""
    level_motion: float
    """Spread of the level within a second."""
    sway_1: float
    sway_2: float
    sway_4: float
    sway_8: float
    sway_16: float
    """Share of the octave below so many Hz in the movement of the bands."""
    breadth: float
    """Share of the bands that rise at an onset (`kind`)."""
    high_share: float
    """Share of the highest bands in all rises."""
    decay: float
    """Median fall of the level from 0.05 to 0.25 s after an onset, dB."""
    pauses: float
    """Share of the time in which it is nearly silent."""
    waver: float
    """Movement of the strongest partial within notes, semitones per long window."""
    tones: float
    """How many partials sound at once, logarithmic."""

    def row(self) -> Values:
        return np.array([getattr(self, field.name) for field in fields(self)], np.float64)


NAMES = tuple(field.name for field in fields(Features))


def features(picture: Picture, found: Onsets, gram: Tempogram) -> Features:
    seconds = picture.seconds
    strength, peaks = found.strength, found.peaks
    heights = smooth(strength, 3)[peaks] if len(peaks) else np.zeros(1)
    top = float(np.percentile(heights, 90))
    gaps = np.diff(peaks) / FRAMES if len(peaks) > 2 else np.array([seconds])
    gap = float(np.median(gaps))
    bands = picture.bands
    loud = picture.level_db > -40
    weight = 10 ** (picture.level_db / 20) * loud
    octaves = np.log2(picture.centroid_hz / 100)
    brightness = float(np.average(octaves, weights=weight))
    searched = gram.onsets[FRAMES // 4 : 2 * FRAMES + 1]
    even = bands / np.maximum(bands.sum(axis=1, keepdims=True), 1e-9)
    share = even[loud]
    entropy = -np.mean(np.sum(share * np.log(share + 1e-9), axis=1)) / np.log(bands.shape[1])
    turnover, lead_rate = turnover_and_lead(picture.fine)
    rising = np.diff(smooth(np.maximum(picture.level_db, -40), 3))
    return Features(
        onset_rate=len(peaks) / seconds,
        strong_rate=float(np.sum(heights > 0.5 * top)) / seconds,
        flux=_flux(bands),
        flux_even=_even_flux(even, weight),
        flux_root=_flux(np.sqrt(bands)),
        notes=_notes(picture.fine),
        turnover=turnover,
        lead_rate=lead_rate,
        flux_compressed=float(strength.mean() / picture.compressed.mean()),
        harmony=float(np.mean(found.harmony)),
        accent=float(np.percentile(strength, 98) / (strength.mean() + 1e-9)),
        attack=float(heights.mean()),
        rise=float(np.mean(np.sort(rising)[-max(1, len(rising) // 20) :])),
        gap=gap,
        gap_spread=float(np.subtract(*np.percentile(gaps, (75, 25))) / (gap + 1e-9)),
        pulse=float(searched.max()),
        pulse_contrast=float(searched.max() - np.median(searched)),
        steadiness=gram.steadiness,
        brightness=brightness,
        brightness_spread=float(np.sqrt(np.average((octaves - brightness) ** 2, weights=weight))),
        noisiness=float(np.average(np.log10(picture.flatness + 1e-6), weights=weight)),
        entropy=float(entropy),
        roughness=_roughness(picture.fine),
        level_range=float(np.subtract(*np.percentile(picture.level_db, (95, 10)))),
        level_motion=_level_motion(picture.level_db),
        **_sways(picture.compressed),
        **kind_features(picture, found),
    )


def _flux(bands: Values) -> float:
    """Flux over two frames, because a window lasts longer than one."""
    return float(np.maximum(0, bands[2:] - bands[:-2]).sum() / max(bands.sum(), 1e-9))


def _even_flux(even: Values, weight: Values) -> float:
    return float(np.average(np.maximum(0, even[2:] - even[:-2]).sum(axis=1), weights=weight[2:]))


def _notes(fine: np.ndarray) -> float:
    """Distance between neighbouring spectra of length 1, each widened by one partial's drift."""
    if len(fine) < 2:
        return 0.0
    inner = fine[:, FINE_LOW:FINE_HIGH]
    wide = np.maximum(inner[:, :-1], inner[:, 1:])
    size = np.linalg.norm(wide, axis=1, keepdims=True)
    unit = wide / (size + 1e-3 * np.max(size))
    return float(np.mean(np.abs(np.diff(unit, axis=0)).sum(axis=1)))


def _level_motion(level: Values) -> float:
    level = np.maximum(level, -40)
    mean = smooth(level, FRAMES)
    return float(np.sqrt(np.mean((level - mean) ** 2)))


def _sways(bands: Values) -> dict[str, float]:
    span = 4 * FRAMES
    starts = range(0, max(1, len(bands) - span + 1), span // 2)
    window = np.hanning(span)[:, None]
    power = np.zeros(span // 2 + 1)
    for start in starts:
        part = bands[start : start + span]
        part = part - part.mean(axis=0)
        if len(part) < span:
            part = np.pad(part, ((0, span - len(part)), (0, 0)))
        power += (np.abs(np.fft.rfft(part * window, axis=0)) ** 2).sum(axis=1)
    hertz = np.fft.rfftfreq(span, 1 / FRAMES)
    octaves = [float(power[(hertz >= low) & (hertz < high)].sum()) for low, high in pairwise(SWAYS)]
    total = sum(octaves) + 1e-9
    names = ("sway_1", "sway_2", "sway_4", "sway_8", "sway_16")
    return {name: value / total for name, value in zip(names, octaves, strict=True)}


def _roughness(fine: np.ndarray) -> float:
    """Roughness over all pairs of the strongest partials, averaged over the long windows."""
    fine = fine[::ROUGH_EVERY]
    if not len(fine):
        return 0.0
    peaks = np.zeros_like(fine)
    inner = fine[:, 1:-1]
    peaks[:, 1:-1] = np.where((inner > fine[:, :-2]) & (inner >= fine[:, 2:]), inner, 0)
    order = np.argpartition(-peaks, ROUGH_PARTIALS, axis=1)[:, :ROUGH_PARTIALS]
    size = np.take_along_axis(peaks, order, axis=1).astype(np.float64)
    hertz = order * (RATE / FINE_WINDOW)
    one, other = np.triu_indices(ROUGH_PARTIALS, 1)
    low = np.minimum(hertz[:, one], hertz[:, other])
    apart = np.abs(hertz[:, one] - hertz[:, other]) * 0.24 / (0.0207 * low + 18.96)
    beating = np.exp(-3.51 * apart) - np.exp(-5.75 * apart)
    pairs = np.minimum(size[:, one], size[:, other]) * beating
    loud = (size**2).sum(axis=1)
    return float(np.sum(pairs.sum(axis=1) * np.sqrt(loud)) / (np.sum(loud) + 1e-12))

"""Evidence for each candidate tempo of a recording: one row of figures each."""

import numpy as np

from lullaby.tempo.features import Features
from lullaby.tempo.pulse import STEPS, Tempogram, at_lag
from lullaby.tempo.spectrum import FRAMES, Values

BEATS = (1 / 4, 1 / 3, 1 / 2, 2 / 3, 1.0, 3 / 2, 2.0, 3.0, 4.0)
BASS_BEATS = (1 / 2, 1.0, 2.0, 4.0)
HARMONY_BEATS = (1 / 2, 1.0, 2.0, 3.0, 4.0)
GLOBAL = ("onset_rate", "flux", "harmony", "attack", "sway_1", "sway_4", "pulse", "steadiness")
GLOBAL += ("level_motion", "notes", "turnover", "lead_rate")

NAMES = (
    "octave",
    *(f"onsets_{beats:.3g}" for beats in BEATS),
    *(f"bass_{beats:.3g}" for beats in BASS_BEATS),
    *(f"harmony_{beats:.3g}" for beats in HARMONY_BEATS),
    "strength",
    "share",
    "onsets_per_beat",
    "strong_per_beat",
    "gaps_per_beat",
    "leads_per_beat",
    *GLOBAL,
)
"""The columns: octaves above 80 BPM; autocorrelation after so many beats; pulse strength and its
share of the strongest; onsets and pitch changes per beat, in octaves; and features common to all
tempos."""


def rows(bpms: Values, gram: Tempogram, features: Features) -> Values:
    """One row for each of `bpms`."""
    beat = 60 * FRAMES / bpms
    seconds = 60 / bpms
    strength = np.interp(np.log(bpms), np.log(STEPS), gram.strengths)
    columns = [
        np.log2(bpms / 80),
        *(at_lag(gram.onsets, beat * beats) for beats in BEATS),
        *(at_lag(gram.low, beat * beats) for beats in BASS_BEATS),
        *(at_lag(gram.harmony, beat * beats) for beats in HARMONY_BEATS),
        strength,
        strength / max(float(gram.strengths.max()), 1e-9),
        np.log2(features.onset_rate * seconds + 0.01),
        np.log2(features.strong_rate * seconds + 0.01),
        np.log2(seconds / max(features.gap, 0.02)),
        np.log2(features.lead_rate * seconds + 0.01),
        *(np.full_like(bpms, getattr(features, name)) for name in GLOBAL),
    ]
    return np.stack(columns, axis=1)

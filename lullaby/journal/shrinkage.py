"""Shrinks the mean of small groups: empirical Bayes on the log of minutes.

Each group (a song, a sound) has its own mean m_i over n_i nights. Within groups nights vary by s2,
pooled over all groups; between groups the true means vary by t2, by the method of moments of
DerSimonian and Laird (1986). A group's mean is then shrunk towards the common one by
B = s2 / (s2 + n_i t2), which leaves a variance of t2 B. Groups are ranked by the cautious end of
that estimate, so that a few lucky nights do not rank above many good ones. See decision 34.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import fmean

from lullaby.frozen import frozen

CAUTION = 1.28
"""Standard deviations to the cautious end: the truth is worse with one chance in ten."""

LEAST_SPREAD = 0.6
"""Lower bound for the standard deviation of the log between nights: one in six takes about half as
long as usual. A few nights that happen to agree do not prove less."""

LEAST_BETWEEN = 0.1
"""Lower bound for the standard deviation of the log between groups: one in six differs by a tenth.
Groups that were quicker on many nights thus rank first even if nothing else separates them."""


@frozen
class ShrunkEstimate:
    """An estimated mean, in the unit of the values."""

    mean: float
    """The group's mean, shrunk towards the common one."""
    cautious: float
    """The true mean is worse than this with one chance in ten; groups are ranked by it."""


def shrunk_estimates(groups: Mapping[str, Sequence[float]]) -> dict[str, ShrunkEstimate]:
    """The shrunk mean of each group; groups without values are left out."""
    filled = {name: values for name, values in groups.items() if values}
    if not filled:
        return {}
    means = {name: fmean(values) for name, values in filled.items()}
    counts = {name: len(values) for name, values in filled.items()}
    within = _within(filled, means)
    weights = {name: count / within for name, count in counts.items()}
    total = sum(weights.values())
    fixed = sum(weights[name] * means[name] for name in means) / total
    between = _between(means, weights, fixed)
    spread = {name: between + within / counts[name] for name in means}
    common = sum(means[name] / spread[name] for name in means) / sum(
        1 / each for each in spread.values()
    )
    estimates = {}
    for name, mean in means.items():
        pull = (within / counts[name]) / spread[name]
        drawn = pull * common + (1 - pull) * mean
        estimates[name] = ShrunkEstimate(drawn, drawn + CAUTION * sqrt(between * pull))
    return estimates


def _within(groups: Mapping[str, Sequence[float]], means: Mapping[str, float]) -> float:
    """The pooled variance of nights around their group's mean."""
    freedom = sum(len(values) - 1 for values in groups.values())
    squares = sum((x - means[name]) ** 2 for name, values in groups.items() for x in values)
    return max(LEAST_SPREAD**2, squares / freedom if freedom > 0 else 0.0)


def _between(means: Mapping[str, float], weights: Mapping[str, float], fixed: float) -> float:
    """The variance of the groups' true means (DerSimonian and Laird)."""
    total = sum(weights.values())
    heterogeneity = sum(weights[name] * (means[name] - fixed) ** 2 for name in means)
    scale = total - sum(weight**2 for weight in weights.values()) / total
    found = (heterogeneity - (len(means) - 1)) / scale if scale > 0 else 0.0
    return max(LEAST_BETWEEN**2, found)

"""Turns the calm score into a word by two thresholds, and measures how well that works.

The rule is applied to scores of recordings that the models have not seen. Those scores cannot show
how good the rule is: see `nested`.
"""

from dataclasses import dataclass

import numpy as np

FALSE = 0.08
"""The share of recordings that are not slow and may be called slow: just below the aim of .10."""

UNSURE = 0.13
"""The share of all recordings that may get no word: just below the aim of .15."""


@dataclass(frozen=True, slots=True)
class Words:
    """How many slow and not slow recordings were called what."""

    slow: tuple[int, int, int]
    """Slow recordings called slow, not slow, and "don't know"."""
    not_slow: tuple[int, int, int]

    def summary(self) -> str:
        (hit, missed, shy), (false, right, unsure) = self.slow, self.not_slow
        return (
            f"  recall {hit / (hit + missed):.3f} of the answered, "
            f"{hit / (hit + missed + shy):.3f} of all;  "
            f"false {false / (false + right):.3f} of the answered, "
            f"{false / (false + right + unsure):.3f} of all;  "
            f"don't know {(shy + unsure) / sum((*self.slow, *self.not_slow)):.3f}"
        )

    def table(self) -> str:
        rows = (("slow", self.slow), ("not slow", self.not_slow))
        lines = [f"  {'':12}{'slow':>8}{'not slow':>10}{'do not know':>13}"]
        lines += [f"  {name:12}{row[0]:8}{row[1]:10}{row[2]:13}" for name, row in rows]
        return "\n".join(lines)


def thresholds(
    calm: np.ndarray, truth: np.ndarray, false: float = FALSE, unsure: float = UNSURE
) -> tuple[float, float]:
    """The thresholds (slow from, not slow up to).

    The lower one calls few recordings falsely slow; below it as many as allowed are left in doubt.
    """
    falling = np.sort(calm[~truth])[::-1]
    allowed = int(false * len(falling))
    above = calm[calm > falling[allowed]]
    top = float(above.min()) if len(above) else 1.0
    slow_from = (float(falling[allowed]) + top) / 2
    below = np.sort(calm[calm < slow_from])[::-1]
    shy = min(int(unsure * len(calm)), len(below) - 1)
    return slow_from, (float(below[max(0, shy - 1)]) + float(below[shy])) / 2


def worded(calm: np.ndarray, truth: np.ndarray, slow_from: np.ndarray, to: np.ndarray) -> Words:
    def row(which: np.ndarray) -> tuple[int, int, int]:
        slow = int(np.sum(calm[which] >= slow_from[which]))
        fast = int(np.sum(calm[which] <= to[which]))
        return slow, fast, int(which.sum()) - slow - fast

    return Words(row(truth), row(~truth))

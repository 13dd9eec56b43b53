"""How the benchmarks measure and print: rounds in alternating order, medians, ratios by round."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Measure = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Rounds:
    """The figures of every contestant, one for each round."""

    figures: Mapping[str, Sequence[float]]

    def median(self, name: str) -> float:
        return statistics.median(self.figures[name])

    def ratio(self, name: str, floor: str) -> float:
        """The median of the ratios within each round, so that slow rounds count for both."""
        pairs = zip(self.figures[name], self.figures[floor], strict=True)
        return statistics.median(one / other for one, other in pairs)


def race(rounds: int, contestants: Mapping[str, Measure]) -> Rounds:
    """Measure all contestants in every round, each round in the opposite order."""
    figures: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds):
        order = list(contestants.items())
        for name, measure in order if number % 2 == 0 else reversed(order):
            figures[name].append(measure())
    return Rounds(figures)


def share(figures: Sequence[float], part: float) -> float:
    """The figure below which `part` (0 to 1) of all figures lie."""
    return sorted(figures)[min(int(part * len(figures)), len(figures) - 1)]


def title(text: str) -> None:
    print(f"\n{text}", flush=True)


def line(name: str, figure: float, unit: str, note: str = "") -> None:
    print(f"  {name:<44}{figure:10.1f} {unit:<4}{note}".rstrip(), flush=True)


def against(
    rounds: Rounds, name: str, floor: str, unit: str, aim: float | None = None, scale: float = 1.0
) -> None:
    """Print a contestant beside its floor, and the aim if there is one."""
    wanted = "" if aim is None else f", aim at most {aim:g}"
    note = f"  {rounds.ratio(name, floor):.2f} x {floor}{wanted}"
    line(name, rounds.median(name) * scale, unit, note)

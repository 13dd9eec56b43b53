"""What calm nights had in common: songs, sounds, singing and kinds, given enough nights.

Nights that ended "not this time" count as longer than any recorded minutes, so that the median is
that of *all* answered nights, and may be "not calm". Nothing here claims that one thing caused
another; infants calm down anyway, 78 of 100 within five minutes (Cho et al. 2025).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import Enum
from functools import cache
from math import expm1, inf, log1p
from statistics import quantiles

from lullaby.frozen import frozen
from lullaby.journal.entry import JournalEntry, Outcome
from lullaby.journal.filling import kind_of_entry
from lullaby.journal.shrinkage import shrunk_estimates

FEWEST = 4
"""Fewer nights than this give no result."""

NOT_CALM_MINUTES = 60
"""Minutes that stand for a night without calm in ranking: sleep questionnaires count an hour awake
as a problem (BISQ, Sadeh 2004). Medians do not use it."""

MOSTLY = 0.75
"""Share of a song's nights from which it counts as usually the last one."""


class FactorKind(Enum):
    SINGING = "singing"
    SONG = "song"
    SOUND = "sound"
    KIND = "kind"


@frozen
class FactorSummary:
    """One row. Minutes are `inf` if the median (or quartile) night was "not this time"."""

    kind: FactorKind
    name: str
    """A song's name, a background sound's name, the value of a `Kind`; empty for singing."""
    nights: int
    calm: int
    median: float
    low: float
    """Lower quartile of the minutes."""
    high: float
    """Upper quartile of the minutes."""
    reckoned: float
    """Estimated minutes, after shrinkage towards the usual value."""
    rank: float
    """The cautious estimate in minutes; smaller ranks higher."""
    usually_last: bool
    """A song that usually ended the evening, so that calm may have come before it."""
    always_there: bool
    """Present on every night, so that there is nothing to compare with."""


def minutes_of(entry: JournalEntry) -> float | None:
    """Minutes to calm; `inf` for "not this time", None if not known."""
    if entry.outcome is Outcome.NOT_THIS_TIME:
        return inf
    if entry.outcome is None or entry.minutes_to_calm is None:
        return None
    return float(entry.minutes_to_calm)


def middle(minutes: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile, of values that may be `inf`."""
    finite = sorted(min(each, 1e9) for each in minutes)
    cuts = finite * 3 if len(finite) == 1 else quantiles(finite, n=4, method="inclusive")
    low, median, high = (inf if cut > 1e6 else cut for cut in cuts)
    return low, median, high


def what_helps(
    entries: Iterable[JournalEntry], things: Collection[FactorKind] = tuple(FactorKind)
) -> list[FactorSummary]:
    """All factors of these kinds with at least `FEWEST` nights, best supported first.

    Estimates shrink within each kind (a song towards the usual song). All rows are then ranked by
    their cautious estimate, then by number of nights.
    """
    counted = [(entry, minutes) for entry in entries if (minutes := minutes_of(entry)) is not None]
    summaries: list[FactorSummary] = []
    for thing in things:
        names_of = NAMES[thing]
        groups: dict[str, list[float]] = defaultdict(list)
        for entry, minutes in counted:
            for name in names_of(entry):
                groups[name].append(minutes)
        last = _last_counts(entry for entry, _ in counted) if thing is FactorKind.SONG else {}
        summaries += _rows(thing, groups, last, len(counted))
    order = list(FactorKind)
    return sorted(
        summaries, key=lambda row: (row.rank, -row.nights, order.index(row.kind), row.name)
    )


def _rows(
    thing: FactorKind, groups: dict[str, list[float]], last: dict[str, int], nights: int
) -> Iterable[FactorSummary]:
    logs = {name: [_log(each) for each in minutes] for name, minutes in groups.items()}
    beliefs = shrunk_estimates(logs)
    for name, minutes in groups.items():
        if len(minutes) < FEWEST:
            continue
        low, median, high = middle(minutes)
        belief = beliefs[name]
        yield FactorSummary(
            thing,
            name,
            len(minutes),
            sum(each < inf for each in minutes),
            median,
            low,
            high,
            expm1(belief.mean),
            expm1(belief.cautious),
            last.get(name, 0) >= MOSTLY * len(minutes),
            len(minutes) == nights,
        )


def _songs(entry: JournalEntry) -> Iterable[str]:
    return {song.name for song in entry.songs}


def _singing(entry: JournalEntry) -> Iterable[str]:
    return ("",) if any(song.sung for song in entry.songs) else ()


def _kind(entry: JournalEntry) -> Iterable[str]:
    return (kind_of_entry(entry).value,)


NAMES: dict[FactorKind, Callable[[JournalEntry], Iterable[str]]] = {
    FactorKind.SINGING: _singing,
    FactorKind.SONG: _songs,
    FactorKind.SOUND: lambda entry: entry.ambient,
    FactorKind.KIND: _kind,
}


def _last_counts(entries: Iterable[JournalEntry]) -> dict[str, int]:
    """For each song, the number of evenings with several songs on which it was the last."""
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        if len({song.name for song in entry.songs}) > 1:
            counts[entry.songs[-1].name] += 1
    return counts


@cache
def _log(minutes: float) -> float:
    return log1p(min(minutes, NOT_CALM_MINUTES))

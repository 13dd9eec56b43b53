"""What was there on calm nights: songs, sounds, singing and kinds, told only of enough nights.

Nights that ended "not this time" count: they stand after every minute that was ever told, so that
a median tells how long the middle one of *all* answered nights took, or that it was none. Nothing
here says that one thing led to another; infants grow calm anyway, 78 of 100 within five minutes
(Cho et al. 2025, evidence of the project).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from math import expm1, inf, log1p
from statistics import quantiles

from lullaby.journal.entry import JournalEntry, Outcome
from lullaby.journal.filling import kind_of_entry
from lullaby.journal.shrinkage import shrunk_estimates

FEWEST = 4
"""Nothing is told of fewer nights."""

NOT_CALM_MINUTES = 60
"""What a night without calm is reckoned as in ranks: awake for an hour is the mark at which sleep
questionnaires ask for help (BISQ, Sadeh 2004). Medians do not use it."""

MOSTLY = 0.75
"""The share of its nights on which a song was the last one, from which that is told."""


class FactorKind(Enum):
    SINGING = "singing"
    SONG = "song"
    SOUND = "sound"
    KIND = "kind"


@dataclass(frozen=True, slots=True)
class FactorSummary:
    """One row. Minutes are `inf` where the middle night (or quarter) was "not this time"."""

    kind: FactorKind
    name: str
    """A song's title, a background sound's name, the value of a `Kind`; empty for singing."""
    nights: int
    calm: int
    median: float
    low: float
    """A quarter of the nights were calm by then."""
    high: float
    """Three quarters."""
    reckoned: float
    """Minutes after drawing few nights to what is usual."""
    rank: float
    """Its cautious end, minutes; the smaller the higher the row."""
    usually_last: bool = False
    """A song that mostly ended the evening: then calm may have been there before it."""
    always_there: bool = False
    """It was there on every night: nothing can be compared with it."""


def minutes_of(entry: JournalEntry) -> float | None:
    """Minutes to calm, `inf` for not this time, None where nothing is known."""
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
    """Every row of these things that at least `FEWEST` nights support, the best supported first.

    Rows of one thing are ranked among themselves (a song is drawn to the usual song), then all
    together by the cautious end of their minutes; then by the number of nights.
    """
    counted = [(entry, minutes) for entry in entries if (minutes := minutes_of(entry)) is not None]
    told: list[FactorSummary] = []
    for thing in things:
        names_of = NAMES[thing]
        groups: dict[str, list[float]] = defaultdict(list)
        for entry, minutes in counted:
            for name in names_of(entry):
                groups[name].append(minutes)
        last = _last_counts(entry for entry, _ in counted) if thing is FactorKind.SONG else {}
        told += _rows(thing, groups, last, len(counted))
    order = list(FactorKind)
    return sorted(told, key=lambda row: (row.rank, -row.nights, order.index(row.kind), row.name))


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
    return {song.title for song in entry.songs}


def _singing(entry: JournalEntry) -> Iterable[str]:
    return ("",) if any(song.sung for song in entry.songs) else ()


def _kind(entry: JournalEntry) -> Iterable[str]:
    return (kind_of_entry(entry).value,)


NAMES: dict[FactorKind, Callable[[JournalEntry], Iterable[str]]] = {
    FactorKind.SINGING: _singing,
    FactorKind.SONG: _songs,
    FactorKind.SOUND: lambda entry: entry.beds,
    FactorKind.KIND: _kind,
}


def _last_counts(entries: Iterable[JournalEntry]) -> dict[str, int]:
    """On how many evenings of several songs each was the last."""
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        if len({song.title for song in entry.songs}) > 1:
            counts[entry.songs[-1].title] += 1
    return counts


@cache
def _log(minutes: float) -> float:
    return log1p(min(minutes, NOT_CALM_MINUTES))

"""Resolves the hour that occurs twice in autumn, in files without UTC offsets."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from lullaby.journal.entry import JournalEntry
from lullaby.journal.moments import placed


def place_repeated_hours(
    entries: Sequence[JournalEntry],
    of_whom: Sequence[Hashable],
    without_zone: Collection[int],
    zone: tzinfo | None,
) -> tuple[JournalEntry, ...]:
    """Move nights that cannot be in the first of the two hours to the second.

    `of_whom` gives the child of each entry, and `without_zone` the indexes to look at. A child has
    one night at a time: a night that would start before the child's previous one has ended belongs
    to the second hour. Nights without an end stay in the first. Files may list nights in either
    order.
    """
    found = list(entries)
    of_children: dict[Hashable, list[int]] = defaultdict(list)
    for number in sorted(without_zone):
        if entries[number].ended_at is not None:
            of_children[of_whom[number]].append(number)
    for numbers in of_children.values():
        if entries[numbers[0]].started_at > entries[numbers[-1]].started_at:
            numbers.reverse()
        until: datetime | None = None
        for number in numbers:
            entry = found[number]
            if until is not None and entry.started_at < until:
                entry = found[number] = _an_hour_later(entry, until, zone)
            if entry.ended_at is not None and (until is None or entry.ended_at > until):
                until = entry.ended_at
    return tuple(found)


def _an_hour_later(entry: JournalEntry, until: datetime, zone: tzinfo | None) -> JournalEntry:
    """The entry moved to the second hour if its times occur twice and it fits; else unchanged."""
    started = _second(entry.started_at, zone)
    ended = entry.ended_at and _second(entry.ended_at, zone)
    if started == entry.started_at or started < until or (ended and ended < started):
        return entry
    return replace(entry, started_at=started, ended_at=ended)


def _second(moment: datetime, zone: tzinfo | None) -> datetime:
    """The later of the two moments with this local time, if there are two."""
    try:
        return max(moment, placed(moment.replace(tzinfo=None), zone, second=True))
    except (ValueError, OverflowError, OSError):
        return moment

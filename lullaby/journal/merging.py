"""Compares imported nights with those in the journal: new, known, or different.

A night is identified by its contents: child, time, outcome, songs, note. Two nights that start at
the same moment are distinct unless all of that is equal.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime

from lullaby.frozen import frozen
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.journal.rows import offset_of, place_of
from lullaby.units import Ms


@frozen
class Merged:
    """The result of a merge. Rows are compared only with the journal, never with each other."""

    new: tuple[JournalEntry, ...]
    known: int
    """Number of rows that the journal already contains."""
    differing: tuple[JournalEntry, ...]
    """Rows whose night is in the journal with other contents, because one of the two was edited."""


def merge(
    here: Iterable[JournalEntry],
    rows: Sequence[JournalEntry],
    without_zone: Container[int] = frozenset(),
) -> Merged:
    """Compare imported rows with the journal's nights, each of which matches at most one row.

    Rows numbered in `without_zone` had no UTC offset. They match by local time, so that importing a
    file in another time zone duplicates nothing, also of nights edited since.
    """
    kept = [as_kept(each) for each in here]
    free = Counter(_contents(each, True) for each in kept)
    by_wall: dict[Hashable, list[Hashable]] = defaultdict(list)
    for each in kept:
        by_wall[_contents(each, False)].append(_contents(each, True))
    rest: list[tuple[int, JournalEntry, JournalEntry]] = []
    known = 0
    for number, row in enumerate(rows):
        entry = as_kept(row)
        found = _contents(entry, True)
        if not free[found] and number in without_zone:
            alike = by_wall.get(_contents(entry, False), ())
            found = next((each for each in alike if free[each]), found)
        if free[found]:
            free[found] -= 1
            known += 1
        else:
            rest.append((number, row, entry))
    unmatched: dict[datetime, list[JournalEntry]] = defaultdict(list)
    local: dict[datetime, list[JournalEntry]] = defaultdict(list)
    for each in kept:
        if free[_contents(each, True)]:
            free[_contents(each, True)] -= 1
            unmatched[each.started_at].append(each)
            local[each.started_at.replace(tzinfo=None)].append(each)
    new: list[JournalEntry] = []
    differing: list[JournalEntry] = []
    for number, row, entry in rest:
        others = [each for each in unmatched[entry.started_at] if _one_night(each, entry)]
        if not others and number in without_zone:
            alike = local[entry.started_at.replace(tzinfo=None)]
            others = [each for each in alike if _one_night(each, _in_zone_of(each, entry))]
        if others:
            here_too = max(others, key=lambda each: _alike(each, entry))
            unmatched[here_too.started_at].remove(here_too)
            local[here_too.started_at.replace(tzinfo=None)].remove(here_too)
            differing.append(row)
        else:
            new.append(row)
    return Merged(tuple(new), known, tuple(differing))


def as_kept(entry: JournalEntry) -> JournalEntry:
    """An entry as the database would return it, without its id and its songs' ids."""
    steps = dict.fromkeys(entry.ambient)
    if len(entry.ambient) == len(entry.ambient_steps):
        steps = dict(reversed(tuple(zip(entry.ambient, entry.ambient_steps, strict=True))))
    ambient = tuple(sorted(steps))
    levels = tuple(step for sound in ambient if (step := steps[sound]) is not None)
    place = place_of(offset_of(entry.started_at))
    return replace(
        entry,
        id=EntryId(0),
        started_at=_to_the_ms(entry.started_at).astimezone(place),
        ended_at=_to_the_ms(entry.ended_at).astimezone(place) if entry.ended_at else None,
        by_hand=entry.by_hand or entry.ending is None,
        ambient=ambient,
        ambient_steps=levels if len(levels) == len(ambient) else (),
        awake_ms=tuple(Ms(ms) for ms in sorted(set(entry.awake_ms))),
        songs=tuple(replace(song, track_id=None) for song in entry.songs),
        note=entry.note.strip(),
    )


def _contents(entry: JournalEntry, with_zone: bool) -> Hashable:
    """All contents of a stored entry, with times as instants or as local times."""
    if with_zone:
        return entry, offset_of(entry.started_at)
    ended = entry.ended_at and entry.ended_at.replace(tzinfo=None)
    return replace(entry, started_at=entry.started_at.replace(tzinfo=None), ended_at=ended)


def _one_night(here: JournalEntry, row: JournalEntry) -> bool:
    """Whether two entries that start together are the same night.

    One child has one night at a time. If a name is missing, everything that cannot be edited
    afterwards must agree; otherwise they are nights of two children.
    """
    if here.children and row.children:
        return bool(set(here.children) & set(row.children))
    return _facts(here) == _facts(row)


def _in_zone_of(here: JournalEntry, row: JournalEntry) -> JournalEntry:
    """A row without an offset, with its local times read where the night here was."""
    place = here.started_at.tzinfo
    ended = row.ended_at and row.ended_at.replace(tzinfo=place)
    return replace(row, started_at=row.started_at.replace(tzinfo=place), ended_at=ended)


def _facts(entry: JournalEntry) -> Hashable:
    return (
        entry.ended_at,
        entry.ending,
        entry.by_hand,
        entry.routine,
        entry.timer_minutes,
        entry.ambient,
        tuple(song.title for song in entry.songs),
    )


def _alike(one: JournalEntry, other: JournalEntry) -> int:
    """The number of equal fields."""
    names = [each.name for each in fields(JournalEntry)]
    return sum(getattr(one, name) == getattr(other, name) for name in names)


def _to_the_ms(moment: datetime) -> datetime:
    utc = moment.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)

"""From one list of songs to the next in few steps."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from lullaby.library.row_changes import FEW, RowChange, RowStep, row_changes
from lullaby.library.track import Track, TrackId


def song(number: int) -> Track:
    return Track(TrackId(number), Path(f"/{number}"), f"song {number}")


SONGS = [song(number) for number in range(40)]


def made(before: Sequence[Track], after: Sequence[Track], steps: Sequence[RowChange]) -> list[int]:
    """The ids after applying the steps one after another."""
    rows = list(before)
    for step in steps:
        part = slice(step.first, step.first + step.count)
        if step.step is RowStep.GONE:
            del rows[part]
        elif step.step is RowStep.CAME:
            rows[step.first : step.first] = after[part]
        else:
            rows[part] = after[part]
    return [track.id for track in rows]


def test_a_changed_song_is_one_changed_row() -> None:
    after = list(SONGS)
    after[7] = replace(SONGS[7], title="other")
    assert row_changes(SONGS, after) == [RowChange(RowStep.CHANGED, 7, 1)]
    assert row_changes(SONGS, SONGS) == ()
    assert row_changes(SONGS, list(SONGS)) == []


def test_any_few_changes_lead_to_the_other_list() -> None:
    chance = random.Random(5)
    for _ in range(200):
        kept = [each for each in SONGS if chance.random() > 0.1]
        before, after = list(kept), list(kept)
        for rows, first in ((before, 100), (after, 200)):
            for number in range(chance.randrange(4)):
                rows.insert(chance.randrange(len(rows) + 1), song(first + number))
        for _ in range(chance.randrange(3)):
            moved = after.pop(chance.randrange(len(after)))
            after.insert(chance.randrange(len(after)), replace(moved, title="moved"))
        steps = row_changes(before, after)
        assert steps is not None
        assert made(before, after, steps) == [track.id for track in after]


def test_another_order_or_very_many_changes_are_another_list() -> None:
    assert row_changes(SONGS, SONGS[::-1]) is None
    assert row_changes([], [song(number) for number in range(FEW + 1)]) is None
